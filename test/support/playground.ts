// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground as `npm start` opens it, over a database and a clock of the caller's.
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { playgroundChannels } from '../../bots/channels.ts'
import { templateTexts } from '../../bots/whatsapp/templates.ts'
import { demoPicture } from '../../demo/pictures.ts'
import type { DoorParts } from '../../playground/door.ts'
import { openPlayground } from '../../playground/playground.ts'
import { type App, photoStore, startApp } from '../../src/app.ts'
import { markAs, playSeedOf } from '../../src/db/deployment.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import { createLog } from '../../src/log.ts'
import { movableClock, systemChance } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { serveWeb } from '../../src/web/web.ts'

export interface RunningPlayground {
  readonly url: string
  readonly app: App
  readonly logged: readonly string[]
  stop(): Promise<void>
}

/**
 * Opens it at this instant of its own clock; stopping leaves the store open. Unless every picture is wanted, the bread's
 * stands for all: to draw them takes seconds.
 */
export async function runPlayground(
  store: Store,
  at: string,
  everyPicture = false,
  door: DoorParts = {},
): Promise<RunningPlayground> {
  const clock = movableClock()
  clock.set(new Date(at))
  const logged: string[] = []
  const log = createLog('info', [], { write: line => void logged.push(line) })
  const seed = await store.transact(async ({ db }) => {
    await markAs(db, 'demo', clock.now())
    return playSeedOf(db, systemChance.token())
  })
  const playground = await openPlayground({ clock, log, texts: templateTexts(), seed, door })
  const channels = playgroundChannels(playground, { photos: photoStore(store), log, clock })
  const app = await startApp({ store, channels, log, clock })
  for (const { webhook } of channels) if (webhook) await playground.connect(webhook)
  const file = readMunicipalityFile(JSON.parse(readFileSync(new URL('../../demo/town.json', import.meta.url), 'utf8')))
  const photos = (name: string) => demoPicture(everyPicture ? name : 'pane-casereccio')
  await transact(app.platform, ({ work }) => importMunicipality(work, file, photos))
  await playground.begin(app.platform, () => app.sweep())
  const web = new Hono({ strict: false }).route('/playground', playground.pages)
  const server = await serveWeb(web, '127.0.0.1', 0)
  return {
    url: `http://127.0.0.1:${server.port}/playground`,
    app,
    logged,
    async stop() {
      playground.closePages()
      await server.stop()
      await app.stop()
      await playground.stop()
    },
  }
}

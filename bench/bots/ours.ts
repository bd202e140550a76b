// SPDX-License-Identifier: AGPL-3.0-or-later
// Spesa in Comune as it runs for a town: both bots by webhook, PostgreSQL, nothing left out but the page.
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { photoStore, startApp } from '../../src/app.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import { createLog } from '../../src/log.ts'
import { movableClock } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { benchTown, openingMoment } from '../town.ts'
import { freePort } from '../../test/support/port.ts'
import { given, serveParent } from './parent.ts'

/** What our bot is given to begin with. */
export interface OurPart {
  readonly databaseUrl: string
  readonly apiRoot: string
  readonly citizenToken: string
  readonly staffToken: string
  readonly shops: number
  readonly products: number
  /** Nothing happens by itself, so that counts are those of what a citizen did. */
  readonly still: boolean
}

const { databaseUrl, apiRoot, citizenToken, staffToken, shops, products, still } = given<OurPart>()
const store = await openStore({ databaseUrl, dataDir: '/nowhere', prepare: true })
const log = createLog('warn', [citizenToken, staffToken])
const port = await freePort()
const updates = { by: 'webhook', publicUrl: `http://127.0.0.1:${port}`, secret: 'bench' } as const
const parts = { apiRoot, updates, photos: photoStore(store), log }
const channels = [citizenBot({ ...parts, token: citizenToken }), staffBot({ ...parts, token: staffToken })]
const metrics = createMetrics()
const webhooks = channels.flatMap(channel => channel.webhook ?? [])
const web = await serveWeb(createWeb({ checks: [], metrics, webhooks, log }), '127.0.0.1', port)
const clock = movableClock()
clock.set(openingMoment)
const app = await startApp({
  store,
  channels,
  log,
  clock,
  // A few chats stand for a town: each taps faster than a person does.
  floodBuckets: [],
  watch: {
    received: (account, outcome, ms) => metrics.updateHandled(account, outcome, ms / 1000),
    settled: (account, outcome) => metrics.messageTried(account, outcome),
  },
  ...(still && { sweepEveryMs: 3_600_000 }),
})
const town = benchTown(shops, products)
await transact(app.platform, ({ work }) => importMunicipality(work, town))
const invitations: { slug: string; token: string }[] = []
for (const { slug } of town.shops) {
  const invited = await transact(app.platform, ({ work }) =>
    invite(work, { municipalitySlug: town.municipality.slug, kind: 'owner', shopSlug: slug }),
  )
  if (!invited.ok) throw new Error(invited.reason)
  invitations.push({ slug, token: invited.value.token })
}

serveParent({
  hello: invitations,
  counts: () => ({ ...store.counts }),
  idle: app.idle,
  async stop() {
    await web.stop()
    await app.stop()
    await store.close()
  },
})

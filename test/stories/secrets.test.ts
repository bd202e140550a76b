// SPDX-License-Identifier: AGPL-3.0-or-later
// What is shown once is kept nowhere: after invitations and codes were shown, used, shown again and sent again, neither
// the database, nor its files, nor a backup of it holds one.
import { sql } from 'drizzle-orm'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery, Message } from '../../src/channel.ts'
import { backupTo } from '../../src/db/copies/backup.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { tablesInOrder } from '../../src/db/tables.ts'
import { plain } from '../../src/text/markup.ts'
import { freshDirectory } from '../support/embedded.ts'
import { PaperChannel, PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'

/** A channel that remembers every secret that it was given, and may lose the answer to a call. */
class WatchedChannel extends PaperChannel {
  readonly secrets: string[] = []
  verdict: Delivery | undefined

  override async send(message: Message): Promise<Delivery> {
    const said = plain(message.view.text)
    expect(message.view.secret).toBeUndefined()
    // One for each way in, all with the same secret.
    this.secrets.push(...new Set([...said.matchAll(/\b[ik]-([\w-]{8,})/g)].map(([, secret = '']) => secret)))
    const delivery = await super.send(message)
    const verdict = this.verdict
    this.verdict = undefined
    return verdict ?? delivery
  }
}

let dataDir: string
let remove: () => void
let store: Store
let town: PaperTown
let citizen: WatchedChannel
let staff: WatchedChannel
let whatsapp: WatchedChannel
beforeEach(async () => {
  ;({ dataDir, remove } = await freshDirectory())
  store = await openStore({ dataDir, prepare: true })
  citizen = new WatchedChannel('citizen')
  staff = new WatchedChannel('staff')
  whatsapp = new WatchedChannel('citizen', 'whatsapp-cloud', {
    channel: 'whatsapp-cloud',
    audiences: ['citizen', 'staff'],
  })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], {
    channels: [citizen, staff],
    more: [whatsapp],
  })
})
afterEach(async () => {
  await town.close()
  await store.close()
  remove()
})

/** Where secrets are found: in tables, in a backup, in the files of the data directory. */
async function placesOf(secrets: readonly string[]): Promise<string[]> {
  const holds = (text: string): boolean => secrets.some(secret => text.includes(secret))
  const places: string[] = []
  for (const table of tablesInOrder()) {
    const rows = rowsOf<{ row: string }>(
      await store.read(db => db.execute(sql.raw(`select told::text as row from "${table}" told`))),
    )
    if (rows.some(({ row }) => holds(row))) places.push(table)
  }
  const file = join(dataDir, 'copy.backup')
  await backupTo(store, file)
  if (holds(gunzipSync(readFileSync(file)).toString())) places.push('backup')
  // So that what is written lies in the files.
  await store.read(db => db.execute(sql`checkpoint`))
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true }))
    if (
      entry.isFile() &&
      entry.name !== 'copy.backup' &&
      holds(readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    )
      places.push(entry.name)
  return places
}

/** An operator who has just been shown an invitation. */
async function inviting(): Promise<PaperPerson> {
  const olga = await town.operator('Olga', 'paese')
  await olga.taps('Bottega forno', 'Manda un invito')
  return olga
}

test('an invitation and a code are shown, used, and nowhere to be found', { timeout: 60_000 }, async () => {
  const olga = await inviting()
  const [token = ''] = staff.secrets
  expect(olga.sees()).toContain(`i-${token}`)
  // The screen is shown again, and does not make the link that was forwarded worthless.
  await olga.says('boh che ne so')
  await olga.says('inizio')
  const marco = town.visitor('Marco')
  await marco.says(`/start i-${token}`)
  expect(marco.sees()).toContain('Bottega forno')

  const anna = town.citizen('Anna')
  await anna.says('collega')
  await anna.taps("Collega un'altra chat")
  const code = citizen.secrets.at(-1) ?? ''
  expect(anna.sees()).toContain(`k-${code}`)
  const onWhatsApp = new PaperPerson(whatsapp, town.app, '+393331234567', 'Marco')
  await onWhatsApp.says('negozi')
  await onWhatsApp.says(`k-${code}`)
  expect(onWhatsApp.sees()).toContain('Anna')

  const shown = [...staff.secrets, ...citizen.secrets]
  expect(shown.length).toBeGreaterThanOrEqual(2)
  expect(await placesOf(shown)).toEqual([])
})

test('a message that nobody knows to have arrived is sent again with a token that works', async () => {
  const olga = await town.operator('Olga', 'paese')
  await olga.taps('Bottega forno')
  staff.verdict = { outcome: 'unknown', error: 'broke off', retryAfterMs: 1 }
  await olga.taps('Manda un invito')
  for (let waits = 0; staff.secrets.length < 2 && waits < 100; waits++) {
    await new Promise(resolve => setTimeout(resolve, 20))
    await town.app.sweep()
  }
  const [first = '', second = ''] = staff.secrets
  expect(second).not.toBe(first)
  const marco = town.visitor('Marco')
  await marco.says(`/start i-${first}`)
  expect(marco.sees()).not.toContain('Bottega forno')
  await marco.says(`/start i-${second}`)
  expect(marco.sees()).toContain('Bottega forno')
})

test('an update that is set aside is kept without its code', async () => {
  const olga = await inviting()
  const [token = ''] = staff.secrets
  await store.transact(({ db }) => db.execute(sql`alter table roles add constraint nobody check (kind <> 'owner')`))
  await town.visitor('Marco').says(`/start i-${token}`)
  const kept = await store.read(db => db.execute(sql`select incoming::text as text from inbox where error is not null`))
  expect(rowsOf<{ text: string }>(kept).map(({ text }) => text)).toEqual([expect.stringContaining('/start i-…')])
  expect(await placesOf([token])).toEqual([])
  expect(olga.sees()).toContain(token)
})

test('planted: a token in a state is found in the table, in the files and in a backup', async () => {
  await inviting()
  const [token = ''] = staff.secrets
  await store.transact(({ db }) =>
    db.execute(
      sql`update chats set spot = jsonb_set(spot, '{state,token}', to_jsonb(${token}::text)) where spot ->> 'screen' = 'invitation'`,
    ),
  )
  const places = await placesOf(staff.secrets)
  expect(places).toEqual(expect.arrayContaining(['chats', 'backup']))
  expect(places.length).toBeGreaterThan(2)
})

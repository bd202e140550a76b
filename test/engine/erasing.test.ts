// SPDX-License-Identifier: AGPL-3.0-or-later
// An erasure against what else happens at that instant: run, not reasoned about.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', acceptWithinMinutes: 30 }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

async function run(text: string): Promise<Record<string, unknown>[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}

test('an order that is placed in one chat while the other is erased is cancelled, or that of somebody new', async () => {
  for (let round = 0; round < 10; round++) {
    const anna = town.citizen(`Anna${round}`)
    const inStaffBot = town.as(anna, 'staff')
    await anna.says('/start s-forno')
    await anna.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
    const times =
      anna
        .messages()
        .at(-1)
        ?.labels.filter(label => /\d:\d\d$/.test(label)) ?? []
    await anna.taps(times.at(-1) ?? 'none')
    await inStaffBot.says('cancellami')
    await Promise.all([
      anna.taps("Invia l'ordine").catch(() => undefined),
      inStaffBot.taps('Sì, cancella tutto').catch(() => undefined),
    ])
    await town.app.idle()
  }
  town.clock.forward(120_000)
  await town.app.sweep()
  await town.app.idle()
  expect(
    await run(`select 1 from orders join people on people.id = person_id where ended_at is null and name = '—'`),
  ).toEqual([])
  expect(await run(`select 1 from orders where ended_at is not null and cleared_at is null`)).toEqual([])
  expect(await run('select 1 from erasures where done_at is null')).toEqual([])
  expect(town.logged.filter(line => line.includes('"level":50'))).toEqual([])
}, 60_000)

test('what comes in while its chat goes is answered, as from somebody new', async () => {
  const people = Array.from({ length: 8 }, (_, at) => town.citizen(`Bruno${at}`))
  await Promise.all(people.map(each => each.says('cancellami')))
  await Promise.all(people.map(each => each.taps('Sì, cancella tutto')))
  town.clock.forward(120_000)
  const seen = people.map(each => each.messages().length)
  await Promise.all([town.app.sweep(), ...people.map(each => each.says('ciao'))])
  await town.app.idle()
  people.forEach((each, at) => expect(each.messages().length).toBeGreaterThan(seen[at] ?? 0))
  expect(await run('select 1 from inbox where error is not null')).toEqual([])
  expect(Number((await run(`select count(*) as n from chats where leaving_at is not null`))[0]?.n)).toBe(0)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// What is told of what happened: as it stands when the command is over, in the order in which it happened.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../src/db/engines/connect.ts'
import { rowsOf } from '../src/db/rows.ts'
import { orders } from '../src/db/schema.ts'
import type { Store } from '../src/db/store.ts'
import type { Happening } from '../src/engine/events.ts'
import { systemChance } from '../src/system.ts'
import { transact } from '../src/transact.ts'
import { preparedChats } from './soak/prepared-chats.ts'
import { type PaperPerson, type PaperTown, paperTown } from './support/paper.ts'
import { plainTown } from './support/plain-town.ts'
import { freshDatabase } from './support/postgres.ts'

let store: Store
let town: PaperTown
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

/** Anna, and the ids of so many orders of hers. */
async function anna(count: number): Promise<{ anna: PaperPerson; ids: string[] }> {
  const anna = town.citizen('Anna')
  for (let at = 0; at < count; at++) {
    await anna.says('/start s-forno')
    await anna.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
    const times =
      anna
        .messages()
        .at(-1)
        ?.labels.filter(label => /\d:\d\d$/.test(label)) ?? []
    await anna.taps(times.at(-1) ?? 'none', "Invia l'ordine")
  }
  const rows = await store.read(db => db.select({ id: orders.id }).from(orders).orderBy(orders.placedAt))
  return { anna, ids: rows.map(({ id }) => id) }
}

function accepted(orderId: string): Happening {
  return { type: 'order-moved', orderId, action: 'accept', actor: 'shopkeeper' }
}

test('what is noted before it is written is told as it was written', async () => {
  const { anna: person, ids } = await anna(1)
  expect(person.sees()).not.toContain('accettato')
  await transact(town.app.platform, async ({ work }) => {
    work.happened(accepted(ids[0] ?? ''))
    await work.db.update(orders).set({ state: 'accepted' })
  })
  await town.app.idle()
  expect(person.sees()).toMatch(/accettato.*codice/is)
})

test('what is noted after it is written is told the same', async () => {
  const { anna: person, ids } = await anna(1)
  await transact(town.app.platform, async ({ work }) => {
    await work.db.update(orders).set({ state: 'accepted' })
    work.happened(accepted(ids[0] ?? ''))
  })
  await town.app.idle()
  expect(person.sees()).toMatch(/accettato.*codice/is)
})

test('two things of one instant are told in the order in which they happened', async () => {
  const { anna: person, ids } = await anna(2)
  const codes = await Promise.all(
    ids.map(async id => (await store.read(db => db.select().from(orders))).find(order => order.id === id)?.code ?? ''),
  )
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const mark = person.messages().length
    await transact(town.app.platform, async ({ work }) => {
      for (const at of order) work.happened(accepted(ids[at] ?? ''))
      await work.db.update(orders).set({ state: 'accepted' })
    })
    await town.app.idle()
    await expect.poll(() => person.messages().length, { timeout: 5000 }).toBe(mark + 2)
    const told = person.messages().slice(mark)
    for (const [at, which] of order.entries()) expect(told[at]?.text).toContain(codes[which] ?? 'none')
  }
})

test('nothing is told of what was taken back', async () => {
  const { anna: person, ids } = await anna(1)
  const mark = person.messages().length
  const failed = transact(town.app.platform, async ({ work }) => {
    work.happened(accepted(ids[0] ?? ''))
    await work.db.update(orders).set({ state: 'accepted' })
    throw new Error('enough')
  })
  await expect(failed).rejects.toThrow('enough')
  await town.app.idle()
  expect(person.messages()).toHaveLength(mark)
})

test('two hundred orders accepted by themselves: every card says so, to both sides', async () => {
  const rosa = await town.shopkeeper('Rosa', 'paese', 'forno')
  await store.transact(({ db }) => db.execute(sql`update shops set auto_accept = true`))
  const count = 200
  const prepared = await preparedChats(town.app.platform, 'forno', { orders: count, taps: 0, tapsPerChat: 0 })
  const mark = rosa.messages().length
  await Promise.all(
    prepared.map(({ address, choices: [choice = ''] }, at) =>
      town.app.inbox.receive({
        account: 'telegram:citizen',
        updateId: `auto-${at}`,
        from: { address, name: address, language: 'it' },
        input: { kind: 'choice', choice, on: '1' },
      }),
    ),
  )
  await town.app.idle()
  await expect
    .poll(
      () =>
        rosa
          .messages()
          .slice(mark)
          .filter(({ text }) => text.includes('in automatico')).length,
      {
        timeout: 15_000,
      },
    )
    .toBe(count)
  expect(rosa.messages().slice(mark)).toHaveLength(count)
  for (const { address } of prepared) expect(town.citizens.chats.get(address)?.at(-1)?.text).toContain('accettato')
  const rows = rowsOf<{ actions: string[] }>(
    await store.read(db =>
      db.execute(sql`select array_agg(action order by at, id) as actions from order_events group by order_id`),
    ),
  )
  expect(rows).toHaveLength(count)
  for (const { actions } of rows) expect(actions).toEqual(['place', 'accept'])
})

test('ids sort as they were made, also those of one instant', () => {
  const now = new Date()
  const ids = Array.from({ length: 20_000 }, () => systemChance.id(now))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  const later = systemChance.id(new Date(now.getTime() + 1))
  expect(later > (ids.at(-1) ?? '')).toBe(true)
  expect(later).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

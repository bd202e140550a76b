// SPDX-License-Identifier: AGPL-3.0-or-later
// The card of an order has a way on in whatever state the order is, for its citizen and for its shop.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { orderStates } from '../../src/rules/order.ts'
import { type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let anna: PaperPerson
let baker: PaperPerson
let code = ''
let close: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
  anna = town.citizen('Anna')
  baker = await town.shopkeeper('Marco', 'paese', 'forno')
  await anna.says('/start s-forno')
  await anna.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando', 'oggi', "Invia l'ordine")
  code = /[A-Z]-\d{4}/.exec(anna.sees())?.[0] ?? 'none'
})
afterAll(() => close())

/** What else of an order decides about its buttons. */
const ways = ['pickup', 'delivery', 'shipment'].flatMap(fulfillment =>
  [false, true].flatMap(approaching => [false, true].map(late => ({ fulfillment, approaching, late }))),
)

async function orderIs(state: string, { fulfillment, approaching, late }: (typeof ways)[number]): Promise<void> {
  await store.transact(({ db }) =>
    Promise.resolve(
      db.execute(sql`
        update orders set state = ${state}, fulfillment = ${fulfillment}, address = 'Via Roma 1',
          approaching_at = case when ${approaching} then placed_at end,
          cancel_by = case when ${late} then placed_at end`),
    ),
  )
}

test.each(orderStates)(
  '%s: the card leads on, and its last row away from it',
  async state => {
    for (const way of ways) {
      await orderIs(state, way)
      await anna.says('ordini')
      await anna.taps(code)
      expect(anna.sees(), JSON.stringify(way)).toContain(code)
      const labels = anna.messages().at(-1)?.labels ?? []
      const ended = !['placed', 'proposed', 'accepted', 'ready'].includes(state)
      expect(labels.slice(ended ? -2 : -1)).toEqual(['Altri negozi', ...(ended ? ['Torna da Bottega forno'] : [])])
      await baker.says('oggi')
      await baker.taps(code)
      expect(baker.sees(), JSON.stringify(way)).toContain(code)
      expect(baker.messages().at(-1)?.labels.at(-1)).toBe('Oggi')
    }
  },
  60_000,
)

test('the ways on lead where they say', async () => {
  await orderIs('cancelled', { fulfillment: 'pickup', approaching: false, late: false })
  await anna.says('ordini')
  await anna.taps(code, 'Torna da Bottega forno')
  expect(anna.sees()).toContain('Bottega forno')
  await baker.says('oggi')
  await baker.taps(code, 'Oggi')
  expect(baker.sees()).toContain('Bottega forno · oggi')
})

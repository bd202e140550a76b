// SPDX-License-Identifier: AGPL-3.0-or-later
// One bag becomes one order, from however many chats it is sent at once.
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orders, people } from '../../src/db/schema.ts'
import { putIntoBag } from '../../src/engine/bags.ts'
import { productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshWork } from '../support/work.ts'

let opened: Awaited<ReturnType<typeof freshWork>>
beforeAll(async () => {
  opened = await freshWork(() => new Date('2026-11-24T09:00:00Z'))
})
afterAll(() => opened.close())

test('the same bag sent from two chats in the same instant is ordered once', { timeout: 60_000 }, async () => {
  const { store, work } = opened
  const { shop, roll, slot } = await work(async work => {
    await importMunicipality(work, plainTown('paese', [{ slug: 'forno' }]))
    const shop = await shopBySlug(work, 'forno')
    const roll = shop && (await productsBySku(work, shop.id, ['merce-0'])).get('merce-0')
    const slot = shop && (await freeSlots(work, shop, 'pickup', 0))[10]
    if (!shop || !roll || !slot) throw new Error('no shop')
    return { shop, roll, slot }
  })
  for (let round = 0; round < 30; round++) {
    const personId = await work(async work => {
      const id = work.newId()
      await work.db.insert(people).values({ id, name: 'Anna', createdAt: work.now })
      await putIntoBag(work, id, roll.id, { quantity: 2, unit: 'piece' })
      return id
    })
    const send = () => work(work => placeOrder(work, personId, shop.id, slot.startsAt))
    const placed = await Promise.all([send(), send(), send()])
    expect(placed.map(result => (result.ok ? 'placed' : result.reason)).sort()).toEqual([
      'bag-empty',
      'bag-empty',
      'placed',
    ])
    const found = await store.read(db => db.select({ n: count() }).from(orders).where(eq(orders.personId, personId)))
    expect(found[0]?.n).toBe(1)
  }
})

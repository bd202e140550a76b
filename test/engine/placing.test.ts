// SPDX-License-Identifier: AGPL-3.0-or-later
// One bag becomes one order, from however many chats it is sent at once.
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orders, people, products } from '../../src/db/schema.ts'
import type { Happening } from '../../src/engine/happening.ts'
import { bagOf, putIntoBag } from '../../src/engine/bags.ts'
import { productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshWork } from '../support/work.ts'

let opened: Awaited<ReturnType<typeof freshWork>>
const happened: Happening[] = []
beforeAll(async () => {
  opened = await freshWork(() => new Date('2026-11-24T09:00:00Z'), happened)
})
afterAll(() => opened.close())

/** A shop whose first goods are counted, with so many places in each slot. */
async function openShop(slug: string, more: { capacity?: number; stock?: number }) {
  return opened.work(async work => {
    await importMunicipality(work, plainTown(`paese-${slug}`, [{ slug, ...more }]))
    const shop = await shopBySlug(work, slug)
    const roll = shop && (await productsBySku(work, shop.id, ['merce-0'])).get('merce-0')
    const slots = shop ? await freeSlots(work, shop, 'pickup', 0) : []
    if (!shop || !roll) throw new Error('no shop')
    return { shop, roll, slots: slots.slice(10).map(({ startsAt }) => startsAt) }
  })
}

/** Somebody with two of these in their bag. */
async function withTwo(productId: string): Promise<string> {
  return opened.work(async work => {
    const id = work.newId()
    await work.db.insert(people).values({ id, name: 'Anna', createdAt: work.now })
    await putIntoBag(work, id, productId, { quantity: 2, unit: 'piece' })
    return id
  })
}

test('the same bag sent from two chats in the same instant is ordered once', { timeout: 60_000 }, async () => {
  const { store, work } = opened
  const { shop, roll, slots } = await openShop('forno', {})
  for (let round = 0; round < 30; round++) {
    const personId = await withTwo(roll.id)
    const send = () => work(work => placeOrder(work, personId, shop.id, slots[0] ?? null))
    const placed = await Promise.all([send(), send(), send()])
    expect(placed.map(said).sort()).toEqual(['bag-empty', 'bag-empty', 'placed'])
    const found = await store.read(db => db.select({ n: count() }).from(orders).where(eq(orders.personId, personId)))
    expect(found[0]?.n).toBe(1)
  }
})

test('who comes too late for the last place keeps the bag, and the goods stay in the shop', async () => {
  const { store, work } = opened
  const { shop, roll, slots } = await openShop('stretto', { capacity: 1, stock: 100 })
  happened.length = 0
  for (let round = 0; round < 20; round++) {
    const two = await Promise.all([withTwo(roll.id), withTwo(roll.id)])
    const placed = await Promise.all(two.map(id => work(work => placeOrder(work, id, shop.id, slots[round] ?? null))))
    expect(placed.map(said).sort()).toEqual(['placed', 'slot-full'])
    const late = two[placed.findIndex(result => !result.ok)] ?? ''
    const bag = await work(work => bagOf(work, late, shop.id))
    expect(bag?.lines.map(line => line.quantity.quantity)).toEqual([2])
  }
  const [left] = await store.read(db => db.select().from(products).where(eq(products.id, roll.id)))
  expect(left?.stock).toBe(60)
  expect(happened).toHaveLength(20)
})

function said(result: Awaited<ReturnType<typeof placeOrder>>): string {
  return result.ok ? 'placed' : result.reason
}

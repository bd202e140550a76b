// SPDX-License-Identifier: AGPL-3.0-or-later
// A new live state, planted into a copy of the table of orders: whatever depends on liveness follows by itself.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { orders, people, roles } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { changeBag } from '../../src/engine/bag-lists.ts'
import { productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { cancelOrder, moveOrder, type Mover } from '../../src/engine/orders/moving.ts'
import { freePickupCode } from '../../src/engine/orders/pickup-code.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { liveOrderCount, ordersOfPerson } from '../../src/engine/orders/reading.ts'
import { type Shop, shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { isTerminal, keepsSeat, orderStates } from '../../src/rules/order.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshWork, type RunWork } from '../support/work.ts'

vi.mock(import('../../src/rules/lifecycle.ts'), async original => {
  const { lifeOf } = await original()
  const planted = (table: Record<string, object>) => ({
    ...table,
    accepted: { ...table['accepted'], prepare: ['weighed', 'shopkeeper'] },
    weighed: { fulfill: ['fulfilled', 'shopkeeper'], cancel: ['cancelled', 'citizen'] },
  })
  return { lifeOf: ((table: never) => lifeOf(planted(table) as never)) as unknown as typeof lifeOf }
})

const weighed = 'weighed' as (typeof orderStates)[number]
const now = new Date('2026-11-24T09:00:00Z')

let store: Store
let work: RunWork
let close: () => Promise<void>
let shop: Shop

beforeAll(async () => {
  ;({ store, work, close } = await freshWork(() => now))
  shop = await work(async work => {
    const file = plainTown('paese', [{ slug: 'bottega', stock: 50, products: 1 }])
    const [inFile] = file.shops
    if (inFile) Object.assign(inFile, { autoAccept: true })
    await importMunicipality(work, file)
    const found = await shopBySlug(work, 'bottega')
    if (!found) throw new Error('no shop')
    return found
  })
})
afterAll(() => close())

const person = () =>
  work(async work => {
    const id = work.newId()
    await work.db.insert(people).values({ id, name: 'Anna', createdAt: now })
    return id
  })

/** Somebody who keeps the shop. */
async function baker(): Promise<Mover> {
  const personId = await person()
  const role = { municipalityId: shop.municipalityId, personId, shopId: shop.id, createdAt: now }
  await work(work => work.db.insert(roles).values({ id: work.newId(), kind: 'owner', ...role }))
  return { actor: 'shopkeeper', personId }
}

const order = (personId: string) =>
  work(async work => {
    const product = (await productsBySku(work, shop.id, ['merce-0'])).get('merce-0')
    if (!product) throw new Error('no goods')
    await changeBag(work, personId, shop, {
      put: [{ product, quantity: { quantity: 1, unit: 'piece' }, note: null }],
      unclear: null,
    })
    const [slot] = (await freeSlots(work, shop, 'pickup', 0)).slice(20)
    const placed = await placeOrder(work, personId, shop.id, slot?.startsAt ?? null)
    if (!placed.ok) throw new Error(placed.reason)
    return placed.value
  })

test('the table has the planted state, and it lives', () => {
  expect(orderStates).toContain('weighed')
  expect([isTerminal(weighed), keepsSeat(weighed)]).toEqual([false, true])
})

test('an order in the new state is live: its code stays its own, lists show it first, it can still end', async () => {
  const anna = await person()
  const first = await order(anna)
  const by = { actor: 'citizen', personId: anna } as const
  const marco = await baker()
  expect(await work(work => moveOrder(work, first.id, 'prepare', marco))).toMatchObject({
    ok: true,
    value: { state: 'weighed', endedAt: null },
  })
  const later = await order(anna)
  await work(work => cancelOrder(work, later.id, by))

  // Whoever draws the same digits draws again; the unique index stands behind it.
  const draws = [Number(first.pickupCode), (Number(first.pickupCode) + 1) % 10_000]
  const code = await work(work => freePickupCode({ ...work, below: () => draws.shift() ?? 0 }, shop.id))
  expect([code === first.pickupCode, draws]).toEqual([false, []])
  const twin = { ...first, id: later.id, state: weighed }
  await expect(
    store.transact(tx => tx.db.insert(orders).values({ ...twin, id: crypto.randomUUID() })),
  ).rejects.toThrow()

  expect((await work(work => ordersOfPerson(work, anna, 9))).map(({ id }) => id)).toEqual([first.id, later.id])
  expect(await work(work => liveOrderCount(work, anna))).toBe(1)
  expect(await work(work => cancelOrder(work, first.id, by))).toMatchObject({ ok: true, value: { endedAt: now } })
  const [ended] = await store.read(db => db.select().from(orders).where(eq(orders.id, first.id)))
  expect(ended?.endedAt).toEqual(now)
})

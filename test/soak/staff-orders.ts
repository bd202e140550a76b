// SPDX-License-Identifier: AGPL-3.0-or-later
// Orders to race for, and what became of them.
import { sql } from 'drizzle-orm'
import { isUniqueViolation } from '../../src/db/failures.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { people } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { putIntoBag } from '../../src/engine/bags.ts'
import { type OrderRow, placeOrder } from '../../src/engine/orders/placing.ts'
import { productsOn, categoriesOf, shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import type { OrderAction, OrderState } from '../../src/rules/order.ts'
import { type Platform, transact } from '../../src/transact.ts'

export interface OrderEvent {
  readonly action: OrderAction | 'place'
  readonly state: OrderState
  readonly actor: 'citizen' | 'shopkeeper' | 'clock'
  readonly name: string | null
}

/** What happened to an order, in the order of the instants. */
export async function eventsOf(store: Store, orderId: string): Promise<OrderEvent[]> {
  const rows = await store.read(db =>
    db.execute(sql`
      select action, state, actor, people.name from order_events left join people on people.id = person_id
      where order_id = ${orderId} order by at, order_events.id`),
  )
  return rowsOf<OrderEvent & Record<string, unknown>>(rows)
}

/** An order of a new citizen, for the first free time. */
export async function placed(platform: Platform, store: Store, slug: string, name: string): Promise<OrderRow> {
  const personId = platform.chance.id(platform.clock.now())
  await store.transact(({ db }) =>
    Promise.resolve(db.insert(people).values({ id: personId, name, createdAt: platform.clock.now() })),
  )
  const place = (): Promise<Awaited<ReturnType<typeof placeOrder>>> =>
    transact(platform, async ({ work }) => {
      const shop = await shopBySlug(work, slug)
      if (!shop) throw new Error(`no shop ${slug}`)
      const [category] = await categoriesOf(work, shop.id)
      const [product] = await productsOn(work, shop.id, category?.category ?? '')
      const [slot] = await freeSlots(work, shop, 'pickup', 60)
      await putIntoBag(work, personId, product?.id ?? '', { quantity: 2, unit: 'piece' })
      return placeOrder(work, personId, shop.id, slot?.startsAt ?? null)
    })
  // As the inbox does it: two who drew one pickup code are told apart by trying once more.
  const order = await place().catch((error: unknown) => {
    if (isUniqueViolation(error)) return place()
    throw error
  })
  if (!order.ok) throw new Error(order.reason)
  return order.value
}

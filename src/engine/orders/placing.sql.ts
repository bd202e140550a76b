// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing orders: many that are placed at once by one statement, each wholly or not at all.
//
// Locks are taken in one order, here and wherever an order gives back what it holds: people, bags, products, slots.
import { sql } from 'drizzle-orm'
import { records, statement, type Value } from '../../db/prepared.ts'
import { flag, nullable, oneOf, text } from '../../db/rows.ts'
import type { orderEvents, orderLines, orders } from '../../db/schema.ts'
import type { Asking, GroupedWrite } from '../../db/store.ts'
import { type Bag, versionOfBag } from '../bags.sql.ts'
import { mostLiveOrders, usualLiveOrders } from '../../rules/live-orders.ts'
import { type SlotKey, slotName } from '../slots.sql.ts'
import type { Amounts } from '../stock.ts'

export type OrderRow = typeof orders.$inferSelect

/** An order that is to be written, with all that belongs to it, what it takes, and the bag that it was. */
export interface NewOrder {
  readonly order: OrderRow
  readonly lines: readonly (typeof orderLines.$inferSelect)[]
  readonly events: readonly (typeof orderEvents.$inferSelect)[]
  readonly bag: Pick<Bag, 'id' | 'version'>
  /** The seat that it takes; absent for shipments. */
  readonly seat: Seat | undefined
  /** What it takes of goods that are counted. */
  readonly counted: Amounts
}

/** A seat in a slot, as today's settings of the shop have it, not those of the day when the first seat was taken. */
interface Seat extends SlotKey {
  readonly municipalityId: string
  readonly capacity: number | null
}

/** What became of one of them. Whatever is not allowed is refused in this order. */
export type Written = 'placed' | StandingRefusal | 'bag-changed' | 'product-stock' | 'slot-full'

/** Why a person may not order whatever the bag: the shop refuses them, or they have enough live orders. */
const standingRefusals = ['person-refused', 'live-orders-here', 'live-orders-everywhere'] as const
export type StandingRefusal = (typeof standingRefusals)[number]

/** Whether a refusal stands whatever the bag. */
export function isStanding<Reason extends string>(reason: Reason | StandingRefusal): reason is StandingRefusal {
  return standingRefusals.some(each => each === reason)
}

/**
 * Writes orders. Those that want the same slot or the same goods are placed together or, if there is not enough for all
 * of them, one after the other in their order. Of two that were one bag the first is placed.
 */
export const placements: GroupedWrite<NewOrder, Written> = {
  async write({ ask }, all) {
    const firsts = all.filter(({ bag }, at) => all.findIndex(each => each.bag.id === bag.id) === at)
    const together = await writeOrders(ask, firsts)
    const outcomes: Written[] = []
    for (const each of all) {
      const outcome = together.get(each.order.id)
      const crowded = outcome !== undefined && crowding.has(outcome)
      if (outcome && (!crowded || firsts.length === 1)) outcomes.push(outcome)
      else outcomes.push((await writeOrders(ask, [each])).get(each.order.id) ?? 'bag-changed')
    }
    return outcomes
  },
}

/** What one order alone may not be refused for, although it was beside others. */
const crowding: ReadonlySet<Written> = new Set(['live-orders-everywhere', 'product-stock', 'slot-full'])

/**
 * The people are locked by a statement of their own, which travels with the other: of two orders of one person, placed
 * at once by two processes, the second is counted after the first is committed. A statement sees only what was committed
 * before it began, so the count cannot stand in the statement that waits for the lock.
 */
async function writeOrders(ask: Asking['ask'], all: readonly NewOrder[]): Promise<Map<string, Written>> {
  const locked = ask(lockPeople({ people: [...new Set(all.map(({ order }) => order.personId))] }))
  const [rows] = await Promise.all([ask(write(valuesOf(all))), locked])
  return new Map(rows.map(row => [row.orderId, outcomeOf(row)]))
}

const lockPeople = statement(
  'lock-people',
  {},
  (value: Value<'people'>) => sql`
    select id from people where id = any(${value('people')}::uuid[]) order by id for no key update`,
)

function outcomeOf(row: {
  standing: StandingRefusal | null
  sameBag: boolean
  enough: boolean
  seated: boolean
}): Written {
  if (row.standing !== null) return row.standing
  if (!row.sameBag) return 'bag-changed'
  if (!row.enough) return 'product-stock'
  return row.seated ? 'placed' : 'slot-full'
}

function valuesOf(all: readonly NewOrder[]) {
  const wanted = all.map(({ order, bag, seat }) => ({
    orderId: order.id,
    personId: order.personId,
    shopId: order.shopId,
    bagId: bag.id,
    version: bag.version,
    slot: seat ? slotName(seat) : null,
  }))
  const seats = [
    ...Map.groupBy(
      all.flatMap(({ seat }) => seat ?? []),
      slotName,
    ),
  ].flatMap(([slot, [seat]]) => (seat ? [{ ...seat, slot }] : []))
  const goods = all.flatMap(({ order, counted }) =>
    [...counted].map(([productId, amount]) => ({ orderId: order.id, productId, amount })),
  )
  return {
    wanted: records(wanted),
    seats: records(seats),
    goods: records(goods),
    orders: records(all.map(({ order }) => order)),
    lines: records(all.flatMap(({ lines }) => lines)),
    events: records(all.flatMap(({ events }) => events)),
    usualLiveOrders,
    mostLiveOrders,
  }
}

type Names = 'wanted' | 'seats' | 'goods' | 'orders' | 'lines' | 'events' | 'usualLiveOrders' | 'mostLiveOrders'

/**
 * First whether the person may order here at all: the people are locked already. Bag, goods and seat are each locked before they are judged, so that what is judged is what is written. The bag is
 * changed with the order even if there is nothing to change, so that of two who order one bag at once the second finds
 * it changed. What was still to be asked of a list is over with the order.
 */
const write = statement(
  'place-orders',
  {
    orderId: text,
    standing: nullable(oneOf(standingRefusals)),
    sameBag: flag,
    enough: flag,
    seated: flag,
  },
  (value: Value<Names>) => sql`
    with wanted as (
      select * from jsonb_to_recordset(${value('wanted')}::jsonb)
        as wanted(order_id uuid, person_id uuid, shop_id uuid, bag_id uuid, version text, slot text)
    ), live as (
      select person_id, shop_id, count(*)::int as orders from orders
      where ended_at is null and person_id in (select person_id from wanted) group by person_id, shop_id
    ), standing as (
      select order_id, case
        when exists (
          select from shop_refusals where shop_refusals.shop_id = wanted.shop_id
            and shop_refusals.person_id = wanted.person_id) then 'person-refused'
        when coalesce((
          select orders from live where live.person_id = wanted.person_id and live.shop_id = wanted.shop_id), 0)
          >= coalesce(shops.max_live_orders, ${value('usualLiveOrders')}::int) then 'live-orders-here'
        when coalesce((select sum(orders) from live where live.person_id = wanted.person_id), 0)
          + row_number() over (partition by wanted.person_id order by order_id)
          > ${value('mostLiveOrders')}::int then 'live-orders-everywhere' end as why
      from wanted join shops on shops.id = wanted.shop_id
    ), bag as (
      select bags.id, wanted.order_id from bags join wanted on wanted.bag_id = bags.id
      where wanted.order_id in (select order_id from standing where why is null) and ${versionOfBag} = wanted.version order by bags.id for update of bags
    ), goods as (
      select goods.* from jsonb_to_recordset(${value('goods')}::jsonb)
        as goods(order_id uuid, product_id uuid, amount int) join bag using (order_id)
    ), stocked as (
      select products.id, products.stock from products where id in (select product_id from goods)
      order by products.id for no key update
    ), lacking as (
      select id from stocked join goods on product_id = id
      group by id, stock having stock is not null and stock < sum(amount)
    ), enough as (
      select order_id from bag where not exists (
        select from goods where goods.order_id = bag.order_id and product_id in (select id from lacking))
    ), seats as (
      select seats.*, taken from jsonb_to_recordset(${value('seats')}::jsonb) as seats(slot text, municipality_id uuid,
        shop_id uuid, fulfillment text, starts_at timestamptz, capacity int)
      join (
        select slot, count(*)::int as taken from enough join wanted using (order_id) group by slot
      ) takers using (slot)
    ), seated as (
      insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
      select municipality_id, shop_id, fulfillment, starts_at, capacity, taken from seats
      where taken <= coalesce(capacity, 2147483647) order by shop_id, fulfillment, starts_at
      on conflict (shop_id, fulfillment, starts_at)
        do update set booked = slots.booked + excluded.booked, capacity = excluded.capacity
        where slots.booked + excluded.booked <= coalesce(excluded.capacity, 2147483647)
      returning shop_id, fulfillment, starts_at
    ), seated_slots as (
      select slot from seats join seated using (shop_id, fulfillment, starts_at)
    ), placed as (
      select wanted.order_id, wanted.bag_id from wanted join enough using (order_id)
      where wanted.slot is null or wanted.slot in (select slot from seated_slots)
    ), taken as (
      update products set stock = products.stock - needed.amount from (
        select product_id, sum(amount)::int as amount from goods join placed using (order_id) group by product_id
      ) needed where products.id = needed.product_id
    ), written as (
      insert into orders
      select fresh.* from jsonb_populate_recordset(null::orders, ${value('orders')}::jsonb) as fresh
      join placed on placed.order_id = fresh.id
    ), listed as (
      insert into order_lines
      select fresh.* from jsonb_populate_recordset(null::order_lines, ${value('lines')}::jsonb) as fresh
      join placed on placed.order_id = fresh.order_id
    ), noted as (
      insert into order_events
      select fresh.* from jsonb_populate_recordset(null::order_events, ${value('events')}::jsonb) as fresh
      join placed on placed.order_id = fresh.order_id
    ), answered as (
      update bags set unclear = null from placed where bags.id = placed.bag_id
    ), emptied as (
      delete from bag_lines using placed where bag_lines.bag_id = placed.bag_id
    )
    select wanted.order_id, standing.why as standing, bag.order_id is not null as same_bag, enough.order_id is not null as enough,
      placed.order_id is not null as seated
    from wanted left join standing using (order_id) left join bag using (order_id) left join enough using (order_id) left join placed using (order_id)`,
)

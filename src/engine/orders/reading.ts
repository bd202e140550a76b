// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { municipalities, orderEvents, orderLines, orders, people, shops } from '../../db/schema.ts'
import { type Actor, liveStates } from '../../rules/order.ts'
import { type ShopRow, shopsKeptBy } from '../shops.ts'
import type { Work } from '../work.ts'
import type { OrderRow } from './placing.ts'

export type OrderLineRow = typeof orderLines.$inferSelect

/** An order with what it takes to show it to either side. */
export interface OrderSheet extends OrderRow {
  readonly shop: ShopRow
  readonly timezone: string
  readonly citizenName: string
  readonly lines: readonly OrderLineRow[]
}

/** For whom an order is read: it is found only by those it concerns. */
export type Reader =
  | { readonly as: 'citizen'; readonly personId: string }
  | { readonly as: 'shopkeeper'; readonly personId: string }
  | { readonly as: 'notices' }

/** An order as this reader may see it. */
export async function orderOf(work: Work, orderId: string, reader: Reader): Promise<OrderSheet | undefined> {
  const [sheet] = await sheets(work, and(eq(orders.id, orderId), readable(work, reader)), [desc(orders.placedAt)], 1)
  return sheet
}

/** A person's orders, the live ones first, then the latest. */
export async function ordersOfPerson(work: Work, personId: string, most: number): Promise<OrderSheet[]> {
  const alive = sql`(${orders.state} in ('placed','proposed','accepted','ready')) desc`
  return sheets(work, eq(orders.personId, personId), [alive, desc(orders.placedAt)], most)
}

/** A shop's orders whose slot begins in the given time, or that were placed then if they have none. */
export async function ordersOfShop(
  work: Work,
  shopId: string,
  keptBy: string,
  from: Date,
  to: Date,
  most: number,
): Promise<OrderSheet[]> {
  const inTime = or(
    and(gte(orders.startsAt, from), lt(orders.startsAt, to)),
    and(isNull(orders.startsAt), gte(orders.placedAt, from), lt(orders.placedAt, to)),
  )
  return sheets(
    work,
    and(
      eq(orders.shopId, shopId),
      inArray(orders.shopId, shopsKeptBy(work, keptBy)),
      inTime,
      ne(orders.state, 'cancelled'),
    ),
    [asc(orders.startsAt), asc(orders.placedAt)],
    most,
  )
}

/** A shop's orders that wait for the shop's answer, most urgent first. */
export async function ordersToAnswer(work: Work, shopId: string, keptBy: string, most: number): Promise<OrderSheet[]> {
  return sheets(
    work,
    and(eq(orders.shopId, shopId), inArray(orders.shopId, shopsKeptBy(work, keptBy)), eq(orders.state, 'placed')),
    [asc(orders.acceptBy)],
    most,
  )
}

/** All that a shopkeeper's card tells: the order, who did what, and how well one knows the citizen. */
export interface OrderCase {
  readonly order: OrderSheet
  readonly history: readonly OrderEvent[]
  /** Orders of this citizen that the shop has fulfilled before. */
  readonly fulfilledBefore: number
}

export interface OrderEvent {
  readonly at: Date
  readonly action: string
  readonly actor: Actor
  /** Absent for the clock and for automatic acceptance. */
  readonly name: string | null
  readonly detail: string | null
}

/** The same with its story; sent together: one round trip. */
export async function orderCaseOf(work: Work, orderId: string, reader: Reader): Promise<OrderCase | undefined> {
  const [order, history, before] = await Promise.all([
    orderOf(work, orderId, reader),
    historyOf(work, orderId),
    fulfilledBefore(work, orderId),
  ])
  return order && { order, history, fulfilledBefore: before }
}

/** How many orders of its citizen the order's shop has fulfilled before. */
async function fulfilledBefore(work: Work, orderId: string): Promise<number> {
  const before = alias(orders, 'before')
  const [row] = await work.db
    .select({ count: count() })
    .from(before)
    .innerJoin(orders, and(eq(orders.shopId, before.shopId), eq(orders.personId, before.personId)))
    .where(and(eq(orders.id, orderId), eq(before.state, 'fulfilled')))
  return row?.count ?? 0
}

/** Who did what when, oldest first. */
async function historyOf(work: Work, orderId: string): Promise<OrderEvent[]> {
  return work.db
    .select({
      at: orderEvents.at,
      action: orderEvents.action,
      actor: orderEvents.actor,
      name: people.name,
      detail: orderEvents.detail,
    })
    .from(orderEvents)
    .leftJoin(people, eq(people.id, orderEvents.personId))
    .where(eq(orderEvents.orderId, orderId))
    .orderBy(asc(orderEvents.at), asc(orderEvents.id))
}

function readable(work: Work, reader: Reader): SQL | undefined {
  if (reader.as === 'notices') return undefined
  return reader.as === 'citizen'
    ? eq(orders.personId, reader.personId)
    : inArray(orders.shopId, shopsKeptBy(work, reader.personId))
}

async function sheets(work: Work, where: SQL | undefined, by: SQL[], most: number): Promise<OrderSheet[]> {
  const found = work.db
    .select({ id: orders.id })
    .from(orders)
    .where(where)
    .orderBy(...by)
    .limit(most)
  // Sent together: one round trip.
  const [rows, lines] = await Promise.all([
    work.db
      .select({ order: orders, shop: shops, citizenName: people.name, timezone: municipalities.timezone })
      .from(orders)
      .innerJoin(shops, eq(shops.id, orders.shopId))
      .innerJoin(municipalities, eq(municipalities.id, orders.municipalityId))
      .innerJoin(people, eq(people.id, orders.personId))
      .where(where)
      .orderBy(...by)
      .limit(most),
    work.db
      .select()
      .from(orderLines)
      .where(inArray(orderLines.orderId, found))
      .orderBy(asc(orderLines.orderId), asc(orderLines.position)),
  ])
  return rows.map(({ order, shop, citizenName, timezone }) => ({
    ...order,
    shop,
    timezone,
    citizenName,
    lines: lines.filter(line => line.orderId === order.id),
  }))
}

/** Live orders of a citizen in one place: what a home screen counts. */
export async function liveOrderCount(work: Work, personId: string): Promise<number> {
  const [row] = await work.db
    .select({ count: count() })
    .from(orders)
    .where(and(eq(orders.personId, personId), inArray(orders.state, [...liveStates])))
  return row?.count ?? 0
}

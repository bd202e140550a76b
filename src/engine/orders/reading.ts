// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { query, type Value } from '../../db/prepared.ts'
import { orderEvents, orderLines, orders, people } from '../../db/schema.ts'
import type { Db } from '../../db/store.ts'
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
  const [sheet] = await sheetsOf(
    reader.as === 'citizen'
      ? orderOfCitizen(work.db, { orderId, personId: reader.personId })
      : reader.as === 'shopkeeper'
        ? orderOfShopkeeper(work.db, { orderId, personId: reader.personId })
        : orderForAll(work.db, { orderId }),
  )
  return sheet
}

const orderForAll = query((db, value: Value<'orderId'>) => sheets(db, eq(orders.id, value('orderId'))))
const orderOfCitizen = query((db, value: Value<'orderId' | 'personId'>) =>
  sheets(db, and(eq(orders.id, value('orderId')), eq(orders.personId, value('personId')))),
)
const orderOfShopkeeper = query((db, value: Value<'orderId' | 'personId'>) =>
  sheets(db, and(eq(orders.id, value('orderId')), inArray(orders.shopId, shopsKeptBy(db, value('personId'))))),
)

/** A person's orders, the live ones first, then the latest. */
export async function ordersOfPerson(work: Work, personId: string, most: number): Promise<OrderSheet[]> {
  const alive = sql`(${orders.state} in ('placed','proposed','accepted','ready')) desc`
  return sheetsOf(sheets(work.db, eq(orders.personId, personId), [alive, desc(orders.placedAt)], most))
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
  const here = and(eq(orders.shopId, shopId), inArray(orders.shopId, shopsKeptBy(work.db, keptBy)))
  return sheetsOf(
    sheets(
      work.db,
      and(here, inTime, ne(orders.state, 'cancelled')),
      [asc(orders.startsAt), asc(orders.placedAt)],
      most,
    ),
  )
}

/** A shop's orders that wait for the shop's answer, most urgent first. */
export async function ordersToAnswer(work: Work, shopId: string, keptBy: string, most: number): Promise<OrderSheet[]> {
  const here = and(eq(orders.shopId, shopId), inArray(orders.shopId, shopsKeptBy(work.db, keptBy)))
  return sheetsOf(sheets(work.db, and(here, eq(orders.state, 'placed')), [asc(orders.acceptBy)], most))
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
  const [row] = await fulfilledWith(work.db, { orderId })
  return row?.count ?? 0
}

const fulfilledWith = query((db, value: Value<'orderId'>) => {
  const before = alias(orders, 'before')
  return db
    .select({ count: count() })
    .from(before)
    .innerJoin(orders, and(eq(orders.shopId, before.shopId), eq(orders.personId, before.personId)))
    .where(and(eq(orders.id, value('orderId')), eq(before.state, 'fulfilled')))
})

/** Who did what when, oldest first. */
function historyOf(work: Work, orderId: string): Promise<OrderEvent[]> {
  return eventsOf(work.db, { orderId })
}

const eventsOf = query((db, value: Value<'orderId'>) =>
  db
    .select({
      at: orderEvents.at,
      action: orderEvents.action,
      actor: orderEvents.actor,
      name: people.name,
      detail: orderEvents.detail,
    })
    .from(orderEvents)
    .leftJoin(people, eq(people.id, orderEvents.personId))
    .where(eq(orderEvents.orderId, value('orderId')))
    .orderBy(asc(orderEvents.at), asc(orderEvents.id)),
)

function sheets(db: Db, where: SQL | undefined, by: SQL[] = [], most?: number) {
  return db.query.orders.findMany({
    with: {
      shop: true,
      municipality: { columns: { timezone: true } },
      person: { columns: { name: true } },
      lines: { orderBy: asc(orderLines.position) },
    },
    where,
    orderBy: by,
    ...(most !== undefined && { limit: most }),
  })
}

async function sheetsOf(found: PromiseLike<Awaited<ReturnType<typeof sheets>>>): Promise<OrderSheet[]> {
  return (await found).map(({ municipality, person, ...order }) => ({
    ...order,
    timezone: municipality.timezone,
    citizenName: person.name,
  }))
}

/** Live orders of a citizen in one place: what a home screen counts. */
export async function liveOrderCount(work: Work, personId: string): Promise<number> {
  const [row] = await liveOrders(work.db, { personId })
  return row?.count ?? 0
}

const liveOrders = query((db, value: Value<'personId'>) =>
  db
    .select({ count: count() })
    .from(orders)
    .where(and(eq(orders.personId, value('personId')), inArray(orders.state, [...liveStates]))),
)

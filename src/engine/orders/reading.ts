// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, count, desc, eq, gte, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { type Preparable, query, type Value } from '../../db/prepared.ts'
import { orderEvents, orderLines, orders } from '../../db/schema.ts'
import type { Db } from '../../db/store.ts'
import { type Actor, liveStates } from '../../rules/order.ts'
import type { SoldBy, Unit } from '../../rules/quantity.ts'
import { type ShopRow, shopsKeptBy } from '../shops.ts'
import type { Work } from '../work.ts'
import type { OrderRow } from './placing.ts'

type LineRow = typeof orderLines.$inferSelect

/** A line of what the shop lists. */
export interface GoodsLine extends LineRow {
  readonly productId: string
  readonly soldBy: SoldBy
  readonly unit: Unit
  readonly quantity: number
  readonly priceCents: number
  readonly estimatedCents: number
}

/** A line of what it does not list, in the citizen's own words; without a price until the shop has said it. */
export interface AskedLineRow extends LineRow {
  readonly productId: null
  readonly soldBy: null
}

/** A check of the table stands behind this union. */
export type OrderLineRow = GoodsLine | AskedLineRow

/** What of an order has no price: the citizen's own words that nobody has answered yet. */
export function unpriced(lines: readonly OrderLineRow[]): OrderLineRow[] {
  return lines.filter(line => line.estimatedCents === null && !line.struck)
}

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
  const [found] = await find(sheetsFor, work, orderId, reader)
  return found && sheetOf(found)
}

/** A person's orders, the live ones first, then the latest. */
export async function ordersOfPerson(work: Work, personId: string, most: number): Promise<OrderSheet[]> {
  const alive = sql`(${orders.state} in ('placed','proposed','accepted','ready')) desc`
  return sheetsFound(sheets(work.db, eq(orders.personId, personId), [alive, desc(orders.placedAt)], most))
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
  return sheetsFound(
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
  return sheetsFound(sheets(work.db, and(here, eq(orders.state, 'placed')), [asc(orders.acceptBy)], most))
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

/** The same with its story. */
export async function orderCaseOf(work: Work, orderId: string, reader: Reader): Promise<OrderCase | undefined> {
  const [found] = await find(cases, work, orderId, reader)
  if (!found) return undefined
  const { events, fulfilledBefore, ...order } = found
  const history = events.map(({ at, action, actor, detail, person }) => ({
    at,
    action,
    actor,
    detail,
    name: person?.name ?? null,
  }))
  return { order: sheetOf(order), history, fulfilledBefore }
}

async function sheetsFound(found: ReturnType<typeof sheets>): Promise<OrderSheet[]> {
  return (await found).map(sheetOf)
}

/** What makes a sheet of an order. */
const sheet = {
  shop: true,
  municipality: { columns: { timezone: true } },
  person: { columns: { name: true } },
  lines: { orderBy: asc(orderLines.position) },
} as const

function sheets(db: Db, where: SQL | undefined, by: SQL[] = [], most?: number) {
  return db.query.orders.findMany({ with: sheet, where, orderBy: by, ...(most !== undefined && { limit: most }) })
}

/** With who did what when, oldest first. */
function casesWhere(db: Db, where: SQL | undefined) {
  const person = { columns: { name: true } } as const
  const before = sql<number>`(select count(*)::int from orders earlier
    where earlier.shop_id = ${orders.shopId} and earlier.person_id = ${orders.personId} and earlier.state = 'fulfilled')`
  return db.query.orders.findMany({
    with: { ...sheet, events: { with: { person }, orderBy: [asc(orderEvents.at), asc(orderEvents.id)] } },
    extras: { fulfilledBefore: before.as('fulfilled_before') },
    where,
  })
}

type Finding<Found> = Readonly<
  Record<Reader['as'], (db: Db, values: { orderId: string; personId: string | null }) => Promise<Found>>
>

/** One query for each kind of reader: who may see the order stands in its statement. */
function byReader<Found>(among: (db: Db, where: SQL | undefined) => Preparable<Found>): Finding<Found> {
  type Names = 'orderId' | 'personId'
  return {
    notices: query((db, value: Value<Names>) => among(db, eq(orders.id, value('orderId')))),
    citizen: query((db, value: Value<Names>) =>
      among(db, and(eq(orders.id, value('orderId')), eq(orders.personId, value('personId')))),
    ),
    shopkeeper: query((db, value: Value<Names>) =>
      among(db, and(eq(orders.id, value('orderId')), inArray(orders.shopId, shopsKeptBy(db, value('personId'))))),
    ),
  }
}

const sheetsFor = byReader(sheets)
const cases = byReader(casesWhere)

function find<Found>(finding: Finding<Found>, work: Work, orderId: string, reader: Reader): Promise<Found> {
  return finding[reader.as](work.db, { orderId, personId: 'personId' in reader ? reader.personId : null })
}

function sheetOf<Found extends Awaited<ReturnType<typeof sheets>>[number]>({
  municipality,
  person,
  ...order
}: Found): OrderSheet {
  const lines = order.lines as OrderLineRow[]
  return { ...order, lines, timezone: municipality.timezone, citizenName: person.name }
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

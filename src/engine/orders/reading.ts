// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNull,
  lt,
  ne,
  or,
  type Placeholder,
  sql,
  type SQL,
} from 'drizzle-orm'
import { type Preparable, query, type Value } from '../../db/prepared.ts'
import { byId } from '../../db/loaders.ts'
import { orderEvents, orderLines, orders } from '../../db/schema.ts'
import type { Db, Question, ReadDb } from '../../db/store.ts'
import type { Actor } from '../../rules/order.ts'
import type { SoldBy, Unit } from '../../rules/quantity.ts'
import { type ShopRow, shopsKeptBy } from '../shops.ts'
import type { Look } from '../unit.ts'
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
export async function orderOf(work: Look, orderId: string, reader: Reader): Promise<OrderSheet | undefined> {
  const [found] = await find(sheetsFor, work, orderId, reader)
  return found && sheetOf(found)
}

/** A person's orders, the live ones first, then the latest. */
export async function ordersOfPerson(work: Look, personId: string, most: number): Promise<OrderSheet[]> {
  const alive = sql`(${orders.endedAt} is null) desc`
  return sheetsFound(sheets(work.db, eq(orders.personId, personId), [alive, desc(orders.placedAt)], most))
}

/** A shop's orders whose slot begins in the given time, or that were placed then if they have none. */
export async function ordersOfShop(
  work: Look,
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
export async function ordersToAnswer(work: Look, shopId: string, keptBy: string, most: number): Promise<OrderSheet[]> {
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
export async function orderCaseOf(work: Look, orderId: string, reader: Reader): Promise<OrderCase | undefined> {
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

function sheets(db: ReadDb, where: SQL | undefined, by: SQL[] = [], most?: number) {
  return db.query.orders.findMany({ with: sheet, where, orderBy: by, ...(most !== undefined && { limit: most }) })
}

/** With who did what when, oldest first. */
function casesWhere(db: ReadDb, where: SQL | undefined) {
  const person = { columns: { name: true } } as const
  const before = sql<number>`(select count(*)::int from orders earlier
    where earlier.shop_id = ${orders.shopId} and earlier.person_id = ${orders.personId} and earlier.state = 'fulfilled')`
  return db.query.orders.findMany({
    with: { ...sheet, events: { with: { person }, orderBy: [asc(orderEvents.at), asc(orderEvents.id)] } },
    extras: { fulfilledBefore: before.as('fulfilled_before') },
    where,
  })
}

/** Ways to find an order, one for each kind of reader: who may see it stands in their statement. */
interface Finding<Found> {
  readonly notices: Question<string, Found>
  readonly citizen: Question<Pick<OrderRow, 'id' | 'personId'>, Found>
  shopkeeper(db: ReadDb, values: { orderId: string; personId: string }): Promise<Found[]>
}

function byReader<Found extends Pick<OrderRow, 'id' | 'personId'>>(
  among: (db: Db, where: SQL | undefined) => Preparable<Found[]>,
): Finding<Found> {
  const some = (ids: Placeholder): SQL => sql`${orders.id} = any(${ids}::uuid[])`
  const nameOf = ({ id, personId }: Pick<OrderRow, 'id' | 'personId'>): string => `${id} ${personId}`
  const ownedBy = query((db, value: Value<'ids' | 'owned'>) =>
    among(
      db,
      and(
        some(value('ids')),
        sql`${orders.id}::text || ' ' || ${orders.personId}::text = any(${value('owned')}::text[])`,
      ),
    ),
  )
  return {
    notices: byId(query((db, value: Value<'ids'>) => among(db, some(value('ids'))))),
    citizen: {
      answer: ({ db }, keys) => ownedBy(db, { ids: keys.map(({ id }) => id), owned: keys.map(nameOf) }),
      nameOf,
      keyOf: nameOf,
    },
    shopkeeper: query((db, value: Value<'orderId' | 'personId'>) =>
      among(db, and(eq(orders.id, value('orderId')), inArray(orders.shopId, shopsKeptBy(db, value('personId'))))),
    ),
  }
}

const sheetsFor = byReader(sheets)
const cases = byReader(casesWhere)

function find<Found>(finding: Finding<Found>, work: Look, orderId: string, reader: Reader): Promise<readonly Found[]> {
  switch (reader.as) {
    case 'notices':
      return work.askTogether(finding.notices, orderId)
    case 'citizen':
      return work.askTogether(finding.citizen, { id: orderId, personId: reader.personId })
    case 'shopkeeper':
      return finding.shopkeeper(work.db, { orderId, personId: reader.personId })
  }
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
export async function liveOrderCount(work: Look, personId: string): Promise<number> {
  const [row] = await liveOrders(work.db, { personId })
  return row?.count ?? 0
}

const liveOrders = query((db, value: Value<'personId'>) =>
  db
    .select({ count: count() })
    .from(orders)
    .where(and(eq(orders.personId, value('personId')), isNull(orders.endedAt))),
)

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
import { byId, oneBy } from '../../db/loaders.ts'
import { orderEvents, orderLines, orders } from '../../db/schema.ts'
import type { Db, Loader, ReadDb } from '../../db/store.ts'
import type { Actor } from '../../rules/order.ts'
import type { SoldBy, Unit } from '../../rules/quantity.ts'
import { shopsAllowing } from '../authority.ts'
import type { ShopRow } from '../shops.ts'
import type { Look } from '../unit.ts'
import type { OrderRow } from './placing.sql.ts'

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
export async function orderOf(look: Look, orderId: string, reader: Reader): Promise<OrderSheet | undefined> {
  const found = await find(sheetsFor, look, orderId, reader)
  return found && sheetOf(found)
}

/** A person's orders, the live ones first, then the latest. */
export async function ordersOfPerson(look: Look, personId: string, most: number): Promise<OrderSheet[]> {
  const alive = sql`(${orders.endedAt} is null) desc`
  return sheetsFound(sheets(look.db, eq(orders.personId, personId), [alive, desc(orders.placedAt)], most))
}

/** A shop's orders whose slot begins in the given time, or that were placed then if they have none. */
export async function ordersOfShop(
  look: Look,
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
  const here = and(eq(orders.shopId, shopId), inArray(orders.shopId, shopsAllowing(look.db, 'answer-orders', keptBy)))
  return sheetsFound(
    sheets(
      look.db,
      and(here, inTime, ne(orders.state, 'cancelled')),
      [asc(orders.startsAt), asc(orders.placedAt)],
      most,
    ),
  )
}

/** A shop's orders that wait for the shop's answer, most urgent first. */
export async function ordersToAnswer(look: Look, shopId: string, keptBy: string, most: number): Promise<OrderSheet[]> {
  const here = and(eq(orders.shopId, shopId), inArray(orders.shopId, shopsAllowing(look.db, 'answer-orders', keptBy)))
  return sheetsFound(sheets(look.db, and(here, eq(orders.state, 'placed')), [asc(orders.acceptBy)], most))
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

/** An order with its history. */
export async function orderCaseOf(look: Look, orderId: string, reader: Reader): Promise<OrderCase | undefined> {
  const found = await find(cases, look, orderId, reader)
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

/** With the history of each order, oldest event first. */
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

/** Ways to find an order, one for each kind of reader: who may see it stands in the statement. */
interface Finders<Found> {
  readonly notices: Loader<string, Found | undefined>
  readonly citizen: Loader<OwnedOrder, Found | undefined>
  readonly shopkeeper: Loader<OwnedOrder, Found | undefined>
}

/** An order, and the person who asks for it. */
interface OwnedOrder {
  readonly id: string
  readonly personId: string
}

type FoundOrders<Found> = (db: Db, where: SQL | undefined) => Preparable<(Found & OwnedOrder)[]>

function findersOf<Found>(among: FoundOrders<Found>): Finders<Found> {
  const ids = (value: Placeholder): SQL => sql`${orders.id} = any(${value}::uuid[])`
  const owned = query((db, value: Value<'ids' | 'people'>) =>
    among(
      db,
      sql`(${orders.id}, ${orders.personId}) in (select * from unnest(${value('ids')}::uuid[], ${value('people')}::uuid[]))`,
    ),
  )
  const keptBy = query((db, value: Value<'ids' | 'personId'>) =>
    among(db, and(ids(value('ids')), inArray(orders.shopId, shopsAllowing(db, 'answer-orders', value('personId'))))),
  )
  const nameOf = ({ id, personId }: OwnedOrder): string => `${id} ${personId}`
  return {
    notices: byId(query((db, value: Value<'ids'>) => among(db, ids(value('ids'))))),
    citizen: oneBy({
      rows: ({ db }, keys: readonly OwnedOrder[]) =>
        owned(db, { ids: keys.map(({ id }) => id), people: keys.map(({ personId }) => personId) }),
      nameOf,
      keyOf: nameOf,
    }),
    shopkeeper: {
      nameOf,
      // One statement for each shopkeeper who asks: whose shops an order may belong to depends on the person.
      async load({ db }, keys) {
        const byPerson = Map.groupBy(keys, ({ personId }) => personId)
        const found = new Map<string, Found>()
        for (const [personId, theirs] of byPerson) {
          for (const order of await keptBy(db, { ids: theirs.map(({ id }) => id), personId }))
            found.set(nameOf({ id: order.id, personId }), order)
        }
        return keys.map(key => found.get(nameOf(key)))
      },
    },
  }
}

const sheetsFor = findersOf(sheets)
const cases = findersOf(casesWhere)

function find<Found>(finders: Finders<Found>, look: Look, orderId: string, reader: Reader): Promise<Found | undefined> {
  if (reader.as === 'notices') return look.load(finders.notices, orderId)
  return look.load(finders[reader.as], { id: orderId, personId: reader.personId })
}

function sheetOf<Found extends Awaited<ReturnType<typeof sheets>>[number]>({
  municipality,
  person,
  ...order
}: Found): OrderSheet {
  const lines = order.lines as OrderLineRow[]
  return { ...order, lines, timezone: municipality.timezone, citizenName: person.name }
}

/** How many live orders a citizen has. */
export async function liveOrderCount(look: Look, personId: string): Promise<number> {
  const [row] = await liveOrders(look.db, { personId })
  return row?.count ?? 0
}

const liveOrders = query((db, value: Value<'personId'>) =>
  db
    .select({ count: count() })
    .from(orders)
    .where(and(eq(orders.personId, value('personId')), isNull(orders.endedAt))),
)

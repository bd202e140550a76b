// SPDX-License-Identifier: AGPL-3.0-or-later
// Every move of an order after it was placed. Who may do it, and from which states, stands in the update itself:
// of two people who move one order at once, the second finds nothing to update.
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { orderEvents, orderLines, orders } from '../../db/schema.ts'
import { type Actor, isTerminal, keepsSeat, type OrderAction, stateAfter, statesBefore } from '../../rules/order.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { offeredSlot } from '../../rules/slot.ts'
import { shopOf, shopsKeptBy } from '../shops.ts'
import { bookSlot, releaseSlots, type SlotKey } from '../slots.ts'
import { putBack } from '../stock.ts'
import type { Look, SoleWork, Work } from '../unit.ts'
import { answerDeadline, type OrderRow } from './placing.ts'

export type MoveRefusal = 'order-moved' | 'too-late' | 'slot-gone' | 'slot-full'

/** The person who acts, and as what. */
export interface Mover {
  readonly actor: Exclude<Actor, 'clock'>
  readonly personId: string
}

/** Accept, prepare, fulfill, miss. `order-moved` also answers whoever has no say in this order. */
export async function moveOrder(
  work: SoleWork,
  orderId: string,
  action: 'accept' | 'prepare' | 'fulfill' | 'miss',
  by: Mover,
): Promise<Result<OrderRow, 'order-moved'>> {
  const changes = action === 'accept' ? { remindedAt: await alreadyNear(work, orderId) } : {}
  return move(work, orderId, action, by, changes)
}

/** The shop says no, and why: one of the keys of the texts `decline-…`, or the shopkeeper's own words. */
export async function declineOrder(
  work: SoleWork,
  orderId: string,
  by: Mover,
  reason: string,
): Promise<Result<OrderRow, 'order-moved'>> {
  return move(work, orderId, 'decline', by, { declineReason: reason }, { detail: reason })
}

/** The citizen calls it off: freely while nobody has accepted, then until the shop's cut-off. */
export async function cancelOrder(
  work: SoleWork,
  orderId: string,
  by: Mover,
): Promise<Result<OrderRow, 'order-moved' | 'too-late'>> {
  const stillTime = or(
    sql`${orders.state} <> 'accepted'`,
    isNull(orders.cancelBy),
    sql`${orders.cancelBy} >= ${work.now.toISOString()}::timestamptz`,
  )
  const cancelled = await move(work, orderId, 'cancel', by, {}, { where: stillTime })
  if (cancelled.ok) return cancelled
  const [order] = await work.db
    .select({ state: orders.state })
    .from(orders)
    .where(and(eq(orders.id, orderId), mayMove(work, by)))
  return refused(order?.state === 'accepted' ? 'too-late' : 'order-moved')
}

/** The shop offers another time; its place is held as well until the citizen has answered. */
export async function proposeTime(
  work: SoleWork,
  orderId: string,
  by: Mover,
  startsAt: Date,
): Promise<Result<OrderRow, MoveRefusal>> {
  const order = await lockedOrder(work, orderId, 'propose', by)
  if (!order) return refused('order-moved')
  const shop = await shopOf(work, order.shopId)
  // Neither a pause nor the lead time binds the shop's own offer.
  const terms = shop && { ...shop, leadMinutes: 0, pausedUntil: null, cutoffTime: null, cutoffDaysBefore: null }
  const slot = shop && terms && offeredSlot(shop.calendar, terms, order.fulfillment, work.now, 0, startsAt)
  if (!shop || !slot || slot.startsAt.getTime() === order.startsAt?.getTime()) return refused('slot-gone')
  const key: SlotKey = { shopId: order.shopId, fulfillment: order.fulfillment, startsAt: slot.startsAt }
  if (!(await bookSlot(work, shop, key, slot.capacity))) return refused('slot-full')
  return move(work, orderId, 'propose', by, {
    proposedStartsAt: slot.startsAt,
    proposedEndsAt: slot.endsAt,
    acceptBy: answerDeadline(work.now, Math.max(shop.acceptWithinMinutes, 60), slot),
    closesAt: slot.closesAt,
  })
}

/** Says that the citizen is on the way; not a move, and only once. */
export async function approach(work: Work, orderId: string, personId: string): Promise<boolean> {
  const [order] = await work.db
    .update(orders)
    .set({ approachingAt: work.now })
    .where(
      and(
        eq(orders.id, orderId),
        eq(orders.personId, personId),
        inArray(orders.state, ['accepted', 'ready']),
        isNull(orders.approachingAt),
      ),
    )
    .returning()
  if (!order) return false
  await work.db.insert(orderEvents).values({
    id: work.newId(),
    orderId,
    at: work.now,
    action: 'approach',
    state: order.state,
    actor: 'citizen',
    personId,
  })
  work.happened({ type: 'citizen-approaches', orderId })
  return true
}

/** What time alone does to orders past their instant, a handful at a time; answers how many it moved. */
export async function moveByClock(work: SoleWork, action: 'expire' | 'miss', most: number): Promise<number> {
  const due =
    action === 'expire'
      ? lte(orders.acceptBy, work.now)
      : and(isNotNull(orders.closesAt), lte(orders.closesAt, work.now))
  const rows = await work.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(inArray(orders.state, statesBefore(action, 'clock')), due))
    .limit(most)
    .for('update', { skipLocked: true })
  const ended: EndedOrder[] = []
  const changes = action === 'expire' ? { declineReason: unanswered } : {}
  for (const { id } of rows) await move(work, id, action, { actor: 'clock' }, changes, { where: due, ended })
  await giveBack(work, ended)
  return rows.length
}

/** Reminds of accepted orders that start within the hour; answers how many. */
export async function remindOfOrders(work: Work, most: number): Promise<number> {
  const rows = await work.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.state, 'accepted'),
        isNull(orders.remindedAt),
        lte(orders.startsAt, new Date(work.now.getTime() + reminderMinutes * 60_000)),
      ),
    )
    .limit(most)
    .for('update', { skipLocked: true })
  for (const { id } of rows) {
    const [order] = await work.db.update(orders).set({ remindedAt: work.now }).where(eq(orders.id, id)).returning()
    // One that has begun already (the program was down) is past reminding.
    if (order?.startsAt && order.startsAt > work.now) work.happened({ type: 'order-reminded', orderId: id })
  }
  return rows.length
}

/** How long before its slot an order is reminded of. */
const reminderMinutes = 60

/** An order that is less than the reminder away. */
export function isNear(work: Look, order: { readonly startsAt: Date | null } | undefined): boolean {
  return Boolean(order?.startsAt && order.startsAt.getTime() - work.now.getTime() <= reminderMinutes * 60_000)
}

type Changes = PgUpdateSetSource<typeof orders>

/** An order expires because the shop kept silent, or because the citizen did not answer the shop's proposal. */
const unanswered = sql`case when ${orders.state} = 'proposed' then 'unanswered' end`

const nothingProposed = { proposedStartsAt: null, proposedEndsAt: null, proposedCents: null }

/** One move, with what else it changes: who may do it and from where stands in the update itself. */
export async function move(
  work: SoleWork,
  orderId: string,
  action: OrderAction,
  by: Mover | { readonly actor: 'clock' },
  changes: Changes,
  extra: { readonly where?: SQL | undefined; readonly detail?: string; readonly ended?: EndedOrder[] } = {},
): Promise<Result<OrderRow, 'order-moved'>> {
  const to = stateAfter(action)
  const ended = !keepsSeat(to)
  const before = await seatsOf(work, orderId, ended)
  const [order] = await work.db
    .update(orders)
    .set({
      ...changes,
      state: to,
      updatedAt: work.now,
      endedAt: isTerminal(to) ? work.now : null,
      ...(ended && nothingProposed),
    })
    .where(
      and(
        eq(orders.id, orderId),
        inArray(orders.state, statesBefore(action, by.actor)),
        mayMove(work, by),
        extra.where,
      ),
    )
    .returning()
  if (!order) return refused('order-moved')
  const personId = 'personId' in by ? by.personId : undefined
  const event = { id: work.newId(), orderId, at: work.now, action, state: to, actor: by.actor }
  await work.db.insert(orderEvents).values({ ...event, personId, detail: extra.detail })
  if (ended && extra.ended) extra.ended.push({ orderId, seats: before })
  else if (ended) await giveBack(work, [{ orderId, seats: before }])
  work.happened({ type: 'order-moved', orderId, action, actor: by.actor, personId })
  return done(order)
}

/** Authority, as part of the statement. The clock has it over every order. */
function mayMove(work: Work, by: Mover | { readonly actor: 'clock' }): SQL | undefined {
  if (by.actor === 'clock') return undefined
  return by.actor === 'citizen'
    ? eq(orders.personId, by.personId)
    : inArray(orders.shopId, shopsKeptBy(work.db, by.personId))
}

/** The order, locked, if this action may begin from where it stands. */
export async function lockedOrder(
  work: SoleWork,
  orderId: string,
  action: OrderAction,
  by: Mover,
): Promise<OrderRow | undefined> {
  const [order] = await work.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), inArray(orders.state, statesBefore(action, by.actor)), mayMove(work, by)))
    .for('update')
  return order
}

/** The places an order holds, its row locked so that they cannot change before it ends. */
async function seatsOf(work: Work, orderId: string, ends: boolean): Promise<SlotKey[]> {
  if (!ends) return []
  const [order] = await work.db.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (!order) return []
  return [order.startsAt, order.proposedStartsAt].filter(at => at !== null).map(at => seatOf(order, at))
}

/** The place of an order at this instant. */
export function seatOf(order: OrderRow, startsAt: Date): SlotKey {
  return { shopId: order.shopId, fulfillment: order.fulfillment, startsAt }
}

/** An order that keeps nothing, and the places it held. */
interface EndedOrder {
  readonly orderId: string
  readonly seats: readonly SlotKey[]
}

/**
 * Gives back what ended orders held: all places, then all stock. Placing takes them in this order; order by order, a
 * sweep of the clock and somebody who places an order could wait for each other.
 */
async function giveBack(work: Work, ended: readonly EndedOrder[]): Promise<void> {
  if (ended.length === 0) return
  await releaseSlots(
    work,
    ended.flatMap(({ seats }) => seats),
  )
  await returnStock(
    work,
    ended.map(({ orderId }) => orderId),
  )
}

/** What orders took from stock goes back once they have ended unfulfilled. */
async function returnStock(work: Work, orderIds: readonly string[]): Promise<void> {
  const taken = await work.db
    .select({ productId: orderLines.productId, amount: sql<number>`sum(${orderLines.stockTaken})::int` })
    .from(orderLines)
    .where(and(inArray(orderLines.orderId, [...orderIds]), sql`${orderLines.stockTaken} > 0`))
    .groupBy(orderLines.productId)
    .orderBy(asc(orderLines.productId))
  await putBack(work, new Map(taken.flatMap(({ productId, amount }) => (productId ? [[productId, amount]] : []))))
}

/** An order accepted when its slot is less than the reminder away has just been talked about. */
async function alreadyNear(work: Work, orderId: string): Promise<Date | null> {
  const [order] = await work.db.select({ startsAt: orders.startsAt }).from(orders).where(eq(orders.id, orderId))
  return isNear(work, order) ? work.now : null
}

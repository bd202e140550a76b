// SPDX-License-Identifier: AGPL-3.0-or-later
// Every move of an order after it was placed. Who may do it, and from which states, stands in the update itself:
// of two people who move one order at once, the second finds nothing to update. The order's row is locked first, then
// what it gives back: stock, then seats.
import { and, asc, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { notFailing } from '../../db/failing.ts'
import { orderEvents, orderLines, orders } from '../../db/schema.ts'
import { type Actor, isTerminal, keepsSeat, type OrderAction, stateAfter, statesBefore } from '../../rules/order.ts'
import { heldStock } from '../../rules/proposal.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { offeredSlot } from '../../rules/slot.ts'
import { shopsAllowing } from '../authority.ts'
import { shopById } from '../shops.ts'
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

/** The shop offers another time; its seat is held as well until the citizen has answered. */
export async function proposeTime(
  work: SoleWork,
  orderId: string,
  by: Mover,
  startsAt: Date,
): Promise<Result<OrderRow, MoveRefusal>> {
  const order = await lockedOrder(work, orderId, 'propose', by)
  if (!order) return refused('order-moved')
  const shop = await work.load(shopById, order.shopId)
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

/** What the clock alone does to orders past their instant. */
export type ClockAction = 'expire' | 'miss'

/** Orders past their instant, the longest overdue first. */
export async function ordersDue(look: Look, action: ClockAction, most: number): Promise<string[]> {
  const deadline = action === 'expire' ? orders.acceptBy : orders.closesAt
  const rows = await look.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        dueFor(action, look.now),
        inArray(orders.state, statesBefore(action, 'clock')),
        notFailing(look, action, orders.id),
      ),
    )
    .orderBy(asc(deadline))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Moves one order past its instant; nothing happens where it is no longer due. */
export async function moveByClock(work: SoleWork, action: ClockAction, orderId: string): Promise<void> {
  const changes = action === 'expire' ? { declineReason: unanswered } : {}
  await move(work, orderId, action, { actor: 'clock' }, changes, { where: dueFor(action, work.now) })
}

function dueFor(action: ClockAction, now: Date): SQL | undefined {
  const deadline = action === 'expire' ? orders.acceptBy : orders.closesAt
  return and(isNull(orders.endedAt), lte(deadline, now))
}

/** Accepted orders that start within the hour and were not reminded of, the nearest first. */
export async function remindersDue(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(toBeReminded(look.now), notFailing(look, 'remind', orders.id)))
    .orderBy(asc(orders.startsAt))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Reminds of one order, once. */
export async function remindOfOrder(work: Work, orderId: string): Promise<void> {
  const [order] = await work.db
    .update(orders)
    .set({ remindedAt: work.now })
    .where(and(eq(orders.id, orderId), toBeReminded(work.now)))
    .returning()
  // An order that has begun already (the program was down) is past reminding.
  if (order?.startsAt && order.startsAt > work.now) work.happened({ type: 'order-reminded', orderId })
}

function toBeReminded(now: Date): SQL | undefined {
  return and(
    isNull(orders.endedAt),
    eq(orders.state, 'accepted'),
    isNull(orders.remindedAt),
    lte(orders.startsAt, new Date(now.getTime() + reminderMinutes * 60_000)),
  )
}

/** How long before its slot an order is reminded of. */
const reminderMinutes = 60

/** An order that is less than the reminder away. */
export function isNear({ now }: Look, order: { readonly startsAt: Date | null } | undefined): boolean {
  return Boolean(order?.startsAt && order.startsAt.getTime() - now.getTime() <= reminderMinutes * 60_000)
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
  extra: { readonly where?: SQL | undefined; readonly detail?: string } = {},
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
  if (ended) await giveBack(work, orderId, before)
  work.happened({ type: 'order-moved', orderId, action, actor: by.actor, personId })
  return done(order)
}

/** Authority, as part of the statement. The clock has it over every order. */
function mayMove(work: Work, by: Mover | { readonly actor: 'clock' }): SQL | undefined {
  if (by.actor === 'clock') return undefined
  return by.actor === 'citizen'
    ? eq(orders.personId, by.personId)
    : inArray(orders.shopId, shopsAllowing(work.db, 'answer-orders', by.personId))
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

/** The seats an order holds, its row locked so that they cannot change before it ends. */
async function seatsOf(work: SoleWork, orderId: string, ends: boolean): Promise<SlotKey[]> {
  if (!ends) return []
  const [order] = await work.db.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (!order) return []
  return [order.startsAt, order.proposedStartsAt].filter(at => at !== null).map(at => seatOf(order, at))
}

/** The seat of an order at this instant. */
export function seatOf(order: OrderRow, startsAt: Date): SlotKey {
  return { shopId: order.shopId, fulfillment: order.fulfillment, startsAt }
}

/** Gives back what an order held: its stock, also of what was proposed, then its seats, in the order in which placing takes them. */
async function giveBack(work: SoleWork, orderId: string, seats: readonly SlotKey[]): Promise<void> {
  const { productId, stockTaken, proposed } = orderLines
  const lines = await work.db
    .select({ productId, stockTaken, proposed })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
  await putBack(work, heldStock(lines))
  await releaseSlots(work, seats)
}

/** An order accepted when its slot is less than the reminder away has just been talked about. */
async function alreadyNear(work: Look, orderId: string): Promise<Date | null> {
  const [order] = await work.db.select({ startsAt: orders.startsAt }).from(orders).where(eq(orders.id, orderId))
  return isNear(work, order) ? work.now : null
}

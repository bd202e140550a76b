// SPDX-License-Identifier: AGPL-3.0-or-later
// An order without what was personal in it: lines, sums and times stay, for the shop's books.
import { and, asc, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { notFailing } from '../../db/failing.ts'
import { orderEvents, orderLines, orders, people } from '../../db/schema.ts'
import { endOf } from '../../rules/retention.ts'
import type { Look, Work } from '../unit.ts'

/** Stands where there was a name or somebody's own words. */
export const nameless = '—'

/** Takes address, notes, own words and reasons out of orders that have ended. */
export async function clearOrders(work: Work, which: SQL | undefined): Promise<void> {
  const { db, now } = work
  const ids = (
    await db
      .select({ id: orders.id })
      .from(orders)
      .where(and(which, isNotNull(orders.endedAt)))
  ).map(({ id }) => id)
  if (ids.length === 0) return
  const nothing = { address: null, note: null, declineReason: null, approachingAt: null }
  await db
    .update(orders)
    .set({ ...nothing, clearedAt: now })
    .where(inArray(orders.id, ids))
  await db
    .update(orderLines)
    .set({
      name: sql`case when ${orderLines.productId} is null then ${nameless} else ${orderLines.name} end`,
      note: null,
      proposed: null,
    })
    .where(inArray(orderLines.orderId, ids))
  await db.update(orderEvents).set({ detail: null, personId: null }).where(inArray(orderEvents.orderId, ids))
}

function toBeCleared(now: Date): SQL | undefined {
  return and(isNotNull(orders.endedAt), isNull(orders.clearedAt), lte(orders.endedAt, endOf('order', now)))
}

/** Orders that ended too long ago to have a name, the oldest first. */
export async function ordersToClear(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(toBeCleared(look.now), notFailing(look, 'clear-orders', orders.id)))
    .orderBy(asc(orders.endedAt))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Makes one of them nameless: it belongs to nobody from now on, also where its person goes on ordering. */
export async function clearOldOrder(work: Work, orderId: string): Promise<void> {
  const nobody = { id: work.newId(), name: nameless, createdAt: work.now }
  await work.db.insert(people).values(nobody)
  const moved = await work.db
    .update(orders)
    .set({ personId: nobody.id })
    .where(and(eq(orders.id, orderId), toBeCleared(work.now)))
    .returning({ id: orders.id })
  if (moved.length === 0) await work.db.delete(people).where(eq(people.id, nobody.id))
  await clearOrders(
    work,
    inArray(
      orders.id,
      moved.map(({ id }) => id),
    ),
  )
}

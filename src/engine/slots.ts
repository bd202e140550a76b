// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, gte, sql } from 'drizzle-orm'
import { query, statement, type Value } from '../db/prepared.ts'
import { slots } from '../db/schema.ts'
import type { Question } from '../db/store.ts'
import type { Fulfillment } from '../rules/order.ts'
import { offeredSlots, type Slot } from '../rules/slot.ts'
import type { Shop } from './shops.ts'
import type { Work } from './work.ts'

/** The one door to a place: a slot of a shop and a way of handing over. */
export interface SlotKey {
  readonly shopId: string
  readonly fulfillment: Fulfillment
  readonly startsAt: Date
}

/** What can still be booked now, in time order. A bag that takes long to prepare moves the first slot. */
export async function freeSlots(
  work: Work,
  shop: Shop,
  fulfillment: Fulfillment,
  bagLeadMinutes: number,
): Promise<Slot[]> {
  const offered = offeredSlots(shop.calendar, shop, fulfillment, work.now, bagLeadMinutes)
  if (offered.length === 0) return []
  const full = await work.askTogether(fullSlots, { shopId: shop.id, fulfillment, from: work.now })
  const taken = new Set(full.map(row => row.startsAt.getTime()))
  return offered.filter(slot => !taken.has(slot.startsAt.getTime()))
}

/** Slots of a shop that are full, from an instant on: that of the transaction, for all who ask in it. */
const fullSlots: Question<Omit<SlotKey, 'startsAt'> & { readonly from: Date }, SlotKey> = {
  answer: ({ db }, keys) =>
    fullSlotRows(db, {
      shops: keys.map(({ shopId }) => shopId),
      fulfillments: keys.map(({ fulfillment }) => fulfillment),
      from: keys[0]?.from,
    }),
  nameOf: ({ shopId, fulfillment }) => `${shopId} ${fulfillment}`,
  keyOf: ({ shopId, fulfillment }) => `${shopId} ${fulfillment}`,
}
const fullSlotRows = query((db, value: Value<'shops' | 'fulfillments' | 'from'>) =>
  db
    .select({ shopId: slots.shopId, fulfillment: slots.fulfillment, startsAt: slots.startsAt })
    .from(slots)
    .where(
      and(
        sql`${slots.shopId} = any(${value('shops')}::uuid[])`,
        sql`${slots.fulfillment} = any(${value('fulfillments')}::text[])`,
        gte(slots.startsAt, value('from')),
        sql`${slots.booked} >= coalesce(${slots.capacity}, 2147483647)`,
      ),
    ),
)

/**
 * Takes one place, or answers that there is none. One guarded statement: measured with 400 callers for 10 places,
 * read-then-write oversold in every round, this never. It locks the row also for
 * whom it refuses, so that a rush stands in line: look at `bookedAt` first.
 */
export async function bookSlot(work: Work, shop: Shop, key: SlotKey, capacity: number | null): Promise<boolean> {
  if (capacity !== null && capacity < 1) return false
  const booked = await work.ask(takePlace({ ...key, municipalityId: shop.municipalityId, capacity }))
  return booked.length > 0
}

/** The capacity of today's shop settings counts, not that of the day when the first place was taken. */
const takePlace = statement(
  (value: Value<'municipalityId' | 'shopId' | 'fulfillment' | 'startsAt' | 'capacity'>) => sql`
    insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
    values (${value('municipalityId')}, ${value('shopId')}, ${value('fulfillment')}, ${value('startsAt')},
      ${value('capacity')}, 1)
    on conflict (shop_id, fulfillment, starts_at)
      do update set booked = slots.booked + 1, capacity = excluded.capacity
      where slots.booked < coalesce(excluded.capacity, 2147483647)
    returning booked`,
)

/** How many places are taken at an instant, by way of handing over. */
export async function bookedAt(work: Work, shopId: string, startsAt: Date): Promise<Map<Fulfillment, number>> {
  const rows = await placesTaken(work.db, { shopId, startsAt })
  return new Map(rows.map(row => [row.fulfillment, row.booked]))
}

const placesTaken = query((db, value: Value<'shopId' | 'startsAt'>) =>
  db
    .select({ fulfillment: slots.fulfillment, booked: slots.booked })
    .from(slots)
    .where(and(eq(slots.shopId, value('shopId')), eq(slots.startsAt, value('startsAt')))),
)

/** Gives places back; called exactly once for each that was taken and not used. */
export async function releaseSlots(work: Work, keys: readonly SlotKey[]): Promise<void> {
  // Always in the same order, so that two who give back the same two places cannot wait for each other.
  for (const { shopId, fulfillment, startsAt } of [...keys].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    await work.db
      .update(slots)
      .set({ booked: sql`${slots.booked} - 1` })
      .where(
        and(
          eq(slots.shopId, shopId),
          eq(slots.fulfillment, fulfillment),
          eq(slots.startsAt, startsAt),
          sql`${slots.booked} > 0`,
        ),
      )
  }
}

function rank({ shopId, fulfillment, startsAt }: SlotKey): string {
  return `${shopId} ${fulfillment} ${startsAt.toISOString()}`
}

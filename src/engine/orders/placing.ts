// SPDX-License-Identifier: AGPL-3.0-or-later
import type { orderEvents, orderLines } from '../../db/schema.ts'
import {
  addressProblem,
  feeCents,
  type Fulfillment,
  fulfillmentsOf,
  isAddressed,
  isSlotted,
  minimumCents,
  wayOf,
} from '../../rules/fulfillment.ts'
import { checkQuantity, stockTaken } from '../../rules/quantity.ts'
import { isTerminal } from '../../rules/order.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { offeredSlot, type Slot } from '../../rules/slot.ts'
import { type Bag, bagOf, isFilled } from '../bags.ts'
import { type Shop, shopById } from '../shops.ts'
import { bookedAt } from '../slots.ts'
import type { Work } from '../unit.ts'
import { freePickupCode } from './pickup-code.ts'
import { type OrderRow, placements, type StandingRefusal } from './placing.sql.ts'

export type { OrderRow, StandingRefusal } from './placing.sql.ts'

export type PlaceRefusal =
  | 'bag-empty'
  | 'bag-changed'
  | StandingRefusal
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
 * Turns a bag into an order, once: takes the seat and the stock, freezes names and prices, empties the bag. `startsAt`
 * is null for ways without slots only. Every refusal stands before the one statement that writes, or in that statement; so many
 * may do it in one transaction. `bag-changed`: the bag was ordered or filled from another chat since it was read.
 */
export async function placeOrder(
  work: Work,
  personId: string,
  shopId: string,
  startsAt: Date | null,
): Promise<Result<OrderRow, PlaceRefusal>> {
  const [shop, bag, pickupCode, booked] = await Promise.all([
    work.load(shopById, shopId),
    bagOf(work, personId, shopId),
    freePickupCode(work, shopId),
    startsAt && bookedAt(work, shopId, startsAt),
  ])
  if (!shop) return refused('shop-gone')
  if (!isFilled(bag)) return refused('bag-empty')
  const fulfillment = wayOf(bag, shop)
  const problem = problemOf(work, shop, bag, fulfillment)
  if (problem) return refused(problem)

  const slot = startsAt && offeredSlot(shop.calendar, shop, fulfillment, work.now, bag.leadMinutes, startsAt)
  if (!slot && isSlotted(fulfillment)) return refused('slot-gone')
  // A first look: the statement that takes the seat would lock its row also for an order that it refuses.
  if (slot && (booked?.get(fulfillment) ?? 0) >= (slot.capacity ?? Infinity)) return refused('slot-full')
  const counted = countedIn(bag)
  if (bag.lines.some(({ product }) => (counted.get(product.id) ?? 0) > (product.stock ?? Infinity)))
    return refused('product-stock')

  // What the shop does not list it must look at itself, even where it accepts everything else unseen.
  const accepted = shop.autoAccept && bag.asked.length === 0
  const order = newOrder(work, shop, bag, fulfillment, slot || null, pickupCode, accepted)
  const written = await work.write(placements, {
    order,
    lines: newLines(order.id, bag),
    events: placedEvents(work, order, personId, accepted),
    bag,
    seat: slot ? { ...slot, municipalityId: shop.municipalityId, shopId, fulfillment } : undefined,
    counted,
  })
  if (written !== 'placed') return refused(written)
  work.happened({ type: 'order-placed', orderId: order.id })
  return done(order)
}

/** The lines of a bag as an order keeps them, those in the citizen's own words last. */
function newLines(orderId: string, bag: Bag): (typeof orderLines.$inferSelect)[] {
  const fresh = { orderId, finalCents: null, struck: false, proposed: null }
  const goods = bag.lines.map(({ product, quantity, priceCents, cents, note }) => ({
    ...fresh,
    ...quantity,
    productId: product.id,
    name: product.name,
    soldBy: product.soldBy,
    priceCents,
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

function problemOf(work: Work, shop: Shop, bag: Bag, fulfillment: Fulfillment): PlaceRefusal | undefined {
  if (!fulfillmentsOf(shop).includes(fulfillment)) return 'fulfillment-unknown'
  // Where there are slots, the pause leaves none to choose.
  if (!isSlotted(fulfillment) && shop.pausedUntil && shop.pausedUntil > work.now) return 'shop-paused'
  if (bag.lines.some(line => line.product.hiddenAt)) return 'product-gone'
  if (bag.lines.some(line => !checkQuantity(line.product, line.quantity).ok)) return 'quantity-changed'
  const wrong = addressProblem(shop, fulfillment, bag.address)
  if (wrong) return wrong
  if (bag.goodsCents < minimumCents(shop, fulfillment)) return 'delivery-minimum'
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
  const state = accepted ? 'accepted' : 'placed'
  return {
    id: work.newId(),
    municipalityId: shop.municipalityId,
    shopId: shop.id,
    personId: bag.personId,
    code: `${codeLetters[work.below(codeLetters.length)] ?? 'C'}-${pickupCode}`,
    pickupCode,
    state,
    fulfillment,
    address: isAddressed(fulfillment) ? bag.address : null,
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
    endedAt: isTerminal(state) ? work.now : null,
    updatedAt: work.now,
    clearedAt: null,
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

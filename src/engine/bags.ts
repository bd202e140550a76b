// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, inArray, sql } from 'drizzle-orm'
import { bagLines, bags } from '../db/schema.ts'
import { addressProblem, feeCents, type Fulfillment, fulfillmentsOf, isAddressed } from '../rules/fulfillment.ts'
import { priceCentsOf } from '../rules/price.ts'
import { checkQuantity, estimatedCents, isEstimate, type Quantity } from '../rules/quantity.ts'
import { refused, done, type Result } from '../rules/result.ts'
import { type AskedLine, type Bag, type BagLine, bagOfPerson, fullBags, putLines } from './bags.sql.ts'
import { productById, type ProductRow, type Shop } from './shops.ts'
import type { Look, Work } from './unit.ts'

export type { AskedLine, Bag, BagLine } from './bags.sql.ts'

/** The bag of a person in a shop; undefined while nothing was ever put into it. */
export async function bagOf(look: Look, personId: string, shopId: string): Promise<Bag | undefined> {
  const rows = await look.load(bagOfPerson, { personId, shopId })
  const [first] = rows
  if (!first) return undefined
  const { bag, version } = first
  const lines: BagLine[] = []
  const asked: AskedLine[] = []
  for (const { line, product } of rows) {
    if (!line) continue
    const { id, note, said } = line
    const quantity: Quantity | null =
      line.quantity === null || line.unit === null ? null : { quantity: line.quantity, unit: line.unit }
    if (product && quantity) lines.push(pricedLine({ id, product, quantity, note }))
    else if (said !== null) asked.push({ id, said, quantity, note })
  }
  return {
    ...bag,
    version,
    lines,
    asked,
    goodsCents: lines.reduce((sum, line) => sum + line.cents, 0),
    estimated: lines.some(line => isEstimate(line.product)),
    leadMinutes: Math.max(0, ...lines.map(line => line.product.leadMinutes)),
  }
}

/** A line of a bag at what its product costs now. */
function pricedLine(line: Omit<BagLine, 'priceCents' | 'cents'>): BagLine {
  const priceCents = priceCentsOf(line.product)
  return { ...line, priceCents, cents: estimatedCents(line.product, line.quantity, priceCents) }
}

/** Whether there is anything in it to order. */
export function isFilled(bag: Bag | undefined): bag is Bag {
  return bag !== undefined && bag.lines.length + bag.asked.length > 0
}

/** Bags of this person that hold something, the latest first. */
export async function fullBagsOf(look: Look, personId: string): Promise<{ shopId: string; shopName: string }[]> {
  return fullBags(look.db, { personId })
}

export type PutRefusal =
  'product-gone' | 'product-stock' | 'quantity-too-small' | 'quantity-too-large' | 'quantity-step' | 'quantity-unit'

/** Puts so much of a product into the bag, in place of what was there of it: tapping twice is tapping once. */
export async function putIntoBag(
  work: Work,
  personId: string,
  productId: string,
  quantity: Quantity,
  note: string | null = null,
): Promise<Result<ProductRow, PutRefusal>> {
  const product = await work.load(productById, productId)
  if (!product) return refused('product-gone')
  const checked = checkQuantity(product, quantity)
  if (!checked.ok) return checked
  // Only a first look, so that nobody carries what cannot be had; the place that counts is placeOrder.
  if (product.stock !== null && quantity.quantity > product.stock) return refused('product-stock')
  const { shopId, municipalityId } = product
  const { quantity: amount, unit } = quantity
  const ids = { id: work.newId(), bagId: work.newId(), personId, shopId, municipalityId, productId }
  await work.write(putLines, { ...ids, unit, quantity: amount, note, now: work.now })
  return done(product)
}

/** Takes a line out; nothing happens if it is out already or somebody else's. */
export async function takeOutOfBag(work: Work, personId: string, lineId: string): Promise<void> {
  await work.db
    .delete(bagLines)
    .where(and(eq(bagLines.id, lineId), sql`${bagLines.bagId} in ${bagsOf(work, personId)}`))
}

/** A wish for one line, in the citizen's words; null takes it away. */
export async function noteLine(work: Work, personId: string, lineId: string, note: string | null): Promise<void> {
  await work.db
    .update(bagLines)
    .set({ note })
    .where(and(eq(bagLines.id, lineId), sql`${bagLines.bagId} in ${bagsOf(work, personId)}`))
}

/** Takes everything out of a person's bag in a shop, also what of a list was still to be asked. */
export async function emptyBag(work: Work, personId: string, shopId: string): Promise<void> {
  const own = and(eq(bags.personId, personId), eq(bags.shopId, shopId))
  // Sent together: one round trip.
  await Promise.all([
    work.db.delete(bagLines).where(inArray(bagLines.bagId, work.db.select({ id: bags.id }).from(bags).where(own))),
    work.db.update(bags).set({ unclear: null }).where(own),
  ])
}

function bagsOf(work: Work, personId: string) {
  return work.db.select({ id: bags.id }).from(bags).where(eq(bags.personId, personId))
}

/** How the bag is to be handed over; a delivery also needs an address the shop goes to. */
export async function chooseFulfillment(
  work: Work,
  personId: string,
  shop: Shop,
  fulfillment: Fulfillment,
  address: string | null,
): Promise<Result<undefined, 'fulfillment-unknown' | 'address-missing' | 'address-too-far'>> {
  if (!fulfillmentsOf(shop).includes(fulfillment)) return refused('fulfillment-unknown')
  const problem = addressProblem(shop, fulfillment, address)
  if (problem) return refused(problem)
  await work.db
    .update(bags)
    .set({ fulfillment, ...(isAddressed(fulfillment) && { address }) })
    .where(and(eq(bags.personId, personId), eq(bags.shopId, shop.id)))
  return done()
}

/** The whole amount of a bag handed over in this way. */
export function totalCents(shop: Shop, bag: Bag, fulfillment: Fulfillment): number {
  return bag.goodsCents + feeCents(shop, fulfillment, bag.goodsCents)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { query, statement, type Value } from '../db/prepared.ts'
import { bagLines, bags, products, shops } from '../db/schema.ts'
import type { Question } from '../db/store.ts'
import type { Fulfillment } from '../rules/order.ts'
import { checkQuantity, estimatedCents, isEstimate, type Quantity } from '../rules/quantity.ts'
import { refused, done, type Result } from '../rules/result.ts'
import { deliverablePostcode, feeCents, fulfillmentsOf } from '../rules/shop.ts'
import { productOf, type ProductRow, type Shop } from './shops.ts'
import type { Look, Work } from './unit.ts'

export interface BagLine {
  readonly id: string
  readonly product: ProductRow
  readonly quantity: Quantity
  readonly note: string | null
  readonly cents: number
}

/** What the shop does not list, in the citizen's own words: the shop will say whether there is any, and the price. */
export interface AskedLine {
  readonly id: string
  readonly said: string
  readonly quantity: Quantity | null
  readonly note: string | null
}

/** What a person has put together in one shop, priced as of now. */
export interface Bag {
  readonly id: string
  /** Another one once anybody has put something in, or ordered: also beside others, in the same transaction. */
  readonly version: string
  readonly personId: string
  readonly shopId: string
  readonly fulfillment: Fulfillment | null
  readonly address: string | null
  readonly note: string | null
  readonly lines: readonly BagLine[]
  readonly asked: readonly AskedLine[]
  /** What of a written list is still to be asked, as the dialog left it. */
  readonly unclear: unknown
  readonly goodsCents: number
  /** Some amount is known only at the counter. */
  readonly estimated: boolean
  /** The longest lead time of what is in it. */
  readonly leadMinutes: number
}

/** The bag of a person in a shop; undefined while nothing was ever put into it. */
export async function bagOf(work: Look, personId: string, shopId: string): Promise<Bag | undefined> {
  const rows = await work.askTogether(bagOfPerson, { personId, shopId })
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
    if (product && quantity) lines.push({ id, product, quantity, note, cents: estimatedCents(product, quantity) })
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

/** Who wrote the row, and where it lies: somebody else in the same transaction writes it to another place. */
export const versionOfBag = sql<string>`bags.xmin::text || bags.ctid::text`

type BagKey = Pick<Bag, 'personId' | 'shopId'>

const bagOfPerson: Question<BagKey, Awaited<ReturnType<typeof bagRows>>[number]> = {
  answer: ({ db }, keys) => bagRows(db, { people: keys.map(({ personId }) => personId), bags: keys.map(bagName) }),
  nameOf: bagName,
  keyOf: ({ bag }) => bagName(bag),
}

function bagName({ personId, shopId }: BagKey): string {
  return `${personId} ${shopId}`
}

// By the person, and only then by the shop: two lists of keys would have every pair of them looked up.
const bagRows = query((db, value: Value<'people' | 'bags'>) =>
  db
    .select({ bag: bags, version: versionOfBag, line: bagLines, product: products })
    .from(bags)
    .leftJoin(bagLines, eq(bagLines.bagId, bags.id))
    .leftJoin(products, eq(products.id, bagLines.productId))
    .where(
      and(
        sql`${bags.personId} = any(${value('people')}::uuid[])`,
        sql`${bags.personId}::text || ' ' || ${bags.shopId}::text = any(${value('bags')}::text[])`,
      ),
    )
    .orderBy(asc(bagLines.createdAt), asc(bagLines.id)),
)

/** Whether there is anything in it to order. */
export function isFilled(bag: Bag | undefined): bag is Bag {
  return bag !== undefined && bag.lines.length + bag.asked.length > 0
}

/** Bags of this person that hold something, the latest first. */
export async function fullBagsOf(work: Look, personId: string): Promise<{ shopId: string; shopName: string }[]> {
  return fullBags(work.db, { personId })
}

const fullBags = query((db, value: Value<'personId'>) =>
  db
    .selectDistinctOn([bags.updatedAt, bags.id], { shopId: bags.shopId, shopName: shops.name })
    .from(bags)
    .innerJoin(bagLines, eq(bagLines.bagId, bags.id))
    .innerJoin(shops, and(eq(shops.id, bags.shopId), isNull(shops.hiddenAt)))
    .where(eq(bags.personId, value('personId')))
    .orderBy(desc(bags.updatedAt), desc(bags.id)),
)

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
  const product = await productOf(work, productId)
  if (!product) return refused('product-gone')
  const checked = checkQuantity(product, quantity)
  if (!checked.ok) return checked
  // Only a first look, so that nobody carries what cannot be had; the place that counts is placeOrder.
  if (product.stock !== null && quantity.quantity > product.stock) return refused('product-stock')
  const { shopId, municipalityId } = product
  const { quantity: amount, unit } = quantity
  const ids = { id: work.newId(), bagId: work.newId(), personId, shopId, municipalityId, productId }
  await work.askTogether(putLines, { ...ids, unit, quantity: amount, note, now: work.now })
  return done(product)
}

/** A line that is to be put into a bag, which has this id if it is the first. */
interface Put extends Quantity {
  readonly id: string
  readonly bagId: string
  readonly personId: string
  readonly shopId: string
  readonly municipalityId: string
  readonly productId: string
  readonly note: string | null
  readonly now: Date
}

const putLines: Question<Put, never> = {
  answer: async ({ ask }, lines) => {
    await ask(writeLines({ lines: JSON.stringify(lines) }))
    return []
  },
  // Of two that put the same product into one bag at once, from linked chats, the later one counts.
  nameOf: ({ personId, productId }) => `${personId} ${productId}`,
  keyOf: () => '',
}

/** The same product counted in the other unit leaves the bag. */
const writeLines = statement(
  (value: Value<'lines'>) => sql`
    with put as (
      select * from jsonb_to_recordset(${value('lines')}::jsonb) as put(id uuid, "bagId" uuid, "personId" uuid,
        "shopId" uuid, "municipalityId" uuid, "productId" uuid, unit text, quantity int, note text, now timestamptz)
    ), bag as (
      insert into bags (id, municipality_id, person_id, shop_id, updated_at)
      select distinct on ("personId", "shopId") "bagId", "municipalityId", "personId", "shopId", now from put
      on conflict (person_id, shop_id) do update set updated_at = excluded.updated_at
      returning id, person_id, shop_id
    ), filled as (
      select put.*, bag.id as bag_id from put join bag on bag.person_id = "personId" and bag.shop_id = "shopId"
    ), other as (
      delete from bag_lines using filled
      where bag_lines.bag_id = filled.bag_id and product_id = "productId" and bag_lines.unit <> filled.unit
    )
    insert into bag_lines (id, bag_id, product_id, unit, quantity, note, created_at)
    select id, bag_id, "productId", unit, quantity, note, now from filled
    on conflict (bag_id, product_id, unit)
      do update set quantity = excluded.quantity, note = coalesce(excluded.note, bag_lines.note)`,
)

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

export async function emptyBag(work: Work, personId: string, shopId: string): Promise<void> {
  const own = and(eq(bags.personId, personId), eq(bags.shopId, shopId))
  // Sent together: one round trip.
  await Promise.all([
    work.db.delete(bagLines).where(inArray(bagLines.bagId, work.db.select({ id: bags.id }).from(bags).where(own))),
    work.db.update(bags).set({ unclear: null }).where(own),
  ])
}

function bagsOf(work: Look, personId: string) {
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
    .set({ fulfillment, ...(fulfillment !== 'pickup' && { address }) })
    .where(and(eq(bags.personId, personId), eq(bags.shopId, shop.id)))
  return done()
}

/** What is wrong with an address for this way of handing over, if anything. */
export function addressProblem(
  shop: Shop,
  fulfillment: Fulfillment,
  address: string | null,
): 'address-missing' | 'address-too-far' | undefined {
  if (fulfillment === 'pickup') return undefined
  // Eight characters and a postcode are the least that anybody could find.
  if (!address || address.trim().length < 8 || !/(?<!\d)\d{5}(?!\d)/.test(address)) return 'address-missing'
  if (fulfillment === 'delivery' && shop.delivery && !deliverablePostcode(shop.delivery, address))
    return 'address-too-far'
  return undefined
}

/** The whole amount of a bag handed over in this way. */
export function totalCents(shop: Shop, bag: Bag, fulfillment: Fulfillment): number {
  return bag.goodsCents + feeCents(shop, fulfillment, bag.goodsCents)
}

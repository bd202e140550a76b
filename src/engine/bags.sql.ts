// SPDX-License-Identifier: AGPL-3.0-or-later
// The statements about bags.
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { groupedWrite, manyBy } from '../db/loaders.ts'
import { query, statement, type Value } from '../db/prepared.ts'
import { bagLines, bags, products, shops } from '../db/schema.ts'
import type { Fulfillment } from '../rules/fulfillment.ts'
import type { Quantity } from '../rules/quantity.ts'
import type { ProductRow } from './shops.ts'

export interface BagLine {
  readonly id: string
  readonly product: ProductRow
  readonly quantity: Quantity
  readonly note: string | null
  /** What the product costs now, per piece or per kilogram; an order freezes it. */
  readonly priceCents: number
  /** What the line costs, or is estimated at. */
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

/** The transaction that wrote the row, and where the row lies: beside it, the same transaction writes elsewhere. */
export const versionOfBag = sql<string>`bags.xmin::text || bags.ctid::text`

type BagKey = Pick<Bag, 'personId' | 'shopId'>

/** The rows of a person's bag in a shop: one for each line, and one without a line for an empty bag. */
export const bagOfPerson = manyBy({
  rows: ({ db }, keys: readonly BagKey[]) =>
    bagRows(db, { people: keys.map(({ personId }) => personId), shops: keys.map(({ shopId }) => shopId) }),
  nameOf: bagName,
  keyOf: ({ bag }) => bagName(bag),
})

function bagName({ personId, shopId }: BagKey): string {
  return `${personId} ${shopId}`
}

const bagRows = query((db, value: Value<'people' | 'shops'>) =>
  db
    .select({ bag: bags, version: versionOfBag, line: bagLines, product: products })
    .from(bags)
    .leftJoin(bagLines, eq(bagLines.bagId, bags.id))
    .leftJoin(products, eq(products.id, bagLines.productId))
    .where(
      sql`(${bags.personId}, ${bags.shopId}) in
        (select * from unnest(${value('people')}::uuid[], ${value('shops')}::uuid[]))`,
    )
    .orderBy(asc(bagLines.createdAt), asc(bagLines.id)),
)

/** Bags of a person that hold something, the latest first. */
export const fullBags = query((db, value: Value<'personId'>) =>
  db
    .selectDistinctOn([bags.updatedAt, bags.id], { shopId: bags.shopId, shopName: shops.name })
    .from(bags)
    .innerJoin(bagLines, eq(bagLines.bagId, bags.id))
    .innerJoin(shops, and(eq(shops.id, bags.shopId), isNull(shops.hiddenAt)))
    .where(eq(bags.personId, value('personId')))
    .orderBy(desc(bags.updatedAt), desc(bags.id)),
)

/** A line that is to be put into a bag, which has this id if it is the first. */
export interface Put extends Quantity {
  readonly id: string
  readonly bagId: string
  readonly personId: string
  readonly shopId: string
  readonly municipalityId: string
  readonly productId: string
  readonly note: string | null
  readonly now: Date
}

/** Puts lines into bags. Of two that put the same product into one bag at once, from linked chats, the later counts. */
export const putLines = groupedWrite<Put>(({ ask }, lines) => {
  const latest = new Map(lines.map(line => [`${line.personId} ${line.productId}`, line]))
  return ask(writeLines({ lines: JSON.stringify([...latest.values()]) }))
})

/** The same product counted in the other unit leaves the bag. */
const writeLines = statement(
  'put-lines',
  {},
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

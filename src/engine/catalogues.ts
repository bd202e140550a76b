// SPDX-License-Identifier: AGPL-3.0-or-later
// What a shop sells, indexed for reading what people write.
//
// The index is built once for each content of a catalogue: it is looked up by a digest that the database makes of all
// that the index is made of, so that it can be neither stale nor another database's. Stock does not belong to it: what
// has run out is still understood, and said to have run out.
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { query, type Value } from '../db/prepared.ts'
import { products } from '../db/schema.ts'
import { type CatalogueIndex, indexOf } from '../understanding/list/catalogue-index.ts'
import type { ProductRow } from './shops.ts'
import type { Look } from './unit.ts'

/** So many shops' indexes are kept at once, those last used. */
const mostIndexes = 200
const indexCache = new Map<string, { readonly digest: string; readonly index: CatalogueIndex }>()

/** The index of what a shop lists now. */
export async function catalogueOf(work: Look, shopId: string): Promise<CatalogueIndex> {
  const [row] = await digests(work.db, { shopId })
  const digest = row?.digest ?? ''
  const known = indexCache.get(shopId)
  const index = known?.digest === digest ? known.index : indexOf(await listed(work.db, { shopId }))
  indexCache.delete(shopId)
  indexCache.set(shopId, { digest, index })
  const [oldest] = indexCache.keys()
  if (indexCache.size > mostIndexes && oldest !== undefined) indexCache.delete(oldest)
  return index
}

const digests = query((db, value: Value<'shopId'>) =>
  db
    .select({
      digest: sql<string>`coalesce(md5(string_agg(json_build_array(${products.sku}, ${products.name}, ${products.category},
        ${products.soldBy}, ${products.priceCents}, ${products.pieceGrams}, ${products.stepGrams},
        ${products.description})::text, '' order by ${products.position}, ${products.id})), '')`,
    })
    .from(products)
    .where(and(eq(products.shopId, value('shopId')), isNull(products.hiddenAt))),
)

const listed = query((db, value: Value<'shopId'>) =>
  db
    .select()
    .from(products)
    .where(and(eq(products.shopId, value('shopId')), isNull(products.hiddenAt)))
    .orderBy(asc(products.position), asc(products.id)),
)

/** The products of a shop with these skus that may be bought now, by sku. */
export async function productsBySku(
  work: Look,
  shopId: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, ProductRow>> {
  if (skus.length === 0) return new Map()
  const rows = await withSkus(work.db, { shopId, skus: [...skus] })
  return new Map(rows.map(row => [row.sku, row]))
}

const withSkus = query((db, value: Value<'shopId' | 'skus'>) =>
  db
    .select()
    .from(products)
    .where(
      and(
        eq(products.shopId, value('shopId')),
        sql`${products.sku} = any(${value('skus')}::text[])`,
        isNull(products.hiddenAt),
      ),
    ),
)

// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { byId, manyBy } from '../db/loaders.ts'
import { query, type Value } from '../db/prepared.ts'
import { products, shops } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import { priceCentsOf } from '../rules/price.ts'
import type { ShopRight } from '../rules/role.ts'
import type { Calendar } from '../rules/slot.ts'
import { done, refused, type Result } from '../rules/result.ts'
import { shopsAllowing } from './authority.ts'
import type { Look, Work } from './unit.ts'

export type ShopRow = typeof shops.$inferSelect
export type ProductRow = typeof products.$inferSelect

/** A shop with everything that says when it is open. */
export interface Shop extends ShopRow {
  readonly municipalityName: string
  readonly calendar: Calendar
}

/** A shop that citizens may see, by its id. */
export const shopById = byId((db, values) => withCalendar(shopsWithIds(db, values)))

/** The town's shops that citizens may see, by name. */
export function shopsOf(look: Look, municipalityId: string): Promise<Shop[]> {
  return withCalendar(shopsInTown(look.db, { municipalityId }))
}

/** The shop that a link names, whether or not the reader's town is the same. */
export async function shopBySlug(look: Look, slug: string): Promise<Shop | undefined> {
  const [shop] = await withCalendar(shopNamed(look.db, { slug }))
  return shop
}

const shopsWithIds = query((db, value: Value<'ids'>) => shown(db, sql`${shops.id} = any(${value('ids')}::uuid[])`))
const shopsInTown = query((db, value: Value<'municipalityId'>) =>
  shown(db, eq(shops.municipalityId, value('municipalityId'))),
)
const shopNamed = query((db, value: Value<'slug'>) => shown(db, eq(shops.slug, value('slug'))))

function shown(db: Db, which: SQL) {
  return db.query.shops.findMany({
    with: {
      municipality: { columns: { name: true, timezone: true, patronDay: true } },
      hours: true,
      closures: true,
      specialOpenings: true,
    },
    where: and(which, isNull(shops.hiddenAt)),
    orderBy: asc(shops.name),
  })
}

async function withCalendar(found: ReturnType<typeof shopsInTown>): Promise<Shop[]> {
  return (await found).map(({ municipality, hours, closures, specialOpenings, ...shop }) => {
    const { name, timezone, patronDay } = municipality
    return { ...shop, municipalityName: name, calendar: { timezone, patronDay, hours, closures, specialOpenings } }
  })
}

/** A category of a shop's window, with how many products it holds. */
interface Category {
  readonly category: string
  readonly count: number
}

/** Categories of a shop's window in the order of its catalogue. */
export function categoriesOf(look: Look, shopId: string): Promise<readonly Category[]> {
  return look.load(categoriesOfShop, shopId)
}

const categoriesOfShop = manyBy({
  rows: ({ db }, shopIds: readonly string[]) => categories(db, { shopIds }),
  nameOf: shopId => shopId,
  keyOf: ({ shopId }) => shopId,
})
const categories = query((db, value: Value<'shopIds'>) =>
  db
    .select({ shopId: products.shopId, category: products.category, count: sql<number>`count(*)::int` })
    .from(products)
    .where(and(sql`${products.shopId} = any(${value('shopIds')}::uuid[])`, onSale))
    .groupBy(products.shopId, products.category)
    .orderBy(asc(sql`min(${products.position})`)),
)

/** What stands in one category. */
export function productsOn(look: Look, shopId: string, category: string): Promise<readonly ProductRow[]> {
  return look.load(productsOfCategory, { shopId, category })
}

const productsOfCategory = manyBy({
  rows: ({ db }, keys: readonly Pick<ProductRow, 'shopId' | 'category'>[]) =>
    categoryRows(db, {
      shopIds: keys.map(({ shopId }) => shopId),
      categories: keys.map(({ category }) => category),
    }),
  nameOf: categoryName,
  keyOf: categoryName,
})
const categoryRows = query((db, value: Value<'shopIds' | 'categories'>) =>
  db
    .select()
    .from(products)
    .where(
      and(
        sql`(${products.shopId}, ${products.category}) in
          (select * from unnest(${value('shopIds')}::uuid[], ${value('categories')}::text[]))`,
        onSale,
      ),
    )
    .orderBy(asc(products.position)),
)

function categoryName({ shopId, category }: Pick<ProductRow, 'shopId' | 'category'>): string {
  return `${shopId} ${category}`
}

/** A product that may be bought now, by its id. */
export const productById = byId(
  query((db, value: Value<'ids'>) =>
    db
      .select()
      .from(products)
      .where(and(sql`${products.id} = any(${value('ids')}::uuid[])`, isNull(products.hiddenAt))),
  ),
)

/** What a shop sells that is most like a product that is gone: same category, nearest price. */
export async function nearestProducts(look: Look, product: ProductRow, most: number): Promise<ProductRow[]> {
  return look.db
    .select()
    .from(products)
    .where(
      and(
        eq(products.shopId, product.shopId),
        onSale,
        eq(products.category, product.category),
        sql`${products.id} <> ${product.id}`,
      ),
    )
    .orderBy(asc(sql`abs(${priceOfRow} - ${priceCentsOf(product)})`), asc(products.position))
    .limit(most)
}

/** What a row of `products` costs now: `priceCentsOf` for a statement. */
export const priceOfRow = sql<number>`${products.priceCents}`

const onSale = and(isNull(products.hiddenAt), or(isNull(products.stock), gt(products.stock, 0)))

/** No new orders until then; null takes orders again. `not-allowed` without the right to pause this shop. */
export async function pauseShop(
  work: Work,
  shopId: string,
  by: string,
  until: Date | null,
): Promise<Result<undefined, 'not-allowed'>> {
  const paused = await work.db
    .update(shops)
    .set({ pausedUntil: until })
    .where(and(eq(shops.id, shopId), inArray(shops.id, shopsAllowing(work.db, 'pause-shop', by))))
    .returning({ id: shops.id })
  if (paused.length === 0) return refused('not-allowed')
  work.happened({ type: 'shop-paused', shopId, until, by })
  return done()
}

/** The visible shops in which a person has this right, by name. */
export async function shopsOfPerson(look: Look, personId: string, right: ShopRight): Promise<ShopRow[]> {
  return look.db
    .select()
    .from(shops)
    .where(and(inArray(shops.id, shopsAllowing(look.db, right, personId)), isNull(shops.hiddenAt)))
    .orderBy(asc(shops.name))
}

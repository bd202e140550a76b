// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, eq, gt, inArray, isNull, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { byId } from '../db/loaders.ts'
import { query, type Value } from '../db/prepared.ts'
import { products, roles, shops } from '../db/schema.ts'
import type { Db, Question, ReadDb } from '../db/store.ts'
import type { Calendar } from '../rules/slot.ts'
import { done, refused, type Result } from '../rules/result.ts'
import type { Look, Work } from './unit.ts'

export type ShopRow = typeof shops.$inferSelect
export type ProductRow = typeof products.$inferSelect

/** A shop with everything that says when it is open. */
export interface Shop extends ShopRow {
  readonly municipalityName: string
  readonly calendar: Calendar
}

/** A shop that citizens may see. */
export async function shopOf(work: Look, shopId: string): Promise<Shop | undefined> {
  const [shop] = await work.askTogether(shopsById, shopId)
  return shop
}

/** The town's shops that citizens may see, by name. */
export function shopsOf(work: Look, municipalityId: string): Promise<Shop[]> {
  return withCalendar(shopsInTown(work.db, { municipalityId }))
}

/** The shop that a link names, whether or not the reader's town is the same. */
export async function shopBySlug(work: Look, slug: string): Promise<Shop | undefined> {
  const [shop] = await withCalendar(shopNamed(work.db, { slug }))
  return shop
}

const shopsById = byId((db, values) => withCalendar(shopsWithIds(db, values)))
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

/** Shelves of a shop's window in the order of its catalogue. */
export function categoriesOf(work: Look, shopId: string): Promise<readonly Category[]> {
  return work.askTogether(categoriesOfShop, shopId)
}

const categoriesOfShop: Question<string, Category & { readonly shopId: string }> = {
  answer: ({ db }, shopIds) => categories(db, { shopIds }),
  nameOf: shopId => shopId,
  keyOf: ({ shopId }) => shopId,
}
const categories = query((db, value: Value<'shopIds'>) =>
  db
    .select({ shopId: products.shopId, category: products.category, count: sql<number>`count(*)::int` })
    .from(products)
    .where(and(sql`${products.shopId} = any(${value('shopIds')}::uuid[])`, onSale))
    .groupBy(products.shopId, products.category)
    .orderBy(asc(sql`min(${products.position})`)),
)

/** What stands on one category. */
export function productsOn(work: Look, shopId: string, category: string): Promise<readonly ProductRow[]> {
  return work.askTogether(productsOfCategory, { shopId, category })
}

const productsOfCategory: Question<Pick<ProductRow, 'shopId' | 'category'>, ProductRow> = {
  answer: ({ db }, keys) =>
    categoryRows(db, { shopIds: keys.map(({ shopId }) => shopId), categories: keys.map(categoryName) }),
  nameOf: categoryName,
  keyOf: categoryName,
}
const categoryRows = query((db, value: Value<'shopIds' | 'categories'>) =>
  db
    .select()
    .from(products)
    .where(
      and(
        sql`${products.shopId} = any(${value('shopIds')}::uuid[])`,
        sql`${products.shopId}::text || ' ' || ${products.category} = any(${value('categories')}::text[])`,
        onSale,
      ),
    )
    .orderBy(asc(products.position)),
)

function categoryName({ shopId, category }: Pick<ProductRow, 'shopId' | 'category'>): string {
  return `${shopId} ${category}`
}

/** A product that may be bought now. */
export async function productOf(work: Look, productId: string): Promise<ProductRow | undefined> {
  const [row] = await work.askTogether(productsById, productId)
  return row
}

const productsById = byId(
  query((db, value: Value<'ids'>) =>
    db
      .select()
      .from(products)
      .where(and(sql`${products.id} = any(${value('ids')}::uuid[])`, isNull(products.hiddenAt))),
  ),
)

/** What a shop sells that is most like a product that is gone: same category, nearest price. */
export async function nearestProducts(work: Look, product: ProductRow, most: number): Promise<ProductRow[]> {
  return work.db
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
    .orderBy(asc(sql`abs(${products.priceCents} - ${product.priceCents})`), asc(products.position))
    .limit(most)
}

const onSale = and(isNull(products.hiddenAt), or(isNull(products.stock), gt(products.stock, 0)))

/** No new orders until then; null takes orders again. Only a shopkeeper of the shop may. */
export async function pauseShop(
  work: Work,
  shopId: string,
  by: string,
  until: Date | null,
): Promise<Result<undefined, 'not-allowed'>> {
  const paused = await work.db
    .update(shops)
    .set({ pausedUntil: until })
    .where(and(eq(shops.id, shopId), inArray(shops.id, shopsKeptBy(work.db, by))))
    .returning({ id: shops.id })
  return paused.length > 0 ? done() : refused('not-allowed')
}

/** Authority, for the command's own statement: the shops this person is a shopkeeper of. */
export function shopsKeptBy(db: ReadDb, personId: string | Placeholder) {
  return db
    .select({ id: sql<string>`${roles.shopId}`.as('kept_shop') })
    .from(roles)
    .where(and(eq(roles.personId, personId), eq(roles.kind, 'shopkeeper')))
}

/** Where a person works, by name. */
export async function shopsOfShopkeeper(work: Look, personId: string): Promise<ShopRow[]> {
  return work.db
    .select()
    .from(shops)
    .where(and(inArray(shops.id, shopsKeptBy(work.db, personId)), isNull(shops.hiddenAt)))
    .orderBy(asc(shops.name))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { closures, municipalities, openingHours, products, roles, shops, specialOpenings } from '../db/schema.ts'
import type { Calendar } from '../rules/slot.ts'
import { done, refused, type Result } from '../rules/result.ts'
import type { Work } from './work.ts'

export type ShopRow = typeof shops.$inferSelect
export type ProductRow = typeof products.$inferSelect

/** A shop with everything that says when it is open. */
export interface Shop extends ShopRow {
  readonly municipalityName: string
  readonly calendar: Calendar
}

/** A shop that citizens may see. */
export async function shopOf(work: Work, shopId: string): Promise<Shop | undefined> {
  const [shop] = await shopsWhere(work, eq(shops.id, shopId))
  return shop
}

/** The town's shops that citizens may see, by name. */
export function shopsOf(work: Work, municipalityId: string): Promise<Shop[]> {
  return shopsWhere(work, eq(shops.municipalityId, municipalityId))
}

/** The shop that a link names, whether or not the reader's town is the same. */
export async function shopBySlug(work: Work, slug: string): Promise<Shop | undefined> {
  const [shop] = await shopsWhere(work, eq(shops.slug, slug))
  return shop
}

async function shopsWhere(work: Work, which: SQL): Promise<Shop[]> {
  const shown = and(which, isNull(shops.hiddenAt))
  const ids = work.db.select({ id: shops.id }).from(shops).where(shown)
  // Sent together: one round trip.
  const [rows, hours, closed, special] = await Promise.all([
    work.db
      .select({ shop: shops, municipality: municipalities })
      .from(shops)
      .innerJoin(municipalities, eq(municipalities.id, shops.municipalityId))
      .where(shown)
      .orderBy(asc(shops.name)),
    work.db.select().from(openingHours).where(inArray(openingHours.shopId, ids)),
    work.db.select().from(closures).where(inArray(closures.shopId, ids)),
    work.db.select().from(specialOpenings).where(inArray(specialOpenings.shopId, ids)),
  ])
  return rows.map(({ shop, municipality }) => ({
    ...shop,
    municipalityName: municipality.name,
    calendar: {
      timezone: municipality.timezone,
      patronDay: municipality.patronDay,
      hours: hours.filter(row => row.shopId === shop.id),
      closures: closed.filter(row => row.shopId === shop.id),
      specialOpenings: special.filter(row => row.shopId === shop.id),
    },
  }))
}

/** Shelves of a shop's window in the order of its catalogue, with how many products each holds. */
export async function shelvesOf(work: Work, shopId: string): Promise<{ category: string; count: number }[]> {
  return work.db
    .select({ category: products.category, count: sql<number>`count(*)::int` })
    .from(products)
    .where(onSale(shopId))
    .groupBy(products.category)
    .orderBy(asc(sql`min(${products.position})`))
}

/** What stands on one shelf. */
export async function productsOn(work: Work, shopId: string, category: string): Promise<ProductRow[]> {
  return work.db
    .select()
    .from(products)
    .where(and(onSale(shopId), eq(products.category, category)))
    .orderBy(asc(products.position))
}

/** A product that may be bought now. */
export async function productOf(work: Work, productId: string): Promise<ProductRow | undefined> {
  const [row] = await work.db
    .select()
    .from(products)
    .where(and(eq(products.id, productId), isNull(products.hiddenAt)))
  return row
}

/** What a shop sells that is most like a product that is gone: same shelf, nearest price. */
export async function nearestProducts(work: Work, product: ProductRow, most: number): Promise<ProductRow[]> {
  return work.db
    .select()
    .from(products)
    .where(and(onSale(product.shopId), eq(products.category, product.category), sql`${products.id} <> ${product.id}`))
    .orderBy(asc(sql`abs(${products.priceCents} - ${product.priceCents})`), asc(products.position))
    .limit(most)
}

function onSale(shopId: string) {
  return and(eq(products.shopId, shopId), isNull(products.hiddenAt), or(isNull(products.stock), gt(products.stock, 0)))
}

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
    .where(and(eq(shops.id, shopId), inArray(shops.id, shopsKeptBy(work, by))))
    .returning({ id: shops.id })
  return paused.length > 0 ? done() : refused('not-allowed')
}

/** Authority, for the command's own statement: the shops this person is a shopkeeper of. */
export function shopsKeptBy(work: Work, personId: string) {
  return work.db
    .select({ id: sql<string>`${roles.shopId}`.as('kept_shop') })
    .from(roles)
    .where(and(eq(roles.personId, personId), eq(roles.kind, 'shopkeeper')))
}

/** Where a person works, by name. */
export async function shopsOfShopkeeper(work: Work, personId: string): Promise<ShopRow[]> {
  return work.db
    .select()
    .from(shops)
    .where(and(inArray(shops.id, shopsKeptBy(work, personId)), isNull(shops.hiddenAt)))
    .orderBy(asc(shops.name))
}

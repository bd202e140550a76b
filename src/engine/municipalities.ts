// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { municipalities, orders, roles, shops } from '../db/schema.ts'
import type { MunicipalityRight } from '../rules/role.ts'
import { municipalitiesAllowing } from './authority.ts'
import type { Look } from './unit.ts'

export type MunicipalityRow = typeof municipalities.$inferSelect

/** A municipality by its id. */
export async function municipalityOf(look: Look, id: string): Promise<MunicipalityRow | undefined> {
  const [row] = await look.db.select().from(municipalities).where(eq(municipalities.id, id))
  return row
}

/** The municipality that a link names. */
export async function municipalityBySlug(look: Look, slug: string): Promise<MunicipalityRow | undefined> {
  const [row] = await look.db.select().from(municipalities).where(eq(municipalities.slug, slug))
  return row
}

/** All municipalities, by name. */
export async function municipalitiesByName(look: Look): Promise<MunicipalityRow[]> {
  return look.db.select().from(municipalities).orderBy(asc(municipalities.name))
}

/** The municipalities in which a person has this right, by name. */
export async function municipalitiesOfPerson(
  look: Look,
  personId: string,
  right: MunicipalityRight,
): Promise<MunicipalityRow[]> {
  return look.db
    .select()
    .from(municipalities)
    .where(inArray(municipalities.id, municipalitiesAllowing(look.db, right, personId)))
    .orderBy(asc(municipalities.name))
}

/** How a shop is doing, for the town hall. */
export interface ShopReport {
  readonly shopId: string
  readonly name: string
  /** People who keep it here; none means that nobody has joined yet. */
  readonly shopkeepers: number
  /** Orders that wait for the shop's answer. */
  readonly waiting: number
  /** When the one that waits longest was placed. */
  readonly waitingSince: Date | null
  /** Orders of the last thirty days, and how many of them ran out unanswered. */
  readonly ordersOfMonth: number
  readonly unanswered: number
  readonly pausedUntil: Date | null
}

/** The visible shops of a town, by name; none without the right to see this town. */
export async function shopReports(look: Look, municipalityId: string, operatorId: string): Promise<ShopReport[]> {
  const monthAgo = new Date(look.now.getTime() - 30 * 24 * 3600_000).toISOString()
  const ordersWhere = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*)::int from ${orders} where ${orders.shopId} = ${shops.id} and ${condition})`
  const rows = await look.db
    .select({
      shopId: shops.id,
      name: shops.name,
      pausedUntil: shops.pausedUntil,
      shopkeepers: sql<number>`(select count(*)::int from ${roles} where ${roles.shopId} = ${shops.id})`,
      waiting: sql<number>`${ordersWhere(sql`${orders.state} = 'placed'`)}`,
      // As a number: a raw timestamp comes back as a string from one engine and as a Date from the other.
      waitingSinceMs: sql<number | null>`(
        select (extract(epoch from min(${orders.placedAt})) * 1000)::float8 from ${orders}
        where ${orders.shopId} = ${shops.id} and ${orders.state} = 'placed')`,
      ordersOfMonth: sql<number>`${ordersWhere(sql`${orders.placedAt} >= ${monthAgo}::timestamptz`)}`,
      unanswered: sql<number>`${ordersWhere(sql`${orders.placedAt} >= ${monthAgo}::timestamptz and ${orders.state} = 'expired'`)}`,
    })
    .from(shops)
    // With one table only, drizzle would leave its name out, and inside the counts `id` would be the order's.
    .innerJoin(municipalities, eq(municipalities.id, shops.municipalityId))
    .where(
      and(
        eq(shops.municipalityId, municipalityId),
        isNull(shops.hiddenAt),
        inArray(shops.municipalityId, municipalitiesAllowing(look.db, 'see-town', operatorId)),
      ),
    )
    .orderBy(asc(shops.name))
  return rows.map(({ waitingSinceMs, ...row }) => ({
    ...row,
    waitingSince: waitingSinceMs === null ? null : new Date(waitingSinceMs),
  }))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { municipalities, orders, roles, shops } from '../db/schema.ts'
import type { Look } from './unit.ts'

export type MunicipalityRow = typeof municipalities.$inferSelect

export async function municipalityOf(work: Look, id: string): Promise<MunicipalityRow | undefined> {
  const [row] = await work.db.select().from(municipalities).where(eq(municipalities.id, id))
  return row
}

export async function municipalityBySlug(work: Look, slug: string): Promise<MunicipalityRow | undefined> {
  const [row] = await work.db.select().from(municipalities).where(eq(municipalities.slug, slug))
  return row
}

export async function municipalitiesByName(work: Look): Promise<MunicipalityRow[]> {
  return work.db.select().from(municipalities).orderBy(asc(municipalities.name))
}

/** The towns this person is an operator of. */
export async function municipalitiesOfOperator(work: Look, personId: string): Promise<MunicipalityRow[]> {
  return work.db
    .select()
    .from(municipalities)
    .where(inArray(municipalities.id, operatedBy(work, personId)))
    .orderBy(asc(municipalities.name))
}

/** Whether this person keeps a shop or works for a town. */
export async function hasRole(work: Look, personId: string): Promise<boolean> {
  const [role] = await work.db.select({ id: roles.id }).from(roles).where(eq(roles.personId, personId)).limit(1)
  return role !== undefined
}

/** Authority, for the statement itself: the towns this person is an operator of. */
function operatedBy(work: Look, personId: string) {
  return work.db
    .select({ id: roles.municipalityId })
    .from(roles)
    .where(and(eq(roles.personId, personId), eq(roles.kind, 'operator')))
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

/** The shops of a town as its operator sees them: only for a town this person is an operator of. */
export async function shopReports(work: Look, municipalityId: string, operatorId: string): Promise<ShopReport[]> {
  const monthAgo = new Date(work.now.getTime() - 30 * 24 * 3600_000).toISOString()
  const ordersWhere = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*)::int from ${orders} where ${orders.shopId} = ${shops.id} and ${condition})`
  const rows = await work.db
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
        inArray(shops.municipalityId, operatedBy(work, operatorId)),
      ),
    )
    .orderBy(asc(shops.name))
  return rows.map(({ waitingSinceMs, ...row }) => ({
    ...row,
    waitingSince: waitingSinceMs === null ? null : new Date(waitingSinceMs),
  }))
}

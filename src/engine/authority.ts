// SPDX-License-Identifier: AGPL-3.0-or-later
// Authority, for the command's own statement: what is not allowed finds no row.
import { and, eq, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { roles } from '../db/schema.ts'
import type { ReadDb } from '../db/store.ts'
import { type MunicipalityRight, type Right, rolesWith, type ShopRight } from '../rules/role.ts'
import type { Look } from './unit.ts'

/** The ids of the shops in which this person has the right, as a subquery. */
export function shopsAllowing(db: ReadDb, right: ShopRight, personId: string | Placeholder) {
  return db
    .select({ id: sql<string>`${roles.shopId}`.as('allowed_shop') })
    .from(roles)
    .where(and(eq(roles.personId, personId), grants(right)))
}

/** The ids of the municipalities in which this person has the right, as a subquery. */
export function municipalitiesAllowing(db: ReadDb, right: MunicipalityRight, personId: string | Placeholder) {
  return db
    .select({ id: roles.municipalityId })
    .from(roles)
    .where(and(eq(roles.personId, personId), grants(right)))
}

/** Whether a row of `roles` gives this right, as a condition. */
export function grants(right: Right): SQL {
  return inArray(roles.kind, rolesWith(right))
}

/** Whether this person keeps a shop or works for a town. */
export async function hasRole(look: Look, personId: string): Promise<boolean> {
  const [role] = await look.db.select({ id: roles.id }).from(roles).where(eq(roles.personId, personId)).limit(1)
  return role !== undefined
}

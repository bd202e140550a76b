// SPDX-License-Identifier: AGPL-3.0-or-later
// Authority, for the command's own statement: what is not allowed finds no row.
import { and, eq, inArray, isNull, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { alias, type PgColumn } from 'drizzle-orm/pg-core'
import { roles } from '../db/schema.ts'
import type { ReadDb } from '../db/store.ts'
import {
  givenInShopBy,
  givenInTownBy,
  type MunicipalityRight,
  type Right,
  type RoleKind,
  rolesWith,
  type ShopRight,
} from '../rules/role.ts'
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

/** Whether a row of `roles` gives this right, as a condition: a frozen role gives none. */
export function grants(right: Right): SQL {
  return sql`(${inArray(roles.kind, rolesWith(right))} and ${isNull(roles.frozenAt)})`
}

/** Where a role is, or an invitation to one: columns of the statement's own row, or values. */
export interface RolePlace {
  readonly kind: RoleKind | PgColumn
  readonly municipalityId: string | PgColumn
  readonly shopId: string | null | PgColumn
}

/** Whether this person may give a role at that place, and take it away, as a condition. */
export function mayGive(personId: string | PgColumn, { kind, municipalityId, shopId }: RolePlace): SQL {
  const giver = alias(roles, 'giver')
  const givers = (right: Right): SQL => inArray(giver.kind, rolesWith(right))
  const inShop = Object.entries(givenInShopBy).map(
    ([given, right]) =>
      sql`(${kind}::text = ${given}::text and ${giver.shopId} = ${shopId}::uuid and ${givers(right)})`,
  )
  const inTown = sql`(${giver.municipalityId} = ${municipalityId}::uuid and ${givers(givenInTownBy)})`
  return sql`exists (select from ${roles} ${sql.identifier('giver')} where ${giver.personId} = ${personId}::uuid
    and ${isNull(giver.frozenAt)} and ${or(inTown, ...inShop)})`
}

/** Whether this person keeps a shop or works for a town. */
export async function hasRole(look: Look, personId: string): Promise<boolean> {
  const [role] = await look.db.select({ id: roles.id }).from(roles).where(eq(roles.personId, personId)).limit(1)
  return role !== undefined
}

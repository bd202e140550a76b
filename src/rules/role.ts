// SPDX-License-Identifier: AGPL-3.0-or-later
// Who may do what: each role with its rights, all of them for one shop or for one municipality.

/** The kinds of role; the column `roles.kind` takes its values from here. */
export const roleKinds = ['shopkeeper', 'operator'] as const
export type RoleKind = (typeof roleKinds)[number]

/**
 * The rights of each role, and what one role of the kind is about. Shop: see its orders and its counter, answer and
 * hand over orders, stop new orders for a while. Municipality: see how its shops are doing, invite a shop's people or
 * the town's, pair an account with a telephone.
 */
const table = {
  shopkeeper: { of: 'shop', rights: ['keep-shop', 'answer-orders', 'pause-shop'] },
  operator: { of: 'municipality', rights: ['see-town', 'invite', 'pair-accounts'] },
} as const satisfies Record<RoleKind, { of: 'shop' | 'municipality'; rights: readonly string[] }>

type RightsOf<Of extends 'shop' | 'municipality'> = {
  [Kind in RoleKind]: (typeof table)[Kind] extends { of: Of } ? (typeof table)[Kind]['rights'][number] : never
}[RoleKind]

export type ShopRight = RightsOf<'shop'>
export type MunicipalityRight = RightsOf<'municipality'>
export type Right = ShopRight | MunicipalityRight

/** The roles that have this right. */
export function rolesWith(right: Right): RoleKind[] {
  return roleKinds.filter(kind => table[kind].rights.some(each => each === right))
}

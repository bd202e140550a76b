// SPDX-License-Identifier: AGPL-3.0-or-later
// Who may do what: each role with its rights, all of them for one shop or for one municipality.

/** The kinds of role; the column `roles.kind` takes its values from here. */
export const roleKinds = ['owner', 'assistant', 'viewer', 'editor', 'publisher'] as const
export type RoleKind = (typeof roleKinds)[number]

const staffOfShop = ['keep-shop', 'answer-orders', 'pause-shop', 'change-window'] as const

/**
 * The rights of each role, and what one role of the kind is about. Shop: see its orders and its counter, answer and
 * hand over orders, stop new orders for a while, change its window, say who works there. Municipality: see how its shops
 * are doing, prepare what others publish, say who works in its shops and for the town, pair an account with a telephone,
 * read what was done.
 */
const table = {
  owner: { of: 'shop', rights: [...staffOfShop, 'manage-assistants'] },
  assistant: { of: 'shop', rights: staffOfShop },
  viewer: { of: 'municipality', rights: ['see-town'] },
  editor: { of: 'municipality', rights: ['see-town', 'prepare'] },
  publisher: {
    of: 'municipality',
    rights: ['see-town', 'prepare', 'manage-people', 'pair-accounts', 'read-audit'],
  },
} as const satisfies Record<RoleKind, { of: 'shop' | 'municipality'; rights: readonly string[] }>

type KindOf<Of extends 'shop' | 'municipality'> = {
  [Kind in RoleKind]: (typeof table)[Kind] extends { of: Of } ? Kind : never
}[RoleKind]

/** The kinds of role in a shop, and for a municipality. */
export type ShopRole = KindOf<'shop'>
export type MunicipalityRole = KindOf<'municipality'>

export type ShopRight = (typeof table)[ShopRole]['rights'][number]
export type MunicipalityRight = (typeof table)[MunicipalityRole]['rights'][number]
export type Right = ShopRight | MunicipalityRight

/** The roles that have this right. */
export function rolesWith(right: Right): RoleKind[] {
  return roleKinds.filter(kind => table[kind].rights.some(each => each === right))
}

/** Whether a role of this kind is held in one shop. */
export function isShopRole(kind: RoleKind): kind is ShopRole {
  return table[kind].of === 'shop'
}

/** The right that lets somebody in the same shop give a role of this kind, and take it away. */
export const givenInShopBy: Readonly<Partial<Record<RoleKind, ShopRight>>> = { assistant: 'manage-assistants' }

/** The right that lets somebody of the town give any role in it, and take it away. */
export const givenInTownBy: MunicipalityRight = 'manage-people'

/** Why a role gives no right for now: its telephone number changed hands, or nobody wrote for a long time. */
export const freezeReasons = ['number', 'silence'] as const
export type FreezeReason = (typeof freezeReasons)[number]

/** A role whose person has not written for so long must be confirmed before it gives a right again. */
export const silentDays = 90

// SPDX-License-Identifier: AGPL-3.0-or-later

/** How one may pay at a shop. */
export const paymentMethods = ['cash', 'card', 'voucher'] as const
export type PaymentMethod = (typeof paymentMethods)[number]

/** Whether one may ask a shop for what it does not list, in one's own words: not, beside listed goods, also alone. */
export const ownWords = ['no', 'beside', 'alone'] as const

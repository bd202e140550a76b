// SPDX-License-Identifier: AGPL-3.0-or-later
// What consent is asked for. Messages about one's own orders need none: they are part of carrying the orders out.

/** `news`: everything that is not about the person's own orders, such as what a town or a followed shop has to say. */
export const consentPurposes = ['news'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

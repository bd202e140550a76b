// SPDX-License-Identifier: AGPL-3.0-or-later
// What a product costs. Every price of a product is read here, so that what lowers a price has one place to do so.
// The price of an order's line is not read here: it was frozen when the line was placed or proposed.

/** Anything that a shop sells at a price. */
export interface Priced {
  /** As the shop lists it: per piece, or per kilogram when sold by weight. */
  readonly priceCents: number
}

/** What a product costs now, in cents per piece, or per kilogram when sold by weight. */
export function priceCentsOf(product: Priced): number {
  return product.priceCents
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Fulfillment } from './order.ts'

export const paymentMethods = ['cash', 'card', 'voucher'] as const
export type PaymentMethod = (typeof paymentMethods)[number]

/** Whether one may ask a shop for what it does not list, in one's own words: not, beside listed goods, also alone. */
export const ownWords = ['no', 'beside', 'alone'] as const

/** Home delivery: where to, and what it costs. */
export interface DeliveryTerms {
  readonly postcodes: readonly string[]
  readonly feeCents: number
  /** Smallest value of the goods that is brought home. */
  readonly minimumCents: number
  /** From this value of the goods on the fee is waived; null: never. */
  readonly freeFromCents: number | null
}

/** By parcel, all over Italy. */
export interface ShipmentTerms {
  readonly feeCents: number
  readonly freeFromCents: number | null
  /** Working days until it usually arrives. */
  readonly days: number
}

export interface FulfillmentTerms {
  readonly pickup: boolean
  readonly delivery: DeliveryTerms | null
  readonly shipment: ShipmentTerms | null
}

/** How this shop hands its goods over, pickup first. */
export function fulfillmentsOf(shop: FulfillmentTerms): Fulfillment[] {
  const ways: Fulfillment[] = []
  if (shop.pickup) ways.push('pickup')
  if (shop.delivery) ways.push('delivery')
  if (shop.shipment) ways.push('shipment')
  return ways
}

/** What bringing it costs for goods of this value, in cents. */
export function feeCents(shop: FulfillmentTerms, fulfillment: Fulfillment, goodsCents: number): number {
  const terms = fulfillment === 'pickup' ? null : shop[fulfillment]
  if (!terms) return 0
  return terms.freeFromCents !== null && goodsCents >= terms.freeFromCents ? 0 : terms.feeCents
}

/** The postcode an address names, if this shop delivers there. Italian postcodes have five digits. */
export function deliverablePostcode(terms: DeliveryTerms, address: string): string | undefined {
  return address.match(/(?<!\d)\d{5}(?!\d)/g)?.find(postcode => terms.postcodes.includes(postcode))
}

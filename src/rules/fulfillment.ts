// SPDX-License-Identifier: AGPL-3.0-or-later
// How a bag reaches the citizen: one table of what varies between the ways.

/** The ways of handing over, in the order in which a shop offers them. */
export const fulfillments = ['pickup', 'delivery', 'shipment'] as const
export type Fulfillment = (typeof fulfillments)[number]

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

/** What a shop says of each way; null or false: it does not hand over so. */
export interface FulfillmentTerms {
  readonly pickup: boolean
  readonly delivery: DeliveryTerms | null
  readonly shipment: ShipmentTerms | null
}

/** What bringing a bag costs, and what limits it. */
interface BringingTerms {
  readonly feeCents: number
  readonly freeFromCents: number | null
  /** Smallest value of the goods; absent: any. */
  readonly minimumCents?: number
  /** The postcodes it goes to; absent: all. */
  readonly postcodes?: readonly string[]
}

interface Way {
  /** It happens at a time that is booked: a seat in a slot. */
  readonly slotted: boolean
  /** It goes to an address of the citizen's. */
  readonly addressed: boolean
  /** The citizen comes to the shop for it. */
  readonly collected: boolean
  /** On which terms this shop brings it; null where nothing is brought, or not by this shop. */
  readonly terms: (shop: FulfillmentTerms) => BringingTerms | null
}

/** What varies from one way of handing over to another. */
export const ways = {
  pickup: { slotted: true, addressed: false, collected: true, terms: () => null },
  delivery: { slotted: true, addressed: true, collected: false, terms: shop => shop.delivery },
  shipment: { slotted: false, addressed: true, collected: false, terms: shop => shop.shipment },
} as const satisfies Record<Fulfillment, Way>

type WaysWith<Feature extends 'slotted' | 'addressed'> = {
  [Each in Fulfillment]: (typeof ways)[Each][Feature] extends true ? Each : never
}[Fulfillment]

/** Whether this way takes a seat in a slot. */
export function isSlotted(way: Fulfillment): way is WaysWith<'slotted'> {
  return ways[way].slotted
}

/** Whether this way needs an address. */
export function isAddressed(way: Fulfillment): way is WaysWith<'addressed'> {
  return ways[way].addressed
}

/** How this shop hands its goods over, pickup first. */
export function fulfillmentsOf(shop: FulfillmentTerms): Fulfillment[] {
  return fulfillments.filter(way => Boolean(shop[way]))
}

/** How a bag is handed over: as its citizen chose, else in the first way of the shop. */
export function wayOf(bag: { readonly fulfillment: Fulfillment | null }, shop: FulfillmentTerms): Fulfillment {
  return bag.fulfillment ?? fulfillmentsOf(shop)[0] ?? 'pickup'
}

/** What bringing goods of this value costs, in cents. */
export function feeCents(shop: FulfillmentTerms, way: Fulfillment, goodsCents: number): number {
  const terms = ways[way].terms(shop)
  if (!terms) return 0
  return terms.freeFromCents !== null && goodsCents >= terms.freeFromCents ? 0 : terms.feeCents
}

/** The smallest value of the goods, in cents, that this shop hands over in this way. */
export function minimumCents(shop: FulfillmentTerms, way: Fulfillment): number {
  const terms: BringingTerms | null = ways[way].terms(shop)
  return terms?.minimumCents ?? 0
}

/**
 * What is wrong with an address for this way, if anything. A way without an address takes any. Eight characters and a
 * postcode, which has five digits in Italy, are the least that anybody could find.
 */
export function addressProblem(
  shop: FulfillmentTerms,
  way: Fulfillment,
  address: string | null,
): 'address-missing' | 'address-too-far' | undefined {
  if (!isAddressed(way)) return undefined
  const postcodes = address?.match(/(?<!\d)\d{5}(?!\d)/g)
  if (!address || address.trim().length < 8 || !postcodes) return 'address-missing'
  const terms: BringingTerms | null = ways[way].terms(shop)
  const reached = terms?.postcodes
  return reached && !postcodes.some(postcode => reached.includes(postcode)) ? 'address-too-far' : undefined
}

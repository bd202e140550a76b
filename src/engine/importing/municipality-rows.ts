// SPDX-License-Identifier: AGPL-3.0-or-later
// The municipality file in the words of the tables.
import type { municipalities, products, shops } from '../../db/schema.ts'
import { type Fulfillment, fulfillments, isSlotted } from '../../rules/fulfillment.ts'
import { weekdays } from './municipality-file-checks.ts'
import type { MunicipalityFile, ProductInFile, ShopInFile } from './municipality-file.ts'

type Row<Table extends { $inferInsert: object }, Left extends keyof Table['$inferInsert']> = Omit<
  Table['$inferInsert'],
  Left
>

export function municipalityRow(
  town: MunicipalityFile['municipality'],
): Row<typeof municipalities, 'id' | 'createdAt'> {
  return {
    slug: town.slug,
    name: town.name,
    istat: town.istat ?? null,
    province: town.province,
    postcodes: town.postcodes,
    timezone: town.timezone,
    patronDay: town.patronDay ?? null,
    hamlets: town.hamlets,
    privacyUrl: town.privacyUrl ?? null,
  }
}

/** What the file says about a shop; whether it is paused or hidden is not among it. */
export function shopRow(
  shop: ShopInFile,
): Row<typeof shops, 'id' | 'municipalityId' | 'createdAt' | 'hiddenAt' | 'pausedUntil'> {
  return {
    slug: shop.slug,
    name: shop.name,
    category: shop.category,
    address: shop.address,
    hamlet: shop.hamlet ?? null,
    phone: shop.phone ?? null,
    description: shop.description ?? null,
    slotMinutes: shop.slots?.minutes ?? null,
    slotCapacity: shop.slots?.capacity ?? null,
    leadMinutes: shop.slots?.leadMinutes ?? 0,
    horizonDays: shop.slots?.horizonDays ?? 7,
    cutoffTime: shop.slots?.cutoff?.time ?? null,
    cutoffDaysBefore: shop.slots?.cutoff?.daysBefore ?? null,
    acceptWithinMinutes: shop.acceptWithinMinutes,
    autoAccept: shop.autoAccept,
    cancelUntilMinutes: shop.cancelUntilMinutes,
    pickup: shop.fulfillment.pickup,
    delivery: shop.fulfillment.delivery,
    shipment: shop.fulfillment.shipment,
    payment: shop.payment,
    ownWords: shop.ownWords,
    maxLiveOrders: shop.maxLiveOrders ?? null,
  }
}

/** What the file says about a product, but for its place, its stock and its photo. */
export function productRow(
  product: ProductInFile,
): Row<typeof products, 'id' | 'municipalityId' | 'shopId' | 'position' | 'stock' | 'photoId' | 'hiddenAt'> {
  return {
    sku: product.sku,
    name: product.name,
    description: product.description ?? null,
    category: product.category,
    soldBy: product.soldBy,
    priceCents: product.priceCents,
    pieceGrams: product.pieceGrams ?? null,
    stepGrams: product.stepGrams ?? null,
    minimum: product.minQuantity ?? null,
    maximum: product.maxQuantity ?? null,
    allergens: product.allergens,
    minimumAge: product.minimumAge ?? null,
    leadMinutes: product.leadMinutes,
  }
}

interface HourRow {
  readonly fulfillment: Fulfillment | null
  readonly weekday: number
  readonly opens: string
  readonly closes: string
}

/** The usual hours, and those of a fulfilment that has its own. */
export function hourRows(shop: ShopInFile): HourRow[] {
  const own = fulfillments.filter(isSlotted).map(way => [way, shop.fulfillmentHours?.[way]] as const)
  const weeks = [[null, shop.openingHours] as const, ...own]
  return weeks.flatMap(([fulfillment, week]) =>
    weekdays.flatMap((day, at) =>
      (week?.[day] ?? []).map(({ opens, closes }) => ({ fulfillment, weekday: at + 1, opens, closes })),
    ),
  )
}

export function closureRows(shop: ShopInFile): { firstDay: string; lastDay: string; reason: string | null }[] {
  return shop.closures.map(({ from, to, reason }) => ({ firstDay: from, lastDay: to ?? from, reason: reason ?? null }))
}

export function specialOpeningRows(shop: ShopInFile): { day: string; opens: string; closes: string }[] {
  return shop.specialOpenings.flatMap(({ date, hours }) =>
    hours.map(({ opens, closes }) => ({ day: date, opens, closes })),
  )
}

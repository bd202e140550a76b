// SPDX-License-Identifier: AGPL-3.0-or-later
// Shops, when they are open, and what they sell.
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { type DeliveryTerms, fulfillments, type ShipmentTerms } from '../../rules/fulfillment.ts'
import { ownWords, type PaymentMethod } from '../../rules/shop.ts'
import { bytes, id, instant, reference } from './columns.ts'
import { municipalities, people } from './people.ts'

export const shops = pgTable(
  'shops',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    slug: text().notNull().unique(),
    name: text().notNull(),
    category: text().notNull(),
    address: text().notNull(),
    hamlet: text(),
    phone: text(),
    description: text(),
    /** Absent: no slots are cut, one passes whenever the shop is open. */
    slotMinutes: integer(),
    slotCapacity: integer(),
    leadMinutes: integer().notNull(),
    horizonDays: integer().notNull(),
    /** "By 18:00 of the day before": local time and how many days before; both or neither. */
    cutoffTime: text(),
    cutoffDaysBefore: integer(),
    acceptWithinMinutes: integer().notNull(),
    autoAccept: boolean().notNull(),
    /** Until how many minutes before the slot a citizen may cancel. */
    cancelUntilMinutes: integer().notNull(),
    pickup: boolean().notNull(),
    delivery: jsonb().$type<DeliveryTerms>(),
    shipment: jsonb().$type<ShipmentTerms>(),
    payment: text().array().$type<PaymentMethod[]>().notNull(),
    /** Whether citizens may ask for what the shop does not list: never, beside listed goods, or also alone. */
    ownWords: text({ enum: ownWords }).notNull().default('beside'),
    /** How many live orders one person may have here; absent: the usual number. */
    maxLiveOrders: integer(),
    /** No new orders until then: "pausa" for an hour, "chiuso oggi" for the rest of the day. */
    pausedUntil: instant(),
    hiddenAt: instant(),
    createdAt: instant().notNull(),
  },
  table => [index().on(table.municipalityId)],
)

/** People whose orders a shop does not take any more. */
export const shopRefusals = pgTable(
  'shop_refusals',
  {
    shopId: reference(() => shops.id),
    personId: reference(() => people.id),
    /** The person who decided it for the shop. */
    refusedBy: reference(() => people.id),
    refusedAt: instant().notNull(),
  },
  table => [primaryKey({ columns: [table.shopId, table.personId] }), index().on(table.personId)],
)

export const openingHours = pgTable(
  'opening_hours',
  {
    id: id(),
    shopId: reference(() => shops.id),
    /** Absent: for every fulfilment that has no hours of its own. */
    fulfillment: text({ enum: fulfillments }),
    /** ISO: 1 is Monday, 7 Sunday. */
    weekday: integer().notNull(),
    opens: text().notNull(),
    closes: text().notNull(),
  },
  table => [index().on(table.shopId)],
)

export const closures = pgTable(
  'closures',
  {
    id: id(),
    shopId: reference(() => shops.id),
    firstDay: date({ mode: 'string' }).notNull(),
    lastDay: date({ mode: 'string' }).notNull(),
    reason: text(),
  },
  table => [index().on(table.shopId)],
)

export const specialOpenings = pgTable(
  'special_openings',
  {
    id: id(),
    shopId: reference(() => shops.id),
    day: date({ mode: 'string' }).notNull(),
    opens: text().notNull(),
    closes: text().notNull(),
  },
  table => [index().on(table.shopId)],
)

export const photos = pgTable('photos', {
  id: id(),
  municipalityId: reference(() => municipalities.id),
  /** SHA-256 of the bytes: the same picture is kept once. */
  hash: text().notNull().unique(),
  mime: text().notNull(),
  bytes: bytes().notNull(),
})

export const photoUploads = pgTable(
  'photo_uploads',
  {
    photoId: reference(() => photos.id),
    account: text().notNull(),
    fileId: text().notNull(),
  },
  table => [primaryKey({ columns: [table.photoId, table.account] })],
)

export const products = pgTable(
  'products',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    shopId: reference(() => shops.id),
    sku: text().notNull(),
    name: text().notNull(),
    description: text(),
    category: text().notNull(),
    soldBy: text({ enum: ['piece', 'weight'] }).notNull(),
    /** Per piece, or per kilogram when sold by weight. */
    priceCents: integer().notNull(),
    /** What a typical piece weighs, for goods sold by weight that are also counted. */
    pieceGrams: integer(),
    stepGrams: integer(),
    /** Pieces, or grams when sold by weight; the same for maximum and stock. */
    minimum: integer(),
    maximum: integer(),
    stock: integer(),
    allergens: text().array().notNull(),
    minimumAge: integer(),
    leadMinutes: integer().notNull(),
    photoId: uuid().references(() => photos.id),
    /** Place in the shop window. */
    position: integer().notNull(),
    hiddenAt: instant(),
  },
  table => [unique('products_shop_sku').on(table.shopId, table.sku)],
)

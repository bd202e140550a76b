// SPDX-License-Identifier: AGPL-3.0-or-later
// Money is integer cents, weight integer grams, instants `timestamptz`; local days and times belong to the
// municipality's zone. State columns are text typed by drizzle, so that a new state needs no migration.
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { type Actor, fulfillments, type OrderAction, type OrderState, orderStates } from '../rules/order.ts'
import { type DeliveryTerms, ownWords, type PaymentMethod, type ShipmentTerms } from '../rules/shop.ts'
import type { ProposedLine, StoredChoice, StoredPlace, StoredView } from './stored.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const instant = () => timestamp({ withTimezone: true, mode: 'date' })
const id = () => uuid().primaryKey()
const reference = (column: () => AnyPgColumn) => uuid().notNull().references(column)

// ------------------------------------------------------------------ the town and its people

export const municipalities = pgTable('municipalities', {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  istat: text(),
  province: text().notNull(),
  postcodes: text().array().notNull(),
  timezone: text().notNull(),
  /** Local day of the patron saint, `MM-DD`. */
  patronDay: text(),
  hamlets: text().array().notNull(),
  privacyUrl: text(),
  createdAt: instant().notNull(),
})

export const people = pgTable('people', {
  id: id(),
  name: text().notNull(),
  createdAt: instant().notNull(),
})

/** A person on one account of a channel. The row is the lock: one chat, one thing at a time. */
export const chats = pgTable(
  'chats',
  {
    id: id(),
    account: text().notNull(),
    address: text().notNull(),
    personId: reference(() => people.id),
    municipalityId: uuid().references(() => municipalities.id),
    language: text().notNull(),
    /** Where the conversation stands, for what is typed: the place of the newest menu. */
    place: jsonb().$type<StoredPlace>(),
    lastInboundAt: instant().notNull(),
    /** The person has blocked us or is gone: nothing is sent until they write again. */
    closedAt: instant(),
    /** When the privacy notice was shown. */
    greetedAt: instant(),
    createdAt: instant().notNull(),
  },
  table => [unique('chats_account_address').on(table.account, table.address), index().on(table.personId)],
)

export const roles = pgTable(
  'roles',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    personId: reference(() => people.id),
    kind: text({ enum: ['shopkeeper', 'operator'] }).notNull(),
    shopId: uuid().references(() => shops.id),
    createdAt: instant().notNull(),
  },
  table => [
    unique('roles_once').on(table.personId, table.kind, table.municipalityId, table.shopId).nullsNotDistinct(),
    index().on(table.shopId),
  ],
)

export const invitations = pgTable('invitations', {
  /** SHA-256 of the token; the token itself is only in the link. */
  tokenHash: text().primaryKey(),
  municipalityId: reference(() => municipalities.id),
  kind: text({ enum: ['shopkeeper', 'operator'] }).notNull(),
  shopId: uuid().references(() => shops.id),
  /** Absent for one made on the command line. */
  invitedBy: uuid().references(() => people.id),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
  usedBy: uuid().references(() => people.id),
})

/** Codes that were no invitation: nobody may guess on without end. */
export const invitationTries = pgTable(
  'invitation_tries',
  {
    id: id(),
    personId: reference(() => people.id),
    at: instant().notNull(),
  },
  table => [index().on(table.personId, table.at)],
)

// ------------------------------------------------------------------ shops and their goods

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
    /** No new orders until then: "pausa" for an hour, "chiuso oggi" for the rest of the day. */
    pausedUntil: instant(),
    hiddenAt: instant(),
    createdAt: instant().notNull(),
  },
  table => [index().on(table.municipalityId)],
)

/** Local opening times, `HH:MM`. */
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

/** Re-encoded on the way in: no metadata, a sane size. */
export const photos = pgTable('photos', {
  id: id(),
  municipalityId: reference(() => municipalities.id),
  /** SHA-256 of the bytes: the same picture is kept once. */
  hash: text().notNull().unique(),
  mime: text().notNull(),
  bytes: bytes().notNull(),
})

/** A file id belongs to one account: each uploads a photo once. */
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

// ------------------------------------------------------------------ bags and orders

export const bags = pgTable(
  'bags',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    personId: reference(() => people.id),
    shopId: reference(() => shops.id),
    fulfillment: text({ enum: fulfillments }),
    address: text(),
    note: text(),
    /** What of a written list is still to be asked; the dialog's own schema reads it. */
    unclear: jsonb(),
    updatedAt: instant().notNull(),
  },
  table => [unique('bags_person_shop').on(table.personId, table.shopId)],
)

export const bagLines = pgTable(
  'bag_lines',
  {
    id: id(),
    bagId: uuid()
      .notNull()
      .references(() => bags.id, { onDelete: 'cascade' }),
    /** Absent for what the shop does not list: then `said` has the citizen's own words. */
    productId: uuid().references(() => products.id),
    said: text(),
    /** In pieces or in grams, as `unit` says: goods sold by weight may be counted ("4 mele"). */
    unit: text({ enum: ['piece', 'gram'] }),
    quantity: integer(),
    note: text(),
    createdAt: instant().notNull(),
  },
  table => [
    unique('bag_lines_once').on(table.bagId, table.productId, table.unit),
    unique('bag_lines_said_once').on(table.bagId, table.said),
    check(
      'bag_lines_goods_or_words',
      sql.raw('case when said is null then num_nulls(product_id, unit, quantity) = 0 else product_id is null end'),
    ),
  ],
)

/** A row exists only once something is booked in that slot. The guarded update of `booked` is the only door. */
export const slots = pgTable(
  'slots',
  {
    municipalityId: reference(() => municipalities.id),
    shopId: reference(() => shops.id),
    fulfillment: text({ enum: fulfillments }).notNull(),
    startsAt: instant().notNull(),
    /** Absent: as many as come. */
    capacity: integer(),
    booked: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.shopId, table.fulfillment, table.startsAt] })],
)

const live = sql.raw(`state in ('placed','proposed','accepted','ready')`)

export const orders = pgTable(
  'orders',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    shopId: reference(() => shops.id),
    personId: reference(() => people.id),
    /** What people say: `C-4821`. Its digits are the pickup code; unique among the shop's live orders. */
    code: text().notNull(),
    pickupCode: text().notNull(),
    state: text({ enum: orderStates }).notNull().$type<OrderState>(),
    fulfillment: text({ enum: fulfillments }).notNull(),
    address: text(),
    note: text(),
    /** Absent for shipments. Without slots the two span the opening interval. */
    startsAt: instant(),
    endsAt: instant(),
    /** Another time that the shop offers; its place is held as well. */
    proposedStartsAt: instant(),
    proposedEndsAt: instant(),
    /** The deadline of whoever must answer now: the shop when placed, the citizen when proposed. */
    acceptBy: instant().notNull(),
    /** Last instant at which the citizen may still cancel once accepted. */
    cancelBy: instant(),
    /** When the shop closes after the slot: a ready bag not collected by then was missed. */
    closesAt: instant(),
    /** Of what has a price: a line in the citizen's own words has none until the shop says it. */
    estimatedCents: integer().notNull(),
    finalCents: integer(),
    feeCents: integer().notNull(),
    /** The estimated sum that the shop offers with changed lines. */
    proposedCents: integer(),
    /** Absent while a reminder is still to be sent. */
    remindedAt: instant(),
    /** The citizen said: on my way. */
    approachingAt: instant(),
    declineReason: text(),
    placedAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  table => [
    uniqueIndex('orders_live_pickup_code').on(table.shopId, table.pickupCode).where(live),
    index('orders_of_person').on(table.personId, table.placedAt.desc()),
    index('orders_of_shop').on(table.shopId, table.startsAt).where(live),
    index('orders_to_expire').on(table.acceptBy).where(sql.raw(`state in ('placed','proposed')`)),
    index('orders_to_remind').on(table.startsAt).where(sql.raw(`state = 'accepted' and reminded_at is null`)),
    index('orders_to_miss').on(table.closesAt).where(sql.raw(`state = 'ready'`)),
  ],
)

/**
 * Names and prices as they were when the order was placed. What the shop does not list has no product: its name is the
 * citizen's own words, and nothing else is known until the shop says what it costs.
 */
export const orderLines = pgTable(
  'order_lines',
  {
    orderId: reference(() => orders.id),
    position: integer().notNull(),
    productId: uuid().references(() => products.id),
    name: text().notNull(),
    soldBy: text({ enum: ['piece', 'weight'] }),
    unit: text({ enum: ['piece', 'gram'] }),
    quantity: integer(),
    priceCents: integer(),
    estimatedCents: integer(),
    finalCents: integer(),
    /** What was taken from the product's stock, in its unit; 0 where stock is not counted. */
    stockTaken: integer().notNull(),
    note: text(),
    /** The citizen has agreed to do without. */
    struck: boolean().notNull().default(false),
    /** The line as the shop would have it; becomes the line when the citizen agrees. */
    proposed: jsonb().$type<ProposedLine>(),
  },
  table => [
    primaryKey({ columns: [table.orderId, table.position] }),
    check(
      'order_lines_goods_or_words',
      sql.raw(`case when product_id is null then num_nonnulls(sold_by, price_cents) = 0
        else num_nulls(sold_by, unit, quantity, price_cents, estimated_cents) = 0 end`),
    ),
  ],
)

/** Append-only: everything that ever happened to an order. */
export const orderEvents = pgTable(
  'order_events',
  {
    id: id(),
    orderId: reference(() => orders.id),
    at: instant().notNull(),
    action: text().notNull().$type<OrderAction | 'place' | 'remind' | 'approach'>(),
    state: text({ enum: orderStates }).notNull().$type<OrderState>(),
    actor: text().notNull().$type<Actor>(),
    personId: uuid().references(() => people.id),
    detail: text(),
  },
  table => [index().on(table.orderId, table.at)],
)

// ------------------------------------------------------------------ messages in and out

/** Each update once. A row with an error was set aside: the person was told, and it can be replayed. */
export const inbox = pgTable(
  'inbox',
  {
    account: text().notNull(),
    updateId: text().notNull(),
    receivedAt: instant().notNull(),
    error: text(),
    /** Only of an update set aside: what came in, so that it can be replayed. */
    incoming: jsonb(),
  },
  table => [
    primaryKey({ columns: [table.account, table.updateId] }),
    index('inbox_set_aside').on(table.receivedAt).where(sql.raw('error is not null')),
  ],
)

/** Every outgoing message: its text, its choices, its delivery. The message is the menu. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    /** The order of a chat. */
    position: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    municipalityId: uuid().references(() => municipalities.id),
    chatId: reference(() => chats.id),
    account: text().notNull(),
    lane: text({ enum: ['reply', 'notice'] }).notNull(),
    /** Such as `order:<id>`: a newer message with the same key takes this one's place. */
    card: text(),
    /** The screen and its state when the message was made: what its choices are run against. */
    place: jsonb().$type<StoredPlace>(),
    view: jsonb().$type<StoredView>().notNull(),
    choices: jsonb().$type<StoredChoice[]>().notNull(),
    toast: text(),
    /** open: the current one; superseded: a newer one is there; answered: its commit was taken. */
    menu: text({ enum: ['open', 'superseded', 'answered'] }).notNull(),
    /** The message that this one is to take the place of. */
    replaces: uuid(),
    /** A card that must ring comes as a new message instead of an edit. */
    rings: boolean().notNull(),
    delivery: text({ enum: ['queued', 'sending', 'delivered', 'refused', 'unknown', 'skipped'] }).notNull(),
    /** The process that is sending it; free again when that process stops breathing. */
    heldBy: uuid(),
    attempts: integer().notNull().default(0),
    dueAt: instant().notNull(),
    error: text(),
    externalIds: text().array(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  table => [
    foreignKey({ columns: [table.replaces], foreignColumns: [table.id] }),
    index('messages_pending').on(table.chatId, table.position).where(sql.raw(`delivery in ('queued','sending')`)),
    index('messages_open').on(table.chatId, table.position.desc()).where(sql.raw(`menu = 'open'`)),
    index('messages_card').on(table.card, table.chatId, table.position.desc()).where(sql.raw('card is not null')),
    index('messages_external').using('gin', table.externalIds),
  ],
)

/** Processes that breathe: what a silent one was sending is taken over. By the database's clock, not ours. */
export const processes = pgTable('processes', {
  id: id(),
  seenAt: instant().notNull(),
})

/** What an operator did. Append-only. */
export const audit = pgTable('audit', {
  id: id(),
  municipalityId: reference(() => municipalities.id),
  personId: uuid().references(() => people.id),
  at: instant().notNull(),
  action: text().notNull(),
  detail: text(),
})

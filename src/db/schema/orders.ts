// SPDX-License-Identifier: AGPL-3.0-or-later
// Bags, places in time, and orders.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { fulfillments } from '../../rules/fulfillment.ts'
import { type Actor, type OrderAction, type OrderState, orderStates } from '../../rules/order.ts'
import type { ProposedLine } from '../stored.ts'
import { id, instant, reference } from './columns.ts'
import { municipalities, people } from './people.ts'
import { products, shops } from './shops.ts'

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

const live = sql.raw('ended_at is null')

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
    /** When it came to an end; absent while it lives, that is while something can still happen to it. */
    endedAt: instant(),
    updatedAt: instant().notNull(),
    /** When it lost what was personal: address, notes, own words, and the name. */
    clearedAt: instant(),
  },
  table => [
    uniqueIndex('orders_live_pickup_code').on(table.shopId, table.pickupCode).where(live),
    index('orders_of_person').on(table.personId, table.placedAt.desc()),
    index('orders_of_person_live').on(table.personId).where(live),
    index('orders_of_shop').on(table.shopId, table.startsAt).where(live),
    index('orders_of_shop_by_slot').on(table.shopId, table.startsAt),
    index('orders_of_shop_by_placing').on(table.shopId, table.placedAt),
    index('orders_to_expire').on(table.acceptBy).where(live),
    index('orders_to_remind').on(table.startsAt).where(sql.raw('ended_at is null and reminded_at is null')),
    index('orders_to_clear').on(table.endedAt).where(sql.raw('ended_at is not null and cleared_at is null')),
    index('orders_to_miss').on(table.closesAt).where(live),
  ],
)

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

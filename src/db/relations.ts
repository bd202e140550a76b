// SPDX-License-Identifier: AGPL-3.0-or-later
// What belongs to what, for reading a thing with all that is its own in one statement.
import { relations } from 'drizzle-orm'
import {
  closures,
  municipalities,
  openingHours,
  orderEvents,
  orderLines,
  orders,
  people,
  shops,
  specialOpenings,
} from './schema.ts'

export const shopRelations = relations(shops, ({ one, many }) => ({
  municipality: one(municipalities, { fields: [shops.municipalityId], references: [municipalities.id] }),
  hours: many(openingHours),
  closures: many(closures),
  specialOpenings: many(specialOpenings),
}))

export const hoursRelations = relations(openingHours, ({ one }) => ({
  shop: one(shops, { fields: [openingHours.shopId], references: [shops.id] }),
}))

export const closureRelations = relations(closures, ({ one }) => ({
  shop: one(shops, { fields: [closures.shopId], references: [shops.id] }),
}))

export const specialOpeningRelations = relations(specialOpenings, ({ one }) => ({
  shop: one(shops, { fields: [specialOpenings.shopId], references: [shops.id] }),
}))

export const orderRelations = relations(orders, ({ one, many }) => ({
  shop: one(shops, { fields: [orders.shopId], references: [shops.id] }),
  municipality: one(municipalities, { fields: [orders.municipalityId], references: [municipalities.id] }),
  person: one(people, { fields: [orders.personId], references: [people.id] }),
  lines: many(orderLines),
  events: many(orderEvents),
}))

export const orderLineRelations = relations(orderLines, ({ one }) => ({
  order: one(orders, { fields: [orderLines.orderId], references: [orders.id] }),
}))

export const orderEventRelations = relations(orderEvents, ({ one }) => ({
  order: one(orders, { fields: [orderEvents.orderId], references: [orders.id] }),
  person: one(people, { fields: [orderEvents.personId], references: [people.id] }),
}))

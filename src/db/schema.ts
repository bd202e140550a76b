// SPDX-License-Identifier: AGPL-3.0-or-later
// The list of all tables. Money is integer cents, weight integer grams, instants `timestamptz`; local days and times
// belong to the municipality's zone. State columns are text typed by drizzle, so that a new state needs no migration.
export * from './schema/deployment.ts'
export * from './schema/messages.ts'
export * from './schema/orders.ts'
export * from './schema/people.ts'
export * from './schema/rights.ts'
export * from './schema/roles.ts'
export * from './schema/shops.ts'

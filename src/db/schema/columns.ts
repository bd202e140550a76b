// SPDX-License-Identifier: AGPL-3.0-or-later
// Columns that occur in many tables.
import { type AnyPgColumn, customType, timestamp, uuid } from 'drizzle-orm/pg-core'

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })
export const id = () => uuid().primaryKey()
export const reference = (column: () => AnyPgColumn) => uuid().notNull().references(column)

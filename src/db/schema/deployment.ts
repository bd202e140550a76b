// SPDX-License-Identifier: AGPL-3.0-or-later
// What kind of database this is: one row, written when the database is made.
import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const deployment = pgTable(
  'deployment',
  {
    /** Always true, so that there is one row. */
    only: boolean().primaryKey().default(true),
    /** Made for the playground: it holds invented people only, and no real channel may use it. */
    demo: boolean().notNull(),
    /** What the ids of the playground's people are made from; only of a demo. */
    playSeed: text(),
    createdAt: instant().notNull(),
  },
  table => [check('deployment_once', sql`${table.only}`)],
)

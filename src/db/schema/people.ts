// SPDX-License-Identifier: AGPL-3.0-or-later
// Towns, the people in them, and where each of them writes.
import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { StoredSpot } from '../stored.ts'
import { id, instant, reference } from './columns.ts'

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

export const chats = pgTable(
  'chats',
  {
    id: id(),
    account: text().notNull(),
    address: text().notNull(),
    /** The platform's own id of the person, where the address may pass to somebody else: behind a telephone number. */
    userId: text(),
    /** What else the platform has called this chat: a number beside an id. */
    aliases: text().array().notNull().default([]),
    /** As whom the person speaks here just now; on an account for one audience always that one. */
    audience: text({ enum: ['citizen', 'staff'] }).notNull(),
    personId: reference(() => people.id),
    municipalityId: uuid().references(() => municipalities.id),
    language: text().notNull(),
    /** Where the conversation stands, for what is typed: the place of the newest menu. */
    spot: jsonb().$type<StoredSpot>(),
    lastInboundAt: instant().notNull(),
    /** The person has blocked us or is gone: nothing is sent until they write again. */
    closedAt: instant(),
    /** When the privacy notice was shown. */
    greetedAt: instant(),
    createdAt: instant().notNull(),
    /** Its person was erased: the chat goes as soon as the last word of ours is out, unless somebody writes in it. */
    leavingAt: instant(),
  },
  table => [
    index('chats_leaving').on(table.leavingAt).where(sql.raw('leaving_at is not null')),
    unique('chats_account_address').on(table.account, table.address),
    unique('chats_account_user').on(table.account, table.userId),
    index().on(table.personId),
    index('chats_aliases').using('gin', table.aliases).with({ fastupdate: false }),
  ],
)

// SPDX-License-Identifier: AGPL-3.0-or-later
// What people have said about their data.
import { sql } from 'drizzle-orm'
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { consentPurposes } from '../../rules/consent.ts'
import { id, instant, reference } from './columns.ts'
import { chats, municipalities, people } from './people.ts'
import { shops } from './shops.ts'

/** The ledger of consent. Rows are only ever added; what holds now is the newest row that fits. */
export const consents = pgTable(
  'consents',
  {
    id: id(),
    personId: reference(() => people.id),
    /** Whose messages it is about: a town's, one shop's, or where both are absent everybody's. */
    municipalityId: uuid().references(() => municipalities.id),
    shopId: uuid().references(() => shops.id),
    purpose: text({ enum: consentPurposes }).notNull(),
    decision: text({ enum: ['given', 'withdrawn'] }).notNull(),
    /** The account on which it was said. */
    account: text().notNull(),
    /** Which words were agreed to: the text's id, its language, and the beginning of its SHA-256. */
    wording: text().notNull(),
    at: instant().notNull(),
  },
  table => [index('consents_of_person').on(table.personId, table.purpose, table.at.desc())],
)

/** Who asked to be erased, and when that was done. Until then orders under way are waited for. */
export const erasures = pgTable(
  'erasures',
  {
    id: id(),
    personId: reference(() => people.id),
    account: text().notNull(),
    /** Where the last word is said; gone with the chat. */
    chatId: uuid().references(() => chats.id, { onDelete: 'set null' }),
    askedAt: instant().notNull(),
    /** Taken back by the person before it was done. */
    revokedAt: instant(),
    doneAt: instant(),
  },
  table => [
    index('erasures_open').on(table.askedAt).where(sql.raw('done_at is null and revoked_at is null')),
    index('erasures_of_person').on(table.personId),
  ],
)

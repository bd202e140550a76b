// SPDX-License-Identifier: AGPL-3.0-or-later
// What comes in and goes out.
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { StoredChoice, StoredPlace, StoredView } from '../stored.ts'
import { id, instant, reference } from './columns.ts'
import { chats, municipalities } from './people.ts'

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

export const processes = pgTable('processes', {
  id: id(),
  seenAt: instant().notNull(),
})

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
import type { StoredChoice, StoredPairing, StoredPlace, StoredView } from '../stored.ts'
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
    /** Whose screens its choices belong to. */
    audience: text({ enum: ['citizen', 'staff'] }).notNull(),
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
    /** held: until the person writes again; moved: sent in another chat of the person instead. */
    delivery: text({
      enum: ['queued', 'sending', 'delivered', 'refused', 'unknown', 'skipped', 'held', 'moved'],
    }).notNull(),
    /** How far the platform says that it came. */
    reached: text({ enum: ['accepted', 'sent', 'delivered', 'read'] }),
    /** A notice that did not arrive: when another way was looked for. */
    strayedAt: instant(),
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
    index('messages_held').on(table.chatId).where(sql.raw(`delivery = 'held'`)),
    index('messages_astray')
      .on(table.createdAt)
      .where(
        sql.raw(`lane = 'notice' and strayed_at is null and delivery in ('queued', 'held', 'refused', 'skipped')`),
      ),
    index('messages_external').using('gin', table.externalIds).with({ fastupdate: false }),
  ],
)

export const processes = pgTable('processes', {
  id: id(),
  seenAt: instant().notNull(),
})

/** How each process that speaks for an account finds it. */
export const accountStates = pgTable(
  'account_states',
  {
    account: text().notNull(),
    processId: uuid().notNull(),
    ok: boolean().notNull(),
    detail: text().notNull(),
    /** What a person must do with their telephone: shown to operators only. */
    pairing: jsonb().$type<StoredPairing>(),
    since: instant().notNull(),
  },
  table => [primaryKey({ columns: [table.account, table.processId] })],
)

/** Accounts that no process can speak for, and of which the operators were told. */
export const accountAlarms = pgTable(
  'account_alarms',
  {
    account: text().notNull(),
    trouble: text({ enum: ['silent', 'pairing'] }).notNull(),
    toldAt: instant().notNull(),
  },
  table => [primaryKey({ columns: [table.account, table.trouble] })],
)

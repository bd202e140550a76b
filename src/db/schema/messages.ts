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
import type { StoredChoice, StoredErrand, StoredPairing, StoredSpot, StoredView } from '../stored.ts'
import { bytes, id, instant, reference } from './columns.ts'
import { chats, municipalities } from './people.ts'

export const inbox = pgTable(
  'inbox',
  {
    account: text().notNull(),
    /** SHA-256 of the platform's own id, in hexadecimal: an id of WhatsApp's tells the sender's number. */
    updateId: text().notNull(),
    receivedAt: instant().notNull(),
    error: text(),
    /** Only of an update set aside: what came in, so that it can be replayed. */
    incoming: jsonb(),
    /** When somebody asked for an update set aside to be tried again. */
    replayAt: instant(),
  },
  table => [
    primaryKey({ columns: [table.account, table.updateId] }),
    index('inbox_set_aside').on(table.receivedAt).where(sql.raw('error is not null')),
    index('inbox_received').on(table.receivedAt),
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
    priority: text({ enum: ['reply', 'notice'] }).notNull(),
    /** Such as `order:<id>`: a newer message with the same key takes this one's place. */
    card: text(),
    /** The screen and its state when the message was made: what its choices are run against. */
    spot: jsonb().$type<StoredSpot>(),
    view: jsonb().$type<StoredView>().notNull(),
    choices: jsonb().$type<StoredChoice[]>().notNull(),
    toast: text(),
    /** open: the current one; superseded: a newer one is there; answered: its commit was taken. */
    choicesState: text({ enum: ['open', 'superseded', 'answered'] }).notNull(),
    /** The message that this one is to take the place of. */
    replaces: uuid(),
    /** A card that must ring comes as a new message instead of an edit. */
    rings: boolean().notNull(),
    /**
     * skipped: the chat was closed; superseded: a newer card came before it was sent; awaiting-reader: until the person
     * writes again; moved: sent in another chat of the person instead.
     */
    delivery: text({
      enum: [
        'queued',
        'sending',
        'delivered',
        'refused',
        'unknown',
        'skipped',
        'superseded',
        'awaiting-reader',
        'moved',
      ],
    }).notNull(),
    /** How far the platform says that it came. */
    reached: text({ enum: ['accepted', 'sent', 'delivered', 'read'] }),
    /** A notice that did not arrive: when another way was looked for. */
    undeliveredAt: instant(),
    /** The process that is sending it; free again when that process stops breathing. */
    claimedBy: uuid(),
    attempts: integer().notNull().default(0),
    dueAt: instant().notNull(),
    /** Of a message that was put off until `dueAt`: what waits with it. */
    waitScope: text({ enum: ['message', 'chat', 'account'] }),
    error: text(),
    externalIds: text().array(),
    createdAt: instant().notNull(),
    settledAt: instant(),
    /** When its content was taken out: what is left says that there was a message, and no more. */
    emptiedAt: instant(),
  },
  table => [
    foreignKey({ columns: [table.replaces], foreignColumns: [table.id] }).onDelete('set null'),
    index('messages_of_chat').on(table.chatId, table.createdAt),
    index('messages_replaced').on(table.replaces).where(sql.raw('replaces is not null')),
    index('messages_to_empty').on(table.createdAt).where(sql.raw('emptied_at is null')),
    index('messages_to_delete').on(table.createdAt).where(sql.raw('emptied_at is not null')),
    index('messages_pending').on(table.chatId, table.position).where(sql.raw(`delivery in ('queued','sending')`)),
    index('messages_open').on(table.chatId, table.position.desc()).where(sql.raw(`choices_state = 'open'`)),
    index('messages_card').on(table.card, table.chatId, table.position.desc()).where(sql.raw('card is not null')),
    index('messages_awaiting_reader').on(table.chatId).where(sql.raw(`delivery = 'awaiting-reader'`)),
    index('messages_undelivered')
      .on(table.createdAt)
      .where(
        sql.raw(
          `priority = 'notice' and undelivered_at is null and delivery in ('queued', 'awaiting-reader', 'refused', 'skipped')`,
        ),
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

/** What a sweep could not deal with: tried again by itself, and set aside after some tries. */
export const sweepFailures = pgTable(
  'sweep_failures',
  {
    sweep: text().notNull(),
    /** The id of the order, the notice or the account that the sweep was to deal with. */
    subject: text().notNull(),
    attempts: integer().notNull(),
    error: text().notNull(),
    retryAt: instant().notNull(),
    setAsideAt: instant(),
  },
  table => [primaryKey({ columns: [table.sweep, table.subject] })],
)

/** Work for a chat that needs the network or the processor between two units: its result comes back as an input. */
export const errands = pgTable(
  'errands',
  {
    id: id(),
    chatId: reference(() => chats.id),
    account: text().notNull(),
    /** What is to be done. */
    request: jsonb().$type<StoredErrand>().notNull(),
    state: text({ enum: ['queued', 'claimed', 'done', 'set-aside'] }).notNull(),
    /** The process that does it; free again when that process stops breathing. */
    claimedBy: uuid(),
    attempts: integer().notNull().default(0),
    dueAt: instant().notNull(),
    error: text(),
    createdAt: instant().notNull(),
    doneAt: instant(),
  },
  table => [
    index('errands_pending').on(table.dueAt).where(sql.raw(`state in ('queued','claimed')`)),
    index('errands_set_aside').on(table.createdAt).where(sql.raw(`state = 'set-aside'`)),
  ],
)

/** Files that people sent, until a screen has used them, and documents of ours on their way to a person. */
export const files = pgTable('files', {
  id: id(),
  chatId: reference(() => chats.id),
  /** What the bytes are, found by looking at them and not by what was said of them. */
  mime: text().notNull(),
  name: text(),
  bytes: bytes().notNull(),
  createdAt: instant().notNull(),
})

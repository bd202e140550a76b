// SPDX-License-Identifier: AGPL-3.0-or-later
// Who may do what, and how one comes to it.
import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { freezeReasons, roleKinds } from '../../rules/role.ts'
import type { StoredMoved } from '../stored.ts'
import { id, instant, reference } from './columns.ts'
import { chats, municipalities, people } from './people.ts'
import { shops } from './shops.ts'

export const roles = pgTable(
  'roles',
  {
    id: id(),
    municipalityId: reference(() => municipalities.id),
    personId: reference(() => people.id),
    kind: text({ enum: roleKinds }).notNull(),
    shopId: uuid().references(() => shops.id),
    /** Absent for one given on the command line. */
    grantedBy: uuid().references(() => people.id),
    /** It gives no right from then on, until somebody who may give it confirms it. */
    frozenAt: instant(),
    frozenBecause: text({ enum: freezeReasons }),
    /** When it was last confirmed; absent while it never rested. */
    provenAt: instant(),
    createdAt: instant().notNull(),
  },
  table => [
    unique('roles_once').on(table.personId, table.kind, table.municipalityId, table.shopId).nullsNotDistinct(),
    index().on(table.shopId),
  ],
)

export const invitations = pgTable('invitations', {
  id: id(),
  /** SHA-256 of the token; the token itself is only in the link. Absent until the message with the link is sent. */
  tokenHash: text().unique('invitations_token_hash'),
  municipalityId: reference(() => municipalities.id),
  kind: text({ enum: roleKinds }).notNull(),
  shopId: uuid().references(() => shops.id),
  /** Absent for one made on the command line. */
  invitedBy: uuid().references(() => people.id),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
  usedBy: uuid().references(() => people.id),
  /** Taken back before anybody used it. */
  revokedAt: instant(),
})

export const invitationTries = pgTable(
  'invitation_tries',
  {
    id: id(),
    personId: reference(() => people.id),
    at: instant().notNull(),
  },
  table => [index().on(table.personId, table.at)],
)

/** A code shown in one chat, which joins the chat where it is written to the same person. Its SHA-256 is kept. */
export const linkCodes = pgTable('link_codes', {
  codeHash: text().primaryKey(),
  chatId: reference(() => chats.id),
  expiresAt: instant().notNull(),
  usedAt: instant(),
})

/**
 * The chats of two people on their way to being those of one: an attempt, and for a day after it has succeeded what it
 * takes to undo it.
 */
export const links = pgTable(
  'links',
  {
    id: id(),
    /** The chat whose person the other one joins. */
    showingChatId: reference(() => chats.id),
    showingPersonId: reference(() => people.id),
    /** The chat that joins, and its person before; absent while a number that was moved to has not written yet. */
    typingChatId: uuid().references(() => chats.id),
    typingPersonId: uuid().references(() => people.id),
    /**
     * `moved`: WhatsApp says that the person is elsewhere now. `typed`: a yes is missing. `asked`, `asked-back`: the
     * showing, the typing chat must choose the number that the other one shows. `joined`: done, can be undone.
     */
    state: text({ enum: ['moved', 'typed', 'asked', 'asked-back', 'joined'] }).notNull(),
    /** The number to be chosen, and those it stands among. */
    number: integer(),
    numbers: integer().array().notNull().default([]),
    /** What has come to the person who was joined, to be given back. */
    moved: jsonb().$type<StoredMoved>(),
    /** Where WhatsApp says that the person has gone. */
    toAddress: text(),
    toUserId: text(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  table => [index().on(table.showingPersonId)],
)

/** What people with a role did, and what was done to roles; rows are only ever added. */
export const audit = pgTable(
  'audit',
  {
    id: id(),
    /** Absent for what concerns no one town. */
    municipalityId: uuid().references(() => municipalities.id),
    /** Absent for what was done on the command line, or by the program itself. */
    personId: uuid().references(() => people.id),
    at: instant().notNull(),
    action: text().notNull(),
    /** What it was done to, such as `order:<id>`, `person:<id>`. */
    subject: text(),
    detail: text(),
  },
  table => [index('audit_of_town').on(table.municipalityId, table.at.desc())],
)

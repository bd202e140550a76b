// SPDX-License-Identifier: AGPL-3.0-or-later
// What was said in chats, when its time has come: emptied first, then gone. Chat by chat, so many messages at a time.
//
// The card of an order under way keeps its content however old it is: the shop answers from it. A message that still
// waits to be sent after a month is not sent any more.
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { notFailing } from '../../db/failing.ts'
import { chats, inbox, messages } from '../../db/schema.ts'
import { endOf } from '../../rules/retention.ts'
import type { Look, Work } from '../unit.ts'

/** So many messages of one chat, or updates of one account, are dealt with in one transaction. */
const rowsAtOnce = 1000
/** Among so many of the oldest rows chats and accounts are looked for. */
const rowsSeen = 20_000

/** What a message becomes that has lost its content: a row that says that there was one. */
export function emptied(now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`
  return {
    view: sql`'{"text": "", "rows": []}'::jsonb`,
    choices: sql`'[]'::jsonb`,
    spot: null,
    toast: null,
    error: null,
    externalIds: null,
    emptiedAt: now,
    choicesState: sql`case ${messages.choicesState} when 'open' then 'superseded' else ${messages.choicesState} end`,
    delivery: sql`case when ${messages.delivery} in ('queued', 'awaiting-reader') then 'skipped'
      else ${messages.delivery} end`,
    // Nobody is told any more that it did not arrive.
    undeliveredAt: sql`case ${messages.priority} when 'notice' then coalesce(${messages.undeliveredAt}, ${at}) end`,
  }
}

/** The card of an order that has not ended. */
const isLiveCard = sql`${messages.card} is not null and exists (select from orders
  where 'order:' || orders.id::text = ${messages.card} and orders.ended_at is null)`

function toBeEmptied(now: Date): SQL | undefined {
  return and(
    isNull(messages.emptiedAt),
    lte(messages.createdAt, endOf('conversation', now)),
    ne(messages.delivery, 'sending'),
    sql`not (${isLiveCard})`,
  )
}

function toBeDeleted(now: Date): SQL | undefined {
  return and(isNotNull(messages.emptiedAt), lte(messages.createdAt, endOf('trace', now)))
}

/** Chats with messages that are to be emptied, the oldest message first. */
export function chatsToEmpty(look: Look, most: number): Promise<string[]> {
  return chatsWith(look, 'empty-messages', toBeEmptied(look.now), most)
}

/** Empties the oldest messages of a chat that have had their time. */
export async function emptyMessages(work: Work, chatId: string): Promise<void> {
  const due = oldest(work, chatId, toBeEmptied(work.now))
  await work.db.update(messages).set(emptied(work.now)).where(inArray(messages.id, due))
}

/** Chats with emptied messages that are to go, the oldest message first. */
export function chatsToThin(look: Look, most: number): Promise<string[]> {
  return chatsWith(look, 'delete-messages', toBeDeleted(look.now), most)
}

/** Deletes the oldest messages of a chat that have had their time. */
export async function deleteMessages(work: Work, chatId: string): Promise<void> {
  await work.db.delete(messages).where(inArray(messages.id, oldest(work, chatId, toBeDeleted(work.now))))
}

async function chatsWith(look: Look, sweep: string, due: SQL | undefined, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ chatId: messages.chatId })
    .from(messages)
    .where(and(due, notFailing(look, sweep, messages.chatId)))
    .orderBy(asc(messages.createdAt))
    .limit(rowsSeen)
  return [...new Set(rows.map(({ chatId }) => chatId))].slice(0, most)
}

function oldest({ db }: Work, chatId: string, due: SQL | undefined) {
  return db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.chatId, chatId), due))
    .orderBy(asc(messages.createdAt))
    .limit(rowsAtOnce)
}

function setAsideTooLong(now: Date): SQL | undefined {
  return and(isNotNull(inbox.error), lte(inbox.receivedAt, endOf('conversation', now)))
}

/** Accounts with updates set aside whose content has had its time. */
export async function accountsToEmpty(look: Look, most: number): Promise<string[]> {
  return accountsWith(look, 'empty-inbox', setAsideTooLong(look.now), most)
}

/** Takes the content out of updates set aside: they cannot be replayed any more, and nobody is reminded of them. */
export async function emptyInbox(work: Work, account: string): Promise<void> {
  await work.db
    .update(inbox)
    .set({ error: null, incoming: null, replayAt: null })
    .where(and(eq(inbox.account, account), setAsideTooLong(work.now)))
}

/** Accounts with updates that nobody will repeat any more. */
export async function accountsToThin(look: Look, most: number): Promise<string[]> {
  return accountsWith(look, 'delete-inbox', lte(inbox.receivedAt, endOf('trace', look.now)), most)
}

/** Forgets the oldest updates of an account that have had their time. */
export async function deleteUpdates(work: Work, account: string): Promise<void> {
  const due = work.db
    .select({ updateId: inbox.updateId })
    .from(inbox)
    .where(and(eq(inbox.account, account), lte(inbox.receivedAt, endOf('trace', work.now))))
    .orderBy(asc(inbox.receivedAt))
    .limit(rowsAtOnce)
  await work.db.delete(inbox).where(and(eq(inbox.account, account), inArray(inbox.updateId, due)))
}

async function accountsWith(look: Look, sweep: string, due: SQL | undefined, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ account: inbox.account })
    .from(inbox)
    .where(and(due, notFailing(look, sweep, inbox.account)))
    .orderBy(asc(inbox.receivedAt))
    .limit(rowsSeen)
  return [...new Set(rows.map(({ account }) => account))].slice(0, most)
}

function standsTooLong(now: Date): SQL | undefined {
  return and(isNotNull(chats.spot), lte(chats.lastInboundAt, endOf('conversation', now)))
}

/** Chats that still stand where somebody left them a month ago. */
export async function chatsToLeave(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(standsTooLong(look.now), notFailing(look, 'leave-spots', chats.id)))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Forgets where a chat stood, with what was being written there: the next message begins at home. */
export async function leaveSpot(work: Work, chatId: string): Promise<void> {
  await work.db
    .update(chats)
    .set({ spot: null })
    .where(and(eq(chats.id, chatId), standsTooLong(work.now)))
}

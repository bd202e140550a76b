// SPDX-License-Identifier: AGPL-3.0-or-later
// The chats of erased people, which stay until our last word is out.
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { notFailing } from '../../db/failing.ts'
import { chats, messages } from '../../db/schema.ts'
import type { Look, SoleWork } from '../unit.ts'

/** Deletes chats with all that was sent in them. */
export async function deleteChats(work: SoleWork, ids: readonly string[]): Promise<void> {
  await work.db.delete(messages).where(inArray(messages.chatId, [...ids]))
  await work.db.delete(chats).where(inArray(chats.id, [...ids]))
}

/** So long the chat stays at the least: a second tap on the yes must not be the first of somebody new. */
const secondTapMs = 60_000
/** So long it stays at the most. */
const farewellMs = 86_400_000

/** Chats of erased people in which our last word is out, or will not get out. */
export async function chatsLeft(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(mayGo(look.now), notFailing(look, 'delete-chats', chats.id)))
    .orderBy(asc(chats.leavingAt))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Deletes one of them. */
export async function deleteChat(work: SoleWork, chatId: string): Promise<void> {
  const [chat] = await work.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.id, chatId), mayGo(work.now)))
    .for('update')
  if (chat) await deleteChats(work, [chat.id])
}

function mayGo(now: Date): SQL {
  const since = (ms: number): string => new Date(now.getTime() - ms).toISOString()
  return sql`${chats.leavingAt} <= ${since(secondTapMs)}::timestamptz and (
    ${chats.leavingAt} <= ${since(farewellMs)}::timestamptz or not exists (
    select from messages where messages.chat_id = ${chats.id} and messages.delivery in ('queued', 'sending')))`
}

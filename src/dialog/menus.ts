// SPDX-License-Identifier: AGPL-3.0-or-later
// Messages of ours, looked up as menus. A choice is always looked up within its own chat.
import { and, arrayContains, desc, eq, sql } from 'drizzle-orm'
import { messages, orders } from '../db/schema.ts'
import type { StoredChoice, StoredPlace } from '../db/stored.ts'
import type { Work } from '../engine/work.ts'

export interface Menu {
  readonly id: string
  readonly place: StoredPlace | null
  readonly choices: readonly StoredChoice[]
  readonly state: 'open' | 'superseded' | 'answered'
  readonly card: string | null
  readonly externalIds: readonly string[]
  readonly photo: boolean
  readonly numberAnswers: boolean
}

const columns = {
  id: messages.id,
  place: messages.place,
  choices: messages.choices,
  state: messages.menu,
  card: messages.card,
  externalIds: sql<string[]>`coalesce(${messages.externalIds}, '{}')`,
  photo: sql<boolean>`${messages.view} -> 'photoId' is not null`,
  numberAnswers: sql<boolean>`${messages.view} -> 'numberAnswers' is not null`,
}

export async function menuById(work: Work, chatId: string, id: string): Promise<Menu | undefined> {
  const [menu] = await work.db
    .select(columns)
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.chatId, chatId)))
  return menu
}

/** The message of ours that a person's words are a reply to. */
export async function quotedMenu(work: Work, chatId: string, externalId: string): Promise<Menu | undefined> {
  const [menu] = await work.db
    .select(columns)
    .from(messages)
    .where(and(eq(messages.chatId, chatId), arrayContains(messages.externalIds, [externalId])))
    .orderBy(desc(messages.position))
    .limit(1)
  return menu
}

/** What a bare number or label is an answer to. */
export async function newestMenu(work: Work, chatId: string): Promise<Menu | undefined> {
  const [menu] = await work.db
    .select(columns)
    .from(messages)
    .where(and(eq(messages.chatId, chatId), eq(messages.menu, 'open')))
    .orderBy(desc(messages.position))
    .limit(1)
  return menu
}

/**
 * Compare-and-set: of two taps on one commit, one acts. Whoever moves an order locks it and then supersedes its cards
 * in every chat: so a tap on one of these locks the order first as well. In the other order two shopkeepers who answer
 * at once wait for each other, for a second, until PostgreSQL ends one of them.
 */
export async function takeCommit(work: Work, { id, card }: Menu): Promise<boolean> {
  const orderId = /^order:(.+)$/.exec(card ?? '')?.[1]
  if (orderId !== undefined) {
    await work.db.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId)).for('update')
  }
  const taken = await work.db
    .update(messages)
    .set({ menu: 'answered' })
    .where(and(eq(messages.id, id), eq(messages.menu, 'open')))
    .returning({ id: messages.id })
  return taken.length > 0
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person is called and has written, where it stands in messages to others: on the cards of a shop, in its lists,
// in notices. The messages are with their readers already; what goes is what we keep of them.
import { and, eq, gt, inArray, isNull, lte, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { messages, orderLines, orders, people } from '../../db/schema.ts'
import { endOf } from '../../rules/retention.ts'
import { nameless } from '../orders/clearing.ts'
import { emptied } from '../retention/conversation.ts'
import type { SoleWork } from '../unit.ts'

/** Shorter ones stand in every other word. */
const leastLength = 3

/** A person's name, and the addresses, notes and own words of their orders. */
export async function wordsOf({ db }: SoleWork, personId: string): Promise<string[]> {
  const isTheirs = eq(orders.personId, personId)
  const [[person], of, lines] = await Promise.all([
    db.select({ name: people.name }).from(people).where(eq(people.id, personId)),
    db.select({ address: orders.address, note: orders.note }).from(orders).where(isTheirs),
    db
      .select({
        said: sql<string | null>`case when ${orderLines.productId} is null then ${orderLines.name} end`,
        note: orderLines.note,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isTheirs),
  ])
  const words = [
    person?.name,
    ...of.flatMap(each => [each.address, each.note]),
    ...lines.flatMap(each => [each.said, each.note]),
  ]
  return [...new Set(words.filter(word => word != null).filter(word => word.length >= leastLength))]
}

/**
 * Empties the cards of a person's orders in other people's chats, and takes the person's words out of what else stands
 * there. Reads what a month has left of messages, once for each erasure.
 */
export async function forgetWords(
  work: SoleWork,
  { personId, chatIds, words }: { personId: string; chatIds: readonly string[]; words: readonly string[] },
): Promise<void> {
  const { db, now } = work
  const elsewhere = and(
    isNull(messages.emptiedAt),
    chatIds.length > 0 ? notInArray(messages.chatId, [...chatIds]) : undefined,
  )
  const cards = db
    .select({ card: sql<string>`'order:' || ${orders.id}::text` })
    .from(orders)
    .where(eq(orders.personId, personId))
  await db
    .update(messages)
    .set(emptied(now))
    .where(and(elsewhere, inArray(messages.card, cards)))
  if (words.length === 0) return
  const needles = [...new Set(words.flatMap(word => [word, asMarkup(word)]))].sort((a, b) => b.length - a.length)
  // Window by window: no statement may take long, however much a month has left.
  let until = now
  for (const since of [...windowsBefore(now), undefined]) {
    const within = and(lte(messages.createdAt, until), since && gt(messages.createdAt, since))
    await forgetWithin(work, needles, and(elsewhere, within))
    until = since ?? until
  }
}

const windowMs = 24 * 3_600_000

/** Instants, each a day before the one ahead of it, as far back as messages have content. */
function windowsBefore(now: Date): Date[] {
  const count = Math.ceil((now.getTime() - endOf('conversation', now).getTime()) / windowMs)
  return Array.from({ length: count }, (_, at) => new Date(now.getTime() - (at + 1) * windowMs))
}

async function forgetWithin({ db }: SoleWork, words: readonly string[], where: SQL | undefined): Promise<void> {
  const { id, view, choices, spot, toast } = messages
  const text = sql`concat(${view}::text, ${choices}::text, ${spot}::text, ${toast})`
  const found = await db
    .select({ id, view, choices, spot, toast })
    .from(messages)
    .where(and(where, or(...words.map((word): SQL => sql`position(${asJson(word)} in ${text}) > 0`))))
  for (const { id: messageId, ...told } of found)
    await db
      .update(messages)
      .set(without(told, words) as typeof told)
      .where(eq(messages.id, messageId))
}

/** As a text of ours shows it. */
function asMarkup(word: string): string {
  return word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** As it stands in JSON. */
function asJson(word: string): string {
  return JSON.stringify(word).slice(1, -1)
}

/** Names of ours, which lead somewhere and are never a person's. */
const ours = new Set(['id', 'photoId', 'screen', 'action', 'effect', 'sharing', 'audience', 'kind', 'name'])

/** The same value without these words in its texts. */
function without(value: unknown, words: readonly string[]): unknown {
  if (typeof value === 'string') return words.reduce((text, word) => text.replaceAll(word, nameless), value)
  if (Array.isArray(value)) return value.map(each => without(each, words))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, ours.has(key) ? each : without(each, words)]),
  )
}

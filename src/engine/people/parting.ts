// SPDX-License-Identifier: AGPL-3.0-or-later
// How a chat ceases to belong to a person: a link is undone, a chat is unlinked, or a role comes to somebody who has
// chats at several addresses. Roles belong to a person, so a person with a role has the chats of one address only.
import { and, asc, desc, eq, gt, inArray, like, not, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { chats, links, messages, people, roles } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import type { Look, SoleWork } from '../unit.ts'
import { giveBack, lockPeople, sameAddress } from './joining.ts'
import { type Attempt, type ChatOfPerson, lockedLink } from './linking.ts'

/** A chat of a person's, as they see it. */
export interface LinkedChat {
  readonly chatId: string
  readonly account: string
  /** `telegram` for `telegram:citizen`: with the address it says whose chat it is there. */
  readonly channel: string
  readonly address: string
  readonly lastInboundAt: Date
}

/** Every chat of this person that has an address. */
export function chatsOf(look: Look, personId: string): Promise<LinkedChat[]> {
  return look.db
    .select({
      chatId: chats.id,
      account: chats.account,
      channel: sql<string>`split_part(${chats.account}, ':', 1)`,
      address: chats.address,
      lastInboundAt: chats.lastInboundAt,
    })
    .from(chats)
    .where(and(eq(chats.personId, personId), not(like(chats.address, 'was:%'))))
    .orderBy(asc(chats.createdAt))
}

/** A link that can still be undone, and the account of the chat at its other end. */
export interface UndoableLink {
  readonly linkId: string
  readonly account: string
  readonly until: Date
}

/** The links of this person that can still be undone, the latest first. */
export async function undoableLinks(look: Look, { chatId, personId }: ChatOfPerson): Promise<UndoableLink[]> {
  const [showing, typing] = [alias(chats, 'showing'), alias(chats, 'typing')]
  const rows = await look.db
    .select({ link: links, showing: showing.account, typing: typing.account })
    .from(links)
    .innerJoin(showing, eq(showing.id, links.showingChatId))
    .innerJoin(typing, eq(typing.id, links.typingChatId))
    .where(and(eq(links.showingPersonId, personId), eq(links.state, 'joined'), gt(links.expiresAt, look.now)))
    .orderBy(desc(links.expiresAt))
  return rows.map(({ link, showing, typing }) => {
    const came = link.moved?.chats.includes(chatId) ?? false
    return { linkId: link.id, account: came ? showing : typing, until: link.expiresAt }
  })
}

/**
 * Undoes a link: the chats that came with it, their orders and the bags that came whole go back to the person from whom
 * they came. Any chat of the person who was joined may.
 */
export async function undoLink(
  work: SoleWork,
  linkId: string,
  { personId }: Pick<ChatOfPerson, 'personId'>,
): Promise<Result<{ chats: readonly string[]; personId: string }, 'link-over'>> {
  const link = await lockedLink(work, linkId)
  if (link?.state !== 'joined' || link.showingPersonId !== personId) return refused('link-over')
  return done(await undo(work, link, personId, 'undone'))
}

/**
 * Takes chats off a person: together they become a person of their own, and what was ordered stays. Where a link can
 * still be undone it is undone instead, whichever of its two chats is taken off: the one that joined can neither throw
 * the other out of its own history, nor be robbed of what it brought.
 */
export async function unlinkChats(
  work: SoleWork,
  personId: string,
  chatIds: readonly string[],
): Promise<Result<null, 'not-allowed'>> {
  const theirs = and(inArray(chats.id, [...chatIds]), eq(chats.personId, personId))
  const there = await work.db.select({ id: chats.id }).from(chats).where(theirs).orderBy(asc(chats.id)).for('update')
  if (there.length === 0) return refused('not-allowed')
  const ids = there.map(({ id }) => id)
  const recent = await work.db
    .select({ id: links.id })
    .from(links)
    .where(
      and(
        eq(links.showingPersonId, personId),
        eq(links.state, 'joined'),
        or(inArray(links.typingChatId, ids), inArray(links.showingChatId, ids)),
        gt(links.expiresAt, work.now),
      ),
    )
  for (const { id } of recent) {
    const link = await lockedLink(work, id)
    if (link) await undo(work, link, personId, 'unlinked')
  }
  const left = await work.db.select({ id: chats.id }).from(chats).where(theirs)
  // Undoing a link may have left the chats that were meant alone with their history.
  if (left.length > 0 && recent.length === 0) await part(work, personId, left, 'unlinked', personId)
  return done(null)
}

/** Whose a chat is. */
export async function personOf(look: Look, chatId: string): Promise<string | undefined> {
  const [chat] = await look.db.select({ personId: chats.personId }).from(chats).where(eq(chats.id, chatId))
  return chat?.personId
}

/**
 * The person to whom a role may be given in this chat: the person itself, or, where the person has chats at other
 * addresses too, a new one that this chat becomes. What was ordered stays with the others. The person is locked: nobody
 * is joined to it before the role is there.
 */
export async function personForRole(work: SoleWork, { chatId, personId }: ChatOfPerson): Promise<string> {
  await lockPeople(work, [personId])
  const [elsewhere] = await work.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.personId, personId), not(sameAddress(chatId)), not(like(chats.address, 'was:%'))))
    .limit(1)
  if (!elsewhere) return personId
  const own = await work.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.personId, personId), sameAddress(chatId)))
  return own.length > 0 ? part(work, personId, own, 'role', personId) : personId
}

export type PartReason = 'undone' | 'unlinked' | 'role'

async function undo(
  work: SoleWork,
  link: Attempt,
  by: string,
  because: PartReason,
): Promise<{ chats: readonly string[]; personId: string }> {
  const { db } = work
  const { showingPersonId: joined, typingPersonId: before } = link
  const moved = link.moved ?? { chats: [], orders: [], bags: [] }
  await db
    .select({ id: chats.id })
    .from(chats)
    .where(inArray(chats.id, [...moved.chats]))
    .orderBy(asc(chats.id))
    .for('update')
  await lockPeople(work, [joined, before])
  const still = and(inArray(chats.id, [...moved.chats]), eq(chats.personId, joined))
  // Somebody who has come to a role since keeps it to the chats that they had then.
  const [role] = await db.select({ id: roles.id }).from(roles).where(eq(roles.personId, before)).limit(1)
  const to = role ? await personLike(work, before) : before
  const back = await db.update(chats).set({ personId: to }).where(still).returning({ id: chats.id })
  await db.delete(links).where(eq(links.id, link.id))
  const ids = back.map(({ id }) => id)
  if (ids.length > 0) {
    await giveBack(work, moved, joined, to)
    // What had joined the one who goes back goes along, and can still be undone.
    await db
      .update(links)
      .set({ showingPersonId: to })
      .where(and(eq(links.showingPersonId, joined), inArray(links.showingChatId, ids)))
    await dropNotices(work, ids)
  }
  work.happened({ type: 'chats-parted', personId: joined, chats: ids, because, by })
  return { chats: ids, personId: to }
}

/** Gives chats to somebody new, and answers whom. */
async function part(
  work: SoleWork,
  personId: string,
  parted: readonly { readonly id: string }[],
  because: PartReason,
  by: string,
): Promise<string> {
  const ids = parted.map(({ id }) => id)
  const to = await personLike(work, personId)
  await work.db.update(chats).set({ personId: to }).where(inArray(chats.id, ids))
  await work.db.delete(links).where(inArray(links.typingChatId, ids))
  await dropNotices(work, ids)
  work.happened({ type: 'chats-parted', personId, chats: ids, because, by })
  return to
}

/** A new person, called the same until they next write. */
async function personLike(work: SoleWork, personId: string): Promise<string> {
  const id = work.newId()
  const [like] = await work.db.select({ name: people.name }).from(people).where(eq(people.id, personId))
  await work.db.insert(people).values({ id, name: like?.name ?? '?', createdAt: work.now })
  return id
}

/** What was still to be told in chats about somebody whose chats they no longer are is not told there. */
async function dropNotices(work: SoleWork, chatIds: readonly string[]): Promise<void> {
  await work.db
    .update(messages)
    .set({ delivery: 'skipped', settledAt: work.now })
    .where(
      and(
        inArray(messages.chatId, [...chatIds]),
        eq(messages.priority, 'notice'),
        sql`${messages.delivery} in ('queued', 'awaiting-reader')`,
      ),
    )
}

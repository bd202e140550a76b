// SPDX-License-Identifier: AGPL-3.0-or-later
// Two chats of one person. A chat shows a code; the chat where it is typed asks to join the first one's person, and
// brings nothing but itself. Then the one chat shows a number, and the other must choose it among nine: nobody can
// choose it who does not see both. Where the chat that joins has a history of its own, the same is done the other way
// round before anything changes, and the two histories become one.
//
// Roles never travel: a person with a role can neither show nor type a code, and is never joined.
import { createHash } from 'node:crypto'
import { and, eq, gt, isNull, lte, or } from 'drizzle-orm'
import { chats, linkCodes, links } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { hasRole } from '../authority.ts'
import type { Look, SoleWork, Work } from '../unit.ts'
import { mayTryCode, noteWrongCode } from './code-attempts.ts'
import { hasHistory, joinPeople, lockForJoining } from './joining.ts'
import { isMoved } from './link-seen.ts'

const minuteMs = 60_000
/** How long a code can be typed, and how long an attempt may take from then on. */
const validMs = 15 * minuteMs
/** How long a link can be undone. */
const undoMs = 24 * 60 * minuteMs
/** Without the letters and digits that are taken for one another. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const codeLength = 8
/** Somebody who chooses without looking is right once in so many times. */
const numbersShown = 9

/** A chat and its person. */
export interface ChatOfPerson {
  readonly chatId: string
  readonly personId: string
}

/** A code to be written in another chat of the same person, good for a quarter of an hour and for once. */
export async function showLinkCode(work: Pick<Work, 'db' | 'now' | 'below'>, chatId: string): Promise<string> {
  const code = Array.from({ length: codeLength }, () => letters[work.below(letters.length)]).join('')
  await work.db.delete(linkCodes).where(or(eq(linkCodes.chatId, chatId), lte(linkCodes.expiresAt, work.now)))
  await work.db
    .insert(linkCodes)
    .values({ codeHash: hashOf(code), chatId, expiresAt: new Date(work.now.getTime() + validMs) })
  return code
}

/** Whether a person may link chats at all: not with a role. */
export async function mayLink(look: Look, personId: string): Promise<boolean> {
  return !(await hasRole(look, personId))
}

/**
 * Takes a code that was typed: of two chats in which the same code is typed, one takes it. A wrong one counts, ten an
 * hour. `link-role`: the person who types has a role.
 */
export async function typeLinkCode(
  work: SoleWork,
  code: string,
  typing: ChatOfPerson,
): Promise<Result<{ linkId: string }, 'link-code-unknown' | 'link-already' | 'link-role' | 'too-many-tries'>> {
  if (!(await mayLink(work, typing.personId))) return refused('link-role')
  if (!(await mayTryCode(work, typing.personId))) return refused('too-many-tries')
  const isOpen = and(eq(linkCodes.codeHash, hashOf(code)), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, work.now))
  const [shown] = await work.db
    .select({ chatId: linkCodes.chatId, personId: chats.personId })
    .from(linkCodes)
    .innerJoin(chats, eq(chats.id, linkCodes.chatId))
    .where(isOpen)
  if (shown?.personId === typing.personId) return refused('link-already')
  const [taken] = await work.db.update(linkCodes).set({ usedAt: work.now }).where(isOpen).returning()
  // Somebody who has been given a role since showed the code as nobody in particular: it no longer counts.
  if (!shown || !taken || !(await mayLink(work, shown.personId))) {
    noteWrongCode(work, typing.personId)
    return refused('link-code-unknown')
  }
  return done({ linkId: await beginLink(work, shown, typing) })
}

/** An attempt in which a yes of the chat that joins is what comes next; the chat's earlier attempts are over. */
export async function beginLink(work: Work, showing: ChatOfPerson, typing: ChatOfPerson): Promise<string> {
  const mine = and(eq(links.typingChatId, typing.chatId), or(eq(links.state, 'typed'), eq(links.state, 'asked')))
  await work.db.delete(links).where(or(mine, lte(links.expiresAt, work.now)))
  const id = work.newId()
  await work.db.insert(links).values({
    id,
    showingChatId: showing.chatId,
    showingPersonId: showing.personId,
    typingChatId: typing.chatId,
    typingPersonId: typing.personId,
    state: 'typed',
    createdAt: work.now,
    expiresAt: new Date(work.now.getTime() + validMs),
  })
  return id
}

/**
 * The yes of the chat that joins: it shows a number now, and the other chat is asked for it. Where that one is gone, and
 * the platform itself has said that its person is here, the yes is enough.
 */
export async function agreeToLink(
  work: SoleWork,
  linkId: string,
  { chatId, personId }: ChatOfPerson,
): Promise<Result<{ joined: boolean; personId: string }, 'link-over' | 'link-role'>> {
  const link = await lockedLink(work, linkId)
  if (link?.state !== 'typed' || link.typingChatId !== chatId) return refused('link-over')
  if (isMoved(link) && (await isClosed(work, link.showingChatId))) {
    const locked = await lockForJoining(work, link)
    // The one who has gone may have a role, which rests; the one who came must be nobody yet.
    const free = locked !== 'over' && !(await hasRole(work, personId)) && !(await hasHistory(work, personId))
    if (!free) {
      await endLink(work, link, 'over', personId)
      return refused('link-over')
    }
    await joined(work, link, { mutual: false, by: personId })
    return done({ joined: true, personId: link.showingPersonId })
  }
  const expiresAt = new Date(work.now.getTime() + validMs)
  await work.db
    .update(links)
    .set({ state: 'asked', ...numbersFor(work), expiresAt })
    .where(eq(links.id, linkId))
  work.happened({ type: 'link-asked', linkId, chatId: link.showingChatId })
  return done({ joined: false, personId })
}

async function isClosed(work: Work, chatId: string): Promise<boolean> {
  const [chat] = await work.db.select({ closedAt: chats.closedAt }).from(chats).where(eq(chats.id, chatId))
  return chat?.closedAt != null
}

/**
 * The number that was chosen in the chat that was asked. The right one joins the two people, or asks back where both
 * have a history; a wrong one ends the attempt, and nothing has changed.
 */
export async function answerLink(
  work: SoleWork,
  linkId: string,
  { chatId, personId }: ChatOfPerson,
  chosen: number,
): Promise<Result<{ joined: boolean; personId: string }, 'link-over' | 'link-wrong-number' | 'link-role'>> {
  const link = await askedLink(work, linkId, chatId)
  if (!link) return refused('link-over')
  const { showingPersonId: to, typingPersonId: from } = link
  if (link.number !== chosen) {
    await endLink(work, link, 'wrong-number', personId)
    return refused('link-wrong-number')
  }
  const locked = await lockForJoining(work, link)
  if (locked !== 'free') {
    await endLink(work, link, locked, personId)
    return refused(locked === 'role' ? 'link-role' : 'link-over')
  }
  const mutual = await hasHistory(work, from)
  if (link.state === 'asked' && mutual) {
    await work.db
      .update(links)
      .set({ state: 'asked-back', ...numbersFor(work) })
      .where(eq(links.id, linkId))
    work.happened({ type: 'link-asked', linkId, chatId: link.typingChatId })
    return done({ joined: false, personId })
  }
  await joined(work, link, { mutual, by: personId })
  return done({ joined: true, personId: to })
}

/** Makes the chat that typed, and with a history of its own its whole person, the other person's. */
export async function joined(
  work: SoleWork,
  link: Attempt,
  { mutual, by }: { readonly mutual: boolean; readonly by: string },
): Promise<void> {
  const { id: linkId, showingPersonId: to } = link
  const moved = await joinPeople(work, link, mutual)
  await work.db
    .update(links)
    .set({ state: 'joined', number: null, numbers: [], moved, expiresAt: new Date(work.now.getTime() + undoMs) })
    .where(eq(links.id, linkId))
  work.happened({ type: 'chats-linked', linkId, personId: to, chats: moved.chats, mutual, by })
}

/** A no, in whichever of the two chats: the attempt is over, and nothing has changed. */
export async function refuseLink(
  work: SoleWork,
  linkId: string,
  { chatId, personId }: ChatOfPerson,
): Promise<Result<null, 'link-over'>> {
  const link = await lockedLink(work, linkId)
  if (!link || link.state === 'joined' || (link.showingChatId !== chatId && link.typingChatId !== chatId)) {
    return refused('link-over')
  }
  await endLink(work, link, 'not-me', personId)
  return done(null)
}

/** A link whose two chats are known. */
export type Attempt = typeof links.$inferSelect & { readonly typingChatId: string; readonly typingPersonId: string }

/** A link, locked, with both chats; undefined where it is over. */
export async function lockedLink(work: SoleWork, linkId: string): Promise<Attempt | undefined> {
  const [link] = await work.db
    .select()
    .from(links)
    .where(and(eq(links.id, linkId), gt(links.expiresAt, work.now)))
    .for('update')
  const { typingChatId, typingPersonId } = link ?? {}
  return link && typingChatId && typingPersonId ? { ...link, typingChatId, typingPersonId } : undefined
}

/** The link, locked, if it is this chat that must choose the number. */
async function askedLink(work: SoleWork, linkId: string, chatId: string): Promise<Attempt | undefined> {
  const link = await lockedLink(work, linkId)
  const asked =
    link?.state === 'asked' ? link.showingChatId : link?.state === 'asked-back' ? link.typingChatId : undefined
  return asked === chatId ? link : undefined
}

export type LinkRefusal = 'wrong-number' | 'not-me' | 'role' | 'over'

async function endLink(work: SoleWork, link: Attempt, because: LinkRefusal, by: string): Promise<void> {
  await work.db.delete(links).where(eq(links.id, link.id))
  // Before a yes the other chat knows of nothing.
  const told = link.state === 'typed' ? [] : [link.showingChatId, link.typingChatId]
  work.happened({ type: 'link-refused', personId: link.showingPersonId, chats: told, because, by })
}

/** Nine different numbers of two digits, and one of them. */
function numbersFor(work: Work): { readonly number: number; readonly numbers: number[] } {
  const numbers = new Set<number>()
  while (numbers.size < numbersShown) numbers.add(10 + work.below(90))
  const all = [...numbers]
  const number = all[work.below(numbersShown)] ?? 0
  return { number, numbers: all.toSorted((one, other) => one - other) }
}

function hashOf(code: string): string {
  return createHash('sha256').update(code.toUpperCase()).digest('hex')
}

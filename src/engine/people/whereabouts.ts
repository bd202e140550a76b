// SPDX-License-Identifier: AGPL-3.0-or-later
// A person whom the platform says to be elsewhere now: another number, another id. WhatsApp signs this word, and it is
// about the account in which the number was changed: it stands for the consent of the old chat, which nobody can write
// in any more. The new chat must say yes as well; and where the person has another chat that still lives, that one must
// choose the number which the new one shows, as with any link. Roles rest from the platform's word on until somebody
// who may give them has confirmed them.
import { and, desc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { chats, links } from '../../db/schema.ts'
import { hasRole } from '../authority.ts'
import type { SoleWork, Work } from '../unit.ts'
import type { ChatOfPerson } from './linking.ts'
import { hasHistory } from './joining.ts'
import { freezeRoles } from './roles.ts'

/** By what a platform calls a person: an address, and an id of the person's own where the address may pass on. */
export interface Whereabouts {
  readonly address?: string | undefined
  readonly userId?: string | undefined
}

const dayMs = 24 * 3_600_000
/** How long a person may take to write from where the platform says they are, and then to answer. */
const waitingMs = 30 * dayMs

/** The address of a chat that has lost its own: nobody writes from there. */
export const goneAddress = sql`'was:' || ${chats.id}`

/** Takes down that the person of a chat is elsewhere. The chat itself is dead: its number may be somebody else's soon. */
export async function personMoved(
  work: SoleWork,
  { id, account, personId }: { readonly id: string; readonly account: string; readonly personId: string },
  to: Whereabouts,
): Promise<void> {
  await freezeRoles(work, personId, 'number')
  await work.db
    .update(chats)
    .set({ address: goneAddress, userId: null, aliases: [], closedAt: work.now })
    .where(eq(chats.id, id))
  const [living] = await work.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.personId, personId), ne(chats.id, id), isNull(chats.closedAt)))
    .orderBy(desc(chats.lastInboundAt))
    .limit(1)
  const overdue = lte(links.expiresAt, work.now)
  await work.db.delete(links).where(overdue)
  const { address = null, userId = null } = to
  await work.db.insert(links).values({
    id: work.newId(),
    showingChatId: living?.id ?? id,
    showingPersonId: personId,
    state: 'moved',
    toAddress: address,
    toUserId: userId,
    createdAt: work.now,
    expiresAt: new Date(work.now.getTime() + waitingMs),
  })
  const isThere = or(
    address === null ? undefined : eq(chats.address, address),
    userId === null ? undefined : eq(chats.userId, userId),
  )
  // The person may have written from there before the platform's word came.
  const [there] = await work.db
    .select({ id: chats.id, account: chats.account, personId: chats.personId })
    .from(chats)
    .where(and(eq(chats.account, account), ne(chats.id, id), isThere))
    .limit(1)
  if (there) await meetMoved(work, there, to)
}

/**
 * Asks in a chat whether its person is the one of whom the platform has said that they are here now. Not where the
 * chat's person has a history or a role already: then it is no newcomer, and nothing is to be mixed.
 */
export async function meetMoved(
  work: Work,
  chat: { readonly id: string; readonly account: string; readonly personId: string },
  { address, userId }: Whereabouts,
): Promise<void> {
  const isHere = or(
    address === undefined ? undefined : eq(links.toAddress, address),
    userId === undefined ? undefined : eq(links.toUserId, userId),
  )
  const [link] = await work.db
    .select({ id: links.id })
    .from(links)
    .innerJoin(chats, eq(chats.id, links.showingChatId))
    .where(
      and(eq(links.state, 'moved'), gt(links.expiresAt, work.now), ne(links.showingPersonId, chat.personId), isHere),
    )
    .orderBy(desc(links.createdAt))
    .limit(1)
  if (!link || !(await isNewHere(work, { chatId: chat.id, personId: chat.personId }))) return
  await work.db
    .update(links)
    .set({ state: 'typed', typingChatId: chat.id, typingPersonId: chat.personId })
    .where(and(eq(links.id, link.id), eq(links.state, 'moved')))
  work.happened({ type: 'move-asked', linkId: link.id, chatId: chat.id })
}

async function isNewHere(work: Work, { personId }: ChatOfPerson): Promise<boolean> {
  const [role, history] = await Promise.all([hasRole(work, personId), hasHistory(work, personId)])
  return !role && !history
}

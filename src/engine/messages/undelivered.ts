// SPDX-License-Identifier: AGPL-3.0-or-later
// Notices that do not get through where they were sent: another chat of the same person is looked for.
import { and, asc, eq, inArray, isNull, lt, ne, or, type SQL } from 'drizzle-orm'
import { notFailing } from '../../db/failing.ts'
import { chats, messages } from '../../db/schema.ts'
import type { Audience, StoredChoice, StoredSpot, StoredView } from '../../db/stored.ts'
import { accountSilentAfterSeconds } from './accounts.ts'
import { reachableChat } from './recipients.ts'
import type { Look, Work } from '../unit.ts'

/** A notice as it was to be sent. */
export interface Notice {
  readonly audience: Audience
  readonly card: string | null
  readonly spot: StoredSpot | null
  readonly view: StoredView
  readonly choices: readonly StoredChoice[]
}

/** Notices that were refused, await their reader, or have been waiting for a minute, the oldest first; each once. */
export async function undeliveredNotices(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: messages.id })
    .from(messages)
    .where(and(isUndelivered(look.now), notFailing(look, 'undelivered', messages.id)))
    .orderBy(asc(messages.createdAt))
    .limit(most)
  return rows.map(({ id }) => id)
}

function isUndelivered(now: Date): SQL | undefined {
  const stuckSince = new Date(now.getTime() - accountSilentAfterSeconds * 1000)
  return and(
    eq(messages.priority, 'notice'),
    isNull(messages.undeliveredAt),
    or(
      inArray(messages.delivery, ['awaiting-reader', 'refused', 'skipped']),
      and(eq(messages.delivery, 'queued'), lt(messages.createdAt, stuckSince)),
    ),
  )
}

/**
 * Looks after one of them: it is moved to another chat where its reader can be reached; else the town hall is told, if
 * nobody will see it. What merely changes a card is left where it is.
 */
export async function moveUndelivered(work: Work, messageId: string, accountsFor: AccountsFor): Promise<void> {
  const [notice] = await work.db
    .update(messages)
    .set({ undeliveredAt: work.now })
    .from(chats)
    .where(and(eq(messages.id, messageId), eq(chats.id, messages.chatId), isUndelivered(work.now)))
    .returning({
      id: messages.id,
      account: messages.account,
      audience: messages.audience,
      delivery: messages.delivery,
      rings: messages.rings,
      municipalityId: messages.municipalityId,
      personId: chats.personId,
    })
  if (notice?.rings) await moveNotice(work, notice, accountsFor)
}

/** Names of the accounts that speak to an audience. */
export type AccountsFor = (audience: Audience) => readonly string[]

interface Undelivered {
  readonly id: string
  readonly account: string
  readonly audience: Audience
  readonly delivery: string
  /** It was to be noticed, and is not merely the new state of a card. */
  readonly rings: boolean
  readonly municipalityId: string | null
  readonly personId: string
}

async function moveNotice(work: Work, notice: Undelivered, accountsFor: AccountsFor): Promise<void> {
  const others = accountsFor(notice.audience).filter(name => name !== notice.account)
  const chat = others.length > 0 ? await reachableChat(work, others, notice.personId) : undefined
  if (chat) {
    await work.db
      .update(messages)
      .set({ delivery: 'moved' })
      .where(and(eq(messages.id, notice.id), ne(messages.delivery, 'delivered')))
    work.happened({ type: 'notice-moved', messageId: notice.id, toChatId: chat.chatId })
  } else if (notice.delivery !== 'queued' && notice.municipalityId !== null) {
    const { municipalityId, personId, audience } = notice
    work.happened({ type: 'notice-undelivered', municipalityId, personId, audience })
  }
}

/** A notice as it was to be sent. */
export async function noticeOf(look: Look, messageId: string): Promise<Notice | undefined> {
  const [row] = await look.db
    .select({
      audience: messages.audience,
      card: messages.card,
      spot: messages.spot,
      view: messages.view,
      choices: messages.choices,
    })
    .from(messages)
    .where(eq(messages.id, messageId))
  return row
}

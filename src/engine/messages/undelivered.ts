// SPDX-License-Identifier: AGPL-3.0-or-later
// Notices that do not get through where they were sent: another chat of the same person is looked for.
import { eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/rows.ts'
import { messages } from '../../db/schema.ts'
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

/**
 * Looks at notices that were refused, are held until their reader writes, or have been waiting for a minute: each once.
 * Those whose reader can be reached elsewhere are moved there; the town hall is told of those that nobody will see. What
 * merely changes a card is left where it is.
 */
export async function moveUndelivered(work: Work, most: number, accountsFor: AccountsFor): Promise<number> {
  const stuckSince = new Date(work.now.getTime() - accountSilentAfterSeconds * 1000).toISOString()
  const rows = await work.db.execute(sql`
    with undelivered as (
      select id from messages
      where priority = 'notice' and undelivered_at is null and (delivery in ('awaiting-reader', 'refused', 'skipped')
        or delivery = 'queued' and created_at < ${stuckSince}::timestamptz)
      order by created_at limit ${most} for update skip locked
    )
    update messages set undelivered_at = ${work.now.toISOString()}::timestamptz
    from undelivered, chats where messages.id = undelivered.id and chats.id = messages.chat_id
    returning messages.id, messages.account, messages.audience, messages.delivery, messages.rings,
      messages.municipality_id as "municipalityId", chats.person_id as "personId"`)
  const found = rowsOf<Undelivered & Record<string, unknown>>(rows)
  for (const notice of found) if (notice.rings) await moveNotice(work, notice, accountsFor)
  return found.length
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
    await work.db.execute(
      sql`update messages set delivery = 'moved' where id = ${notice.id} and delivery <> 'delivered'`,
    )
    work.happened({ type: 'notice-moved', messageId: notice.id, toChatId: chat.chatId })
  } else if (notice.delivery !== 'queued' && notice.municipalityId !== null) {
    const { municipalityId, personId, audience } = notice
    work.happened({ type: 'notice-undelivered', municipalityId, personId, audience })
  }
}

/** A notice as it was to be sent. */
export async function noticeOf(work: Look, messageId: string): Promise<Notice | undefined> {
  const [row] = await work.db
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

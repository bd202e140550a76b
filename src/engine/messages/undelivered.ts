// SPDX-License-Identifier: AGPL-3.0-or-later
// Notices that do not get through where they were sent: another chat of the same person is looked for.
import { eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/rows.ts'
import { messages } from '../../db/schema.ts'
import type { Audience, StoredChoice, StoredPlace, StoredView } from '../../db/stored.ts'
import { silentAfterSeconds } from './accounts.ts'
import { reachableChat } from './recipients.ts'
import type { Work } from '../work.ts'

/** A notice as it was to be sent. */
export interface Notice {
  readonly audience: Audience
  readonly card: string | null
  readonly place: StoredPlace | null
  readonly view: StoredView
  readonly choices: readonly StoredChoice[]
}

/**
 * Looks at notices that were refused, are held until their reader writes, or have been waiting for a minute: each once.
 * Those whose reader can be reached elsewhere are moved there; the town hall is told of those that nobody will see. What
 * merely changes a card is left where it is.
 */
export async function moveStrays(work: Work, most: number, accountsFor: AccountsFor): Promise<number> {
  const stuckSince = new Date(work.now.getTime() - silentAfterSeconds * 1000).toISOString()
  const found = await work.db.execute(sql`
    with stray as (
      select id from messages
      where lane = 'notice' and strayed_at is null and (delivery in ('held', 'refused', 'skipped')
        or delivery = 'queued' and created_at < ${stuckSince}::timestamptz)
      order by created_at limit ${most} for update skip locked
    )
    update messages set strayed_at = ${work.now.toISOString()}::timestamptz
    from stray, chats where messages.id = stray.id and chats.id = messages.chat_id
    returning messages.id, messages.account, messages.audience, messages.delivery, messages.rings,
      messages.municipality_id as "municipalityId", chats.person_id as "personId"`)
  const strays = rowsOf<Stray & Record<string, unknown>>(found)
  for (const stray of strays) if (stray.rings) await moveStray(work, stray, accountsFor)
  return strays.length
}

/** Names of the accounts that speak to an audience. */
export type AccountsFor = (audience: Audience) => readonly string[]

interface Stray {
  readonly id: string
  readonly account: string
  readonly audience: Audience
  readonly delivery: string
  /** It was to be noticed, and is not merely the new state of a card. */
  readonly rings: boolean
  readonly municipalityId: string | null
  readonly personId: string
}

async function moveStray(work: Work, stray: Stray, accountsFor: AccountsFor): Promise<void> {
  const others = accountsFor(stray.audience).filter(name => name !== stray.account)
  const chat = others.length > 0 ? await reachableChat(work, others, stray.personId) : undefined
  if (chat) {
    await work.db.execute(
      sql`update messages set delivery = 'moved' where id = ${stray.id} and delivery <> 'delivered'`,
    )
    work.happened({ type: 'notice-moved', messageId: stray.id, toChatId: chat.chatId })
  } else if (stray.delivery !== 'queued' && stray.municipalityId !== null) {
    const { municipalityId, personId, audience } = stray
    work.happened({ type: 'notice-undelivered', municipalityId, personId, audience })
  }
}

/** A notice as it was to be sent. */
export async function noticeOf(work: Work, messageId: string): Promise<Notice | undefined> {
  const [row] = await work.db
    .select({
      audience: messages.audience,
      card: messages.card,
      place: messages.place,
      view: messages.view,
      choices: messages.choices,
    })
    .from(messages)
    .where(eq(messages.id, messageId))
  return row
}

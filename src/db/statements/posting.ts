// SPDX-License-Identifier: AGPL-3.0-or-later
// How messages come into the database: what they take the place of, and which process delivers them.
import { type SQL, sql } from 'drizzle-orm'
import type { Audience, Message } from '../../channel.ts'
import { statement, type Value } from '../prepared.ts'
import { json, nullable, oneOf, text } from '../rows.ts'
import type { Statement } from '../store.ts'
import type { StoredChoice, StoredSpot, StoredView } from '../stored.ts'
import { blocks } from './delivery.ts'

/** A message that is to be sent. */
export interface Post {
  readonly id: string
  readonly municipalityId: string | null
  readonly chatId: string
  readonly account: string
  readonly audience: Audience
  readonly priority: 'reply' | 'notice'
  readonly card: string | null
  readonly spot: StoredSpot | null
  readonly view: StoredView
  readonly choices: readonly StoredChoice[]
  readonly toast: string | null
  readonly replaces: string | null
  readonly rings: boolean
}

/** A card of the same name that stands in the chat already. */
export type StandingCard = NonNullable<Message['replaces']> & { readonly messageId: string }

/** What became of a post: `sending` if this process has claimed the message. */
export interface Posted {
  readonly id: string
  readonly delivery: 'sending' | 'queued'
  readonly before: StandingCard | null
}

/**
 * Writes messages in their order. What is no longer the newest once they are there is superseded: the card of the same
 * name, or, by a message with buttons, the menu before; a notice of such a card that had been put off is not sent any
 * more. The first message of a chat is claimed at once, which spares a claim, unless the chat waits for an earlier one
 * or for the card that this one is to take the place of. Due by the database's clock, as all that processes must agree
 * on.
 */
export function posting(posts: readonly Post[], process: string, now: Date): Statement<Posted> {
  const rows = posts.map((post, at) => {
    const first = posts.findIndex(({ chatId }) => chatId === post.chatId) === at
    const newer = posts.slice(at + 1).some(later => isNewer(later, post))
    return { ...post, at, first, choicesState: post.choices.length === 0 ? 'answered' : newer ? 'superseded' : 'open' }
  })
  const cards = posts.filter(({ card }) => card !== null)
  return write({
    rows: JSON.stringify(rows),
    chats: [...new Set(posts.map(({ chatId }) => chatId))],
    menuChats: rows
      .filter(({ card, choicesState }) => card === null && choicesState === 'open')
      .map(({ chatId }) => chatId),
    cardChats: cards.map(({ chatId }) => chatId),
    cards: cards.map(({ card }) => card),
    replaced: posts.flatMap(({ replaces }) => replaces ?? []),
    process,
    now,
  })
}

/** Of two posts: the same card once more, or another menu below. */
function isNewer(later: Post, post: Post): boolean {
  if (later.chatId !== post.chatId) return false
  return post.card === null ? later.card === null && later.choices.length > 0 : later.card === post.card
}

type Names = 'rows' | 'chats' | 'menuChats' | 'cardChats' | 'cards' | 'replaced' | 'process' | 'now'

const answer = { id: text, delivery: oneOf(['sending', 'queued']), before: nullable(json<StandingCard>()) }

const isPutOff = sql`delivery = 'queued' and priority = 'notice' and due_at > clock_timestamp()`

function isCardOf(value: Value<Names>): SQL {
  return sql`(chat_id, card) in (select * from unnest(${value('cardChats')}::uuid[], ${value('cards')}::text[]))`
}

const write = statement(
  'post-messages',
  answer,
  (value: Value<Names>) => sql`
    with superseded as (
      update messages set choices_state = 'superseded',
        delivery = case when ${isPutOff} and ${isCardOf(value)} then 'superseded' else delivery end
      where choices_state = 'open' and chat_id = any(${value('chats')}::uuid[]) and (
        card is null and chat_id = any(${value('menuChats')}::uuid[])
        or ${isCardOf(value)}
        or id = any(${value('replaced')}::uuid[]))
    ), without_choices as (
      update messages set delivery = 'superseded'
      where choices_state <> 'open' and ${isPutOff} and chat_id = any(${value('cardChats')}::uuid[]) and ${isCardOf(value)}
    )
    insert into messages (id, municipality_id, chat_id, account, audience, priority, card, spot, view, choices, toast,
      choices_state, replaces, rings, delivery, claimed_by, due_at, created_at)
    select id, "municipalityId", "chatId", account, audience, priority, card, spot, view, choices, toast, "choicesState",
      replaces, rings,
      case when first and not exists (
        select from messages earlier where earlier.chat_id = "chatId" and earlier.delivery in ('queued', 'sending')
          and (earlier.claimed_by <> ${value('process')}::uuid or earlier.delivery = 'queued' or earlier.card = new.card)
          and ${blocks(sql`earlier`, sql`new.priority`)}
      ) then 'sending' else 'queued' end,
      ${value('process')}::uuid, clock_timestamp(), ${value('now')}::timestamptz
    from jsonb_to_recordset(${value('rows')}::jsonb) as new(at int, id uuid, "municipalityId" uuid, "chatId" uuid,
      account text, audience text, priority text, card text, spot jsonb, view jsonb, choices jsonb, toast text,
      "choicesState" text, replaces uuid, rings boolean, first boolean)
    order by at
    returning id, delivery, (
      select json_build_object('messageId', earlier.id, 'externalIds', earlier.external_ids,
        'photo', earlier.view -> 'photoId' is not null)
      from messages earlier where earlier.card = messages.card and earlier.chat_id = messages.chat_id
        and earlier.external_ids is not null order by earlier.position desc limit 1) as before`,
)

// SPDX-License-Identifier: AGPL-3.0-or-later
// The statements of the outbox: how a message comes into a process's hands, and how it leaves them.
import { type SQL, sql } from 'drizzle-orm'
import { type Message, type Reach, reaches, type View, type WaitScope } from '../../channel.ts'
import { lookup, statement, type Value } from '../prepared.ts'
import { flag, instant, integer, json, nullable, oneOf, type RowOf, text } from '../rows.ts'
import type { Reading, Statement } from '../store.ts'

/** A message that this process has claimed. */
export interface Claimed {
  readonly id: string
  readonly chatId: string
  readonly account: string
  readonly address: string
  readonly language: string
  readonly lastHeardAt: Date
  readonly view: View
  readonly toast: string | null
  readonly rings: boolean
  readonly attempts: number
  /** The message it was to take the place of, if that stands in the chat. */
  readonly replaces: Standing | undefined
  /** The card of the same name that stands in the chat. */
  readonly before: Standing | undefined
  readonly strips: readonly string[]
}

/** A message that stands in the chat. */
type Standing = NonNullable<Message['replaces']>

export interface Settled {
  readonly message: Pick<Claimed, 'id' | 'chatId' | 'attempts'>
  readonly delivery: 'delivered' | 'refused' | 'unknown' | 'queued' | 'awaiting-reader'
  readonly externalIds: readonly string[] | null
  readonly error: string | null
  readonly dueInMs: number
  /** Of a message that is put off: what waits with it. */
  readonly waitScope: WaitScope | null
  readonly closes: boolean
  /** False for one that was let go before it was sent. */
  readonly tried: boolean
}

/**
 * Writes down how messages ended. It need not outlive a crash of the database's machine: what was delivered would be
 * sent once more, as after any unknown outcome.
 */
export function settling(batch: readonly Settled[]): Statement {
  const rows = batch.map(({ message, delivery, externalIds, error, dueInMs, waitScope, tried }) => ({
    id: message.id,
    delivery,
    external_ids: externalIds,
    error,
    due_in: dueInMs,
    wait_scope: waitScope,
    tried: tried ? 1 : 0,
  }))
  const closed = batch.filter(({ closes }) => closes).map(({ message }) => message.chatId)
  return settle({ rows: JSON.stringify(rows), closed })
}

const settle = statement(
  'settle-messages',
  {},
  (value: Value<'rows' | 'closed'>) => sql`
    with unsynced as (
      select set_config('synchronous_commit', 'off', true) as done
    ), closed as (
      update chats set closed_at = clock_timestamp() where id = any(${value('closed')}::uuid[])
    ), skipped as (
      update messages set delivery = 'skipped' where chat_id = any(${value('closed')}::uuid[]) and delivery = 'queued'
    )
    update messages set delivery = news.delivery, external_ids = news.external_ids, error = news.error,
      wait_scope = news.wait_scope, claimed_by = null, attempts = attempts + news.tried, settled_at = clock_timestamp(),
      due_at = case when news.due_in > 0 then clock_timestamp() + make_interval(secs => news.due_in / 1000.0) else due_at end
    from unsynced, jsonb_to_recordset(${value('rows')}::jsonb)
      as news(id uuid, delivery text, external_ids text[], error text, due_in int, wait_scope text, tried int)
    where messages.id = news.id and unsynced.done is not null`,
)

/**
 * Whether an earlier message of a chat holds up a later one of the given priority. A reply waits for what is on its way
 * or due before it, and for a chat that was told to wait; not for a notice that was put off by itself. A notice waits
 * for whatever is before it.
 */
export function blocks(earlier: SQL, priority: SQL): SQL {
  return sql`(${earlier}.delivery = 'sending' or ${earlier}.due_at <= clock_timestamp() or ${earlier}.wait_scope = 'chat'
    or ${earlier}.priority = 'reply' or ${priority} = 'notice')`
}

const claimedColumns = {
  id: text,
  chatId: text,
  account: text,
  address: text,
  language: text,
  lastHeardAt: instant,
  view: json<View>(),
  toast: nullable(text),
  rings: flag,
  attempts: integer,
  replaces: nullable(json<Standing>()),
  before: nullable(json<Standing>()),
}

/** In the given chats, or in all. */
function claim(name: string, inChats: boolean) {
  type Names = 'process' | 'accounts' | 'chats' | 'most'
  const before = sql`json_build_object('externalIds', earlier.external_ids, 'photo', earlier.view -> 'photoId' is not null)
    from messages earlier where earlier.external_ids is not null`
  return statement(name, claimedColumns, (value: Value<Names>) => {
    const here = inChats ? sql`and first.chat_id = any(${value('chats')}::uuid[])` : sql``
    return sql`
      with due as (
        select id from messages first
        where delivery = 'queued' and due_at <= clock_timestamp() and account = any(${value('accounts')}::text[]) ${here}
          and not exists (
            select 1 from messages earlier where earlier.chat_id = first.chat_id
              and earlier.delivery in ('queued', 'sending') and earlier.position < first.position
              and ${blocks(sql`earlier`, sql`first.priority`)})
          and not exists (
            select 1 from messages other where other.chat_id = first.chat_id and other.delivery = 'sending')
        order by case priority when 'reply' then 0 else 1 end, position limit ${value('most')}::int
        for update of first skip locked
      )
      update messages set delivery = 'sending', claimed_by = ${value('process')}::uuid
      from due, chats where messages.id = due.id and chats.id = messages.chat_id
      returning messages.id, messages.chat_id, messages.account, messages.view, messages.toast, messages.rings,
        messages.attempts, chats.address, chats.language, chats.last_inbound_at as last_heard_at,
        (select ${before} and earlier.id = messages.replaces) as replaces,
        (select ${before} and earlier.card = messages.card and earlier.chat_id = messages.chat_id
           and earlier.position < messages.position order by earlier.position desc limit 1) as before`
  })
}

const claimInChats = claim('claim-in-chats', true)
const claimAnywhere = claim('claim-anywhere', false)

/**
 * Claims the first message of each chat that is due, replies first, unless one of that chat is on its way. Two
 * processes may look at once: the row lock lets one of them have it.
 */
export function claiming(
  process: string,
  accounts: readonly string[],
  chatIds: readonly string[] | undefined,
  most: number,
): Statement<RowOf<typeof claimedColumns>> {
  if (chatIds === undefined) return claimAnywhere({ process, accounts, chats: null, most })
  return claimInChats({ process, accounts, chats: [...new Set(chatIds)], most })
}

/** A claimed message as the outbox sends it. */
export function claimedOf({ replaces, before, ...row }: RowOf<typeof claimedColumns>): Claimed {
  return {
    ...row,
    replaces: replaces ?? undefined,
    before: before ?? undefined,
    // Known only to the process that answered; left standing, old buttons are recognised as old.
    strips: [],
  }
}

/**
 * How far a message came, by our id or by the platform's. Never back: reports come repeated and in any order. What was
 * to be tried once more, because nobody knew whether it had arrived, has.
 */
export function reporting(account: string, id: string | undefined, externalId: string, reach: Reach): Statement {
  return reportReach({ account, id: id ?? null, externalId, reach, order: reaches })
}

const reportReach = statement(
  'report-reach',
  {},
  (value: Value<'account' | 'id' | 'externalId' | 'reach' | 'order'>) => sql`
    update messages set reached = ${value('reach')},
      external_ids = coalesce(external_ids, array[${value('externalId')}::text]),
      delivery = case when delivery in ('queued', 'unknown') and attempts > 0 then 'delivered' else delivery end
    where account = ${value('account')} and (id = ${value('id')}::uuid or external_ids @> array[${value('externalId')}::text])
      and coalesce(array_position(${value('order')}::text[], reached), 0)
        < array_position(${value('order')}::text[], ${value('reach')})`,
)

/** The message that a report is about. */
export function reported(
  account: string,
  id: string | undefined,
  externalId: string,
): Reading<RowOf<typeof reportedColumns>> {
  return findReported({ account, id: id ?? null, externalId })
}

const reportedColumns = {
  id: text,
  chatId: text,
  delivery: oneOf([
    'queued',
    'sending',
    'delivered',
    'refused',
    'unknown',
    'skipped',
    'superseded',
    'awaiting-reader',
    'moved',
  ]),
  attempts: integer,
}

const findReported = lookup(
  'find-reported',
  reportedColumns,
  (value: Value<'account' | 'id' | 'externalId'>) => sql`
    select id, chat_id, delivery, attempts from messages
    where account = ${value('account')} and (id = ${value('id')}::uuid or external_ids @> array[${value('externalId')}::text])
    limit 1`,
)

/** Queues what awaited its reader, where the reader has written since; of a card only the newest. */
export function releasing(): Statement {
  return release({})
}

const release = statement(
  'release-awaiting-reader',
  {},
  () => sql`
    update messages set delivery = case when card is not null and exists (
        select from messages later where later.card = messages.card and later.chat_id = messages.chat_id
          and later.position > messages.position) then 'skipped' else 'queued' end,
      due_at = clock_timestamp()
    from chats where chats.id = messages.chat_id and delivery = 'awaiting-reader' and chats.last_inbound_at > messages.created_at`,
)

/** Makes due now what an account had put off: it can speak again. */
export function hastening(account: string): Statement {
  return hasten({ account })
}

const hasten = statement(
  'hasten-account',
  {},
  (value: Value<'account'>) => sql`
    update messages set due_at = clock_timestamp(), wait_scope = null
    where account = ${value('account')} and delivery = 'queued' and due_at > clock_timestamp()`,
)

/** Ends a message whose end could not be written down as it was: what became of the message is not known. */
export const givingUp = statement(
  'give-up-message',
  {},
  (value: Value<'id'>) => sql`
    update messages set delivery = 'unknown', error = 'its end could not be written down', claimed_by = null,
      settled_at = clock_timestamp()
    where id = ${value('id')}::uuid and delivery = 'sending'`,
)

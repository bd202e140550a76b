// SPDX-License-Identifier: AGPL-3.0-or-later
// What the inbox finds when updates come in: whether each is new, its chat, and the menu that it is about.
import { sql } from 'drizzle-orm'
import type { Incoming } from '../channel.ts'
import { statement, type Value } from '../db/prepared.ts'
import type { Row } from '../db/store.ts'
import { aboutOf, type MenuLookup, type Menu, menuMeant, menuOf, placesOrders } from '../dialog/menus.ts'
import { type ChatRow, chatOf, meet } from '../engine/people/chats.ts'
import type { Work } from '../engine/unit.ts'
import type { Platform } from '../transact.ts'

/** A new update: the chat it came in, locked, and the menu it is about. */
export interface Arrived {
  readonly chat: ChatRow
  readonly menu: Menu | undefined
}

/** The chat of an update that is new, or was set aside and is done `again`; undefined for a repetition. */
export async function arrival(
  work: Work,
  platform: Platform,
  incoming: Incoming,
  again: boolean,
): Promise<Arrived | undefined> {
  const { by } = aboutOf(incoming.input)
  const [row] = await work.ask(arriving({ by, again })(cameOf([incoming], work.now)))
  if (!row?.fresh) return undefined
  if (row.id) return arrivedIn(row)
  const { account: name, from } = incoming
  const account = platform.accounts.get(name)
  if (!account) throw new Error(`no account ${name}`)
  const { aliases = [] } = from
  const chat = await meet(work, {
    account: name,
    channel: account.channel,
    audience: account.audiences[0],
    ...from,
    aliases,
  })
  return { chat, menu: undefined }
}

/** Whom an update may share a transaction with: those that commit nothing, those that place orders, nobody. */
export type Among = Sharing | 'alone'
export type Sharing = 'changes' | 'orders'

/** One of several updates: its place among them, and what it was found to be. */
export interface Recognised {
  readonly at: number
  readonly incoming: Incoming
  readonly found: Arrived | 'repeated' | Among
}

/**
 * The same for updates of different chats, which are to share a transaction. Whoever may not be `among` these stays
 * untouched, and is told where to go instead. In the order of the menus that they are about: so that two processes,
 * each with several people, take the places of the same slots one after the other and hardly ever crosswise; the short
 * wait for locks stands behind it.
 */
export async function arrivals(work: Work, incomings: readonly Incoming[], among: Sharing): Promise<Recognised[]> {
  const rows = await work.ask(arriving(sharing[among])(cameOf(incomings, work.now)))
  return rows.flatMap((row): Recognised[] => {
    const at = row.at as number
    const incoming = incomings[at]
    if (!incoming) return []
    if (!row.ours) return [{ at, incoming, found: row.among as Among }]
    return [{ at, incoming, found: row.fresh ? arrivedIn(row) : 'repeated' }]
  })
}

function arrivedIn(row: Row): Arrived {
  return { chat: chatOf(row), menu: menuOf(row) }
}

function cameOf(incomings: readonly Incoming[], now: Date): { came: string; now: Date } {
  const came = incomings.map(({ account, updateId, from, input }, at) => {
    const { address, aliases = [] } = from
    const { by, tapped, quoted, index } = aboutOf(input)
    const about = { tapped, quoted, newest: by.includes('newest'), index }
    return { at, account, update_id: updateId, address, aliases, closes: input.kind === 'closed', ...about }
  })
  return { came: JSON.stringify(came), now }
}

interface How {
  readonly by: readonly MenuLookup[]
  /** Also what was set aside. */
  readonly again: boolean
  /** Only these; everybody, known or not, without it. */
  readonly only?: readonly Among[]
}

const everyWay: readonly MenuLookup[] = ['tapped', 'quoted', 'newest']
const sharing: Record<Sharing, How> = {
  changes: { by: everyWay, again: false, only: ['changes'] },
  orders: { by: everyWay, again: false, only: ['changes', 'orders'] },
}

/**
 * Recognises repetitions, locks the chats, and finds the menus. In one statement: the rows of the inbox first, so that
 * a repetition waits for the first delivery to end and then does not touch the chat. A menu seen as it was before
 * another process changed it does no harm: a commit is taken by compare-and-set.
 */
function arrivingAs({ by, again, only }: How) {
  const commits = sql`case when index is null then choices @? '$[*].effect ? (@ == "commit")'
    else choices -> index ->> 'effect' = 'commit' end`
  const among = sql`case when chat_id is null then 'alone' when not coalesce(${commits}, false) then 'changes'
    when ${placesOrders} then 'orders' else 'alone' end`
  const ours = only ? sql`where among in (${sql.raw(only.map(each => `'${each}'`).join(', '))})` : sql``
  // What was set aside is there already, with its error.
  const known = again
    ? sql`(account, update_id) do update set error = null, incoming = null where inbox.error is not null`
    : sql`do nothing`
  return statement((value: Value<'came' | 'now'>) => {
    const now = sql`${value('now')}::timestamptz`
    return sql`
      with found as (
        select came.*, chat.chat_id, meant.*
        from jsonb_to_recordset(${value('came')}::jsonb) as came(at int, account text, update_id text, address text,
          aliases text[], closes boolean, tapped uuid, quoted text, newest boolean, index int)
        left join lateral (
          select id as chat_id from chats where account = came.account and address = came.address limit 1
        ) chat on true
        left join lateral (${menuMeant(by, sql`chat.chat_id`, sql`came`)}) meant on true
      ), told as (
        select *, ${among} as among from found
      ), ours as (
        select * from told ${ours}
      ), unseen as (
        insert into inbox (account, update_id, received_at)
        select account, update_id, ${now} from ours order by account, update_id
        on conflict ${known} returning account, update_id
      ), fresh as (
        select ours.* from ours join unseen using (account, update_id)
      ), chat as (
        update chats set last_inbound_at = ${now}, closed_at = case when fresh.closes then ${now} end,
          aliases = case when chats.aliases @> fresh.aliases then chats.aliases
            else array(select unnest(chats.aliases) union select unnest(fresh.aliases)) end
        from fresh where chats.id = fresh.chat_id returning chats.*
      )
      select told.at, told.among, ours.at is not null as ours, fresh.at is not null as fresh, chat.*,
        people.name as person_name, municipalities.timezone, told.menu_id, told.menu_audience, told.menu_spot,
        told.choices, told.choices_state, told.card, told.external_ids, told.photo, told.number_answers
      from told left join ours on ours.at = told.at left join fresh on fresh.at = told.at
      left join chat on chat.id = fresh.chat_id left join people on people.id = chat.person_id
      left join municipalities on municipalities.id = chat.municipality_id
      order by told.menu_spot`
  })
}

const built = new Map<string, ReturnType<typeof arrivingAs>>()

/** Each way is built at its first use. */
function arriving(how: How): ReturnType<typeof arrivingAs> {
  const key = JSON.stringify(how)
  const statement = built.get(key) ?? arrivingAs(how)
  built.set(key, statement)
  return statement
}

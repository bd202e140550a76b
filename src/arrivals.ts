// SPDX-License-Identifier: AGPL-3.0-or-later
// What the inbox finds when updates come in: whether each is new, its chat, and the menu that it is about.
import { sql } from 'drizzle-orm'
import type { Incoming } from './channel.ts'
import { statement, type Value } from './db/prepared.ts'
import type { Row } from './db/store.ts'
import { aboutOf, type Finding, type Menu, menuMeant, menuOf } from './dialog/menus.ts'
import { type ChatRow, chatOf, meet } from './engine/chats.ts'
import type { Work } from './engine/work.ts'
import type { Ground } from './transact.ts'

/** A new update: the chat it came in, locked, and the menu it is about. */
export interface Arrived {
  readonly chat: ChatRow
  readonly menu: Menu | undefined
}

/** The chat of an update that is new, or was set aside and is done `again`; undefined for a repetition. */
export async function arrival(
  work: Work,
  ground: Ground,
  incoming: Incoming,
  again: boolean,
): Promise<Arrived | undefined> {
  const { by } = aboutOf(incoming.input)
  const [row] = await work.ask(arriving({ by, again, apart: false })(cameOf([incoming], work.now)))
  if (!row?.fresh) return undefined
  if (row.id) return arrivedIn(row)
  const { account: name, from } = incoming
  const account = ground.accounts.get(name)
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

/**
 * The same for updates of different chats, which are to share a transaction. `apart` stays, untouched, what may not:
 * what could be a commit, since those exclude each other by row locks, and whoever is not known yet.
 */
export async function arrivals(
  work: Work,
  incomings: readonly Incoming[],
): Promise<(Arrived | 'repeated' | 'apart')[]> {
  const rows = await work.ask(arriving(together)(cameOf(incomings, work.now)))
  const found = new Map(rows.map(row => [row.at, row]))
  return incomings.map((_, at) => {
    const row = found.get(at)
    if (!row || row.apart) return 'apart'
    return row.fresh ? arrivedIn(row) : 'repeated'
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
  readonly by: readonly Finding[]
  /** Also what was set aside. */
  readonly again: boolean
  /** Leaves alone what may not share a transaction. */
  readonly apart: boolean
}

const together: How = { by: ['tapped', 'quoted', 'newest'], again: false, apart: true }

/**
 * Recognises repetitions, locks the chats, and finds the menus. In one statement: the rows of the inbox first, so that
 * a repetition waits for the first delivery to end and then does not touch the chat. A menu seen as it was before
 * another process changed it does no harm: a commit is taken by compare-and-set.
 */
function arrivingAs({ by, again, apart }: How) {
  const commits = sql`case when index is null then choices @? '$[*].effect ? (@ == "commit")'
    else choices -> index ->> 'effect' = 'commit' end`
  const ours = apart ? sql`where chat_id is not null and not coalesce(${commits}, false)` : sql``
  // What was set aside is there already, with its error.
  const known = again
    ? sql`(account, update_id) do update set error = null, incoming = null where inbox.error is not null`
    : sql`do nothing`
  return statement((value: Value<'came' | 'now'>) => {
    const now = sql`${value('now')}::timestamptz`
    return sql`
      with known as (
        select came.*, chat.chat_id, meant.*
        from jsonb_to_recordset(${value('came')}::jsonb) as came(at int, account text, update_id text, address text,
          aliases text[], closes boolean, tapped uuid, quoted text, newest boolean, index int)
        left join lateral (
          select id as chat_id from chats where account = came.account and address = came.address limit 1
        ) chat on true
        left join lateral (${menuMeant(by, sql`chat.chat_id`, sql`came`)}) meant on true
      ), ours as (
        select * from known ${ours}
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
      select known.at, ours.at is null as apart, fresh.at is not null as fresh, chat.*, people.name as person_name,
        municipalities.timezone, known.menu_id, known.menu_audience, known.menu_place, known.choices, known.menu,
        known.card, known.external_ids, known.photo, known.number_answers
      from known left join ours on ours.at = known.at left join fresh on fresh.at = known.at
      left join chat on chat.id = fresh.chat_id left join people on people.id = chat.person_id
      left join municipalities on municipalities.id = chat.municipality_id`
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

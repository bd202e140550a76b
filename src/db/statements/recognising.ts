// SPDX-License-Identifier: AGPL-3.0-or-later
// What the inbox asks when updates come in: whether each is new, its chat, and the menu that it is about.
import { type SQL, sql } from 'drizzle-orm'
import type { Audience } from '../../channel.ts'
import { statement, type Value } from '../prepared.ts'
import { flag, instant, integer, json, nullable, oneOf, type RowOf, text, texts } from '../rows.ts'
import type { Statement } from '../store.ts'
import type { StoredChoice, StoredSpot } from '../stored.ts'

/** How a menu is found: the tapped one, else the quoted one, else the newest that is open. */
export type MenuLookup = 'tapped' | 'quoted' | 'newest'

/** The updates with which an update may share a transaction: those that commit nothing, those that place orders, or none. */
export type Among = Sharing | 'alone'
export type Sharing = 'changes' | 'orders'

/** An update as the statement reads it. */
export interface UpdateRow {
  /** The index of the update in the list that was handed over. */
  readonly at: number
  readonly account: string
  readonly update_id: string
  readonly address: string
  readonly user_id: string | null
  readonly aliases: readonly string[]
  /** What the person is called now; empty where the platform does not say. */
  readonly name: string
  /** The person has closed the chat. */
  readonly closes: boolean
  /** The result of an errand of ours, or the platform's own word: the person has not written. */
  readonly own: boolean
  /** The message that was tapped, and the number of the choice on it. */
  readonly tapped: string | null
  readonly index: number | null
  /** The channel's id of the message that was quoted. */
  readonly quoted: string | null
  readonly newest: boolean
}

/** What is looked for. */
export interface Recognition {
  readonly by: readonly MenuLookup[]
  /** An update that was set aside counts as new. */
  readonly again: boolean
  /** Updates that may not share with these stay untouched; without it, every update is taken. */
  readonly only?: readonly Among[]
}

/** A message of ours as it was found for an update. */
export interface FoundMenu {
  readonly id: string
  readonly audience: Audience
  readonly spot: StoredSpot | null
  readonly choices: readonly StoredChoice[]
  readonly state: 'open' | 'superseded' | 'answered'
  readonly card: string | null
  readonly externalIds: readonly string[]
  readonly photo: boolean
  readonly files: boolean
  readonly numberAnswers: boolean
}

const audiences = ['citizen', 'staff'] as const

/** What is found of one update: its chat, locked, if the update is new, and the menu it is about. */
const columnsOfRecognised = {
  at: integer,
  /** Among which updates it may share a transaction. */
  among: oneOf(['changes', 'orders', 'alone']),
  ours: flag,
  fresh: flag,
  // The chat, if it is known.
  id: nullable(text),
  account: nullable(text),
  address: nullable(text),
  audience: nullable(oneOf(audiences)),
  personId: nullable(text),
  personName: nullable(text),
  municipalityId: nullable(text),
  timezone: nullable(text),
  language: nullable(text),
  spot: nullable(json<StoredSpot>()),
  greetedAt: nullable(instant),
  // The menu, if there is one.
  menuId: nullable(text),
  menuAudience: nullable(oneOf(audiences)),
  menuSpot: nullable(json<StoredSpot>()),
  choices: nullable(json<StoredChoice[]>()),
  choicesState: nullable(oneOf(['open', 'superseded', 'answered'])),
  card: nullable(text),
  externalIds: nullable(texts),
  photo: nullable(flag),
  files: nullable(flag),
  numberAnswers: nullable(flag),
}

export type RecognisedRow = RowOf<typeof columnsOfRecognised>

/**
 * Recognises repetitions, locks the chats, and finds the menus. In one statement: the rows of the inbox first, so that
 * a repetition waits for the first delivery to end and then does not touch the chat. A menu seen as it was before
 * another process changed it does no harm: a commit is taken by compare-and-set. The person is called as the platform
 * calls them now: of several chats it is the name in the one last written in.
 *
 * The rows come in the order of the menus' spots, so that two processes, each with several people, book the same slots
 * one after the other and hardly ever crosswise; the short wait for locks stands behind it.
 */
export function recognising(updates: readonly UpdateRow[], how: Recognition, now: Date): Statement<RecognisedRow> {
  return built(how)({ updates: JSON.stringify(updates), now })
}

/** The menu of what was found of an update. */
export function menuIn(row: RecognisedRow): FoundMenu | undefined {
  const { menuId, menuAudience, menuSpot, choices, choicesState, card, externalIds, photo, files, numberAnswers } = row
  if (menuId === null || menuAudience === null || choicesState === null) return undefined
  return {
    id: menuId,
    audience: menuAudience,
    spot: menuSpot,
    choices: choices ?? [],
    state: choicesState,
    card,
    externalIds: externalIds ?? [],
    photo: photo ?? false,
    files: files ?? false,
    numberAnswers: numberAnswers ?? false,
  }
}

const statements = new Map<string, ReturnType<typeof recognisingBy>>()

/** Each way to recognise is built at its first use. */
function built({ by, again, only }: Recognition): ReturnType<typeof recognisingBy> {
  const key = [by.join(' '), again, only?.join(' ')].join('; ')
  const statement = statements.get(key) ?? recognisingBy({ by, again, ...(only && { only }) })
  statements.set(key, statement)
  return statement
}

/** The message that an update is about, looked up in its own chat: of somebody else's chat there is none. */
function menuMeant(by: readonly MenuLookup[]): SQL {
  const columns = sql`id as menu_id, audience as menu_audience, spot as menu_spot, choices, choices_state, card, coalesce(external_ids, '{}') as external_ids,
    view -> 'photoId' is not null as photo, view -> 'files' is not null as files, view -> 'numberAnswers' is not null as number_answers`
  const found: Record<MenuLookup, SQL> = {
    tapped: sql`(select ${columns} from messages where chat_id = chat.chat_id and id = came.tapped)`,
    quoted: sql`(select ${columns} from messages where chat_id = chat.chat_id and external_ids @> array[came.quoted]
      order by position desc limit 1)`,
    newest: sql`(select ${columns} from messages where came.newest and chat_id = chat.chat_id and choices_state = 'open'
      order by position desc limit 1)`,
  }
  if (by.length === 0) return sql`select ${columns} from messages where false`
  const ways = sql.join(
    by.map(each => found[each]),
    sql` union all `,
  )
  return sql`select * from (${ways}) as ways limit 1`
}

/**
 * With whom the update may share: what the choice that was tapped may do, or for typed words any choice of the menu,
 * as it stands with the choice. Of several commits one that may not share is enough.
 */
const among = sql`case when chat_id is null then 'alone'
  when meant @? '$[*] ? (@.effect == "commit" && !(@.sharing == "orders"))' then 'alone'
  when meant @? '$[*] ? (@.effect == "commit")' then 'orders' else 'changes' end`

/**
 * Whether the chat of an address is the one of the person who writes from there. A number passes to somebody else, the
 * platform's own id of a person does not: another id behind the same number is another person. The first id that comes
 * from a number that had none is taken for the same person's, as it is when WhatsApp begins to tell ids; unless that id
 * has a chat already.
 */
const isSamePerson = sql`(came.user_id is null or chats.user_id = came.user_id or (chats.user_id is null and not exists (
  select from chats other where other.account = came.account and other.user_id = came.user_id)))`

function recognisingBy({ by, again, only }: Recognition) {
  const ours = only ? sql`where among in (${sql.raw(only.map(each => `'${each}'`).join(', '))})` : sql``
  // What was set aside is there already, with its error.
  const known = again
    ? sql`(account, update_id) do update set error = null, incoming = null, replay_at = null
        where inbox.error is not null`
    : sql`do nothing`
  const name = [
    'recognise',
    ...(by.length > 0 ? by : ['no-menu']),
    ...(again ? ['again'] : []),
    ...(only ? ['for', ...only] : []),
  ].join('-')
  return statement(name, columnsOfRecognised, (value: Value<'updates' | 'now'>) => {
    const now = sql`${value('now')}::timestamptz`
    return sql`
      with found as (
        select came.*, chat.chat_id, menu.*,
          case when index is null then choices else jsonb_build_array(choices -> index) end as meant
        from jsonb_to_recordset(${value('updates')}::jsonb) as came(at int, account text, update_id text, address text,
          user_id text, aliases text[], name text, closes boolean, own boolean, tapped uuid, quoted text, newest boolean, index int)
        left join lateral (
          select id as chat_id from chats
          where account = came.account and address = came.address and leaving_at is null and ${isSamePerson} limit 1
        ) chat on true
        left join lateral (${menuMeant(by)}) menu on true
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
        update chats set last_inbound_at = case when fresh.own then chats.last_inbound_at else ${now} end,
          closed_at = case when fresh.own then chats.closed_at when fresh.closes then ${now} end,
          user_id = coalesce(chats.user_id, fresh.user_id),
          aliases = case when chats.aliases @> fresh.aliases then chats.aliases
            else array(select unnest(chats.aliases) union select unnest(fresh.aliases)) end
        from fresh where chats.id = fresh.chat_id returning chats.*
      ), named as (
        update people set name = fresh.name from fresh join chat on chat.id = fresh.chat_id
        where people.id = chat.person_id and not fresh.own and fresh.name <> '' and people.name <> fresh.name
        returning people.id, people.name
      )
      select told.at, told.among, ours.at is not null as ours, fresh.at is not null as fresh, chat.*,
        coalesce(named.name, people.name) as person_name, municipalities.timezone, told.menu_id, told.menu_audience, told.menu_spot,
        told.choices, told.choices_state, told.card, told.external_ids, told.photo, told.files, told.number_answers
      from told left join ours on ours.at = told.at left join fresh on fresh.at = told.at
      left join chat on chat.id = fresh.chat_id left join people on people.id = chat.person_id
      left join named on named.id = chat.person_id
      left join municipalities on municipalities.id = chat.municipality_id
      order by told.menu_spot`
  })
}

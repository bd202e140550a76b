// SPDX-License-Identifier: AGPL-3.0-or-later
// Messages of ours, looked up as menus. A choice is always looked up within its own chat.
import { type SQL, sql } from 'drizzle-orm'
import type { Audience, Input } from '../channel.ts'
import { statement, type Value } from '../db/prepared.ts'
import type { StoredChoice, StoredSpot } from '../db/stored.ts'
import { aloneIn, type Work } from '../engine/unit.ts'

/** What a chat can bring: a person's input, or our own failure to deal with one. */
export type Cause = Input | { readonly kind: 'apology' }

export interface Menu {
  readonly id: string
  readonly audience: Audience
  readonly spot: StoredSpot | null
  readonly choices: readonly StoredChoice[]
  readonly state: 'open' | 'superseded' | 'answered'
  readonly card: string | null
  readonly externalIds: readonly string[]
  readonly photo: boolean
  readonly numberAnswers: boolean
}

/**
 * The wire id of a choice: the message and the number of the choice on it; `open` asks for the message itself, where
 * only an approved text could stand for it.
 */
export function wireChoice(wire: string): { messageId: string; index: number | 'open' } | undefined {
  const [, messageId, index] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,3}|open)$/.exec(wire) ?? []
  if (messageId === undefined) return undefined
  return { messageId, index: index === 'open' ? 'open' : Number(index) }
}

/** How a menu is found: the tapped one, else the quoted one, else the newest that is open. */
export type MenuLookup = 'tapped' | 'quoted' | 'newest'

/** What an input is about, and the ways to find it in their order. */
export interface About {
  readonly by: readonly MenuLookup[]
  readonly tapped: string | null
  readonly quoted: string | null
  /** The number of the choice that was tapped. */
  readonly index: number | null
}

/** What the input is about. Unknown or truncated, a tap is about nothing. */
export function aboutOf(cause: Cause): About {
  const nothing = { by: [], tapped: null, quoted: null, index: null }
  if (cause.kind === 'text') {
    const { quoted } = cause
    return quoted === undefined ? { ...nothing, by: ['newest'] } : { ...nothing, by: ['quoted', 'newest'], quoted }
  }
  const wire = cause.kind === 'choice' ? wireChoice(cause.choice) : undefined
  if (!wire) return nothing
  const { messageId: tapped, index } = wire
  return { by: ['tapped'], tapped, quoted: null, index: index === 'open' ? null : index }
}

/** That menu, as one query on the messages of the chat `chatId` of a row `came`: of somebody else's chat there is none. */
export function menuMeant(by: readonly MenuLookup[], chatId: SQL, came: SQL): SQL {
  const columns = sql`id as menu_id, audience as menu_audience, spot as menu_spot, choices, choices_state, card, coalesce(external_ids, '{}') as external_ids,
    view -> 'photoId' is not null as photo, view -> 'numberAnswers' is not null as number_answers`
  const found: Record<MenuLookup, SQL> = {
    tapped: sql`(select ${columns} from messages where chat_id = ${chatId} and id = ${came}.tapped)`,
    quoted: sql`(select ${columns} from messages where chat_id = ${chatId} and external_ids @> array[${came}.quoted]
      order by position desc limit 1)`,
    newest: sql`(select ${columns} from messages where ${came}.newest and chat_id = ${chatId} and choices_state = 'open'
      order by position desc limit 1)`,
  }
  if (by.length === 0) return sql`select ${columns} from messages where false`
  const ways = sql.join(
    by.map(each => found[each]),
    sql` union all `,
  )
  return sql`select * from (${ways}) as ways limit 1`
}

/** Whether what can be committed on a menu, a row with these columns, is to place an order. */
export const placesOrders: SQL = sql`menu_spot ->> 'screen' = 'review'`

/** A row with the columns of `menuMeant`, in the database's names. */
export function menuOf(row: Record<string, unknown>): Menu | undefined {
  if (typeof row.menu_id !== 'string') return undefined
  return {
    id: row.menu_id,
    audience: row.menu_audience as Audience,
    spot: row.menu_spot as StoredSpot | null,
    choices: row.choices as StoredChoice[],
    state: row.choices_state as Menu['state'],
    card: row.card as string | null,
    externalIds: row.external_ids as string[],
    photo: row.photo as boolean,
    numberAnswers: row.number_answers as boolean,
  }
}

/**
 * Compare-and-set: of two taps on one commit, one acts. Whoever moves an order locks it and then supersedes its cards
 * in every chat: so a tap on one of these locks the order first as well. In the other order two shopkeepers who answer
 * at once wait for each other, for a second, until PostgreSQL ends one of them.
 */
export async function takeCommit(work: Work, { id, card }: Menu): Promise<boolean> {
  const orderId = /^order:(.+)$/.exec(card ?? '')?.[1]
  if (orderId) aloneIn(work)
  const [, taken] = await Promise.all([orderId && work.ask(lockOrder({ orderId })), work.ask(takeMenu({ id }))])
  return taken.length > 0
}

const lockOrder = statement(
  (value: Value<'orderId'>) => sql`select from orders where id = ${value('orderId')} for update`,
)
const takeMenu = statement(
  (value: Value<'id'>) => sql`
    update messages set choices_state = 'answered' where id = ${value('id')} and choices_state = 'open' returning id`,
)

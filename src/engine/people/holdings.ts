// SPDX-License-Identifier: AGPL-3.0-or-later
// All that is held about a person, table by table. A test compares the list with `rules/retention.ts`: every table with
// a personal column has its row here, except what shops publish of themselves.
import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/rows.ts'
import type { Work } from '../unit.ts'

/** Rows by table, each with the columns' names in the database. */
export type Holdings = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const chatsOf = (person: SQL): SQL => sql`(select id from chats where person_id = ${person})`
const ordersOf = (person: SQL): SQL => sql`(select id from orders where person_id = ${person})`
const inTheirChats = (person: SQL): SQL => sql`held.chat_id in ${chatsOf(person)}`
const theirOwn = (person: SQL): SQL => sql`held.person_id = ${person}`

/** Which rows of each table are about a person. */
const held: Readonly<Record<string, (person: SQL) => SQL>> = {
  people: person => sql`held.id = ${person}`,
  chats: theirOwn,
  messages: inTheirChats,
  inbox: person => sql`held.error is not null and ${isFrom(sql`held`, person)}`,
  errands: inTheirChats,
  files: inTheirChats,
  bags: theirOwn,
  bag_lines: person => sql`held.bag_id in (select id from bags where person_id = ${person})`,
  orders: theirOwn,
  order_lines: person => sql`held.order_id in ${ordersOf(person)}`,
  order_events: person => sql`held.order_id in ${ordersOf(person)} or held.person_id = ${person}`,
  sweep_failures: person => sql`held.subject in (select id::text from orders where person_id = ${person}
    union select id::text from chats where person_id = ${person} union select ${person}::text)`,
  roles: theirOwn,
  invitations: person => sql`held.invited_by = ${person} or held.used_by = ${person}`,
  invitation_tries: theirOwn,
  link_codes: inTheirChats,
  links: person => sql`held.showing_person_id = ${person} or held.typing_person_id = ${person}`,
  audit: theirOwn,
  shop_refusals: person => sql`held.person_id = ${person} or held.refused_by = ${person}`,
  consents: theirOwn,
  erasures: theirOwn,
}

/** Whether an update set aside came from one of a person's chats. */
export function isFrom(inbox: SQL, person: SQL): SQL {
  return sql`exists (select from chats where chats.person_id = ${person} and chats.account = ${inbox}.account
    and ${inbox}.incoming -> 'from' ->> 'address' = any(array_append(chats.aliases, chats.address)))`
}

/** Names of the tables in which a person may have rows. */
export const heldTables: readonly string[] = Object.keys(held)

/** Everything that is held about a person; of a file its size instead of its bytes. */
export async function holdingsOf({ db }: Work, personId: string): Promise<Holdings> {
  const person = sql`${personId}::uuid`
  const found: [string, Record<string, unknown>[]][] = []
  for (const [table, where] of Object.entries(held)) {
    const size = table === 'files' ? sql` - 'bytes' || jsonb_build_object('size', octet_length(held.bytes))` : sql``
    const rows = rowsOf<{ row: Record<string, unknown> }>(
      await db.execute(
        sql`select to_jsonb(held)${size} as row from ${sql.identifier(table)} held where ${where(person)}`,
      ),
    )
    found.push([table, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(found)
}

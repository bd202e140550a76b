// SPDX-License-Identifier: AGPL-3.0-or-later
// How errands come into a process's hands, and how they leave them.
import { sql } from 'drizzle-orm'
import { records, statement, type Value } from '../prepared.ts'
import { flag, integer, json, type RowOf, text } from '../rows.ts'
import type { Statement } from '../store.ts'
import type { StoredErrand } from '../stored.ts'

/** An errand that is to be done for a chat. */
export interface NewErrand {
  readonly id: string
  readonly chatId: string
  readonly account: string
  readonly request: StoredErrand
  readonly createdAt: Date
}

const write = statement(
  'write-errands',
  {},
  (value: Value<'errands'>) => sql`
    insert into errands (id, chat_id, account, request, state, due_at, created_at)
    select id, chat_id, account, request, 'queued', clock_timestamp(), created_at
    from jsonb_populate_recordset(null::errands, ${value('errands')}::jsonb)`,
)

/** Writes errands with the commit. */
export function writingErrands(errands: readonly NewErrand[]): Statement {
  return write({ errands: records(errands) })
}

const claimedColumns = {
  id: text,
  chatId: text,
  account: text,
  address: text,
  personName: text,
  request: json<StoredErrand>(),
  /** How often it has been tried before. */
  attempts: integer,
}

/** An errand that this process has claimed, and the chat its result goes to. */
export type ClaimedErrand = RowOf<typeof claimedColumns>

/** Claims errands that are due, the oldest first, of the given accounts. */
export const claimingErrands = statement(
  'claim-errands',
  claimedColumns,
  (value: Value<'process' | 'accounts' | 'most'>) => sql`
    with due as (
      select id from errands
      where state = 'queued' and due_at <= clock_timestamp() and account = any(${value('accounts')}::text[])
      order by due_at limit ${value('most')}::int for update skip locked
    )
    update errands set state = 'claimed', claimed_by = ${value('process')}::uuid
    from due, chats, people
    where errands.id = due.id and chats.id = errands.chat_id and people.id = chats.person_id
    returning errands.id, errands.chat_id, errands.account, chats.address, people.name as person_name, errands.request,
      errands.attempts`,
)

/** Ends an errand whose result was brought in. */
export const finishing = statement(
  'finish-errand',
  {},
  (value: Value<'id'>) => sql`
    update errands set state = 'done', claimed_by = null, done_at = clock_timestamp(), error = null
    where id = ${value('id')}::uuid`,
)

/** Puts an errand off after a failure, or sets it aside after so many of them. */
export const failing = statement(
  'fail-errand',
  { setAside: flag },
  (value: Value<'id' | 'error' | 'mostAttempts' | 'final' | 'waitSeconds'>) => sql`
    update errands set attempts = attempts + 1, claimed_by = null, error = ${value('error')},
      state = case when ${value('final')}::boolean or attempts + 1 >= ${value('mostAttempts')}::int
        then 'set-aside' else 'queued' end,
      due_at = clock_timestamp() + make_interval(secs => ${value('waitSeconds')}::float8)
    where id = ${value('id')}::uuid returning state = 'set-aside' as set_aside`,
)

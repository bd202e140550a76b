// SPDX-License-Identifier: AGPL-3.0-or-later
// Which processes share the database, and what those that died had claimed.
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../prepared.ts'

/** Says that a process is alive. */
export const breathing = statement(
  'process-breathes',
  {},
  (value: Value<'process'>) => sql`
    insert into processes (id, seen_at) values (${value('process')}::uuid, clock_timestamp())
    on conflict (id) do update set seen_at = clock_timestamp()`,
)

/** Forgets processes that have been silent for so many seconds; null: all but this one. */
export const forgettingSilent = statement(
  'forget-silent-processes',
  {},
  (value: Value<'process' | 'silentSeconds'>) => sql`
    delete from processes where id <> ${value('process')}::uuid and (
      ${value('silentSeconds')}::float8 is null
      or seen_at < clock_timestamp() - make_interval(secs => ${value('silentSeconds')}::float8))`,
)

/** Forgets one process. */
export const forgetting = statement(
  'forget-process',
  {},
  (value: Value<'process'>) => sql`delete from processes where id = ${value('process')}::uuid`,
)

/** Forgets what processes that are gone had found of our accounts. */
export const forgettingStates = statement(
  'forget-account-states',
  {},
  () => sql`delete from account_states where process_id not in (select id from processes)`,
)

/** Frees the messages that processes which are gone had claimed. */
export const freeingMessages = statement(
  'free-messages',
  {},
  () => sql`update messages set delivery = 'queued', claimed_by = null
    where delivery = 'sending' and claimed_by not in (select id from processes)`,
)

/** Frees the errands that processes which are gone had claimed. */
export const freeingErrands = statement(
  'free-errands',
  {},
  () => sql`update errands set state = 'queued', claimed_by = null
    where state = 'claimed' and claimed_by not in (select id from processes)`,
)

// SPDX-License-Identifier: AGPL-3.0-or-later
// How our accounts on the channels are, as the processes that speak for them find it; and telling of it, once.
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/rows.ts'
import { accountStates } from '../../db/schema.ts'
import type { StoredPairing } from '../../db/stored.ts'
import type { Transaction } from '../../db/store.ts'
import type { Look, Work } from '../unit.ts'

/** Silent for so long, an account is given up for the time being. */
export const accountSilentAfterSeconds = 60

/** How a process finds an account: `pairing` is what a person must do with their telephone before it speaks. */
export interface FoundAccount {
  readonly ok: boolean
  readonly detail: string
  readonly pairing?: StoredPairing | undefined
}

/** Writes down how a process finds an account. */
export async function recordHealth(
  { db }: Pick<Transaction, 'db'>,
  processId: string,
  account: string,
  { ok, detail, pairing }: FoundAccount,
): Promise<void> {
  const state = { ok, detail, pairing: pairing ?? null }
  await db
    .insert(accountStates)
    .values({ account, processId, ...state, since: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: [accountStates.account, accountStates.processId],
      set: {
        ...state,
        since: sql`case when ${accountStates.ok} = ${ok} then ${accountStates.since} else clock_timestamp() end`,
      },
    })
}

/** An account's trouble: nobody can speak for it, or it waits for somebody's telephone. */
type Trouble = 'silent' | 'pairing'

/**
 * Accounts whose trouble began, or ended, since the operators were last told. One process of several finds each. One
 * that waits for a telephone is told of at once: nobody else can help it.
 */
export async function troubles(work: Work): Promise<{ account: string; trouble: Trouble | 'over' }[]> {
  // An account lives while one process speaks for it.
  const begun = await work.db.execute(sql`
    with live as (
      select account, bool_or(ok) as ok, max(since) as since, bool_or(pairing is not null) as pairing
      from account_states where process_id in (select id from processes) group by account
    )
    insert into account_alarms (account, trouble, told_at)
    select account, case when pairing then 'pairing' else 'silent' end, clock_timestamp() from live
    where not ok and (pairing or since < clock_timestamp() - make_interval(secs => ${accountSilentAfterSeconds}))
    on conflict do nothing returning account, trouble`)
  const over = await work.db.execute(sql`
    delete from account_alarms where account in (
      select account from account_states where ok and process_id in (select id from processes))
    returning account, 'over' as trouble`)
  const ended = rowsOf<{ account: string; trouble: 'over' }>(over)
  const once = new Map(ended.map(row => [row.account, row]))
  return [...rowsOf<{ account: string; trouble: Trouble }>(begun), ...once.values()]
}

/** What a telephone is to be shown so that an account can speak; only operators ask. */
export async function pairingOf(work: Look, account: string): Promise<StoredPairing | undefined> {
  const [row] = await work.db
    .select({ pairing: accountStates.pairing })
    .from(accountStates)
    .where(and(eq(accountStates.account, account), isNotNull(accountStates.pairing)))
    .limit(1)
  return row?.pairing ?? undefined
}

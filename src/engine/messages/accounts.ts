// SPDX-License-Identifier: AGPL-3.0-or-later
// How our accounts on the channels are, as the processes that speak for them find it; and telling of it, once.
import { and, eq, exists, isNotNull, sql } from 'drizzle-orm'
import { notFailingAt } from '../../db/failing.ts'
import { lookup, statement, type Value } from '../../db/prepared.ts'
import { oneOf, text } from '../../db/rows.ts'
import { accountStates } from '../../db/schema.ts'
import type { StoredPairing } from '../../db/stored.ts'
import type { Transaction } from '../../db/store.ts'
import { municipalitiesAllowing } from '../authority.ts'
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

/** An account's trouble: no process can speak for it, or it waits for a telephone. */
const troubles = ['silent', 'pairing'] as const
type Trouble = (typeof troubles)[number]

/**
 * Accounts whose trouble began, or ended, since the operators were last told. An account lives while one process speaks
 * for it. An account that waits for a telephone is told of at once: nobody else can help it.
 */
export async function accountsToTell(look: Look, most: number): Promise<string[]> {
  const rows = await look.ask(findToTell({ silentSeconds: accountSilentAfterSeconds, most, now: look.now }))
  return rows.map(({ account }) => account)
}

const liveAccounts = sql`
  select account, bool_or(ok) as ok, max(since) as since, bool_or(pairing is not null) as pairing
  from account_states where process_id in (select id from processes) group by account`

const findToTell = lookup(
  'find-accounts-to-tell',
  { account: text },
  (value: Value<'silentSeconds' | 'most' | 'now'>) => sql`
    with live as (${liveAccounts}), due as (
      select account from live
      where not ok and (pairing or since < clock_timestamp() - make_interval(secs => ${value('silentSeconds')}::float8))
        and not exists (select from account_alarms alarm where alarm.account = live.account
          and alarm.trouble = case when live.pairing then 'pairing' else 'silent' end)
      union select live.account from live join account_alarms using (account) where live.ok
    )
    select account from due where ${notFailingAt(sql`${value('now')}`, 'accounts', sql`account`)}
    order by account limit ${value('most')}::int`,
)

/** What is to be told of one account now. Of several processes that look at once, one finds it. */
export async function troubleToTell(work: Work, account: string): Promise<(Trouble | 'over')[]> {
  const silentSeconds = accountSilentAfterSeconds
  const begun = await work.ask(beginAlarm({ account, silentSeconds }))
  const ended = await work.ask(endAlarms({ account }))
  return [...begun.map(({ trouble }) => trouble), ...(ended.length > 0 ? (['over'] as const) : [])]
}

const beginAlarm = statement(
  'begin-account-alarm',
  { trouble: oneOf(troubles) },
  (value: Value<'account' | 'silentSeconds'>) => sql`
    with live as (${liveAccounts})
    insert into account_alarms (account, trouble, told_at)
    select account, case when pairing then 'pairing' else 'silent' end, clock_timestamp() from live
    where account = ${value('account')} and not ok
      and (pairing or since < clock_timestamp() - make_interval(secs => ${value('silentSeconds')}::float8))
    on conflict do nothing returning trouble`,
)

const endAlarms = statement(
  'end-account-alarms',
  { trouble: oneOf(troubles) },
  (value: Value<'account'>) => sql`
    delete from account_alarms where account = ${value('account')} and account in (
      select account from account_states where ok and process_id in (select id from processes))
    returning trouble`,
)

/** What a telephone is to be shown so that an account can speak; nothing without the right to pair accounts. */
export async function pairingOf(look: Look, account: string, by: string): Promise<StoredPairing | undefined> {
  const [row] = await look.db
    .select({ pairing: accountStates.pairing })
    .from(accountStates)
    .where(
      and(
        eq(accountStates.account, account),
        isNotNull(accountStates.pairing),
        exists(municipalitiesAllowing(look.db, 'pair-accounts', by)),
      ),
    )
    .limit(1)
  return row?.pairing ?? undefined
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What could not be dealt with, update by update and row by row: noted, set aside after some tries, listed, and asked
// for again.
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { records, statement, type Value } from '../db/prepared.ts'
import { flag, integer } from '../db/rows.ts'
import { errands, inbox, sweepFailures } from '../db/schema.ts'
import type { Look, Work } from './unit.ts'

/** After so many failures a subject is set aside. */
const mostAttempts = 3
/** How long after its first and its second failure it is tried again. */
const retryAfterSeconds = [5, 60]

/** Notes that a sweep could not deal with a subject. */
export async function noteFailure(
  work: Work,
  sweep: string,
  subject: string,
  error: unknown,
): Promise<{ readonly attempts: number; readonly setAside: boolean }> {
  const [row] = await work.ask(
    writeFailure({ sweep, subject, error: gistOf(error), now: work.now, mostAttempts, waits: retryAfterSeconds }),
  )
  return row ?? { attempts: 1, setAside: false }
}

const writeFailure = statement(
  'note-sweep-failure',
  { attempts: integer, setAside: flag },
  (value: Value<'sweep' | 'subject' | 'error' | 'now' | 'mostAttempts' | 'waits'>) => {
    const [now, waits] = [sql`${value('now')}::timestamptz`, sql`${value('waits')}::int[]`]
    const retryAt = (attempts: ReturnType<typeof sql>) =>
      sql`${now} + make_interval(secs => coalesce((${waits})[${attempts}], 0))`
    return sql`
      insert into sweep_failures (sweep, subject, attempts, error, retry_at)
      values (${value('sweep')}, ${value('subject')}, 1, ${value('error')}, ${retryAt(sql`1`)})
      on conflict (sweep, subject) do update set attempts = sweep_failures.attempts + 1, error = excluded.error,
        retry_at = ${retryAt(sql`sweep_failures.attempts + 1`)},
        set_aside_at = case when sweep_failures.attempts + 1 >= ${value('mostAttempts')}::int then ${now} end
      returning attempts, set_aside_at is not null as set_aside`
  },
)

/** Forgets what was noted of a subject that was dealt with after all. Travels with the commit. */
export function forgetFailure(work: Work, sweep: string, subject: string): void {
  work.lastly(forgetting, { sweep, subject })
}

function forgetting(subjects: readonly { readonly sweep: string; readonly subject: string }[]) {
  return forget({ subjects: records(subjects) })
}

const forget = statement(
  'forget-sweep-failures',
  {},
  (value: Value<'subjects'>) => sql`
    delete from sweep_failures using jsonb_to_recordset(${value('subjects')}::jsonb) as dealt(sweep text, subject text)
    where sweep_failures.sweep = dealt.sweep and sweep_failures.subject = dealt.subject`,
)

/** The name and the first line of an error, without the values that drivers put below. */
export function gistOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200) ?? ''}`.replaceAll('\0', '')
}

/** Something that was set aside. Its id says what it is and can be given to `npm run replay`. */
export interface SetAside {
  readonly id: string
  readonly kind: 'update' | 'sweep' | 'errand'
  readonly at: Date
  readonly error: string
}

/** As the log names it. */
const updateName = sql<string>`'update:' || substr(${inbox.updateId}, 1, 12)`
const sweepName = sql<string>`'sweep:' || ${sweepFailures.sweep} || ':' || ${sweepFailures.subject}`
const errandName = sql<string>`'errand:' || ${errands.id}::text`

/** All that is set aside, the oldest first. */
export async function setAsideThings(look: Look): Promise<SetAside[]> {
  const [updates, sweeps, jobs] = await Promise.all([
    look.db
      .select({ id: updateName, at: inbox.receivedAt, error: inbox.error })
      .from(inbox)
      .where(isNotNull(inbox.error))
      .orderBy(asc(inbox.receivedAt)),
    look.db
      .select({ id: sweepName, at: sweepFailures.setAsideAt, error: sweepFailures.error })
      .from(sweepFailures)
      .where(isNotNull(sweepFailures.setAsideAt)),
    look.db
      .select({ id: errandName, at: errands.createdAt, error: errands.error })
      .from(errands)
      .where(eq(errands.state, 'set-aside')),
  ])
  const all = [
    ...updates.map(row => ({ ...row, kind: 'update' as const })),
    ...sweeps.map(row => ({ ...row, kind: 'sweep' as const })),
    ...jobs.map(row => ({ ...row, kind: 'errand' as const })),
  ]
  return all
    .map(({ at, error, ...row }) => ({ ...row, at: at ?? look.now, error: error ?? '' }))
    .sort((one, other) => one.at.getTime() - other.at.getTime())
}

/**
 * Asks for what is set aside to be tried again: one thing by its id, or all. The running program does it with its next
 * sweep. Answers how many things that were.
 */
export async function askAgain(work: Work, id: string): Promise<number> {
  const only = (name: ReturnType<typeof sql>) => (id === 'all' ? undefined : sql`${name} = ${id}`)
  const updates = await work.db
    .update(inbox)
    .set({ replayAt: work.now })
    .where(and(isNotNull(inbox.error), only(updateName)))
    .returning({ account: inbox.account })
  const sweeps = await work.db
    .delete(sweepFailures)
    .where(and(isNotNull(sweepFailures.setAsideAt), only(sweepName)))
    .returning({ sweep: sweepFailures.sweep })
  const jobs = await work.db
    .update(errands)
    .set({ state: 'queued', attempts: 0, error: null, dueAt: sql`clock_timestamp()` })
    .where(and(eq(errands.state, 'set-aside'), only(errandName)))
    .returning({ id: errands.id })
  return updates.length + sweeps.length + jobs.length
}

/** Updates set aside that somebody asked for again, the oldest first. */
export function updatesToReplay(look: Look): Promise<{ account: string; updateId: string }[]> {
  return look.db
    .select({ account: inbox.account, updateId: inbox.updateId })
    .from(inbox)
    .where(and(isNotNull(inbox.error), isNotNull(inbox.replayAt)))
    .orderBy(asc(inbox.receivedAt))
}

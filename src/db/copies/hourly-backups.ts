// SPDX-License-Identifier: AGPL-3.0-or-later
// The embedded database is one folder on one disk: its own backups are what a damaged one comes back from.
import { sql } from 'drizzle-orm'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backupTo } from './backup.ts'
import { rowsOf } from '../rows.ts'
import type { Store } from '../store.ts'

/** Backups in `dataDir`/backups: every hour in which something was written, and when it stops. */
export function startKeeping(
  store: Store,
  dataDir: string,
  options: { everyMs?: number; warn: (sentence: string, error: unknown) => void },
): { stop(): Promise<void> } {
  const directory = join(dataDir, 'backups')
  let saved = ''
  let running: Promise<void> = Promise.resolve()

  async function keep(): Promise<void> {
    try {
      const { at, name } = await momentOf(store)
      if (at === saved) return
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      await backupTo(store, join(directory, `spesa-${name}.jsonl.gz`))
      saved = at
      for (const old of superfluous(readdirSync(directory))) rmSync(join(directory, old), { force: true })
    } catch (error) {
      options.warn('The backup of the embedded database failed.', error)
    }
  }
  const soon = (): Promise<void> => (running = running.then(keep))

  // What is there at the start was backed up when it was written, unless the process was killed: see `keep`.
  const timer = setInterval(() => void soon(), options.everyMs ?? 3_600_000)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return soon()
    },
  }
}

/** How far the database has been written, and its clock as part of a file name that sorts. */
async function momentOf(store: Store): Promise<{ at: string; name: string }> {
  const result = await store.read(db =>
    db.execute(sql`select pg_current_wal_insert_lsn()::text as at,
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24-MI-SS"Z"') as name`),
  )
  const [row] = rowsOf<{ at: string; name: string }>(result)
  if (row === undefined) throw new Error('the database does not say how far it has been written')
  return row
}

/** All but the newest seven, and the newest of each of the last seven days. */
export function superfluous(names: readonly string[]): string[] {
  const backups = names
    .filter(name => /^spesa-\d{4}-.*\.jsonl\.gz$/.test(name))
    .sort()
    .reverse()
  const dayOf = (name: string): string => name.slice(6, 16)
  const newestOfDays = new Map(backups.toReversed().map(name => [dayOf(name), name]))
  const days = [...newestOfDays.keys()].sort().reverse().slice(0, 7)
  const kept = new Set([...backups.slice(0, 7), ...days.map(day => newestOfDays.get(day))])
  return backups.filter(name => !kept.has(name))
}

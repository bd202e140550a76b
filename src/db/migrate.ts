// SPDX-License-Identifier: AGPL-3.0-or-later
// Brings a database up to date with drizzle's files and in drizzle's own table, on either engine, in one transaction.
// drizzle's migrator takes no lock, and does not notice a database that is newer than the program.
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DatabaseRefused, DatabaseTooNew } from './failures.ts'

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** Runs statements without parameters, several in one text; the rows are those of the last one that has any. */
type RunText = (text: string) => Promise<Record<string, unknown>[]>

interface Migration {
  readonly tag: string
  /** When it was made, in milliseconds: what drizzle recognises it by. */
  readonly madeAt: number
  readonly hash: string
  readonly statements: readonly string[]
}

/** The migrations that this program knows, oldest first. */
export function knownMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] }
  return readMigrationFiles({ migrationsFolder: folder }).map((file, index) => ({
    tag: journal.entries[index]?.tag ?? '',
    madeAt: file.folderMillis,
    hash: file.hash,
    statements: file.sql,
  }))
}

/** Any number of processes may do this at once: the first one migrates, the others wait and find it done. */
export async function migrateDatabase(run: RunText, known: readonly Migration[] = knownMigrations()): Promise<void> {
  await run('begin; set local statement_timeout = 0; set local lock_timeout = 0')
  try {
    // Any number that is always the same one will do.
    await run('select pg_advisory_xact_lock(5021053)')
    await refuseOldServer(run)
    await run(`create schema if not exists drizzle;
      create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`)
    const rows = await run('select created_at from drizzle.__drizzle_migrations order by created_at')
    for (const migration of missingMigrations(
      rows.map(row => Number(row.created_at)),
      known,
    )) {
      await apply(run, migration)
    }
    await run('commit')
  } catch (error) {
    await run('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * Makes the empty tables of an earlier time, inside a transaction: as the first `count` migrations left them. What it
 * hands back brings them up to date again, after rows of that time were filled in.
 */
export async function remakeTables(
  run: (text: string) => Promise<unknown>,
  tables: readonly string[],
  count: number,
): Promise<() => Promise<void>> {
  const known = knownMigrations()
  await run(`drop table ${tables.map(table => `"${table}"`).join(', ')} cascade`)
  await run('delete from drizzle.__drizzle_migrations')
  for (const migration of known.slice(0, count)) await apply(run, migration)
  return async () => {
    for (const migration of known.slice(count)) await apply(run, migration)
  }
}

async function apply(run: (text: string) => Promise<unknown>, migration: Migration): Promise<void> {
  for (const statement of migration.statements) await run(statement)
  await run(
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${migration.hash}', ${migration.madeAt})`,
  )
}

/** Those that a database with these ones still lacks; throws when it has one that the program does not know. */
export function missingMigrations(applied: readonly number[], known: readonly Migration[]): Migration[] {
  const unknown = applied.filter(madeAt => !known.some(migration => migration.madeAt === madeAt))
  const newest = known.at(-1)?.madeAt ?? 0
  if (unknown.some(madeAt => madeAt > newest)) {
    throw new DatabaseTooNew(
      'The database was brought up to date by a newer version of this program: update the program.',
    )
  }
  if (unknown.length > 0) {
    throw new DatabaseRefused('The database was made with other migrations than the ones of this program.')
  }
  return known.filter(migration => !applied.includes(migration.madeAt))
}

async function refuseOldServer(run: RunText): Promise<void> {
  const [row] = await run(`select current_setting('server_version_num')::int as version`)
  const version = Number(row?.version)
  if (version < 150_000) {
    throw new DatabaseRefused(`PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}.`)
  }
}

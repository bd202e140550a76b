// SPDX-License-Identifier: AGPL-3.0-or-later
// A database as an earlier version of the program left it, with rows in every table.
import { PGlite } from '@electric-sql/pglite'
import { join } from 'node:path'
import postgres from 'postgres'
import { tablesInOrder } from '../../src/db/tables.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { knownMigrations, remakeTables } from '../../src/db/migrate.ts'
import type { Store } from '../../src/db/store.ts'
import { freshDirectory } from '../support/embedded.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { engines } from './engines.ts'
import { fillTables } from './filled.ts'

export type RunText = (text: string) => Promise<Record<string, unknown>[]>

/** Rows by table, each as the database tells it. */
export type Told = Record<string, Record<string, unknown>[]>

export interface Earlier {
  /** Speaks to the database without bringing it up to date. */
  raw<T>(use: (run: RunText) => Promise<T>): Promise<T>
  /** Opens it as the program does. */
  open(): Promise<Store>
  end(): Promise<void>
}

/** One that only the first `migrations` migrations have made. */
export async function earlierDatabase(engine: (typeof engines)[number], migrations: number): Promise<Earlier> {
  const database = engine === 'postgres' ? await freshDatabase() : undefined
  const directory = engine === 'embedded' ? await freshDirectory() : undefined
  const dataDir = directory?.dataDir ?? ''
  const raw: Earlier['raw'] = async use => {
    if (database) {
      const client = postgres(database.url, { max: 1, onnotice: () => undefined })
      return use(async text => [...(await client.unsafe(text))]).finally(() => client.end())
    }
    const client = await PGlite.create(join(dataDir, 'db'))
    return use(async text => (await client.query<Record<string, unknown>>(text)).rows).finally(() => client.close())
  }
  await raw(async run => {
    await run('begin')
    await remakeTables(run, tablesInOrder(), migrations)
    await fillTables(run)
    // As many orders as there are states, and messages that waited for their reader.
    await run(`insert into orders select (jsonb_populate_record(null::orders,
        to_jsonb(one) || jsonb_build_object('id', gen_random_uuid(), 'state', wanted, 'pickup_code', wanted))).*
      from (select * from orders order by id limit 1) one, unnest(array['placed', 'proposed', 'accepted', 'ready',
        'fulfilled', 'declined', 'cancelled', 'expired', 'missed']) as wanted`)
    await run(`update messages set delivery = 'held' where position = (select min(position) from messages)`)
    await run('commit')
  })
  return {
    raw,
    open: () => openStore({ databaseUrl: database?.url, dataDir, prepare: true, warn: () => undefined }),
    async end() {
      await database?.drop()
      directory?.remove()
    },
  }
}

/** All rows of these tables, or of all that are there. */
export async function toldBy(run: RunText): Promise<Told> {
  await run(`set timezone = 'UTC'`)
  const told: Told = {}
  for (const name of await tablesThere(run)) {
    const rows = await run(`select to_jsonb(told) as row from "${name}" told order by told::text collate "C"`)
    told[name] = rows.map(({ row }) => row as Record<string, unknown>)
  }
  return told
}

/** The lines of a backup, as the version of that time wrote them. */
export async function earlierBackup(run: RunText, migrations: number): Promise<string[]> {
  await run(`set timezone = 'UTC'`)
  const known = knownMigrations().map(({ tag }) => tag)
  const lines = [JSON.stringify({ backup: 'spesa-in-comune', format: 1, migrations: known.slice(0, migrations) })]
  let count = 0
  for (const name of await tablesThere(run)) {
    const columns = await run(`select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = to_regclass('${name}') and attnum > 0 and not attisdropped order by attnum`)
    const values = columns.map(({ name: column, type }) =>
      type === 'bytea' ? `translate(encode("${String(column)}", 'base64'), e'\\n', '')` : `"${String(column)}"::text`,
    )
    const rows = await run(`select json_build_array(${values.join(', ')})::text as line from "${name}" order by 1`)
    lines.push(JSON.stringify({ table: name, columns: columns.map(column => column.name) }))
    lines.push(...rows.map(({ line }) => String(line)))
    count += rows.length
  }
  return [...lines, JSON.stringify({ rows: count })]
}

async function tablesThere(run: RunText): Promise<string[]> {
  const rows = await run(`select tablename from pg_tables where schemaname = 'public'`)
  const there = new Set(rows.map(row => row.tablename))
  return tablesInOrder().filter(name => there.has(name))
}

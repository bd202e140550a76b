// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole database as one file, from either engine to either: gzip of JSON lines. A header, then per table a line
// that names it and its columns, and a line per row, every value as PostgreSQL's own text (so microseconds and
// numbers stay exact), bytes as base64; at the end how many rows there were.
import { getTableName, sql } from 'drizzle-orm'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline as pipe } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { type Mark, markOf } from '../deployment.ts'
import { causesOf, codesOf, DatabaseRefused } from '../failures.ts'
import { knownMigrations, remakeTables } from '../migrate.ts'
import { rowsOf } from '../rows.ts'
import { deployment } from '../schema.ts'
import type { Db, Store } from '../store.ts'
import { tablesInOrder } from '../tables.ts'

const headerShape = z.object({
  backup: z.literal('spesa-in-comune'),
  format: z.number(),
  migrations: z.array(z.string()),
})
const tableShape = z.object({ table: z.string(), columns: z.array(z.string()) })
const endShape = z.object({ rows: z.number() })

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly key: boolean
  readonly identity: boolean
}

/** Writes the database, as it is at one moment, to the file; the file is there only once it is whole. */
export async function backupTo(store: Store, file: string): Promise<{ rows: number }> {
  const draft = `${file}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600, flush: true }))
  written.catch(() => undefined)
  const write = async (text: string): Promise<void> => {
    // A full disk shows at the file: then the packer would wait for it for ever.
    if (gzip.destroyed) await written
    else if (!gzip.write(`${text}\n`)) await Promise.race([once(gzip, 'drain'), written])
  }
  try {
    const rows = await store.transact(async ({ db }) => {
      await db.execute(sql`set transaction isolation level repeatable read, read only`)
      await takeTime(db)
      return writeTables(db, write)
    })
    gzip.end()
    await written
    await rename(draft, file)
    return { rows }
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

async function writeTables(db: Db, write: (text: string) => Promise<void>): Promise<number> {
  const header: z.infer<typeof headerShape> = {
    backup: 'spesa-in-comune',
    format: 1,
    migrations: knownMigrations().map(({ tag }) => tag),
  }
  await write(JSON.stringify(header))
  let rows = 0
  const columns = await columnsOf(db)
  for (const table of tablesInOrder()) {
    const own = columns.filter(column => column.table === table)
    await write(JSON.stringify({ table, columns: own.map(({ name }) => name) } satisfies z.infer<typeof tableShape>))
    const values = own.map(({ name, type }) =>
      type === 'bytea' ? `translate(encode("${name}", 'base64'), e'\\n', '')` : `"${name}"::text`,
    )
    // A row may refer to an earlier one of its own table.
    const order = own.filter(({ identity }) => identity).concat(own.filter(({ key }) => key))
    const cursor = `backup_${table}`
    await db.execute(
      sql.raw(`declare ${cursor} no scroll cursor for select json_build_array(${values.join(', ')})::text as line
        from "${table}" order by ${order.map(({ name }) => `"${name}"`).join(', ')}`),
    )
    const size = own.some(({ type }) => type === 'bytea') ? 20 : 1000
    for (;;) {
      const lines = rowsOf<{ line: string }>(await db.execute(sql.raw(`fetch ${size} from ${cursor}`)))
      if (lines.length > 0) await write(lines.map(({ line }) => line).join('\n'))
      rows += lines.length
      if (lines.length < size) break
    }
    await db.execute(sql.raw(`close ${cursor}`))
  }
  await write(JSON.stringify({ rows } satisfies z.infer<typeof endShape>))
  return rows
}

/** Brings the database of the file into an empty one: all of it or nothing. */
export async function restoreFrom(store: Store, file: string): Promise<{ rows: number }> {
  try {
    return await store.transact(async ({ db }) => {
      await takeTime(db)
      await refuseUnlessEmpty(db)
      const before = await markOf(db)
      // The mark travels with the rows.
      await db.delete(deployment)
      const rows = await readTables(db, linesOf(file))
      await keepMark(db, before)
      return { rows }
    })
  } catch (error) {
    if (!isUnreadable(error)) throw error
    // The innermost: drizzle's own error repeats the rows.
    const cause = causesOf(error).at(-1)
    throw new DatabaseRefused(`The backup ${file} is damaged: nothing was restored.`, { cause })
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  // The callback's error is also the one that reading ends with.
  const unpacked = pipe(createReadStream(file), createGunzip().setEncoding('utf8'), () => undefined)
  let rest = ''
  for await (const chunk of unpacked as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') throw new Unreadable('the last line is not whole')
}

class Unreadable extends Error {}

function isUnreadable(error: unknown): boolean {
  if (error instanceof Unreadable || error instanceof SyntaxError || error instanceof z.ZodError) return true
  // zlib's errors; and values that PostgreSQL cannot read or that do not belong together.
  return codesOf(error).some(code => code.startsWith('Z_') || /^2[23]...$/.test(code))
}

async function readTables(db: Db, lines: AsyncGenerator<string>): Promise<number> {
  const first = await lines.next()
  const known = knownMigrations()
  const header = headerShape.parse(JSON.parse(first.done ? '' : first.value))
  const old = header.migrations.length < known.length
  if (header.format !== 1 || header.migrations.some((tag, index) => tag !== known[index]?.tag)) {
    throw new DatabaseRefused('The backup was made by a newer version of this program: update the program.')
  }
  // A backup of an older version is read into the tables of its time, and then brought up to date like any database.
  const catchUp = old
    ? await remakeTables(text => db.execute(sql.raw(text)), tablesInOrder(), header.migrations.length)
    : undefined

  const columns = await columnsOf(db)
  let insert: ((batch: string[]) => Promise<void>) | undefined
  let batch: string[] = []
  let batchLength = 0
  let rows = 0
  let end: number | undefined
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert?.(batch)
    batch = []
    batchLength = 0
  }
  for await (const line of lines) {
    if (end !== undefined) throw new Unreadable('more after the end')
    if (line.startsWith('[')) {
      if (insert === undefined) throw new Unreadable('a row without a table')
      batch.push(line)
      batchLength += line.length
      rows++
      if (batch.length >= 1000 || batchLength > 1_000_000) await flush()
      continue
    }
    await flush()
    const told = z.union([tableShape, endShape]).parse(JSON.parse(line))
    if ('rows' in told) end = told.rows
    else insert = insertInto(db, told.table, told.columns, columns)
  }
  if (end !== rows) throw new Unreadable('the end is missing')
  await catchUp?.()
  for (const { table, name } of (await columnsOf(db)).filter(({ identity }) => identity)) {
    await db.execute(
      sql.raw(`select setval(pg_get_serial_sequence('"${table}"', '${name}'), max("${name}")) from "${table}"`),
    )
  }
  return rows
}

function insertInto(db: Db, table: string, names: string[], columns: Column[]): (batch: string[]) => Promise<void> {
  const values = names.map((name, index) => {
    const column = columns.find(candidate => candidate.table === table && candidate.name === name)
    if (column === undefined) throw new Unreadable(`no column ${name} in ${table}`)
    return column.type === 'bytea' ? `decode(line->>${index}, 'base64')` : `(line->>${index})::${column.type}`
  })
  const into = `insert into "${table}" (${names.map(name => `"${name}"`).join(', ')}) overriding system value`
  return async batch => {
    const lines = `[${batch.join(',')}]`
    await db.execute(
      sql`${sql.raw(into)} select ${sql.raw(values.join(', '))} from json_array_elements(${lines}::json) as line`,
    )
  }
}

/** An empty database that is marked takes only a backup of its own kind; a backup from before marks may bring none. */
async function keepMark(db: Db, before: Mark | undefined): Promise<void> {
  if (before === undefined) return
  const came = await markOf(db)
  if (came !== undefined && came.demo !== before.demo)
    throw new DatabaseRefused(
      came.demo
        ? 'The backup is of a demo, and this database is a real one: nothing was restored.'
        : 'The backup is of a real database, and this one is a demo: nothing was restored.',
    )
  if (came === undefined) await db.insert(deployment).values(before)
}

async function refuseUnlessEmpty(db: Db): Promise<void> {
  const tables = tablesInOrder()
  // Nobody else writes while this runs.
  await db.execute(sql.raw(`lock table ${tables.map(table => `"${table}"`).join(', ')} in share row exclusive mode`))
  // The mark of a database that was only made is no content.
  const filled = tables
    .filter(table => table !== getTableName(deployment))
    .map(table => `exists (select from "${table}")`)
    .join(' or ')
  const [row] = rowsOf<{ filled: boolean }>(await db.execute(sql.raw(`select ${filled} as filled`)))
  if (row?.filled !== false) {
    throw new DatabaseRefused('The database is not empty: a backup is restored only into a new one.')
  }
}

/** A big table takes its time, and so does the disk between two batches. */
async function takeTime(db: Db): Promise<void> {
  await db.execute(sql`set local statement_timeout = 0`)
  await db.execute(sql`set local idle_in_transaction_session_timeout = 0`)
  // Text of a date or an instant depends on these two.
  await db.execute(sql`set local timezone = 'UTC'`)
  await db.execute(sql`set local datestyle = 'ISO, YMD'`)
}

async function columnsOf(db: Db): Promise<Column[]> {
  const names = tablesInOrder()
    .map(table => `('${table}')`)
    .join(', ')
  return rowsOf<Column>(
    await db.execute(
      sql.raw(`select wanted.name as "table", column_.attname as name, column_.attidentity <> '' as identity,
          format_type(column_.atttypid, column_.atttypmod) as type,
          exists (select from pg_index where indrelid = column_.attrelid and indisprimary and attnum = any(indkey)) as key
        from (values ${names}) as wanted (name)
        join pg_attribute as column_ on column_.attrelid = to_regclass(quote_ident(wanted.name))
        where attnum > 0 and not attisdropped and attgenerated = ''
        order by wanted.name, attnum`),
    ),
  )
}

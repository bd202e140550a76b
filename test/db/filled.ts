// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows for every table, made from what the database says of its columns: a new table or column is filled as well.
import { sql } from 'drizzle-orm'
import { tablesInOrder } from '../../src/db/tables.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'

const rowsPerTable = 3

/** The table that says what kind of database it is has one row. */
export const rowsOfTable = (name: string): number => (name === 'deployment' ? 1 : rowsPerTable)

// Each kind of value at its worst, different for each row.
const samples: Record<string, (row: number, name: string) => string> = {
  uuid: (row, name) => `'${uuidOf(row, name)}'`,
  text: (row, name) => `e'${name} ${row}: "perché" l\\'olio\\\\è 🥖\\n\\tfine,{}[]null'`,
  integer: row => String(row * 1_000_003),
  bigint: row => String(row * 9_007_199_254),
  boolean: row => String(row % 2 === 0),
  date: row => `'2026-03-${28 + row}'`,
  'timestamp with time zone': row => `'2026-03-29 0${row}:59:59.12345${row}+01'`,
  jsonb: row => [`'{"a": [1, null, "é\\\\n", {}], "n": 1.10}'`, `'null'`, `'"text"'`][row] ?? `'[]'`,
  'text[]': row => [`'{}'`, `array['a,b', 'c"d', 'e''f', '', 'NULL', e'g\\\\h']`, `'{NULL,x}'`][row] ?? `'{}'`,
  'integer[]': row => [`'{}'`, `'{10,47,99}'`][row] ?? `'{}'`,
  bytea: row =>
    `'\\x${Array.from({ length: 256 * (row + 1) }, (_, byte) => (byte % 256).toString(16).padStart(2, '0')).join('')}'`,
}

/** What a table's own check asks for beyond the types: a line of a bag has a product, or else words. */
const checked: Record<string, (row: number) => string> = {
  'bag_lines.said': row => (row === rowsPerTable - 1 ? `'latte «intero»'` : 'null'),
}

function uuidOf(row: number, name: string): string {
  const start = Buffer.from(name.padEnd(3)).toString('hex').slice(0, 6)
  return `${start}00-0000-7000-8000-${String(row).padStart(12, '0')}`
}

/** Fills every table; the last row of each has nothing where nothing is allowed. */
export async function fillEveryTable(store: Store): Promise<void> {
  await store.transact(({ db }) => fillTables(async text => rowsOf(await db.execute(sql.raw(text)))))
}

interface Column {
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** The table that it refers to. */
  readonly refers: string | null
}

/** The same on a connection of one's own, also with the tables of an earlier version. */
export async function fillTables(run: (text: string) => Promise<Record<string, unknown>[]>): Promise<void> {
  // Positions that would be others if they were given anew.
  await run(`select setval(pg_get_serial_sequence('messages', 'position'), 1000)`)
  const there = new Set(
    (await run(`select tablename from pg_tables where schemaname = 'public'`)).map(row => row.tablename),
  )
  for (const name of tablesInOrder().filter(table => there.has(table))) {
    const columns = (await run(`select attname as name, format_type(atttypid, atttypmod) as type,
        attnotnull as required, (select confrelid::regclass::text from pg_constraint
          where contype = 'f' and conrelid = attrelid and conkey = array[attnum]) as refers
      from pg_attribute where attrelid = to_regclass('${name}') and attnum > 0 and not attisdropped and attidentity = ''
      order by attnum`)) as unknown as readonly Column[]
    for (let row = 0; row < rowsOfTable(name); row++) {
      const values = columns.map(({ name: column, type, required, refers }) => {
        const isLast = row === rowsPerTable - 1
        const asked = checked[`${name}.${column}`]
        if (asked !== undefined) return asked(row)
        if (!required && (isLast || (refers === name && row === 0))) return 'null'
        if (refers !== null) return `'${uuidOf(refers === name ? row - 1 : row, refers)}'`
        const sample = samples[type]
        if (sample === undefined) throw new Error(`what is a ${type}? (${name}.${column})`)
        return sample(row, type === 'uuid' ? name : column)
      })
      const names = columns.map(column => `"${column.name}"`).join(', ')
      await run(`insert into "${name}" (${names}) values (${values.join(', ')})`)
    }
  }
}

/** A hash of each table's rows, whatever their order. */
export async function hashesOf(store: Store): Promise<Record<string, string>> {
  return store.transact(async ({ db }) => {
    await db.execute(sql`set local timezone = 'UTC'`)
    const hashes: Record<string, string> = {}
    for (const name of tablesInOrder()) {
      const [row] = rowsOf<{ n: number; hash: string }>(
        await db.execute(
          sql.raw(
            `select count(*) as n, md5(string_agg(r::text, '|' order by r::text collate "C")) as hash from "${name}" r`,
          ),
        ),
      )
      hashes[name] = `${row?.n} rows ${row?.hash}`
    }
    return hashes
  })
}

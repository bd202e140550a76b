// SPDX-License-Identifier: AGPL-3.0-or-later
// What is asked at every tap is written once and only filled in. Building its SQL anew each time took drizzle a
// quarter of all the processor time of an update.
import { fillPlaceholders, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Columns, RawRow, RowOf } from './rows.ts'
import { type Db, model, type ReadDb, type Reading, type Statement } from './store.ts'

/** Stands where a value will be filled in. */
export type Value<Names extends string> = (name: Names) => Placeholder<Names>

type Values<Names extends string> = Readonly<Record<Names, unknown>>

/** A drizzle query that has not been sent. */
export interface Preparable<Result> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Result> }
}

/** A drizzle query that is built once for each connection: `query((db, value: Value<'shopId'>) => …)`. */
export function query<Names extends string, Result>(
  write: (db: Db, value: Value<Names>) => Preparable<Result>,
): (db: ReadDb, values: Values<Names>) => Promise<Result> {
  const built = new WeakMap<ReadDb, ReturnType<Preparable<Result>['prepare']>>()
  return (db, values) => {
    let ready = built.get(db)
    // The connection itself names what it prepares; drizzle's name is used by neither driver.
    if (ready === undefined) built.set(db, (ready = write(db as Db, placeholder).prepare('')))
    return ready.execute(values)
  }
}

/** Rows as JSON in the database's names, for `jsonb_populate_recordset(null::<table>, …)`. */
export function records(rows: readonly object[]): string {
  const named = rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), value])))
  return JSON.stringify(named)
}

/** What drizzle makes of each name, kept: it takes the name apart every time. */
const columns = new Map<string, string>()

function columnOf(name: string): string {
  const column = columns.get(name) ?? toSnakeCase(name)
  columns.set(name, column)
  return column
}

/** Fills a statement in; `statementName` names it in tests. */
export interface Prepared<Names extends string, Asked> {
  (values: Values<Names>): Asked
  readonly statementName: string
}

/** A statement as the house knows it by its name. */
export interface KnownStatement {
  /** What its rows hold. */
  readonly columns: Columns
  fill(values: Readonly<Record<string, unknown>>): Statement
}

const known = new Map<string, KnownStatement>()

/** Every statement of SQL as it stands that has been loaded, by name. */
export const knownStatements: ReadonlyMap<string, KnownStatement> = known

/**
 * A statement of SQL as it stands, built at its first use. Instants are filled in as `Date`, arrays as arrays. Its
 * rows are read by `columns`, whose names are ours for the database's (`startsAt` for `starts_at`).
 */
export function statement<Names extends string, const Described extends Columns>(
  name: string,
  columns: Described,
  write: (value: Value<Names>) => SQL,
): Prepared<Names, Statement<RowOf<Described>>> {
  if (known.has(name)) throw new Error(`two statements are called ${name}`)
  const read = rowReader(columns)
  let built: { readonly sql: string; readonly params: unknown[] } | undefined
  const fill = (values: Values<Names>): Statement<RowOf<Described>> => {
    built ??= new PgDialect(model).sqlToQuery(write(placeholder))
    return { name, sql: built.sql, params: fillPlaceholders(built.params, values), read }
  }
  known.set(name, { columns, fill })
  return Object.assign(fill, { statementName: name })
}

/** The same for a statement that changes nothing, which a unit that only looks may ask. */
export function lookup<Names extends string, const Described extends Columns>(
  name: string,
  columns: Described,
  write: (value: Value<Names>) => SQL,
): Prepared<Names, Reading<RowOf<Described>>> {
  const fill = statement(name, columns, write)
  return Object.assign((values: Values<Names>): Reading<RowOf<Described>> => ({ ...fill(values), looks: true }), {
    statementName: name,
  })
}

function rowReader<Described extends Columns>(columns: Described): (row: RawRow) => RowOf<Described> {
  const readers = Object.entries(columns).map(([name, read]) => [name, columnOf(name), read] as const)
  return row => {
    const found: Record<string, unknown> = {}
    for (const [name, column, read] of readers) found[name] = read(row[column])
    return found as RowOf<Described>
  }
}

function placeholder<Name extends string>(name: Name): Placeholder<Name> {
  return sql.placeholder(name)
}

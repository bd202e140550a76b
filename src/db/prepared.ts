// SPDX-License-Identifier: AGPL-3.0-or-later
// What is asked at every tap is written once and only filled in. Building its SQL anew each time took drizzle a
// quarter of all the processor time of an update.
import { fillPlaceholders, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import { PgDialect } from 'drizzle-orm/pg-core'
import { type Db, model, type ReadDb, type Statement } from './store.ts'

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

/** A statement of SQL as it stands, built at its first use. Instants are filled in as `Date`, arrays as arrays. */
export function statement<Names extends string>(
  write: (value: Value<Names>) => SQL,
): (values: Values<Names>) => Statement {
  let built: Statement | undefined
  return values => {
    built ??= new PgDialect(model).sqlToQuery(write(placeholder))
    return { sql: built.sql, params: fillPlaceholders(built.params, values) }
  }
}

function placeholder<Name extends string>(name: Name): Placeholder<Name> {
  return sql.placeholder(name)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import * as relations from './relations.ts'
import type { RawRow } from './rows.ts'
import * as tables from './schema.ts'

/** What drizzle knows of the database. */
export const model = { schema: { ...tables, ...relations }, casing: 'snake_case' } as const

/** A handle that speaks SQL inside one transaction, on either engine. */
export type Db = PgDatabase<PgQueryResultHKT, typeof model.schema>

/** A handle that can only look. */
export type ReadDb = Pick<Db, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'query' | '$count'>

/** SQL with the values of its parameters, and how its rows are read. */
export interface Statement<Row = unknown> {
  readonly name: string
  readonly sql: string
  readonly params: unknown[]
  read(row: RawRow): Row
}

/** A statement that changes nothing. */
export interface Reading<Row = unknown> extends Statement<Row> {
  readonly looks: true
}

/** How a unit that only looks asks. */
export interface ReadAsking {
  readonly db: ReadDb
  /** Asks a statement that needs no building; answers its rows. */
  ask<Row>(statement: Reading<Row>): Promise<Row[]>
}

/** How a transaction asks. */
export interface Asking {
  readonly db: Db
  /** Asks a statement that needs no building; answers its rows. */
  ask<Row>(statement: Statement<Row>): Promise<Row[]>
}

/** A batched lookup: what belongs to each of many keys is found by one statement. It changes nothing. */
export interface Loader<Key, Found> {
  /** The answer for each of these keys, no two of which are equal, in their order. */
  load(asking: ReadAsking, keys: readonly Key[]): Promise<readonly Found[]>
  /** A text that is the same for equal keys. */
  nameOf(key: Key): string
}

/** A write of many rows by one statement, with an outcome for each. */
export interface GroupedWrite<Row, Outcome> {
  /** The outcome for each of these rows, in their order. */
  write(asking: Asking, rows: readonly Row[]): Promise<readonly Outcome[]>
}

/** Asking for many at once. What was asked before is done by then; what is asked beside it may be. */
export interface Batches {
  /** Loads what belongs to a key; where many share the transaction, for all who ask now by one statement. */
  load<Key, Found>(loader: Loader<Key, Found>, key: Key): Promise<Found>
  /** Writes one row; where many share the transaction, with all rows that are written now by one statement. */
  write<Row, Outcome>(write: GroupedWrite<Row, Outcome>, row: Row): Promise<Outcome>
}

/** One open transaction. */
export interface Transaction extends Asking, Batches {
  /**
   * Registers a row of a write that travels together with the commit: all rows registered with the same `write` are
   * written by one statement, where the first of them stood. If a write fails, nothing is committed and `transact`
   * throws its error. `answered` is told the rows of the statement before `transact` resolves.
   */
  lastly<Row, Answer>(
    write: (rows: readonly Row[]) => Statement<Answer>,
    row: Row,
    answered?: (rows: Answer[]) => void,
  ): void
}

/** Two verbs. There is no outer handle to be used by mistake inside a transaction. */
export interface Store {
  readonly engine: 'postgres' | 'embedded'
  /**
   * All or nothing. Using the store again inside `fn` throws at once instead of hanging. `shared` is for a transaction
   * of many callers: what they ask travels together, and it gives up soon where it would wait for a lock.
   */
  transact<T>(fn: (transaction: Transaction) => Promise<T>, shared?: boolean): Promise<T>
  /** For looking, and for statements that stand alone: no transaction around them. */
  read<T>(fn: (db: Db, asking: Asking & Batches) => Promise<T>): Promise<T>
  /** What has been asked of the server so far; statements sent together count as one round trip. */
  readonly counts: { statements: number; roundTrips: number }
  close(): Promise<void>
}

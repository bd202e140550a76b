// SPDX-License-Identifier: AGPL-3.0-or-later
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import * as relations from './relations.ts'
import * as tables from './schema.ts'

/** What drizzle knows of the database. */
export const model = { schema: { ...tables, ...relations }, casing: 'snake_case' } as const

/** A handle that speaks SQL inside one transaction, on either engine. */
export type Db = PgDatabase<PgQueryResultHKT, typeof model.schema>

/** A handle that can only look. */
export type ReadDb = Pick<Db, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'query' | '$count' | '$with' | 'with'>

/** SQL with the values of its parameters. */
export interface Statement {
  readonly sql: string
  readonly params: unknown[]
}

/** A row of a statement, in the database's names; an instant is text, as the server writes it. */
export type Row = Record<string, unknown>

/** Writes rows of one kind. */
export type Gathering<Registered> = (rows: readonly Registered[]) => Statement

/** What can be asked for many keys at once, be it that something is found or written. */
export interface Question<Key, Found> {
  /** All that belongs to any of the keys, and perhaps more; of equal keys there is one. */
  answer(asking: Asking, keys: readonly Key[]): Promise<readonly Found[]>
  /** A text that is the same for equal keys. */
  nameOf(key: Key): string
  /** The same text of the key that it belongs to. */
  keyOf(found: Found): string
}

/** How a transaction asks. */
export interface Asking {
  readonly db: Db
  /** Asks a statement that needs no building. */
  ask(statement: Statement): Promise<Row[]>
}

/** One open transaction. */
export interface Transaction extends Asking {
  /**
   * Asks for what belongs to a key; where many share the transaction, for all who ask now by one statement. What was
   * asked before it, also in this way, is done by then; what is asked beside it may be.
   */
  askTogether<Key, Found>(question: Question<Key, Found>, key: Key): Promise<readonly Found[]>
  /**
   * Registers a write whose result nobody waits for: it travels together with the commit, in the order of
   * registration. If one fails, nothing is committed and `transact` throws its error. `answered` is told the rows,
   * in the database's names, before `transact` resolves.
   */
  lastly(write: Statement | ((db: Db) => PromiseLike<unknown>), answered?: (rows: Row[]) => void): void
  /** Registers one row of a write: all that is registered with the same `write` is written by one statement. */
  gather<Registered>(write: Gathering<Registered>, row: Registered): void
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
  read<T>(fn: (db: Db, ask: Transaction['ask']) => Promise<T>): Promise<T>
  /** What has been asked of the server so far; statements sent together count as one round trip. */
  readonly counts: { statements: number; roundTrips: number }
  close(): Promise<void>
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Db, Transaction } from '../db/store.ts'
import type { Happening } from './happening.ts'

/** One unit of work: a transaction, an instant, and what happened in it. Every command and query takes one. */
export interface Work {
  readonly db: Db
  /** A statement that is written once and only filled in. See `Transaction`. */
  ask: Transaction['ask']
  /** Read once, at the start: every decision of this unit is taken at the same instant. */
  readonly now: Date
  newId(): string
  /** An unguessable token for a link. */
  newToken(): string
  /** A random whole number from 0 to below `limit`. */
  below(limit: number): number
  /** Notes something that others must be told of, in the same transaction. */
  happened(event: Happening): void
  /** A write whose result nobody waits for; it travels with the commit. See `Transaction`. */
  lastly: Transaction['lastly']
  /** Undoes what `fn` wrote, and throws on, when it throws. */
  attempt<T>(fn: () => Promise<T>): Promise<T>
}

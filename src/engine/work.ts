// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Transaction } from '../db/store.ts'
import type { Happening } from './happening.ts'

/** One unit of work: a transaction, an instant, and what happened in it. Every command and query takes one. */
export interface Work extends Transaction {
  /** Read once, at the start: every decision of this unit is taken at the same instant. */
  readonly now: Date
  /**
   * Throws where other units run beside this one in the same transaction, and all is done again one by one: for commands
   * of several statements that exclude each other by row locks, or that take something and give it back.
   */
  mustBeAlone(): void
  newId(): string
  /** An unguessable token for a link. */
  newToken(): string
  /** A random whole number from 0 to below `limit`. */
  below(limit: number): number
  /** Notes something that others must be told of, in the same transaction; forgotten if it is not so in the end. */
  happened(event: Happening, isSo?: Promise<boolean>): void
}

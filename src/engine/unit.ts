// SPDX-License-Identifier: AGPL-3.0-or-later
// Units of work, from the one that may only look to the one that has a transaction to itself. A command's type says
// which it needs; a larger unit serves wherever a smaller one is asked for.
import type { Batches, ReadAsking, Transaction } from '../db/store.ts'
import type { Happening } from './events.ts'

/** A unit that only looks: what a screen shows, a page, a figure. */
export interface Look extends ReadAsking, Pick<Batches, 'load'> {
  /** Read once, at the start: every decision of this unit is taken at the same instant. */
  readonly now: Date
}

/**
 * A unit that may change things. Others may run beside it in the same transaction, so what it takes it takes by one
 * guarded statement, and it gives nothing back.
 */
export interface Work extends Transaction, Pick<Look, 'now'> {
  newId(): string
  /** An unguessable token for a link. */
  newToken(): string
  /** A random whole number from 0 to below `limit`. */
  below(limit: number): number
  /** Notes something that others must be told of, in the same transaction, once the command is over. */
  happened(event: Happening): void
}

/**
 * A unit with a transaction of its own: for commands of several statements that exclude each other by row locks, or that
 * take something and give it back.
 */
export interface SoleWork extends Work {
  readonly alone: true
}

/** Who asks: a person, or the command line, where the one who may type may do everything. */
export type Asker = { readonly personId: string } | 'command-line'

/** Why a unit cannot share its transaction: everybody in it begins again, each alone. */
export class NotShareable extends Error {
  override name = 'NotShareable'
}

/** This unit as one that is alone; throws `NotShareable` where others run beside it. */
export function aloneIn(work: Work): SoleWork {
  if (!isAlone(work)) throw new NotShareable()
  return work
}

function isAlone(work: Work): work is SoleWork {
  return 'alone' in work && work.alone === true
}

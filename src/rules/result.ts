// SPDX-License-Identifier: AGPL-3.0-or-later

/** What a command answers: the thing done, or the reason why not. The reason is also a text id: `refused-<reason>`. */
export type Result<T, Reason extends string> = Done<T> | Refused<Reason>

export interface Done<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused<Reason extends string> {
  readonly ok: false
  readonly reason: Reason
}

/** The answer of a command that did its work, with what came of it. */
export function done(): Done<undefined>
export function done<T>(value: T): Done<T>
export function done<T>(value?: T): Done<T | undefined> {
  return { ok: true, value }
}

/** The answer of a command that did nothing, and why. */
export function refused<Reason extends string>(reason: Reason): Refused<Reason> {
  return { ok: false, reason }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Token } from '../tokens.ts'

/** A token with the stems that it may stand for. */
export interface Word extends Token {
  readonly forms: readonly Form[]
  /** An article, a preposition, a single letter. */
  readonly little: boolean
  /** The language or the shelf knows it as it is written. */
  readonly known: boolean
}

/** A stem that a word may stand for, and how surely: less than 1 for a slip of the finger. */
export interface Form {
  readonly stem: string
  readonly weight: number
}

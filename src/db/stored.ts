// SPDX-License-Identifier: AGPL-3.0-or-later
// Shapes kept in jsonb columns.
import type { Audience, Health, View } from '../channel.ts'

export type { Audience, KeptFile } from '../channel.ts'
export type { ProposedLine } from '../rules/proposal.ts'

/** Where a conversation stands: a screen and its state, which the screen's own schema must accept. */
export interface StoredSpot {
  readonly screen: string
  readonly state: unknown
  /** Whose screen, where a way leads over from the one to the other. */
  readonly audience?: Audience | undefined
  /** Where the choices do not all fit: which of them, from 0. */
  readonly page?: number | undefined
}

/**
 * What a stored choice may still do when its message is no longer the newest:
 * `view` always; `change` while its target exists and the message is merely superseded; `commit` never, and only once.
 */
export type Effect = 'view' | 'change' | 'commit'

/** A choice with what its handler was allowed to do when the message was written. */
export interface StoredChoice {
  readonly label: string
  readonly action: string
  readonly argument?: unknown
  readonly effect: Effect
  /** A commit that may share its transaction with others that place orders. */
  readonly sharing?: 'orders'
}

export type StoredView = View

export type StoredPairing = NonNullable<Health['pairing']>

/** What an errand is to do. */
export type StoredErrand =
  /** Fetch a file that a person sent on the errand's account. */
  | {
      readonly kind: 'fetch'
      readonly as: 'photo' | 'document'
      readonly fileId: string
      readonly name?: string | undefined
      readonly caption: string
    }
  /** Draw the QR code by which an account is paired with a telephone. */
  | { readonly kind: 'draw-pairing'; readonly municipalityId: string; readonly qr: string }

/** What a link has given to the person who was joined, by id. */
export interface StoredMoved {
  readonly chats: readonly string[]
  readonly orders: readonly string[]
  readonly bags: readonly string[]
}

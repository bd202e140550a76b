// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Audience } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import type { Shown } from './view.ts'

/** A message that is to be: it becomes a row with the unit of work that made it. */
export interface Draft {
  readonly chatId: string
  readonly account: string
  readonly address: string
  /** Whose screens its choices belong to. */
  readonly audience: Audience
  /** The recipient's, one of ours. */
  readonly language: string
  /** When the recipient last wrote in that chat. */
  readonly lastHeardAt: Date
  readonly municipalityId: string | null
  /** Replies go first. */
  readonly priority: 'reply' | 'notice'
  /** What its choices are run against. */
  readonly spot: StoredSpot | null
  readonly shown: Shown
  readonly toast?: string | undefined
  /** It must be noticed: a new message even where the card could be edited. */
  readonly rings?: boolean | undefined
  /** The channel's ids of a menu whose buttons are to go, now that this message stands below it. */
  readonly strips?: readonly string[] | undefined
  /** The message that it answers and takes the place of. */
  readonly replaces?: Replaced | undefined
}

export interface Replaced {
  readonly messageId: string
  readonly externalIds: readonly string[]
  readonly photo: boolean
}

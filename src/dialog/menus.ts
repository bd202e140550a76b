// SPDX-License-Identifier: AGPL-3.0-or-later
// Messages of ours, looked up as menus. A choice is always looked up within its own chat.
import type { Audience, Input } from '../channel.ts'
import { lockingOrder, takingMenu } from '../db/statements/committing.ts'
import type { FoundMenu, MenuLookup } from '../db/statements/recognising.ts'
import type { StoredChoice, StoredSpot } from '../db/stored.ts'
import type { Work } from '../engine/unit.ts'
import { type Card, cardOf } from './cards.ts'

/** What a chat can bring that is read: a person's input, or our own failure to deal with one. */
export type ReadCause = Input | { readonly kind: 'apology' }

/** The same, or the first of many inputs that are not read because they come too fast. */
export type Cause = ReadCause | { readonly kind: 'flooded' }

export interface Menu {
  readonly id: string
  readonly audience: Audience
  readonly spot: StoredSpot | null
  readonly choices: readonly StoredChoice[]
  readonly state: 'open' | 'superseded' | 'answered'
  readonly card: Card | undefined
  readonly externalIds: readonly string[]
  readonly photo: boolean
  /** Documents stand above it. */
  readonly files: boolean
  readonly numberAnswers: boolean
}

/** The message that was found for an input. */
export function menuOf({ card, ...found }: FoundMenu): Menu {
  return { ...found, card: card === null ? undefined : cardOf(card) }
}

/**
 * The wire id of a choice: the message and the number of the choice on it; `open` asks for the message itself, where
 * only an approved text could stand for it.
 */
export function wireChoice(wire: string): { messageId: string; index: number | 'open' } | undefined {
  const [, messageId, index] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,3}|open)$/.exec(wire) ?? []
  if (messageId === undefined) return undefined
  return { messageId, index: index === 'open' ? 'open' : Number(index) }
}

/** What an input is about, and the ways to find it in their order. */
export interface About {
  readonly by: readonly MenuLookup[]
  readonly tapped: string | null
  readonly quoted: string | null
  /** The number of the choice that was tapped. */
  readonly index: number | null
}

/** What the input is about. Unknown or truncated, a tap is about nothing. */
export function aboutOf(cause: Cause): About {
  const nothing = { by: [], tapped: null, quoted: null, index: null }
  if (cause.kind === 'text') {
    const { quoted } = cause
    return quoted === undefined ? { ...nothing, by: ['newest'] } : { ...nothing, by: ['quoted', 'newest'], quoted }
  }
  const wire = cause.kind === 'choice' ? wireChoice(cause.choice) : undefined
  if (!wire) return nothing
  const { messageId: tapped, index } = wire
  return { by: ['tapped'], tapped, quoted: null, index: index === 'open' ? null : index }
}

/**
 * Compare-and-set: of two taps on one commit, one acts. A command that moves an order locks the order and then
 * supersedes its cards in every chat, so a tap on such a card locks the order first as well. In the other order two
 * shopkeepers who answer at once wait for each other, for a second, until PostgreSQL ends one of them.
 */
export async function takeCommit(work: Work, { id, card }: Menu): Promise<boolean> {
  const [, taken] = await Promise.all([
    card && work.ask(lockingOrder({ orderId: card.id })),
    work.ask(takingMenu({ id })),
  ])
  return taken.length > 0
}

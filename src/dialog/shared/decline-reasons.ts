// SPDX-License-Identifier: AGPL-3.0-or-later
// Why a shop declines an order: chosen by the shopkeeper, read by the citizen and on the shop's own card.
import type { Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'

/** Reasons that have a text in every language. */
export const declineReasons = ['sold-out', 'too-busy', 'closing'] as const

/** One of these reasons in words, or the shopkeeper's own words as they are. */
export function reasonText(t: Texts, reason: string): Plain {
  const known = declineReasons.find(each => each === reason)
  return known === undefined ? reason : t.plain(`decline-${known}`)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A view on its way into the database, and back. What each choice may do is looked up where its handler stands: in the
// screen that the choice will be run against.
import type { Audience, ChoiceView, View } from '../channel.ts'
import type { StoredChoice, StoredSpot } from '../db/stored.ts'
import { audiences } from './audience.ts'
import { cardKey, cardOf } from './cards.ts'
import type { Draft } from './draft.ts'
import { type Choice, goAction, type Shown } from './view.ts'

/** A message as its row holds it. */
export interface Split {
  readonly view: View
  /** In the order of the view. */
  readonly choices: readonly StoredChoice[]
  readonly card: string | null
}

/** The view as it goes out and the choices as they are stored. */
export function split({ audience, spot, shown }: Pick<Draft, 'audience' | 'spot' | 'shown'>): Split {
  const choices: StoredChoice[] = []
  const rows = shown.rows.map(row =>
    row.map((choice): ChoiceView => {
      choices.push(storedChoice(audience, spot, choice))
      const { label, description } = choice
      return { label, ...(description !== undefined && { description }) }
    }),
  )
  const { text, photoId, file, numberAnswers, card, secret, template } = shown
  if (file && card) throw new Error('a card carries no document')
  return {
    view: {
      text,
      rows,
      ...(photoId && { photoId }),
      ...(file && { files: [file].flat() }),
      ...(numberAnswers && { numberAnswers }),
      ...(secret && { secret }),
      ...(template && { template }),
    },
    choices,
    card: card ? cardKey(card) : null,
  }
}

/** What was split, whole again: for a message that is shown in another chat as it was. */
export function unsplit({ rows, files, ...view }: View, choices: readonly StoredChoice[], card: string | null): Shown {
  let index = 0
  const whole = rows.map(row =>
    row.flatMap((each): Choice[] => {
      const stored = choices[index++]
      return stored ? [{ ...each, action: stored.action, argument: stored.argument }] : []
    }),
  )
  return { kind: 'view', ...view, file: files, rows: whole, card: card === null ? undefined : cardOf(card) }
}

function storedChoice(audience: Audience, spot: StoredSpot | null, { label, action, argument }: Choice): StoredChoice {
  if (action === goAction) return { label, action, argument, effect: 'view' }
  const defined = audiences[audience].screens.get(spot?.screen ?? '')?.actions.get(action)
  if (!defined) throw new Error(`the screen ${spot?.screen} of ${audience} does not define ${action}`)
  const { effect, sharing } = defined
  return { label, action, argument, effect, ...(sharing && { sharing }) }
}

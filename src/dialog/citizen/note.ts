// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, noteLine } from '../../engine/bags.ts'
import { go, link, screen } from '../for-citizens.ts'
import { choice, view } from '../view.ts'

/** Long enough for any wish at a counter. */
const mostCharacters = 500

/** A wish for one line, in the citizen's own words: «ben cotto», «tagliato fine». */
export const noteScreen = screen('note', {
  async show({ work, state, t, viewer }) {
    const { lineId, shopId } = state
    const bag = await bagOf(work, viewer.personId, shopId)
    const goods = bag?.lines.find(each => each.id === lineId)
    const asked = bag?.asked.find(each => each.id === lineId)
    const line = goods ?? asked
    if (!line) return go('bag', { shopId })
    const shown = view(
      t('note-ask', { name: goods?.product.name ?? t.plain('own-words', { said: asked?.said ?? '' }) }),
      line.note !== null && choice(t.plain('note-drop'), 'drop'),
      link(t.plain('back'), 'bag-line', { lineId, shopId }),
    )
    return { ...shown, numberAnswers: true }
  },
  changes: {
    async drop({ work, state, viewer }) {
      await noteLine(work, viewer.personId, state.lineId, null)
      return go('bag', { shopId: state.shopId })
    },
  },
  async typed({ work, state, t, viewer }, text) {
    if ([...text].length > mostCharacters) return go('note', state, t.plain('note-long', { most: mostCharacters }))
    await noteLine(work, viewer.personId, state.lineId, text.trim())
    return go('bag', { shopId: state.shopId }, t.plain('note-kept'))
  },
})

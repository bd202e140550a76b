// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, emptyBag, isFilled } from '../../engine/bags.ts'
import { quantityOf, wordsText } from '../shared/order-lines.ts'
import { shortened } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { choice, view } from '../view.ts'

const linesAtOnce = 10

/** Which line is to be changed. */
export const bagEditScreen = screen('bag-edit', {
  async show({ work, state, t, viewer }) {
    const { shopId, from } = state
    const bag = await bagOf(work, viewer.personId, shopId)
    if (!isFilled(bag)) return go('shop', { shopId }, t.plain('bag-none'))
    const labels = [
      ...bag.lines.map(({ id, product, quantity }) => ({
        id,
        label: `${shortened(product.name, 40)} · ${quantityOf(t, quantity, product.soldBy)}`,
      })),
      ...bag.asked.map(({ id, said, quantity }) => ({ id, label: wordsText(t, shortened(said, 40), quantity) })),
    ]
    const start = from < labels.length ? from : 0
    return view(
      t('bag-edit-title'),
      ...labels
        .slice(start, start + linesAtOnce)
        .map(({ id, label }) => link(label, 'bag-line', { lineId: id, shopId })),
      start + linesAtOnce < labels.length && link(t.plain('more'), 'bag-edit', { shopId, from: start + linesAtOnce }),
      choice(t.plain('empty-bag'), 'empty'),
      link(t.plain('back'), 'bag', { shopId }),
    )
  },
  changes: {
    async empty({ work, state, t, viewer }) {
      await emptyBag(work, viewer.personId, state.shopId)
      return go('shop', { shopId: state.shopId }, t.plain('bag-emptied'))
    },
  },
})

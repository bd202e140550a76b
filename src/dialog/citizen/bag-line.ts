// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, putIntoBag, takeOutOfBag } from '../../engine/bags.ts'
import type { Work } from '../../engine/unit.ts'
import { naturalQuantities, parseQuantity, type Quantity } from '../../rules/quantity.ts'
import { askedLineText, bagLineText } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { type Scene, taking } from '../screen.ts'
import { amountShape, type CitizenState } from '../spots.ts'
import { choice, grid, view } from '../view.ts'
import type { Go } from '../ways.ts'

/** One line of the bag: another amount, a wish, or out with it. */
export const bagLineScreen = screen('bag-line', {
  async show({ work, state, t, viewer }) {
    const { lineId, shopId } = state
    const bag = await bagOf(work, viewer.personId, shopId)
    const line = bag?.lines.find(each => each.id === lineId)
    const asked = bag?.asked.find(each => each.id === lineId)
    const back = link(t.plain('back'), 'bag', { shopId })
    const edits = [link(t.plain('add-note'), 'note', { lineId, shopId }), choice(t.plain('remove'), 'remove')]
    if (asked) return view(askedLineText(t, asked), edits, back)
    if (!line) return go('bag', { shopId })
    const shown = view(
      lines(bagLineText(t, line), t('bag-line-hint')),
      ...grid(
        naturalQuantities(line.product).map(quantity => choice(t.amount(quantity), 'put', quantity)),
        3,
      ),
      edits,
      back,
    )
    return { ...shown, numberAnswers: true }
  },
  changes: {
    put: taking(amountShape, put),
    async remove({ work, state, t, viewer }) {
      await takeOutOfBag(work, viewer.personId, state.lineId)
      return go('bag', { shopId: state.shopId }, t.plain('removed'))
    },
  },
  async typed(scene, text) {
    const { work, state, viewer } = scene
    const bag = await bagOf(work, viewer.personId, state.shopId)
    const line = bag?.lines.find(each => each.id === state.lineId)
    const quantity = line && parseQuantity(text, line.product)
    return quantity && put(scene, quantity)
  },
})

async function put({ work, state, t, viewer }: Scene<CitizenState<'bag-line'>, Work>, quantity: Quantity): Promise<Go> {
  const { lineId, shopId } = state
  const bag = await bagOf(work, viewer.personId, shopId)
  const line = bag?.lines.find(each => each.id === lineId)
  if (!line) return go('bag', { shopId })
  const put = await putIntoBag(work, viewer.personId, line.product.id, quantity, line.note)
  if (!put.ok) return go('bag-line', state, t.plain(`refused-${put.reason}`))
  return go('bag', { shopId }, t.plain('changed', { amount: t.amount(quantity), name: put.value.name }))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { moveOrder } from '../../engine/orders/moving.ts'
import type { GoodsLine } from '../../engine/orders/reading.ts'
import { parsePrice } from '../../rules/money.ts'
import { type Goods, naturalQuantities, parseQuantity } from '../../rules/quantity.ts'
import { whatOf } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-staff.ts'
import { type Scene, taking } from '../screen.ts'
import { amountShape, type StaffState } from '../spots.ts'
import { choice, type Choice, grid, view } from '../view.ts'
import { draftFor, openLine, withChange } from './changes.ts'
import { overtaken } from './shop-order.ts'

type At = Scene<StaffState<'change-line'>>

/** One line otherwise: what the citizen's own words cost, another amount, or without it. */
export const changeLineScreen = screen('change-line', {
  async show(scene) {
    const { state, t } = scene
    const { orderId, position, ...rest } = state
    const found = await lineFor(scene)
    if (!found) return go('shop-order', { orderId })
    const { draft, line, goods } = found
    const isChanged = state.changes.some(each => each.position === position)
    const what = whatOf(t, line)
    const shown = view(
      lines(
        goods ? t('change-amount', { what }) : t('change-price', { what }),
        // The wish is part of what is priced.
        line.note !== null && t('line-note', { note: line.note }),
      ),
      ...(goods ? grid(amounts(t, line as GoodsLine, goods), 3) : []),
      choice(t.plain(goods ? 'change-none' : 'change-refuse'), 'strike'),
      !goods &&
        state.accepting &&
        leavePrice(scene, openLine({ ...state, skipped: [...state.skipped, position] }, draft) === undefined),
      isChanged && choice(t.plain('change-undo'), 'undo'),
      link(t.plain('back'), state.accepting ? 'shop-order' : 'changes', { orderId, ...rest }),
    )
    return { ...shown, numberAnswers: true, card: orderCardOf(orderId) }
  },
  late: overtaken,
  views: {
    put: taking(amountShape, ({ state }, amount) =>
      go('changes', withChange(state, { kind: 'amount', position: state.position, amount })),
    ),
    strike: ({ state }) => go('changes', withChange(state, { kind: 'strike', position: state.position })),
    undo: ({ state }) => {
      const changes = state.changes.filter(each => each.position !== state.position)
      return go('changes', { ...state, changes, accepting: false })
    },
    skip: ({ state }) => go('changes', { ...state, skipped: [...state.skipped, state.position] }),
  },
  commits: {
    async accept(scene) {
      const { work, state, t, viewer } = scene
      const { orderId } = state
      const accepted = await moveOrder(work, orderId, 'accept', {
        actor: 'shopkeeper',
        personId: viewer.personId,
      })
      return go('shop-order', { orderId }, accepted.ok ? t.plain('did-accept') : await overtaken(scene))
    },
  },
  async typed(scene, text) {
    const { state, t } = scene
    const { position } = state
    const found = await lineFor(scene)
    if (!found) return go('shop-order', { orderId: state.orderId })
    if (found.goods) {
      const amount = parseQuantity(text, found.goods)
      if (amount) return go('changes', withChange(state, { kind: 'amount', position, amount }))
      return go('change-line', state, t.plain('change-amount-again'))
    }
    const cents = parsePrice(text)
    if (cents !== undefined) return go('changes', withChange(state, { kind: 'price', position, cents }))
    return go('change-line', state, t.plain('change-price-again'))
  },
})

async function lineFor(scene: At) {
  const draft = await draftFor(scene)
  const line = draft?.order.lines.find(each => each.position === scene.state.position && !each.struck)
  return draft && line && { draft, line, goods: draft.goods.get(line.position) }
}

/** Other amounts than the one ordered, to be chosen with a tap. */
function amounts(t: At['t'], line: GoodsLine, goods: Goods): Choice<'put'>[] {
  return naturalQuantities(goods)
    .filter(each => each.quantity !== line.quantity || each.unit !== line.unit)
    .map(each => choice(t.amount(each), 'put', each))
}

/** The price is left to the counter: with the last such line the order is accepted. */
function leavePrice({ t, state }: At, isLast: boolean): Choice<'accept' | 'skip'> {
  const accepts = isLast && state.changes.length === 0
  return accepts ? choice(t.plain('change-counter'), 'accept') : choice(t.plain('change-counter'), 'skip')
}

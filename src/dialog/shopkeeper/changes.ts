// SPDX-License-Identifier: AGPL-3.0-or-later
import { type OrderDraft, orderDraft, proposeLines } from '../../engine/orders/proposing.ts'
import { unpriced } from '../../engine/orders/reading.ts'
import { actionsFor } from '../../rules/order.ts'
import type { LineChange } from '../../rules/proposal.ts'
import { join } from '../../text/markup.ts'
import { proposedLineText, whatOf } from '../shared/order-lines.ts'
import { lines, shortened } from '../shared/phrases.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-staff.ts'
import type { Scene } from '../screen.ts'
import type { StaffState } from '../spots.ts'
import { choice, view } from '../view.ts'
import { overtaken } from './shop-order.ts'

/** What the shopkeeper would change, until it is sent. */
type Changes = StaffState<'changes'>

const linesAtOnce = 8

/** The order with its changes: line by line, and then sent as a proposal. */
export const changesScreen = screen('changes', {
  async show(scene) {
    const { state, t } = scene
    const { orderId, changes } = state
    const draft = await draftFor(scene)
    if (!draft) return go('shop-order', { orderId })
    const { order } = draft
    const open = openLine(state, draft)
    if (state.accepting && open) return go('change-line', { ...state, position: open.position })
    const all = order.lines.filter(line => !line.struck)
    const page = all.slice(state.from, state.from + linesAtOnce)
    const shown = view(
      lines(
        t('changes-title', { code: order.code, citizen: order.citizenName }),
        join(order.lines.map(line => proposedLineText(t, line, 'shop'))),
      ),
      changes.length > 0 && choice(t.plain('changes-send', { price: t.money(draft.cents) }), 'send'),
      ...page.map(line => link(shortened(whatOf(t, line), 40), 'change-line', { ...state, position: line.position })),
      state.from + linesAtOnce < all.length &&
        link(t.plain('more'), 'changes', { ...state, from: state.from + linesAtOnce }),
      link(t.plain('back'), 'shop-order', { orderId }),
    )
    return { ...shown, card: orderCardOf(order.id) }
  },
  late: overtaken,
  commits: {
    async send(scene) {
      const { work, state, t, viewer } = scene
      const { orderId, changes } = state
      const proposed = await proposeLines(work, orderId, { actor: 'shopkeeper', personId: viewer.personId }, changes)
      if (proposed.ok) return go('shop-order', { orderId }, t.plain('did-propose'))
      if (proposed.reason === 'order-moved') return go('shop-order', { orderId }, await overtaken(scene))
      return go('changes', { ...state, accepting: false }, t.plain(`refused-${proposed.reason}`))
    },
  },
})

/** The order as it would be, if this shopkeeper may propose anything about it now. */
export async function draftFor({ work, state, viewer }: Scene<Changes>): Promise<OrderDraft | undefined> {
  const draft = await orderDraft(work, state.orderId, viewer.personId, state.changes)
  return draft && actionsFor(draft.order.state, 'shopkeeper').includes('propose') ? draft : undefined
}

/** The first line without a price that was neither answered nor left to the counter. */
export function openLine({ changes, skipped }: Changes, { order }: OrderDraft) {
  const dealtWith = new Set([...changes.map(each => each.position), ...skipped])
  return unpriced(order.lines).find(line => !dealtWith.has(line.position))
}

/** The changes with this one in place of an earlier one about the same line. */
export function withChange(state: Changes, change: LineChange): Changes {
  const others = state.changes.filter(each => each.position !== change.position)
  return { ...state, changes: [...others, { ...change }] }
}

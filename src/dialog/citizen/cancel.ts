// SPDX-License-Identifier: AGPL-3.0-or-later
import { cancelOrder } from '../../engine/orders/moving.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import { actionsFor, inTimeToCancel } from '../../rules/order.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-citizens.ts'
import { choice, view } from '../view.ts'

/** One question before an order is called off: a slip of the thumb must not cost the bag. */
export const cancelScreen = screen('cancel', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'citizen', personId: viewer.personId })
    if (!order || !actionsFor(order.state, 'citizen').includes('cancel')) return go('order', state)
    // Asked about below an old card, or shown again: a yes would be refused.
    if (!inTimeToCancel(order, work.now)) return go('order', state, t.plain('refused-too-late'))
    const shown = view(
      t('cancel-ask', { code: order.code, shop: order.shop.name }),
      choice(t.plain('cancel-yes'), 'cancel'),
      link(t.plain('cancel-no'), 'order', state),
    )
    return { ...shown, card: orderCardOf(order.id) }
  },
  commits: {
    async cancel({ work, state, t, viewer }) {
      const cancelled = await cancelOrder(work, state.orderId, { actor: 'citizen', personId: viewer.personId })
      return go('order', state, t.plain(cancelled.ok ? 'cancelled' : `refused-${cancelled.reason}`))
    },
  },
})

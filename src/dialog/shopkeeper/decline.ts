// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { declineOrder } from '../../engine/orders/moving.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import { aloneIn } from '../../engine/unit.ts'
import { actionsFor } from '../../rules/order.ts'
import { declineReasons } from '../citizen/order.ts'
import { shortened } from '../shared/phrases.ts'
import { choice, type Go, go, grid, link, type Scene, screen, view } from '../screen.ts'
import { overtaken } from './shop-order.ts'

const orderState = z.object({ orderId: z.string() })
const mostCharacters = 200

/** Why not: one tap, or words of one's own. */
export const declineScreen = screen({
  name: 'decline',
  state: orderState,
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    if (!order || !actionsFor(order.state, 'shopkeeper').includes('decline')) return go('shop-order', state)
    const shown = view(
      t('decline-ask', { code: order.code, citizen: order.citizenName }),
      ...grid(
        declineReasons.map(reason => choice(t.plain(`decline-${reason}`), 'decline', reason, 'commit')),
        2,
      ),
      link(t.plain('decline-other'), 'decline-words', state),
      link(t.plain('back'), 'shop-order', state),
    )
    return { ...shown, card: `order:${order.id}` }
  },
  late: overtaken,
  on: { decline: (scene, reason) => decline(scene, String(reason)) },
})

export const declineWordsScreen = screen({
  name: 'decline-words',
  state: orderState,
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    if (!order || !actionsFor(order.state, 'shopkeeper').includes('decline')) return go('shop-order', state)
    const shown = view(t('decline-words', { citizen: order.citizenName }), link(t.plain('back'), 'decline', state))
    return { ...shown, numberAnswers: true, card: `order:${order.id}` }
  },
  typed: (scene, text) => decline(scene, shortened(text.trim(), mostCharacters)),
})

async function decline(scene: Scene<z.infer<typeof orderState>>, reason: string): Promise<Go> {
  const { work, state, t, viewer } = scene
  const declined = await declineOrder(
    aloneIn(work),
    state.orderId,
    { actor: 'shopkeeper', personId: viewer.personId },
    reason,
  )
  return go('shop-order', state, declined.ok ? t.plain('did-decline') : await overtaken(scene))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { declineOrder } from '../../engine/orders/moving.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import type { SoleWork } from '../../engine/unit.ts'
import { actionsFor } from '../../rules/order.ts'
import { declineReasons } from '../shared/decline-reasons.ts'
import { shortened } from '../shared/phrases.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-staff.ts'
import { alone, type Scene, taking } from '../screen.ts'
import type { StaffState } from '../spots.ts'
import { choice, grid, view } from '../view.ts'
import type { Go } from '../ways.ts'
import { overtaken } from './shop-order.ts'

const mostCharacters = 200

/** Why not: one tap, or words of one's own. */
export const declineScreen = screen('decline', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    if (!order || !actionsFor(order.state, 'shopkeeper').includes('decline')) return go('shop-order', state)
    const shown = view(
      t('decline-ask', { code: order.code, citizen: order.citizenName }),
      ...grid(
        declineReasons.map(reason => choice(t.plain(`decline-${reason}`), 'decline', reason)),
        2,
      ),
      link(t.plain('decline-other'), 'decline-words', state),
      link(t.plain('refuse-person'), 'refuse-person', state),
      link(t.plain('back'), 'shop-order', state),
    )
    return { ...shown, card: orderCardOf(order.id) }
  },
  late: overtaken,
  commits: { decline: taking(z.string(), decline) },
})

export const declineWordsScreen = screen('decline-words', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    if (!order || !actionsFor(order.state, 'shopkeeper').includes('decline')) return go('shop-order', state)
    const shown = view(t('decline-words', { citizen: order.citizenName }), link(t.plain('back'), 'decline', state))
    return { ...shown, numberAnswers: true, card: orderCardOf(order.id) }
  },
  typed: async (_, text) => alone(scene => decline(scene, shortened(text.trim(), mostCharacters))),
})

async function decline(scene: Scene<StaffState<'decline'>, SoleWork>, reason: string): Promise<Go> {
  const { work, state, t, viewer } = scene
  const declined = await declineOrder(work, state.orderId, { actor: 'shopkeeper', personId: viewer.personId }, reason)
  return go('shop-order', state, declined.ok ? t.plain('did-decline') : await overtaken(scene))
}

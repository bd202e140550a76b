// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { proposeTime } from '../../engine/orders/moving.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import { shopById } from '../../engine/shops.ts'
import { freeSlots } from '../../engine/slots.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-staff.ts'
import { taking } from '../screen.ts'
import { choice, grid, view } from '../view.ts'
import { overtaken } from './shop-order.ts'

const timesAtOnce = 9

/** Another time for an order: the next free ones after the one that was asked for come first. */
export const proposeScreen = screen('propose', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    const shop = order && (await work.load(shopById, order.shopId))
    const asked = order?.startsAt
    if (!order || !shop || !asked || (order.state !== 'placed' && order.state !== 'accepted')) {
      return go('shop-order', { orderId: state.orderId })
    }
    // The shop may offer what its own lead time or a pause would keep from citizens.
    const terms = { ...shop, leadMinutes: 0, pausedUntil: null, cutoffTime: null, cutoffDaysBefore: null }
    const free = (await freeSlots(work, terms, order.fulfillment, 0)).filter(
      slot => slot.startsAt.getTime() !== asked.getTime() && slot.startsAt > work.now,
    )
    const next = free.findIndex(slot => slot.startsAt > asked)
    const from = state.from ?? Math.max(0, next < 0 ? free.length - timesAtOnce : next)
    const page = free.slice(from, from + timesAtOnce)
    const more = { orderId: state.orderId }
    const shown = view(
      t(free.length > 0 ? 'propose-title' : 'propose-none', { code: order.code, asked: t.moment(asked) }),
      ...grid(
        page.map(slot => choice(t.moment(slot.startsAt), 'propose', slot.startsAt.toISOString())),
        3,
      ),
      [
        ...(from > 0 ? [link(t.plain('earlier'), 'propose', { ...more, from: Math.max(0, from - timesAtOnce) })] : []),
        ...(from + timesAtOnce < free.length
          ? [link(t.plain('later'), 'propose', { ...more, from: from + timesAtOnce })]
          : []),
      ],
      link(t.plain('back'), 'shop-order', more),
    )
    return { ...shown, card: orderCardOf(order.id) }
  },
  late: overtaken,
  commits: {
    propose: taking(z.iso.datetime(), async (scene, startsAt) => {
      const { work, state, t, viewer } = scene
      const by = { actor: 'shopkeeper', personId: viewer.personId } as const
      const proposed = await proposeTime(work, state.orderId, by, new Date(startsAt))
      const card = { orderId: state.orderId }
      if (proposed.ok) return go('shop-order', card, t.plain('did-propose'))
      if (proposed.reason === 'order-moved') return go('shop-order', card, await overtaken(scene))
      return go('propose', card, t.plain(`refused-${proposed.reason}`))
    }),
  },
})

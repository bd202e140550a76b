// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { ordersOfShop, ordersToAnswer, type OrderSheet, unpriced } from '../../engine/orders/reading.ts'
import { refusedPeople } from '../../engine/orders/refusing.ts'
import { addDays, instantAt, localDay } from '../../rules/calendar.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { estimated } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { taking } from '../screen.ts'
import { choice, grid, view } from '../view.ts'
import { pauseOrders, shopOfKeeper, tomorrowOf } from './shop-of-keeper.ts'
import { productPhotoSent } from './product-photo.ts'

const ordersAtOnce = 12

/** The day's orders by slot. */
export const todayScreen = screen('today', {
  async show(scene) {
    const { work, state, t, viewer } = scene
    const shop = await shopOfKeeper(scene, state.shopId)
    if (!shop) return go('home')
    const day = addDays(localDay(work.now, viewer.timezone), state.ahead)
    const [from, to] = [instantAt(day, '00:00', viewer.timezone), instantAt(addDays(day, 1), '00:00', viewer.timezone)]
    const [orders, waiting, refused] = await Promise.all([
      ordersOfShop(work, shop.id, viewer.personId, from, to, 100),
      ordersToAnswer(work, shop.id, viewer.personId, 100),
      refusedPeople(work, shop.id, viewer.personId, 1),
    ])
    const page = orders.slice(0, ordersAtOnce)
    const paused = shop.pausedUntil !== null && shop.pausedUntil > work.now
    return view(
      lines(
        t('today-title', { shop: shop.name, day: t.day(from), count: orders.length, waiting: waiting.length }),
        paused && shop.pausedUntil !== null && t('today-paused', { until: t.until(shop.pausedUntil) }),
        join(page.map(order => todayLine(t, order))),
        orders.length > page.length && t('today-more', { count: orders.length - page.length }),
      ),
      waiting.length > 0 && link(t.plain('to-answer', { count: waiting.length }), 'to-answer', { shopId: shop.id }),
      ...grid(
        page.map(order => link(order.code, 'shop-order', { orderId: order.id })),
        3,
      ),
      [
        link(t.plain('preparation'), 'preparation', { shopId: shop.id, ahead: state.ahead }),
        state.ahead === 0
          ? link(t.plain('tomorrow'), 'today', { shopId: shop.id, ahead: 1 })
          : link(t.plain('today'), 'today', { shopId: shop.id, ahead: 0 }),
      ],
      link(t.plain('people'), 'people', { municipalityId: shop.municipalityId, shopId: shop.id }),
      refused.length > 0 && link(t.plain('refused-people'), 'refused-people', { shopId: shop.id }),
      paused
        ? choice(t.plain('resume'), 'resume', shop.id)
        : [link(t.plain('pause'), 'pause', { shopId: shop.id }), choice(t.plain('close-today'), 'close', shop.id)],
    )
  },
  changes: {
    resume: taking(z.string(), (scene, shopId) => pauseOrders(scene, shopId, null, 'resumed')),
    close: taking(z.string(), (scene, shopId) => pauseOrders(scene, shopId, tomorrowOf(scene), 'closed-today')),
  },
  sent: productPhotoSent,
})

/** Orders that wait for an answer, the most urgent first. */
export const toAnswerScreen = screen('to-answer', {
  async show({ work, state, t, viewer }) {
    const waiting = await ordersToAnswer(work, state.shopId, viewer.personId, ordersAtOnce)
    if (waiting.length === 0) return go('today', { shopId: state.shopId }, t.plain('nothing-to-answer'))
    return view(
      lines(t('to-answer-title'), join(waiting.map(order => todayLine(t, order)))),
      ...grid(
        waiting.map(order => link(order.code, 'shop-order', { orderId: order.id })),
        3,
      ),
      link(t.plain('back'), 'today', { shopId: state.shopId }),
    )
  },
})

/** `10:15 C-4821 Anna B. · 6,00 € · accettato` */
function todayLine(t: Texts, order: OrderSheet): Markup {
  return t(order.state === 'placed' ? 'today-line-waiting' : 'today-line', {
    time: order.startsAt ? t.time(order.startsAt) : t.plain('no-time'),
    code: order.code,
    citizen: order.citizenName,
    price: `${t.money(order.finalCents ?? order.estimatedCents)}${estimated(order.lines) ? ' ~' : ''}${unpriced(order.lines).length > 0 ? ' + ?' : ''}`,
    state: t.plain(`state-${order.state}`),
  })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { ordersOfShop, ordersToAnswer, type OrderSheet, unpriced } from '../../engine/orders/reading.ts'
import { pauseShop, type ShopRow, shopsOfPerson } from '../../engine/shops.ts'
import { addDays, instantAt, localDay } from '../../rules/calendar.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { estimated } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { choice, type Go, go, grid, link, type Scene, screen, view } from '../screen.ts'

const ordersAtOnce = 12
const todayState = z.object({ shopId: z.string().optional(), ahead: z.number().int().default(0) })

/** The day's orders by slot. */
export const todayScreen = screen({
  name: 'today',
  state: todayState,
  async show(scene) {
    const { work, state, t, viewer } = scene
    const shop = await shopOfKeeper(scene, state.shopId)
    if (!shop) return go('home')
    const day = addDays(localDay(work.now, viewer.timezone), state.ahead)
    const [from, to] = [instantAt(day, '00:00', viewer.timezone), instantAt(addDays(day, 1), '00:00', viewer.timezone)]
    const [orders, waiting] = await Promise.all([
      ordersOfShop(work, shop.id, viewer.personId, from, to, 100),
      ordersToAnswer(work, shop.id, viewer.personId, 100),
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
      paused
        ? choice(t.plain('resume'), 'resume', shop.id, 'change')
        : [
            link(t.plain('pause'), 'pause', { shopId: shop.id }),
            choice(t.plain('close-today'), 'close', shop.id, 'change'),
          ],
    )
  },
  on: {
    resume: (scene, shopId) => pauseOrders(scene, String(shopId), null, 'resumed'),
    close: (scene, shopId) => {
      const tomorrow = addDays(localDay(scene.work.now, scene.viewer.timezone), 1)
      return pauseOrders(scene, String(shopId), instantAt(tomorrow, '00:00', scene.viewer.timezone), 'closed-today')
    },
  },
})

/** Orders that wait for an answer, the most urgent first. */
export const toAnswerScreen = screen({
  name: 'to-answer',
  state: z.object({ shopId: z.string() }),
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

/** The shop in question: the one named, if this person keeps it, or the only one. */
export async function shopOfKeeper(
  { work, viewer }: Scene<unknown>,
  shopId: string | undefined,
): Promise<ShopRow | undefined> {
  const shops = await shopsOfPerson(work, viewer.personId, 'keep-shop')
  if (shopId === undefined) return shops.length === 1 ? shops[0] : undefined
  return shops.find(shop => shop.id === shopId)
}

/** Pauses or resumes, and shows the day again. */
export async function pauseOrders(
  { work, t, viewer }: Scene<unknown>,
  shopId: string,
  until: Date | null,
  toast: string,
): Promise<Go> {
  const paused = await pauseShop(work, shopId, viewer.personId, until)
  if (!paused.ok) return go('home', {}, t.plain(`refused-${paused.reason}`))
  return go('today', { shopId }, t.plain(toast, { until: until ? t.until(until) : '' }))
}

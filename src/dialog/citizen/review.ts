// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, isFilled, totalCents } from '../../engine/bags.ts'
import { placeOrder, type StandingRefusal } from '../../engine/orders/placing.ts'
import { isStanding } from '../../engine/orders/placing.sql.ts'
import { shopById } from '../../engine/shops.ts'
import type { Look } from '../../engine/unit.ts'
import { isSlotted, wayOf } from '../../rules/fulfillment.ts'
import { mostLiveOrders, usualLiveOrders } from '../../rules/live-orders.ts'
import { offeredSlot } from '../../rules/slot.ts'
import type { Texts } from '../../text/text.ts'
import { bagLinesText, bagSumText } from '../shared/order-lines.ts'
import { handoverText, lines, paymentText } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { besideOrders } from '../screen.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'
import { lacking } from './bag.ts'
import { openNames, openPointsIn } from './list/open-points.ts'

/** Where it leads that the person may not order whatever the bag. */
async function refusedStanding(look: Look, t: Texts, shopId: string, why: StandingRefusal): Promise<Go> {
  const shop = await look.load(shopById, shopId)
  if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
  if (why === 'live-orders-everywhere')
    return go('orders', {}, t.plain('too-many-live-orders', { count: mostLiveOrders }))
  if (why === 'live-orders-here') {
    const count = shop.maxLiveOrders ?? usualLiveOrders
    return go('orders', {}, t.plain('too-many-live-orders-here', { shop: shop.name, count }))
  }
  const said = shop.phone
    ? t.plain('shop-takes-none-call', { shop: shop.name, phone: shop.phone })
    : t.plain('shop-takes-none', { shop: shop.name })
  return go('bag', { shopId }, said)
}

/** Everything once more, before it is sent. */
export const reviewScreen = screen('review', {
  async show({ work, state, t, viewer }) {
    const { shopId } = state
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    if (!isFilled(bag) || bag.lines.some(lacking)) return go('bag', { shopId })
    const fulfillment = wayOf(bag, shop)
    const startsAt = state.startsAt === null ? null : new Date(state.startsAt)
    const slot = startsAt && offeredSlot(shop.calendar, shop, fulfillment, work.now, bag.leadMinutes, startsAt)
    if (!slot && isSlotted(fulfillment)) return go('slots', { shopId, missed: state.startsAt ?? undefined })
    const total = totalCents(shop, bag, fulfillment)
    const fee = total - bag.goodsCents
    const open = openPointsIn(bag)
    const times = { startsAt: slot?.startsAt ?? null, endsAt: slot?.endsAt ?? null }
    return view(
      lines(
        t('review-title'),
        bagLinesText(t, bag),
        fee > 0 && t(`fee-${fulfillment}`, { price: t.money(fee) }),
        bagSumText(t, bag, total),
        handoverText(t, { fulfillment, address: bag.address, ...times }, shop),
        paymentText(t, shop, fulfillment),
        open.length > 0 &&
          t('review-unclear', {
            list: openNames(t, open),
          }),
      ),
      choice(t.plain('send-order'), 'place'),
      link(t.plain('change'), 'bag', { shopId }),
    )
  },
  commits: {
    place: besideOrders(async ({ work, state, t, viewer }): Promise<Go> => {
      const { shopId, startsAt } = state
      const place = () => placeOrder(work, viewer.personId, shopId, startsAt === null ? null : new Date(startsAt))
      const first = await place()
      // The bag was changed from another chat since it was read: what is in it now counts.
      const placed = !first.ok && first.reason === 'bag-changed' ? await place() : first
      if (placed.ok) return go('order', { orderId: placed.value.id }, t.plain('order-sent'))
      const { reason } = placed
      if (isStanding(reason)) return refusedStanding(work, t, shopId, reason)
      const why = t.plain(`refused-${reason}`)
      switch (reason) {
        case 'slot-full':
        case 'slot-gone':
          return go('slots', { shopId, missed: startsAt ?? undefined }, why)
        case 'shop-gone':
          return go('home', {}, why)
        case 'address-missing':
        case 'address-too-far':
          return go('handover', { shopId }, why)
        case 'bag-empty':
          return go('orders', {}, why)
        case 'bag-changed':
        case 'shop-paused':
        case 'product-gone':
        case 'product-stock':
        case 'quantity-changed':
        case 'fulfillment-unknown':
        case 'delivery-minimum':
        case 'own-words-no':
        case 'own-words-alone':
          return go('bag', { shopId }, why)
      }
    }),
  },
})

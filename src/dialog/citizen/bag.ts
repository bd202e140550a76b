// SPDX-License-Identifier: AGPL-3.0-or-later
import { type Bag, bagOf, fullBagsOf, isFilled, totalCents } from '../../engine/bags.ts'
import { shopById } from '../../engine/shops.ts'
import { type Fulfillment, fulfillmentsOf, isAddressed, wayOf } from '../../rules/fulfillment.ts'
import type { Texts } from '../../text/text.ts'
import { bagLinesText, bagSumText } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { type Choice, type GoAction, view } from '../view.ts'
import { openNames, openPointsIn } from './list/open-points.ts'

/** What the citizen has put together in a shop, and the way on to ordering it. */
export const bagScreen = screen('bag', {
  async show({ work, state, t, viewer }) {
    const shopId = state.shopId ?? (await fullBagsOf(work, viewer.personId))[0]?.shopId
    if (shopId === undefined) return go('home', {}, t.plain('bag-none'))
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    const open = openPointsIn(bag)
    if (!isFilled(bag)) return open.length > 0 ? go('ask', { shopId }) : go('shop', { shopId }, t.plain('bag-none'))
    const gap = bag.lines.find(lacking)
    if (gap) return go('gap', { lineId: gap.id, shopId })

    // Alone, what the shop does not list can be ordered only where it says so.
    const alone = bag.lines.length === 0 && shop.ownWords !== 'alone'
    const ways = fulfillmentsOf(shop)
    const way = wayOf(bag, shop)
    const fee = totalCents(shop, bag, way) - bag.goodsCents
    return view(
      lines(
        t('bag-title', { shop: shop.name }),
        bagLinesText(t, bag),
        fee > 0 && t(`fee-${way}`, { price: t.money(fee) }),
        bagSumText(t, bag, bag.goodsCents + fee),
        open.length > 0 && t('bag-unclear', { list: openNames(t, open) }),
        alone && t(shop.phone ? 'bag-alone-call' : 'bag-alone', { phone: shop.phone ?? '' }),
      ),
      open.length > 0 && link(t.plain('answer-open', { count: open.length }), 'ask', { shopId }),
      !alone && (ways.length > 1 ? link(t.plain('choose-handover'), 'handover', { shopId }) : timeLink(t, shopId, way)),
      [link(t.plain('change'), 'bag-edit', { shopId }), link(t.plain('add-more'), 'shop', { shopId })],
    )
  },
})

/** The way on to a time, or first to an address. */
function timeLink(t: Texts, shopId: string, way: Fulfillment): Choice<GoAction> {
  const label = t.plain(`choose-time-${way}`)
  return isAddressed(way) ? link(label, 'address', { shopId, fulfillment: way }) : link(label, 'slots', { shopId })
}

/** A line that cannot be had as it stands: gone from the window, or more than is left. */
export function lacking({ product, quantity }: Bag['lines'][number]): boolean {
  if (product.hiddenAt !== null) return true
  return (
    product.stock !== null &&
    (quantity.unit === 'gram' || product.soldBy === 'piece') &&
    quantity.quantity > product.stock
  )
}

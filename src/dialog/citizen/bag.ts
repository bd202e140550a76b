// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { type Bag, bagOf, fullBagsOf, totalCents } from '../../engine/bags.ts'
import { shopOf } from '../../engine/shops.ts'
import { fulfillmentsOf } from '../../rules/shop.ts'
import { join } from '../../text/markup.ts'
import { bagLineText, lines, sumText } from '../phrases.ts'
import { go, link, screen, view } from '../screen.ts'

/** What the citizen has put together in a shop, and the way on to ordering it. */
export const bagScreen = screen({
  name: 'bag',
  state: z.object({ shopId: z.string().optional() }),
  async show({ work, state, t, viewer }) {
    const shopId = state.shopId ?? (await fullBagsOf(work, viewer.personId))[0]?.shopId
    if (shopId === undefined) return go('home', {}, t.plain('bag-none'))
    const [shop, bag] = await Promise.all([shopOf(work, shopId), bagOf(work, viewer.personId, shopId)])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    if (!bag || bag.lines.length === 0) return go('shop', { shopId }, t.plain('bag-none'))
    const gap = bag.lines.find(lacking)
    if (gap) return go('gap', { lineId: gap.id, shopId })

    const ways = fulfillmentsOf(shop)
    const way = bag.fulfillment ?? ways[0] ?? 'pickup'
    const fee = totalCents(shop, bag, way) - bag.goodsCents
    return view(
      lines(
        t('bag-title', { shop: shop.name }),
        join(bag.lines.map(line => bagLineText(t, line))),
        fee > 0 && t(`fee-${way}`, { price: t.money(fee) }),
        sumText(
          t,
          'total',
          bag.goodsCents + fee,
          bag.lines.map(line => line.product),
        ),
      ),
      ways.length > 1
        ? link(t.plain('choose-handover'), 'handover', { shopId })
        : link(t.plain(`choose-time-${way}`), way === 'pickup' ? 'slots' : 'address', { shopId, fulfillment: way }),
      [link(t.plain('change'), 'bag-edit', { shopId }), link(t.plain('add-more'), 'shop', { shopId })],
    )
  },
})

/** A line that cannot be had as it stands: gone from the window, or more than is left. */
export function lacking({ product, quantity }: Bag['lines'][number]): boolean {
  if (product.hiddenAt !== null) return true
  return (
    product.stock !== null &&
    (quantity.unit === 'gram' || product.soldBy === 'piece') &&
    quantity.quantity > product.stock
  )
}

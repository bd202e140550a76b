// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, isFilled } from '../../engine/bags.ts'
import { type Shop, categoriesOf, shopById } from '../../engine/shops.ts'
import { freeSlots } from '../../engine/slots.ts'
import type { Look } from '../../engine/unit.ts'
import { fulfillmentsOf, isSlotted } from '../../rules/fulfillment.ts'
import type { Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { lines, openText, shortened, whenText } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { grid, view } from '../view.ts'
import { openPointsIn } from './list/open-points.ts'

/** A shop's window: when the next bag can be collected, and the categories. */
export const shopScreen = screen('shop', {
  async show({ work, state, t, viewer }) {
    const [shop, categories, bag] = await Promise.all([
      work.load(shopById, state.shopId),
      categoriesOf(work, state.shopId),
      bagOf(work, viewer.personId, state.shopId),
    ])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    const open = openPointsIn(bag).length
    return view(
      lines(
        t('shop-title', { shop: shop.name, address: shop.address, open: openText(t, shop, work.now) }),
        await firstHandover(work, shop, t),
        categories.length > 0 ? t('shop-invitation', { category: shop.category }) : t('shop-no-goods'),
      ),
      open > 0 && link(t.plain('answer-open', { count: open }), 'ask', { shopId: shop.id }),
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', { shopId: shop.id }),
      ...grid(
        categories.map(({ category }) => link(shortened(category, 30), 'category', { shopId: shop.id, category })),
        2,
      ),
      [link(t.plain('other-shops'), 'home'), link(t.plain('help'), 'help', { shopId: shop.id })],
    )
  },
})

/** `Primo ritiro libero: oggi alle 10:15.` */
async function firstHandover(work: Look, shop: Shop, t: Texts): Promise<Markup | undefined> {
  const fulfillment = fulfillmentsOf(shop)[0]
  if (fulfillment === undefined || !isSlotted(fulfillment)) return undefined
  const [slot] = await freeSlots(work, shop, fulfillment, 0)
  return slot ? t(`first-${fulfillment}`, { when: whenText(t, slot, shop) }) : t('slots-none-soon')
}

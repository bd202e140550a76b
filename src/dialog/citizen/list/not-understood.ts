// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, isFilled } from '../../../engine/bags.ts'
import { shopById } from '../../../engine/shops.ts'
import { go, link, screen } from '../../for-citizens.ts'
import { view } from '../../view.ts'

/** Words in a shop that nobody understood: other words, the counter, or the telephone. */
export const unclearScreen = screen('unclear', {
  async show({ work, state, t, viewer }) {
    const { shopId, said } = state
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    return view(
      shop.phone ? t('unclear-call', { said, phone: shop.phone }) : t('unclear', { said }),
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', { shopId }),
      [link(t.plain('from-counter'), 'shop', { shopId }), link(t.plain('help'), 'help', { shopId })],
    )
  },
})

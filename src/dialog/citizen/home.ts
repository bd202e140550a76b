// SPDX-License-Identifier: AGPL-3.0-or-later
import { fullBagsOf } from '../../engine/bags.ts'
import { hasRole } from '../../engine/authority.ts'
import { municipalityOf } from '../../engine/municipalities.ts'
import { liveOrderCount } from '../../engine/orders/reading.ts'
import { type Shop, shopsOf } from '../../engine/shops.ts'
import { join } from '../../text/markup.ts'
import { openText, paragraphs, shortened } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { choice, grid, view } from '../view.ts'

const shopsAtOnce = 8

/** The town's shops: which are open, and the bags that are not ordered yet. */
export const homeScreen = screen('home', {
  async show({ work, state, t, viewer }) {
    if (viewer.municipalityId === null) return go('town')
    const shared = viewer.account.audiences.includes('staff')
    const [municipality, shops, bags, orderCount, works] = await Promise.all([
      municipalityOf(work, viewer.municipalityId),
      shopsOf(work, viewer.municipalityId),
      fullBagsOf(work, viewer.personId),
      liveOrderCount(work, viewer.personId),
      shared && hasRole(work, viewer.personId),
    ])
    const page = shops.slice(state.from, state.from + shopsAtOnce)
    const shopLine = (shop: Shop) => t('home-shop', { shop: shop.name, open: openText(t, shop, work.now) })
    return view(
      paragraphs(
        t(shops.length > 0 ? 'home-title' : 'home-empty', { town: municipality?.name ?? '' }),
        join(page.map(shopLine)),
      ),
      ...bags
        .slice(0, 2)
        .map(bag => link(t.plain('home-bag', { shop: shortened(bag.shopName, 30) }), 'bag', { shopId: bag.shopId })),
      ...grid(
        page.map(shop => link(shortened(shop.name), 'shop', { shopId: shop.id })),
        2,
      ),
      state.from + shopsAtOnce < shops.length && choice(t.plain('more-shops'), 'more'),
      [
        link(orderCount > 0 ? t.plain('my-orders-count', { count: orderCount }) : t.plain('my-orders'), 'orders'),
        link(t.plain('help'), 'help'),
      ],
      works && link(t.plain('go-counter'), 'home', {}, 'staff'),
    )
  },
  views: { more: ({ state }) => go('home', { from: state.from + shopsAtOnce }) },
})

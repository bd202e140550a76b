// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, isFilled } from '../../engine/bags.ts'
import { productsOn } from '../../engine/shops.ts'
import { priceOf, shortened } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { taking } from '../screen.ts'
import { choice, view } from '../view.ts'

const productsAtOnce = 10

/** One category of the shop window. */
export const categoryScreen = screen('category', {
  async show({ work, state, t, viewer }) {
    const { shopId, category, from } = state
    const [products, bag] = await Promise.all([
      productsOn(work, shopId, category),
      bagOf(work, viewer.personId, shopId),
    ])
    if (products.length === 0) return go('shop', { shopId }, t.plain('category-empty'))
    const start = from < products.length ? from : 0
    return view(
      t('category-title', { category }),
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', { shopId }),
      ...products.slice(start, start + productsAtOnce).map(product =>
        link(`${shortened(product.name, 40)} · ${priceOf(t, product)}`, 'product', {
          productId: product.id,
          from: start,
        }),
      ),
      start + productsAtOnce < products.length && choice(t.plain('more'), 'more', start + productsAtOnce),
      [
        ...(start > 0 ? [choice(t.plain('previous'), 'more', Math.max(0, start - productsAtOnce))] : []),
        link(t.plain('back'), 'shop', { shopId }),
      ],
    )
  },
  views: { more: taking(z.number(), ({ state }, from) => go('category', { ...state, from })) },
})

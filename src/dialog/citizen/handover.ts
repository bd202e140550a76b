// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, chooseFulfillment, isFilled } from '../../engine/bags.ts'
import { shopById } from '../../engine/shops.ts'
import { type Fulfillment, fulfillments, fulfillmentsOf, isAddressed, ways } from '../../rules/fulfillment.ts'
import type { Texts } from '../../text/text.ts'
import type { Shop } from '../../engine/shops.ts'
import { go, link, screen } from '../for-citizens.ts'
import { taking } from '../screen.ts'
import { choice, view } from '../view.ts'

/** Collect it, have it brought, or have it sent: asked where the shop does more than one. */
export const handoverScreen = screen('handover', {
  async show({ work, state, t, viewer }) {
    const [shop, bag] = await Promise.all([
      work.load(shopById, state.shopId),
      bagOf(work, viewer.personId, state.shopId),
    ])
    if (!shop || !isFilled(bag)) return go('bag', state)
    return view(
      t('handover-choose'),
      ...fulfillmentsOf(shop).map(way => choice(label(t, shop, way), 'choose', way)),
      link(t.plain('back'), 'bag', state),
    )
  },
  changes: {
    choose: taking(z.enum(fulfillments), async ({ work, state, t, viewer }, way) => {
      if (isAddressed(way)) return go('address', { shopId: state.shopId, fulfillment: way })
      const shop = await work.load(shopById, state.shopId)
      const chosen = shop && (await chooseFulfillment(work, viewer.personId, shop, way, null))
      if (!chosen?.ok) return go('bag', state, t.plain('refused-fulfillment-unknown'))
      return go('slots', { shopId: state.shopId })
    }),
  },
})

function label(t: Texts, shop: Shop, way: Fulfillment) {
  const terms = ways[way].terms(shop)
  return terms && terms.feeCents > 0
    ? t.plain(`handover-${way}-label-fee`, { fee: t.money(terms.feeCents) })
    : t.plain(`handover-${way}-label`)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, chooseFulfillment, isFilled } from '../../engine/bags.ts'
import { shopById } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import { isSlotted, minimumCents } from '../../rules/fulfillment.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import type { Scene } from '../screen.ts'
import type { CitizenState } from '../spots.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'

const mostCharacters = 300

/** Where to bring or send it, in the citizen's own words; a delivery needs a postcode the shop goes to. */
export const addressScreen = screen('address', {
  async show({ work, state, t, viewer }) {
    const { shopId, fulfillment } = state
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    const terms = shop?.[fulfillment]
    if (!shop || !terms || !isFilled(bag)) return go('bag', { shopId })
    const minimum = minimumCents(shop, fulfillment)
    if (bag.goodsCents < minimum) {
      return go('bag', { shopId }, t.plain('refused-delivery-minimum-of', { minimum: t.money(minimum) }))
    }
    const shown = view(
      lines(
        t(`address-ask-${fulfillment}`, { postcodes: shop.delivery?.postcodes.join(', ') ?? '' }),
        bag.address !== null && t('address-known', { address: bag.address }),
      ),
      bag.address !== null && choice(t.plain('address-same'), 'same'),
      link(t.plain('back'), 'bag', { shopId }),
    )
    return { ...shown, numberAnswers: true }
  },
  changes: {
    async same(scene) {
      const bag = await bagOf(scene.work, scene.viewer.personId, scene.state.shopId)
      return take(scene, bag?.address ?? '')
    },
  },
  typed: (scene, text) => take(scene, text),
})

async function take({ work, state, t, viewer }: Scene<CitizenState<'address'>, Work>, said: string): Promise<Go> {
  const { shopId, fulfillment } = state
  const shop = await work.load(shopById, shopId)
  if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
  const address = said.replace(/\s+/g, ' ').trim()
  if (address.length > mostCharacters) return go('address', state, t.plain('note-long', { most: mostCharacters }))
  const chosen = await chooseFulfillment(work, viewer.personId, shop, fulfillment, address)
  if (!chosen.ok) return go('address', state, t.plain(`refused-${chosen.reason}`))
  return isSlotted(fulfillment) ? go('slots', { shopId }) : go('review', { shopId, startsAt: null })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, isFilled } from '../../engine/bags.ts'
import { shopById } from '../../engine/shops.ts'
import { addDays, instantAt, localDay, openIntervals } from '../../rules/calendar.ts'
import { join } from '../../text/markup.ts'
import { lines, openText } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { view } from '../view.ts'

const daysAtOnce = 7

/** Where the shop is, when it is open in the coming days, whom to call: what most questions are about. */
export const shopCardScreen = screen('shop-card', {
  async show({ work, state, t, viewer }) {
    const [shop, bag] = await Promise.all([
      work.load(shopById, state.shopId),
      bagOf(work, viewer.personId, state.shopId),
    ])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    const { calendar } = shop
    const today = localDay(work.now, calendar.timezone)
    const days = Array.from({ length: daysAtOnce }, (_, ahead) => addDays(today, ahead)).map(local => {
      const day = t.day(instantAt(local, '12:00', calendar.timezone))
      const hours = openIntervals(calendar, 'pickup', local).map(({ from, to }) => `${t.time(from)}–${t.time(to)}`)
      return hours.length > 0 ? t('hours', { day, hours: hours.join(', ') }) : t('hours-closed', { day })
    })
    return view(
      lines(
        t('shop-title', { shop: shop.name, address: shop.address, open: openText(t, shop, work.now) }),
        join(days),
        shop.phone ? t('shop-card-call', { phone: shop.phone }) : undefined,
      ),
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', state),
      [link(t.plain('from-counter'), 'shop', state), link(t.plain('other-shops'), 'home')],
    )
  },
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { addDays, instantAt, localDay } from '../../rules/calendar.ts'
import { choice, go, link, screen, view } from '../screen.ts'
import { shopOfKeeper, pauseOrders } from './today.ts'

/** No new orders for a while; those already placed go on. */
export const pauseScreen = screen({
  name: 'pause',
  state: z.object({ shopId: z.string() }),
  async show(scene) {
    const { state, t } = scene
    const shop = await shopOfKeeper(scene, state.shopId)
    if (!shop) return go('home')
    return view(
      t('pause-title', { shop: shop.name }),
      [30, 60, 120].map(minutes => choice(t.plain('pause-minutes', { minutes }), 'pause', minutes, 'change')),
      choice(t.plain('pause-until-tomorrow'), 'tomorrow', undefined, 'change'),
      link(t.plain('back'), 'today', { shopId: state.shopId }),
    )
  },
  on: {
    pause: (scene, minutes) =>
      pauseOrders(scene, scene.state.shopId, new Date(scene.work.now.getTime() + Number(minutes) * 60_000), 'paused'),
    tomorrow: scene => {
      const tomorrow = addDays(localDay(scene.work.now, scene.viewer.timezone), 1)
      return pauseOrders(scene, scene.state.shopId, instantAt(tomorrow, '00:00', scene.viewer.timezone), 'paused')
    },
  },
})

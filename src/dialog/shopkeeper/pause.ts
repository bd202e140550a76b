// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { go, link, screen } from '../for-staff.ts'
import { taking } from '../screen.ts'
import { choice, view } from '../view.ts'
import { pauseOrders, shopOfKeeper, tomorrowOf } from './shop-of-keeper.ts'

/** No new orders for a while; those already placed go on. */
export const pauseScreen = screen('pause', {
  async show(scene) {
    const { state, t } = scene
    const shop = await shopOfKeeper(scene, state.shopId)
    if (!shop) return go('home')
    return view(
      t('pause-title', { shop: shop.name }),
      [30, 60, 120].map(minutes => choice(t.plain('pause-minutes', { minutes }), 'pause', minutes)),
      choice(t.plain('pause-until-tomorrow'), 'tomorrow'),
      link(t.plain('back'), 'today', { shopId: state.shopId }),
    )
  },
  changes: {
    pause: taking(z.number().int().positive(), (scene, minutes) =>
      pauseOrders(scene, scene.state.shopId, new Date(scene.work.now.getTime() + minutes * 60_000), 'paused'),
    ),
    tomorrow: scene => pauseOrders(scene, scene.state.shopId, tomorrowOf(scene), 'paused'),
  },
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { shopById } from '../../engine/shops.ts'
import { linkingChoice } from '../shared/linking.ts'
import { lines } from '../shared/phrases.ts'
import { link, screen } from '../for-citizens.ts'
import { view } from '../view.ts'

/** How it works, in as few words as it takes, and whom to call. */
export const helpScreen = screen('help', {
  async show(scene) {
    const { work, state, t } = scene
    const shop = state.shopId === undefined ? undefined : await work.load(shopById, state.shopId)
    return view(
      lines(
        t('help-text'),
        t('help-rights'),
        shop?.phone ? t('help-call', { shop: shop.name, phone: shop.phone }) : undefined,
      ),
      [link(t.plain('my-orders'), 'orders'), link(t.plain('change-language'), 'language')],
      linkingChoice(scene),
      link(t.plain('my-data'), 'privacy'),
      shop ? link(t.plain('back'), 'shop', { shopId: shop.id }) : link(t.plain('shops'), 'home'),
    )
  },
})

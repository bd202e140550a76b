// SPDX-License-Identifier: AGPL-3.0-or-later
// Where staff arrive: who they are decides what they see.
import { hasRole } from '../../engine/authority.ts'
import { municipalitiesOfPerson } from '../../engine/municipalities.ts'
import { shopsOfPerson } from '../../engine/shops.ts'
import { linkingChoice } from '../shared/linking.ts'
import { lines, shortened } from '../shared/phrases.ts'
import type { Texts } from '../../text/text.ts'
import { go, link, screen } from '../for-staff.ts'
import { view } from '../view.ts'
import { goAcross } from '../ways.ts'

export const deskScreen = screen('home', {
  async show({ work, t, viewer }) {
    const shared = viewer.account.audiences.includes('citizen')
    const [shops, towns] = await Promise.all([
      shopsOfPerson(work, viewer.personId, 'keep-shop'),
      municipalitiesOfPerson(work, viewer.personId, 'see-town'),
    ])
    const [shop] = shops
    const [town] = towns
    if (shop && shops.length === 1 && !town) return go('today', { shopId: shop.id })
    if (town && towns.length === 1 && !shop) return go('town', { municipalityId: town.id })
    if (!shop && !town) {
      // A role that rests gives no way in, and says so.
      if (await hasRole(work, viewer.personId)) return view(t('desk-frozen'), link(t.plain('help'), 'help'))
      if (shared) return goAcross('citizen', 'home', {}, t.plain('desk-stranger-here'))
      return view(t('desk-stranger'), link(t.plain('change-language'), 'language'))
    }
    return view(
      t('desk-title'),
      ...shops.map(each => link(shortened(each.name), 'today', { shopId: each.id })),
      ...towns.map(each => link(t.plain('desk-town', { town: each.name }), 'town', { municipalityId: each.id })),
      shared && shoppingChoice(t),
      link(t.plain('help'), 'help'),
    )
  },
})

export const staffHelpScreen = screen('help', {
  show: scene => {
    const { t, viewer } = scene
    const shared = viewer.account.audiences.includes('citizen')
    return Promise.resolve(
      view(
        lines(t('desk-help'), t('help-rights')),
        [link(t.plain('desk'), 'home'), link(t.plain('change-language'), 'language')],
        linkingChoice(scene),
        link(t.plain('my-data'), 'privacy'),
        shared && shoppingChoice(t),
      ),
    )
  },
})

export const lostScreen = screen('lost', {
  show: ({ t }) =>
    Promise.resolve(view(t('desk-lost'), [link(t.plain('desk'), 'home'), link(t.plain('help'), 'help')])),
})

export const apologyScreen = screen('apology', {
  show: ({ t }) => Promise.resolve(view(t('desk-apology'), link(t.plain('desk'), 'home'))),
})

/** To the other side of the counter, where one number serves both. */
function shoppingChoice(t: Texts) {
  return link(t.plain('go-shopping'), 'home', {}, 'citizen')
}

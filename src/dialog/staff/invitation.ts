// SPDX-License-Identifier: AGPL-3.0-or-later
import { municipalityOf } from '../../engine/municipalities.ts'
import { mayGiveRole } from '../../engine/people/roles.ts'
import { shopById } from '../../engine/shops.ts'
import { go, link, screen } from '../for-staff.ts'
import { lines } from '../shared/phrases.ts'
import { view } from '../view.ts'

/** The link that gives somebody a role: to be forwarded to them. */
export const invitationScreen = screen('invitation', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, shopId, kind, token } = state
    const [may, shop, town] = await Promise.all([
      mayGiveRole(work, viewer.personId, { kind, municipalityId, shopId: shopId ?? null }),
      shopId === undefined ? undefined : work.load(shopById, shopId),
      municipalityOf(work, municipalityId),
    ])
    const place = shop?.name ?? town?.name
    if (!may || place === undefined) return go('home', {}, t.plain('refused-not-allowed'))
    const code = `i-${token}`
    // A link for every account that speaks to shopkeepers: the person who is invited chooses.
    const accounts = [viewer.account, ...viewer.elsewhere].filter(({ audiences }) => audiences.includes('staff'))
    const urls = accounts.flatMap(account => account.link(code) ?? [])
    return view(
      lines(
        t('invitation-title', { place, role: t.plain(`role-${kind}`) }),
        ...(urls.length > 0 ? urls.map(url => t('invitation-link', { url })) : [t('invitation-code', { code })]),
      ),
      link(t.plain('back'), 'people', { municipalityId, shopId }),
    )
  },
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { secretMark } from '../../channel.ts'
import { isIssued } from '../../engine/people/invitations.ts'
import { municipalityOf } from '../../engine/municipalities.ts'
import { mayGiveRole } from '../../engine/people/roles.ts'
import { shopById } from '../../engine/shops.ts'
import { go, link, screen } from '../for-staff.ts'
import { lines } from '../shared/phrases.ts'
import { view } from '../view.ts'

/**
 * The link that gives somebody a role: to be forwarded to them. Its token is made when the message is sent and kept
 * nowhere, so the screen can be shown once; after that it points at the message above.
 */
export const invitationScreen = screen('invitation', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, shopId, kind, invitationId } = state
    const [may, shop, town] = await Promise.all([
      mayGiveRole(work, viewer.personId, { kind, municipalityId, shopId: shopId ?? null }),
      shopId === undefined ? undefined : work.load(shopById, shopId),
      municipalityOf(work, municipalityId),
    ])
    const place = shop?.name ?? town?.name
    if (!may || place === undefined) return go('home', {}, t.plain('refused-not-allowed'))
    const back = link(t.plain('back'), 'people', { municipalityId, shopId })
    if (await isIssued(work, invitationId)) return view(t('invitation-above', { place }), back)
    const code = `i-${secretMark}`
    // A link for every account that speaks to shopkeepers: the person who is invited chooses.
    const accounts = [viewer.account, ...viewer.elsewhere].filter(({ audiences }) => audiences.includes('staff'))
    const urls = accounts.flatMap(account => account.link(code) ?? [])
    const text = lines(
      t('invitation-title', { place, role: t.plain(`role-${kind}`) }),
      ...(urls.length > 0 ? urls.map(url => t('invitation-link', { url })) : [t('invitation-code', { code })]),
    )
    return { ...view(text, back), secret: { of: 'invitation', id: invitationId } }
  },
})

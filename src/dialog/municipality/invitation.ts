// SPDX-License-Identifier: AGPL-3.0-or-later
import { secretMark } from '../../channel.ts'
import { isIssued } from '../../engine/people/invitations.ts'
import { shopReports } from '../../engine/municipalities.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { view } from '../view.ts'

/**
 * The link that makes somebody a shopkeeper: to be forwarded to them. Its token is made when the message is sent and
 * kept nowhere, so the screen can be shown once; after that it points at the message above.
 */
export const invitationScreen = screen('invitation', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, shopId, invitationId } = state
    const report = (await shopReports(work, municipalityId, viewer.personId)).find(each => each.shopId === shopId)
    if (!report) return go('home', {}, t.plain('refused-not-allowed'))
    const back = link(t.plain('back'), 'town-shop', { municipalityId, shopId })
    if (await isIssued(work, invitationId)) return view(t('invitation-above', { shop: report.name }), back)
    const code = `i-${secretMark}`
    // A link for every account that speaks to shopkeepers: the person who is invited chooses.
    const accounts = [viewer.account, ...viewer.elsewhere].filter(({ audiences }) => audiences.includes('staff'))
    const urls = accounts.flatMap(account => account.link(code) ?? [])
    const text = lines(
      t('invitation-title', { shop: report.name }),
      ...(urls.length > 0 ? urls.map(url => t('invitation-link', { url })) : [t('invitation-code', { code })]),
    )
    return { ...view(text, back), secret: { of: 'invitation', id: invitationId } }
  },
})

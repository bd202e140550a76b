// SPDX-License-Identifier: AGPL-3.0-or-later
import { prepareInvitation } from '../../engine/people/invitations.ts'
import { shopReports } from '../../engine/municipalities.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { choice, view } from '../view.ts'
import { reportLine } from './town.ts'

/** One shop as the town hall sees it, and the invitation for who keeps it. */
export const townShopScreen = screen('town-shop', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, shopId } = state
    const reports = await shopReports(work, municipalityId, viewer.personId)
    const report = reports.find(each => each.shopId === shopId)
    if (!report) return go('home', {}, t.plain('refused-not-allowed'))
    return view(
      lines(
        reportLine(t, report),
        t('town-shop-month', { orders: report.ordersOfMonth, unanswered: report.unanswered }),
        t('town-shop-people', { count: report.shopkeepers }),
      ),
      report.shopkeepers === 0
        ? choice(t.plain('invite-shopkeeper'), 'invite')
        : link(t.plain('people'), 'people', { municipalityId, shopId }),
      link(t.plain('back'), 'town', { municipalityId }),
    )
  },
  commits: {
    async invite({ work, state, t, viewer }) {
      const wanted = { municipalityId: state.municipalityId, shopId: state.shopId, kind: 'owner' } as const
      const made = await prepareInvitation(work, { ...wanted, invitedBy: viewer.personId })
      if (!made.ok) return go('home', {}, t.plain(`refused-${made.reason}`))
      return go('invitation', { ...wanted, invitationId: made.value.invitationId })
    },
  },
})

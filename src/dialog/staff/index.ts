// SPDX-License-Identifier: AGPL-3.0-or-later
import { redeemInvitation } from '../../engine/people/invitations.ts'
import { hasRole } from '../../engine/authority.ts'
import type { SoleWork, Work } from '../../engine/unit.ts'
import { isShopRole } from '../../rules/role.ts'
import { apologyScreen, deskScreen, lostScreen, staffHelpScreen } from './home.ts'
import { commandIn, deepLinkIn, meaningOf } from '../commands.ts'
import { languageScreen } from '../shared/language.ts'
import { linkCodeWritten } from '../shared/link-attempt.ts'
import { linkingScreens } from '../shared/linking.ts'
import { municipalityScreens } from '../municipality/index.ts'
import { rightAsked, rightsScreens } from '../shared/rights.ts'
import { go } from '../for-staff.ts'
import { alone, type Audience, type Heard, type Scene, screensByName } from '../screen.ts'
import { staffSpots } from '../spots.ts'
import { type Go, goAcross } from '../ways.ts'
import { shopkeeperScreens } from '../shopkeeper/index.ts'
import { invitationScreen } from './invitation.ts'
import { peopleScreen, workerScreen } from './people.ts'

/** What those who work with orders see: shopkeepers and the town hall, in one bot; who you are decides. */
export const staffAudience: Audience = {
  screens: screensByName(staffSpots, [
    deskScreen,
    ...shopkeeperScreens,
    ...municipalityScreens,
    peopleScreen,
    workerScreen,
    invitationScreen,
    staffHelpScreen,
    ...linkingScreens,
    ...rightsScreens,
    languageScreen,
    lostScreen,
    apologyScreen,
  ]),
  begin,
}

async function begin(scene: Scene<unknown, Work>, text: string): Promise<Heard<unknown>> {
  const code = deepLinkIn(text)
  if (code?.startsWith('i-')) return alone(sole => join(sole, code.slice(2)))
  if (code?.startsWith('k-')) return linkCodeWritten(code.slice(2))
  const meant = commandIn(text) ?? meaningOf(text)
  switch (meant) {
    case 'start':
    case 'home':
    case 'counter':
      return go('home')
    case 'today':
    case 'orders':
      return go('today')
    case 'link':
      return go('link')
    case 'help':
      return go('help')
    case 'language':
      return go('language')
    case 'stop':
    case 'erase':
    case 'my-data':
    case 'privacy':
      return rightAsked(scene, meant)
    default:
      return undefined
  }
}

/** An invitation gives this person its role, once. */
async function join({ work, t, viewer }: Scene<unknown, SoleWork>, token: string): Promise<Go> {
  const redeemed = await redeemInvitation(work, token, viewer)
  if (!redeemed.ok) {
    const why = t.plain(`refused-${redeemed.reason}`)
    // A person without work here is led to the shops, and must still read why.
    const stranger = viewer.account.audiences.includes('citizen') && !(await hasRole(work, viewer.personId))
    return stranger ? goAcross('citizen', 'home', {}, why) : go('home', {}, why)
  }
  const { kind, municipalityId, shopId, personId, parted } = redeemed.value
  const to =
    isShopRole(kind) && shopId !== null
      ? go('today', { shopId }, t.plain(parted ? 'joined-shop-parted' : 'joined-shop'))
      : go('town', { municipalityId }, t.plain(parted ? 'joined-town-parted' : 'joined-town'))
  return { ...to, changes: { municipalityId, personId } }
}

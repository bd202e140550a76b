// SPDX-License-Identifier: AGPL-3.0-or-later
import { redeemInvitation } from '../../engine/people/invitations.ts'
import { hasRole } from '../../engine/municipalities.ts'
import { aloneIn } from '../../engine/unit.ts'
import { apologyScreen, deskScreen, lostScreen, staffHelpScreen } from './home.ts'
import { commandIn, deepLinkIn, meaningOf } from '../commands.ts'
import { languageScreen } from '../shared/language.ts'
import { linkingScreens } from '../shared/linking.ts'
import { municipalityScreens } from '../municipality/index.ts'
import { type Audience, type Go, go, type Scene, screensByName } from '../screen.ts'
import { shopkeeperScreens } from '../shopkeeper/index.ts'

/** What those who work with orders see: shopkeepers and the town hall, in one bot; who you are decides. */
export const staffAudience: Audience = {
  screens: screensByName([
    deskScreen,
    ...shopkeeperScreens,
    ...municipalityScreens,
    staffHelpScreen,
    ...linkingScreens,
    languageScreen,
    lostScreen,
    apologyScreen,
  ]),
  home: 'home',
  lost: 'lost',
  apology: 'apology',
  begin,
}

async function begin(scene: Scene<unknown>, text: string): Promise<Go | undefined> {
  const code = deepLinkIn(text)
  if (code?.startsWith('i-')) return join(scene, code.slice(2))
  if (code?.startsWith('k-')) return go('link-accept', { code: code.slice(2) })
  switch (commandIn(text) ?? meaningOf(text)) {
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
    default:
      return undefined
  }
}

/** An invitation makes this person a shopkeeper or an operator, once. */
async function join({ work, t, viewer }: Scene<unknown>, token: string): Promise<Go> {
  const redeemed = await redeemInvitation(aloneIn(work), token, viewer.personId)
  if (!redeemed.ok) {
    const refusal = go('home', {}, t.plain(`refused-${redeemed.reason}`))
    // Whoever has no work here is led to the shops, where they must still read why.
    const stranger = viewer.account.audiences.includes('citizen') && !(await hasRole(work, viewer.personId))
    return stranger ? { ...refusal, audience: 'citizen' } : refusal
  }
  const { kind, municipalityId, shopId } = redeemed.value
  const to =
    kind === 'operator'
      ? go('town', { municipalityId }, t.plain('joined-operator'))
      : go('today', { shopId: shopId ?? undefined }, t.plain('joined-shopkeeper'))
  return { ...to, changes: { municipalityId } }
}

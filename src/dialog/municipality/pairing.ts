// SPDX-License-Identifier: AGPL-3.0-or-later
import { pairingOf } from '../../engine/messages/accounts.ts'
import { municipalitiesOfPerson } from '../../engine/municipalities.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { view } from '../view.ts'

/**
 * What the telephone of WhatsApp must be shown: a picture that changes every few seconds, and a code if there is one.
 * The picture is drawn between two units, and shown when it is there.
 */
export const pairingScreen = screen('pairing', {
  async show({ work, state, t, viewer }) {
    const [town] = await municipalitiesOfPerson(work, viewer.personId, 'pair-accounts')
    if (!town) return go('home', {}, t.plain('refused-not-allowed'))
    const pairing = await pairingOf(work, state.account, viewer.personId)
    if (!pairing) return go('home', {}, t.plain('pairing-over'))
    const { qr, code } = pairing
    const drawn = state.drawn !== undefined && state.drawn.of === qr ? state.drawn : undefined
    const shown = view(
      lines(
        qr !== undefined && t(drawn ? 'pairing-qr' : 'pairing-drawing'),
        code !== undefined && t('pairing-code', { code }),
        t('pairing-risk'),
      ),
      link(t.plain('pairing-again'), 'pairing', { account: state.account }),
      link(t.plain('desk'), 'home'),
    )
    if (drawn) return { ...shown, photoId: drawn.photoId }
    return qr === undefined ? shown : { ...shown, errand: { kind: 'draw-pairing', municipalityId: town.id, qr } }
  },
  async sent({ state }, input) {
    if (input.kind !== 'drawn') return undefined
    return go('pairing', { account: state.account, drawn: { photoId: input.photoId, of: input.of } })
  },
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { toBuffer } from 'qrcode'
import { pairingOf } from '../../engine/messages/accounts.ts'
import { municipalitiesOfOperator } from '../../engine/municipalities.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { view } from '../view.ts'

/** What the telephone of WhatsApp must be shown: a picture that changes every few seconds, and a code if there is one. */
export const pairingScreen = screen('pairing', {
  async show({ work, state, t, viewer }) {
    const [town] = await municipalitiesOfOperator(work, viewer.personId)
    if (!town) return go('home', {}, t.plain('refused-not-allowed'))
    const pairing = await pairingOf(work, state.account)
    if (!pairing) return go('home', {}, t.plain('pairing-over'))
    const { qr, code } = pairing
    const shown = view(
      lines(qr !== undefined && t('pairing-qr'), code !== undefined && t('pairing-code', { code }), t('pairing-risk')),
      link(t.plain('pairing-again'), 'pairing', state),
      link(t.plain('desk'), 'home'),
    )
    if (qr === undefined) return shown
    const bytes = await toBuffer(qr, { width: 512, margin: 4 })
    return { ...shown, picture: { municipalityId: town.id, bytes } }
  },
})

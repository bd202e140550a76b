// SPDX-License-Identifier: AGPL-3.0-or-later
import { toBuffer } from 'qrcode'
import { z } from 'zod'
import { pairingOf } from '../../engine/messages/accounts.ts'
import { municipalitiesOfPerson } from '../../engine/municipalities.ts'
import { storePhoto } from '../../engine/photos.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen, view } from '../screen.ts'

/** What the telephone of WhatsApp must be shown: a picture that changes every few seconds, and a code if there is one. */
export const pairingScreen = screen({
  name: 'pairing',
  state: z.object({ account: z.string() }),
  async show({ work, state, t, viewer }) {
    const [town] = await municipalitiesOfPerson(work, viewer.personId, 'pair-accounts')
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
    const picture = await toBuffer(qr, { width: 512, margin: 4 })
    return { ...shown, photoId: await storePhoto(work, town.id, picture) }
  },
})

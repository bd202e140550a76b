// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { inUnit, Refusal, runCommand, say, UsageError, withStore } from './command.ts'
import type { WhatsAppCloudConfig } from '../../src/config.ts'
import type { InvitationFor } from '../../src/engine/people/invitations.ts'
import { isShopRole, type MunicipalityRole, roleKinds } from '../../src/rules/role.ts'
import { graphOf } from '../whatsapp/graph.ts'
import { askWho } from './telegram.ts'

const help = `Prepara un invito, buono una volta sola e per sette giorni.

  npm run invite -- --municipality COMUNE --operator [--as viewer|editor|publisher]
  npm run invite -- --municipality COMUNE --shop NEGOZIO [--as owner|assistant]

COMUNE e NEGOZIO sono gli slug del file importato. Chi apre il link ha quel ruolo nel comune (senza
--as: publisher, responsabile) oppure in quel negozio (senza --as: owner, titolare): mandatelo solo a
quella persona. Chi ha quale ruolo lo mostra npm run roles -- list.`

/** The number that people write to, in digits; undefined where Meta does not say. */
async function numberOf(cloud: WhatsAppCloudConfig): Promise<string | undefined> {
  const shape = z.object({ display_phone_number: z.string() })
  const found = await graphOf(cloud)
    .get(`${cloud.phoneNumberId}?fields=display_phone_number`, shape)
    .catch(() => undefined)
  return found?.display_phone_number.replace(/\D/g, '')
}

const shopRoles = roleKinds.filter(isShopRole)
const municipalityRoles = roleKinds.filter((kind): kind is MunicipalityRole => !isShopRole(kind))

function kindAmong<Kind extends string>(kinds: readonly Kind[], wanted: unknown): Kind {
  const kind = kinds.find(each => each === wanted)
  if (kind === undefined) throw new UsageError(`--as può essere ${kinds.join(', ')}`)
  return kind
}

await runCommand({
  name: 'invite',
  help,
  options: {
    municipality: { type: 'string' },
    operator: { type: 'boolean' },
    shop: { type: 'string' },
    as: { type: 'string' },
  },
  async run({ values, config: readConfig }) {
    const { municipality: municipalitySlug, shop: shopSlug, operator } = values
    if (typeof municipalitySlug !== 'string') throw new UsageError('manca --municipality')
    if ((operator === true) === (typeof shopSlug === 'string'))
      throw new UsageError('serve --operator oppure --shop NEGOZIO')
    const config = readConfig()
    const wanted: InvitationFor =
      typeof shopSlug === 'string'
        ? { municipalitySlug, kind: kindAmong(shopRoles, values.as ?? 'owner'), shopSlug }
        : { municipalitySlug, kind: kindAmong(municipalityRoles, values.as ?? 'publisher') }
    const { invite } = await import('../../src/engine/people/invitations.ts')
    const made = await withStore(config, store => inUnit(store, work => invite(work, wanted)))
    if (!made.ok) {
      if (made.reason === 'shop-unknown')
        throw new Refusal(`A ${municipalitySlug} non c'è un negozio «${String(shopSlug)}».`)
      throw new Refusal(`Il comune «${municipalitySlug}» non c'è: importatelo prima con npm run import -- FILE.`)
    }
    const { token } = made.value
    const { staffToken, apiRoot } = config.telegram ?? {}
    const [who, number] = await Promise.all([
      staffToken && apiRoot ? askWho(apiRoot, staffToken) : undefined,
      config.whatsappCloud && numberOf(config.whatsappCloud),
    ])
    if (who?.ok) say(`https://t.me/${who.result.username}?start=i-${token}`)
    if (number !== undefined) say(`https://wa.me/${number}?text=i-${token}`)
    if (who?.ok || number !== undefined) {
      say('Vale una volta sola, per sette giorni: mandatelo solo alla persona giusta.')
      return 0
    }
    say(`i-${token}`)
    say(
      'Questo codice vale una volta sola, per sette giorni. Chi lo riceve apre la chat di negozi e comune e lo scrive.',
    )
    if (who)
      say(
        '(Il link intero non si può fare adesso: Telegram non ha detto come si chiama il bot. Provate npm run doctor.)',
      )
    return 0
  },
})

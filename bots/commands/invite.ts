// SPDX-License-Identifier: AGPL-3.0-or-later
import { Refusal, runCommand, say, UsageError, withStore, workIn } from './command.ts'
import { askWho } from './telegram.ts'

const help = `Prepara un invito, buono una volta sola e per sette giorni.

  npm run invite -- --municipality COMUNE --operator
  npm run invite -- --municipality COMUNE --shop NEGOZIO

COMUNE e NEGOZIO sono gli slug del file importato. Chi apre il link diventa operatore del comune
oppure esercente di quel negozio: mandatelo solo a quella persona.`

await runCommand({
  name: 'invite',
  help,
  options: { municipality: { type: 'string' }, operator: { type: 'boolean' }, shop: { type: 'string' } },
  async run({ values, config: readConfig }) {
    const { municipality: municipalitySlug, shop: shopSlug, operator } = values
    if (typeof municipalitySlug !== 'string') throw new UsageError('manca --municipality')
    if ((operator === true) === (typeof shopSlug === 'string'))
      throw new UsageError('serve --operator oppure --shop NEGOZIO')
    const config = readConfig()
    const wanted =
      typeof shopSlug === 'string'
        ? ({ municipalitySlug, kind: 'shopkeeper', shopSlug } as const)
        : ({ municipalitySlug, kind: 'operator' } as const)
    const { invite } = await import('../../src/engine/invitations.ts')
    const made = await withStore(config, store => store.transact(transaction => invite(workIn(transaction), wanted)))
    if (!made.ok) {
      if (made.reason === 'shop-unknown')
        throw new Refusal(`A ${municipalitySlug} non c'è un negozio «${String(shopSlug)}».`)
      throw new Refusal(`Il comune «${municipalitySlug}» non c'è: importatelo prima con npm run import -- FILE.`)
    }
    const { token } = made.value
    const { staffToken, apiRoot } = config.telegram ?? {}
    const who = staffToken && apiRoot ? await askWho(apiRoot, staffToken) : undefined
    if (who?.ok) {
      say(`https://t.me/${who.result.username}?start=i-${token}`)
      say('Vale una volta sola, per sette giorni: mandatelo solo alla persona giusta.')
      return 0
    }
    say(`i-${token}`)
    say('Questo codice vale una volta sola, per sette giorni. Chi lo riceve apre il bot di negozi e comune e scrive:')
    say(`/start i-${token}`)
    if (who)
      say(
        '(Il link intero non si può fare adesso: Telegram non ha detto come si chiama il bot. Provate npm run doctor.)',
      )
    return 0
  },
})

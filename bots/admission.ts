// SPDX-License-Identifier: AGPL-3.0-or-later
// What a start may do with the database that it finds: play with a demo, speak on real channels for a real one, and never
// the one with the other.
import type { Config } from '../src/config.ts'
import { isLoopback } from '../src/config-rules.ts'
import { type DatabaseKind, kindOf, markAs, playSeedOf } from '../src/db/deployment.ts'
import type { Store } from '../src/db/store.ts'
import { systemChance, systemClock } from '../src/system.ts'

/** The start is refused, for a reason that one sentence tells: exit code 1. */
export class StartRefused extends Error {
  override name = 'StartRefused'
}

/** The names of the environment that configure a channel, where they do. */
export function channelNames({ telegram, whatsappCloud, whatsappWeb }: Config): string[] {
  return [
    ...(telegram?.citizenToken === undefined ? [] : ['TELEGRAM_CITIZEN_TOKEN']),
    ...(telegram?.staffToken === undefined ? [] : ['TELEGRAM_STAFF_TOKEN']),
    ...(whatsappCloud ? ['WHATSAPP_CLOUD_…'] : []),
    ...(whatsappWeb ? ['WHATSAPP_WEB'] : []),
  ]
}

/** What a start on real channels needs at least. */
export const missingNames =
  'TELEGRAM_CITIZEN_TOKEN e TELEGRAM_STAFF_TOKEN, oppure i quattro valori WHATSAPP_CLOUD_…, oppure WHATSAPP_WEB=on'

/** Why a real database is not played with. */
const realWithoutChannel = `Questo database è di un comune vero e non è configurato nessun canale: non è partito niente; mancano ${missingNames}.`

/** Why a demo is not opened to real people. */
function demoWithChannel(names: readonly string[]): string {
  return `Questo database è quello di prova, con il paese inventato, e con ${names.join(', ')} ci scriverebbero persone vere: non è partito niente; «npm run forget-demo» lo svuota e ne fa un database vero.`
}

const withoutKey =
  'Il paese di prova si gioca senza permessi, e HOST lo apre ad altre macchine: non è partito niente; serve PLAYGROUND_KEY, oppure HOST=127.0.0.1.'

/**
 * Answers the seed of the playground where this start plays, and undefined where it speaks on channels or on none; marks
 * a new database. Throws `StartRefused`, having written nothing.
 */
export async function admitted(store: Store, config: Config): Promise<string | undefined> {
  const names = channelNames(config)
  const kind = await store.read(kindOf)
  const plays = names.length === 0 && config.playground !== false
  if (!plays) {
    const settledAs = await settled(store, kind, 'real')
    if (names.length > 0 && settledAs === 'demo') throw new StartRefused(demoWithChannel(names))
    return undefined
  }
  if (kind === 'real') throw new StartRefused(realWithoutChannel)
  if (!isLoopback(config.host) && config.playgroundKey === undefined) throw new StartRefused(withoutKey)
  // Another process may have been quicker, and have made a real one of it.
  if ((await settled(store, kind, 'demo')) === 'real') throw new StartRefused(realWithoutChannel)
  return store.transact(({ db }) => playSeedOf(db, systemChance.token()))
}

/** The kind that the database is now: a new one becomes what is wanted, an unmarked real one is marked. */
async function settled(store: Store, kind: DatabaseKind, wanted: 'demo' | 'real'): Promise<DatabaseKind> {
  if (kind === 'demo') return kind
  return store.transact(({ db }) => markAs(db, wanted, systemClock.now()))
}

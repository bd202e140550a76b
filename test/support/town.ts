// SPDX-License-Identifier: AGPL-3.0-or-later
// A town to tell stories in: the real adapters against their platforms, played on the loopback; the real engine, a real
// database, a clock to push.
import type { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import type { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { type App, type AppWatch, photoStore, startApp } from '../../src/app.ts'
import type { Audience, ChannelName } from '../../src/channel.ts'
import type { LogLevel } from '../../src/config.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import type { MunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import { createLog } from '../../src/log.ts'
import type { Bucket } from '../../src/post/floods.ts'
import { type MovableClock, movableClock } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { type Cable, cableTo } from './cable.ts'
import { cloudSecrets, cloudStreet, type CloudStreet } from './cloud-street.ts'
import { Person } from './person.ts'
import type { Street } from './phone.ts'
import { freePort } from './port.ts'
import { freshDatabase } from './postgres.ts'
import { telegramSecrets, telegramStreet, type TelegramStreet } from './telegram-street.ts'
import { demoTown } from './templates.ts'
import { webStreet } from './web-street.ts'

export interface Town {
  /** Where its people are, unless told otherwise. */
  readonly channel: ChannelName
  readonly anna: Person
  readonly luigi: Person
  /** Keeps Forno Rossi. */
  readonly baker: Person
  /** Of the town hall. */
  readonly operator: Person
  readonly app: App
  readonly store: Store
  /** Telegram, if the town has it. */
  readonly emulator: TelegramEmulator
  /** Meta's server, if the town has it. */
  readonly stub: CloudStub
  readonly clock: MovableClock
  readonly logged: string[]
  readonly cable: Cable | undefined
  /** A person who has not written yet. */
  citizen(firstName: string, language?: string, on?: ChannelName): Person
  /** Where our web answers, if webhooks come to it. */
  readonly webUrl: string
  /** Somebody at the staff's door, where the channel has one of its own. */
  stranger(firstName: string): Person
  /** A shopkeeper who joins by invitation. */
  shopkeeper(firstName: string, shopSlug: string, on?: ChannelName): Promise<Person>
  /** The token of an invitation to keep a shop. */
  invitation(shopSlug: string): Promise<string>
  /** What an address of ours looks like before the code in it. */
  linkBefore(audience: Audience): string
  /** Pushes the clock and lets what is due happen. */
  later(minutes: number): Promise<void>
  close(): Promise<void>
}

/** Tokens and keys, which must never be told. */
export const secrets = [...Object.values(telegramSecrets), ...Object.values(cloudSecrets)]

export interface TownOptions {
  /** Telegram unless told. */
  readonly channel?: ChannelName
  /** Other channels that our program speaks on. */
  readonly also?: readonly ChannelName[]
  /** Local time in Italy at which the story begins: a Tuesday in November unless told. */
  readonly at?: string
  /** Other than the demo town. */
  readonly file?: MunicipalityFile
  /** Without shopkeepers and operators. */
  readonly empty?: boolean
  /** How Telegram's updates come: polled for unless told. */
  readonly updates?: 'polling' | 'webhook'
  /** How much one person may bring in: without a limit unless told, since people here tap faster than fingers. */
  readonly floodBuckets?: readonly Bucket[]
  readonly watch?: AppWatch
  readonly logLevel?: LogLevel
  /** The database is reached through a cable that can be pulled. */
  readonly cabled?: boolean
}

export async function town(options: TownOptions = {}): Promise<Town> {
  const { channel = 'telegram', also = [] } = options
  const database = await freshDatabase(options.file ? 'empty' : 'town')
  const cable = options.cabled ? await cableTo(database.url) : undefined
  const store = await openStore({ databaseUrl: cable?.url ?? database.url, dataDir: '/nowhere', prepare: true })
  const clock = movableClock()
  clock.set(new Date(options.at ?? '2026-11-24T08:30:00+01:00'))
  const logged: string[] = []
  const log = createLog(options.logLevel ?? 'info', secrets, { write: line => void logged.push(line) })
  const port = await freePort()
  const parts = { clock, photos: photoStore(store), log, webUrl: `http://127.0.0.1:${port}` }
  let telegram: TelegramStreet | undefined
  let cloud: CloudStreet | undefined
  const streets = new Map<ChannelName, Street>()
  for (const name of [channel, ...also]) {
    if (name === 'telegram') streets.set(name, (telegram = await telegramStreet(parts, options.updates ?? 'polling')))
    else if (name === 'whatsapp-cloud') streets.set(name, (cloud = await cloudStreet(parts)))
    else streets.set(name, await webStreet(parts))
  }
  const all = [...streets.values()]
  const webhooks = all.flatMap(street => street.webhooks)
  const web =
    webhooks.length === 0
      ? undefined
      : await serveWeb(createWeb({ checks: [], metrics: createMetrics(), webhooks, log }), '127.0.0.1', port)
  const app = await startApp({
    store,
    channels: all.flatMap(street => street.channels),
    log,
    clock,
    sweepEveryMs: 1000,
    floodBuckets: options.floodBuckets ?? [],
    ...(options.watch && { watch: options.watch }),
  })
  for (const street of all) await street.open?.()
  const { file } = options
  if (file) await transact(app.platform, ({ work }) => importMunicipality(work, file))
  const { slug } = (file ?? demoTown()).municipality

  const streetOf = (name: ChannelName): Street => there(streets.get(name), name)
  const somebody = (firstName: string, audience: Audience, on: ChannelName, language = 'it'): Person => {
    const lastName = audience === 'staff' ? 'Rossi' : 'Bianchi'
    return new Person(streetOf(on).phone({ firstName, lastName, language }, audience), app)
  }
  const invitation = async (shopSlug?: string): Promise<string> => {
    const wanted = shopSlug === undefined ? ({ kind: 'publisher' } as const) : ({ kind: 'owner', shopSlug } as const)
    const invited = await transact(app.platform, ({ work }) => invite(work, { municipalitySlug: slug, ...wanted }))
    if (!invited.ok) throw new Error(invited.reason)
    return invited.value.token
  }
  const member = async (firstName: string, shopSlug?: string, on = channel): Promise<Person> => {
    const token = await invitation(shopSlug)
    const person = somebody(firstName, 'staff', on)
    await person.says(`/start i-${token}`)
    return person
  }

  return {
    channel,
    anna: somebody('Anna', 'citizen', channel),
    luigi: somebody('Luigi', 'citizen', channel),
    baker: options.empty ? somebody('Nessuno', 'citizen', channel) : await member('Marco', 'forno-rossi'),
    operator: options.empty ? somebody('Nessuno', 'citizen', channel) : await member('Olga'),
    app,
    store,
    get emulator() {
      return there(telegram, 'telegram').emulator
    },
    get stub() {
      return there(cloud, 'whatsapp-cloud').stub
    },
    clock,
    logged,
    cable,
    webUrl: parts.webUrl,
    citizen: (firstName, language, on = channel) => somebody(firstName, 'citizen', on, language),
    stranger: firstName => somebody(firstName, 'staff', channel),
    shopkeeper: (firstName, shopSlug, on) => member(firstName, shopSlug, on),
    invitation,
    linkBefore: audience => streetOf(channel).linkBefore(audience),
    async later(minutes) {
      clock.forward(minutes * 60_000)
      await app.sweep()
      await app.idle()
    },
    async close() {
      await web?.stop()
      await app.stop()
      for (const street of all) await street.close()
      await store.close()
      await cable?.remove()
      await database.drop()
    },
  }
}

function there<T>(found: T | undefined, name: ChannelName): T {
  if (found === undefined) throw new Error(`this town is not on ${name}`)
  return found
}

const towns: Town[] = []

/** A town that `leaveTowns` closes after the test. */
export async function inTown(options?: TownOptions): Promise<Town> {
  const made = await town(options)
  towns.push(made)
  return made
}

export async function leaveTowns(): Promise<void> {
  for (const each of towns.splice(0)) await each.close()
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A town to tell stories in: the real bots against the emulator, the real engine, a real database, a clock to push.
import { readFileSync } from 'node:fs'
import type { Updates } from '../../bots/telegram/channel.ts'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { type ApiMessage, type Conversation, TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { type App, photoShelf, startApp } from '../../src/app.ts'
import { openStore } from '../../src/db/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing.ts'
import { invite } from '../../src/engine/invitations.ts'
import { type MunicipalityFile, readMunicipalityFile } from '../../src/engine/municipality-file.ts'
import { createLog } from '../../src/log.ts'
import { type MovableClock, movableClock } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { type Cable, cableTo } from './cable.ts'
import { freePort } from './port.ts'
import { freshDatabase } from './postgres.ts'

export interface Town {
  readonly anna: Person
  readonly luigi: Person
  /** Keeps Forno Rossi. */
  readonly baker: Person
  /** Of the town hall. */
  readonly operator: Person
  readonly app: App
  readonly store: Store
  readonly emulator: TelegramEmulator
  readonly clock: MovableClock
  readonly logged: string[]
  readonly cable: Cable | undefined
  /** A person who has not written yet. */
  citizen(firstName: string, language?: string): Person
  /** A shopkeeper who joins by invitation. */
  shopkeeper(firstName: string, shopSlug: string): Promise<Person>
  /** Pushes the clock and lets what is due happen. */
  later(minutes: number): Promise<void>
  close(): Promise<void>
}

export interface TownOptions {
  /** Local time in Italy at which the story begins: a Tuesday in November unless told. */
  readonly at?: string
  readonly file?: MunicipalityFile
  /** Without shopkeepers and operators. */
  readonly empty?: boolean
  /** How updates come: polled for unless told. */
  readonly updates?: 'polling' | 'webhook'
  /** The database is reached through a cable that can be pulled. */
  readonly cabled?: boolean
}

/** The demo town, as the file has it. */
export function demoTown(): MunicipalityFile {
  return readMunicipalityFile(JSON.parse(readFileSync(new URL('../../demo/town.json', import.meta.url), 'utf8')))
}

export async function town(options: TownOptions = {}): Promise<Town> {
  const database = await freshDatabase()
  const cable = options.cabled ? await cableTo(database.url) : undefined
  const store = await openStore({ databaseUrl: cable?.url ?? database.url, dataDir: '/nowhere', prepare: true })
  const clock = movableClock()
  clock.set(new Date(options.at ?? '2026-11-24T08:30:00+01:00'))
  const emulator = await TelegramEmulator.start({ clock, flood: { mode: 'count' } })
  const [citizens, staff] = [
    emulator.addBot({ username: 'spesa_bot' }),
    emulator.addBot({ username: 'spesa_negozi_bot' }),
  ]
  const logged: string[] = []
  const log = createLog('info', [citizens.token, staff.token], { write: line => void logged.push(line) })
  const port = options.updates === 'webhook' ? await freePort() : undefined
  const updates: Updates =
    port === undefined
      ? { by: 'polling' }
      : { by: 'webhook', publicUrl: `http://127.0.0.1:${port}`, secret: 'a-secret-between-us' }
  const parts = { apiRoot: emulator.apiRoot, updates, photos: photoShelf(store), log }
  const channels = [citizenBot({ ...parts, token: citizens.token }), staffBot({ ...parts, token: staff.token })]
  const webhooks = channels.flatMap(channel => channel.webhook ?? [])
  const web =
    port === undefined
      ? undefined
      : await serveWeb(createWeb({ checks: [], metrics: createMetrics(), webhooks, log }), '127.0.0.1', port)
  const app = await startApp({
    store,
    channels,
    log,
    clock,
    sweepEveryMs: 200,
  })
  const file = options.file ?? demoTown()
  await transact(app.ground, ({ work }) => importMunicipality(work, file))
  const { slug } = file.municipality

  const citizen = (first_name: string, language_code = 'it'): Person =>
    new Person(emulator.addUser({ first_name, last_name: 'Bianchi', language_code }).chatWith(citizens), app)
  const member = async (firstName: string, shopSlug?: string): Promise<Person> => {
    const wanted =
      shopSlug === undefined ? ({ kind: 'operator' } as const) : ({ kind: 'shopkeeper', shopSlug } as const)
    const invited = await transact(app.ground, ({ work }) => invite(work, { municipalitySlug: slug, ...wanted }))
    if (!invited.ok) throw new Error(invited.reason)
    const person = new Person(
      emulator.addUser({ first_name: firstName, last_name: 'Rossi', language_code: 'it' }).chatWith(staff),
      app,
    )
    await person.says(`/start i-${invited.value.token}`)
    return person
  }

  return {
    anna: citizen('Anna'),
    luigi: citizen('Luigi'),
    baker: options.empty ? citizen('Nessuno') : await member('Marco', 'forno-rossi'),
    operator: options.empty ? citizen('Nessuno') : await member('Olga'),
    app,
    store,
    emulator,
    clock,
    logged,
    cable,
    citizen,
    shopkeeper: (firstName, shopSlug) => member(firstName, shopSlug),
    async later(minutes) {
      clock.forward(minutes * 60_000)
      await app.sweep()
      await app.idle()
    },
    async close() {
      await web?.stop()
      await app.stop()
      await emulator.stop()
      await store.close()
      await cable?.remove()
      await database.drop()
    },
  }
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

/** Somebody in a chat, who taps and writes and sees what there is. */
export class Person {
  readonly chat: Conversation
  readonly #app: App
  readonly #pressed = new Map<string, string>()

  constructor(chat: Conversation, app: App) {
    this.chat = chat
    this.#app = app
  }

  /** Taps one button after another, each named by its label or the beginning of it. */
  async taps(...labels: string[]): Promise<void> {
    for (const label of labels) await this.tap(label)
  }

  /** Answers with the toast, if there was one. */
  async tap(label: string): Promise<string | undefined> {
    const found = this.chat.messages.findLast(message =>
      message.reply_markup?.inline_keyboard.flat().some(button => startingWith(label).test(button.text)),
    )
    const press = this.chat.press(startingWith(label))
    if (found && press.data !== undefined) this.#pressed.set(`${found.message_id} ${label}`, press.data)
    const answer = await press.answer
    if (answer === undefined) throw new Error(`the tap on "${label}" was never answered\n${this.chat.transcript()}`)
    await this.#app.idle()
    return answer.text
  }

  /** Taps a button under an older message, where it is no longer shown. */
  async presses(messageId: number, label: string): Promise<string | undefined> {
    const data = this.#pressed.get(`${messageId} ${label}`)
    if (data === undefined) throw new Error(`"${label}" was never tapped under #${messageId}`)
    const answer = await this.chat.pressData(messageId, data).answer
    await this.#app.idle()
    if (answer === undefined) throw new Error('the tap was never answered')
    return answer.text
  }

  /** From the poster to the order sent. */
  async ordersBread(when = 'oggi'): Promise<void> {
    await this.says('/start s-forno-rossi')
    await this.taps('Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare')
    if (when !== 'oggi') await this.tap(when)
    await this.taps(when, "Invia l'ordine")
  }

  /** The first label under the last message that has this in it. */
  buttonWith(part: string): string {
    const label = this.buttons()
      .flat()
      .find(each => each.includes(part))
    if (label === undefined) throw new Error(`no button with ${part}\n${this.chat.transcript()}`)
    return label
  }

  messageCount(): number {
    return this.chat.messages.filter(each => each.from.is_bot).length
  }

  async says(text: string): Promise<void> {
    this.chat.sendText(text)
    await this.chat.waitForMessage(() => true, { timeoutMs: 8000 })
    await this.#app.idle()
  }

  /** What stands last in the chat, from the bot. */
  last(): ApiMessage {
    const message = this.chat.messages.findLast(each => each.from.is_bot)
    if (!message) throw new Error('the bot has said nothing yet')
    return message
  }

  /** The text of the bot's last message. */
  sees(): string {
    const message = this.last()
    return spaced(message.text ?? message.caption ?? '')
  }

  /** The labels under the last message, row by row. */
  buttons(): string[][] {
    return this.last().reply_markup?.inline_keyboard.map(row => row.map(button => spaced(button.text))) ?? []
  }

  /** All that the bot has said, oldest first. */
  heard(): string[] {
    return this.chat.messages.filter(each => each.from.is_bot).map(each => spaced(each.text ?? each.caption ?? ''))
  }
}

/** As one reads it: a space that keeps a price on one line is a space. */
function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}

function startingWith(label: string): RegExp {
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', '\\s')}`, 'u')
}

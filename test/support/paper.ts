// SPDX-License-Identifier: AGPL-3.0-or-later
// A channel of paper: the whole engine with chats in memory, for proofs that need more turns than a network gives.
// It can all that Telegram can (edits, toasts) unless told; what is delivered is kept, newest last.
import {
  type Account,
  type Audience,
  type Channel,
  type Delivery,
  type Download,
  type Health,
  type Input,
  type Message,
  mostDownloadBytes,
  type Receipt,
  type Receiver,
} from '../../src/channel.ts'
import { type App, type AppWatch, startApp } from '../../src/app.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import type { MunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import { createLog } from '../../src/log.ts'
import { plain } from '../../src/text/markup.ts'
import { type MovableClock, movableClock, pause } from '../../src/system.ts'
import type { Bucket } from '../../src/post/floods.ts'
import { transact } from '../../src/transact.ts'

/** A message as it lies before a person. */
export interface PaperMessage {
  readonly id: string
  readonly externalId: string
  readonly text: string
  readonly labels: readonly string[]
  readonly toast?: string | undefined
}

export class PaperChannel implements Channel {
  readonly account: Account
  readonly chats = new Map<string, PaperMessage[]>()
  /** Told of each message as it arrives. */
  readonly heard = new Map<string, (message: PaperMessage) => void>()
  #receiver: Receiver | undefined
  /** What people have sent, by the ids that came along. */
  readonly files = new Map<string, Download & { ok: true }>()
  /** How it says it is. */
  state: Health = { ok: true, detail: 'paper' }
  readonly health = (): Health => this.state
  #sent = 0
  #updates = 0

  constructor(audience: Audience, name = `telegram:${audience}`, traits: Partial<Account> = {}) {
    this.account = {
      name,
      channel: 'telegram',
      audiences: [audience],
      edits: true,
      toasts: true,
      link: code => `https://t.me/paper_${audience}?start=${code}`,
      ...traits,
    }
  }

  send({ id, address, view, replaces, toast }: Message): Promise<Delivery> {
    const before = replaces?.externalIds[0]
    const externalId = before ?? String(++this.#sent)
    const text = plain(view.text)
    const labels = view.rows.flat().map(each => each.label)
    const chat = this.chats.get(address) ?? []
    const message = { id, externalId, text, labels, toast }
    chat.push(message)
    // Long enough for any walk; a hundred thousand forged taps would otherwise fill the memory.
    if (chat.length > 400) chat.splice(0, 200)
    this.chats.set(address, chat)
    this.heard.get(address)?.(message)
    return Promise.resolve({ outcome: 'delivered', externalIds: [externalId] })
  }

  download(fileId: string, mostBytes = mostDownloadBytes): Promise<Download> {
    const file = this.files.get(fileId)
    if (file && file.bytes.byteLength > mostBytes)
      return Promise.resolve({ ok: false, error: 'too large', again: false })
    return Promise.resolve(file ?? { ok: false, error: 'not found', again: false })
  }

  start(receiver: Receiver): Promise<void> {
    this.#receiver = receiver
    return Promise.resolve()
  }

  stop(): Promise<void> {
    return Promise.resolve()
  }

  /** Brings in what a person did. */
  bring(address: string, name: string, input: Input): Promise<Receipt> {
    if (!this.#receiver) throw new Error('not started')
    const updateId = String(++this.#updates)
    return this.#receiver.take({ account: this.account.name, updateId, from: { address, name, language: 'it' }, input })
  }
}

/** Ten seconds, in hundredths: what a queued message may need on a busy machine, and more. */
const mostWaits = 1000

/** For an answer that is still queued when nothing is on its way. */
const mostPatienceMs = 1000

/** Somebody who writes and taps, one thing at a time. */
export class PaperPerson {
  readonly address: string
  readonly name: string
  readonly account: string
  readonly #channel: PaperChannel
  readonly #app: App
  #toast: string | undefined

  constructor(channel: PaperChannel, app: App, address: string, name: string) {
    this.account = channel.account.name
    this.#channel = channel
    this.#app = app
    this.address = address
    this.name = name
  }

  async says(text: string): Promise<void> {
    await this.#answered(() => this.#channel.bring(this.address, this.name, { kind: 'text', text }))
  }

  /** Taps one after another, each by the beginning of its label, the newest message first. */
  async taps(...labels: string[]): Promise<void> {
    for (const label of labels) await this.tapsAbout('', label)
  }

  /** The same, only in messages that speak of `about`, such as an order's code. */
  async tapsAbout(about: string, ...labels: string[]): Promise<void> {
    for (const label of labels) {
      const { message, index } = await this.find(label, about)
      await this.#answered(() => this.press(message, index))
    }
  }

  /** The newest choice whose label begins so, in a message about `about`; waits for it a little. */
  async find(label: string, about = ''): Promise<{ message: PaperMessage; index: number }> {
    for (let waits = 0; waits < mostWaits; waits++) {
      for (const message of this.messages().toReversed()) {
        if (!message.text.includes(about)) continue
        const index = message.labels.findIndex(each => each.startsWith(label))
        if (index >= 0) return { message, index }
      }
      await pause(10)
    }
    throw new Error(`no «${label}» for ${this.name}: ${JSON.stringify(this.messages().at(-1))}`)
  }

  /** Taps without waiting for what is shown then. */
  press(message: PaperMessage, index: number): Promise<Receipt> {
    return this.#channel.bring(this.address, this.name, {
      kind: 'choice',
      choice: `${message.id}:${index}`,
      on: message.externalId,
    })
  }

  /** Taps a choice by its wire id and waits for what is shown then. */
  async chooses(choice: string, on: string | undefined): Promise<void> {
    await this.#answered(() => this.forges(choice, on))
  }

  /** Any callback data at all, as a forged client can send it. */
  forges(choice: string, on?: string): Promise<Receipt> {
    return this.#channel.bring(this.address, this.name, { kind: 'choice', choice, on })
  }

  messages(): readonly PaperMessage[] {
    return this.#channel.chats.get(this.address) ?? []
  }

  sees(): string {
    return this.messages().at(-1)?.text ?? ''
  }

  /** The passing line of the last tap. */
  get toast(): string | undefined {
    return this.#toast
  }

  async #answered(act: () => Promise<Receipt>): Promise<void> {
    let seen = (): void => undefined
    const shown = new Promise<void>(resolve => (seen = resolve))
    this.#channel.heard.set(this.address, seen)
    const receipt = await act()
    this.#toast = receipt.toast
    // A notice may come before the answer, and the answer may wait for its turn in the chat: neither is the end.
    await this.#app.idle()
    if (receipt.toast === undefined) await Promise.race([shown, pause(mostPatienceMs)])
    this.#channel.heard.delete(this.address)
  }
}

export interface PaperTown {
  readonly app: App
  readonly store: Store
  readonly clock: MovableClock
  readonly citizens: PaperChannel
  readonly staff: PaperChannel
  readonly logged: string[]
  citizen(name: string): PaperPerson
  /** Who has the bot of shops and town halls open, without any role. */
  visitor(name: string): PaperPerson
  /** The same person in the other bot. */
  as(person: PaperPerson, audience: Audience): PaperPerson
  shopkeeper(name: string, municipalitySlug: string, shopSlug: string): Promise<PaperPerson>
  operator(name: string, municipalitySlug: string): Promise<PaperPerson>
  /** The same town, with its people on another account that serves both. */
  on(channel: PaperChannel): PaperTown
  close(): Promise<void>
}

const begin = new Date('2026-11-24T08:30:00+01:00')

/**
 * Opens towns over a store, which stays open when they close; `more` are accounts beside the two of citizens and staff.
 * The clock moves on by a millisecond when it is read.
 */
export async function paperTown(
  store: Store,
  files: readonly MunicipalityFile[],
  {
    channels,
    more = [],
    watch = {},
    floodBuckets = [],
  }: {
    channels?: readonly [PaperChannel, PaperChannel]
    more?: readonly PaperChannel[]
    watch?: Partial<AppWatch>
    /** Nobody is limited unless told: people here tap faster than fingers. */
    floodBuckets?: readonly Bucket[]
  } = {},
): Promise<PaperTown> {
  let reads = 0
  const clock = movableClock({ now: () => new Date(begin.getTime() + reads++) })
  const [citizens, staff] = channels ?? [new PaperChannel('citizen'), new PaperChannel('staff')]
  const logged: string[] = []
  const log = createLog('warn', [], { write: line => void logged.push(line) })
  const app = await startApp({
    store,
    channels: [citizens, staff, ...more],
    log,
    clock,
    sweepEveryMs: 1000,
    floodBuckets,
    watch: { received: () => undefined, settled: () => undefined, ...watch },
  })
  for (const file of files) await transact(app.platform, ({ work }) => importMunicipality(work, file))
  let addresses = 1000
  const person = (channel: PaperChannel, name: string): PaperPerson =>
    new PaperPerson(channel, app, String(++addresses), name)
  const townOn = (citizens: PaperChannel, staff: PaperChannel): PaperTown => {
    const invited = async (name: string, wanted: Parameters<typeof invite>[1]): Promise<PaperPerson> => {
      const made = await transact(app.platform, ({ work }) => invite(work, wanted))
      if (!made.ok) throw new Error(made.reason)
      const member = person(staff, name)
      await member.says(`/start i-${made.value.token}`)
      return member
    }
    return {
      app,
      store,
      clock,
      citizens,
      staff,
      logged,
      citizen: name => person(citizens, name),
      visitor: name => person(staff, name),
      as: ({ address, name }, audience) => new PaperPerson(audience === 'staff' ? staff : citizens, app, address, name),
      shopkeeper: (name, municipalitySlug, shopSlug) => invited(name, { municipalitySlug, kind: 'owner', shopSlug }),
      operator: (name, municipalitySlug) => invited(name, { municipalitySlug, kind: 'publisher' }),
      on: channel => townOn(channel, channel),
      close: () => app.stop(),
    }
  }
  return townOn(citizens, staff)
}

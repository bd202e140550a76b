// SPDX-License-Identifier: AGPL-3.0-or-later
// A bot as the server knows it: its token, its chats, its profile, and what was asked of it.
import crypto from 'node:crypto'
import { PrivateChat } from './chats.ts'
import type { CallbackAnswer, Chat, ChatShared, Person } from './chats.ts'
import { Delivery } from './delivery.ts'
import type { PushOptions } from './delivery.ts'
import { Flood } from './flood.ts'
import type { FloodOptions } from './flood.ts'
import { later, realMs } from '../loopback/time.ts'
import type { WebhookHub } from './webhook.ts'
import type { ApiMessage, ApiUser, RawUpdate, UpdatePayloads } from './wire.ts'

export type BotInfo = {
  username: string
  first_name?: string
  /** A given token makes a bot that outlives the emulator; its number must be the id. */
  token?: string
  id?: number
  readAllGroupMessages?: boolean
  flood?: Partial<FloodOptions>
}

/** One entry of the call log, which is kept only on demand. */
type LoggedCall = {
  atMs: number
  method: string
  args: Readonly<Record<string, unknown>>
  error: string | undefined
}

/** A press that waits for its answer. */
type PendingCallback = { chat: Chat; messageId: number; atMs: number; settle(answer: CallbackAnswer): void }

/** The texts of a bot's profile, by language. */
type ProfileTexts = Record<'name' | 'description' | 'short_description', Map<string, string>>

/** One bot. */
export class Bot {
  readonly id: number
  readonly token: string
  readonly user: ApiUser & { username: string }
  readonly canReadAllGroupMessages: boolean
  readonly flood: Flood
  readonly delivery: Delivery
  /** Everyone this bot has seen anywhere, by id. */
  readonly met = new Set<number>()
  readonly callbacks = new Map<string, PendingCallback>()
  /** Commands by scope and language. */
  readonly commands = new Map<string, { command: string; description: string }[]>()
  readonly texts: ProfileTexts = { name: new Map(), description: new Map(), short_description: new Map() }
  menuButton: Record<string, unknown> = { type: 'commands' }
  /** Calls and refusals so far, by name. */
  readonly counts = new Map<string, number>()
  readonly errors = new Map<string, number>()
  calls: LoggedCall[] = []
  readonly #chats = new Map<number, PrivateChat>()
  readonly #shared: ChatShared
  #lastMessageId = 0
  #extraTimes = 0

  constructor(info: BotInfo & { id: number }, shared: ChatShared, flood: Partial<FloodOptions>, hub: WebhookHub) {
    this.token = info.token ?? `${info.id}:${crypto.randomBytes(24).toString('base64url')}`
    this.id = Number(this.token.split(':')[0])
    if (!Number.isSafeInteger(this.id) || this.id <= 0) throw new Error(`not a bot token: ${this.token}`)
    if (info.id !== this.id && info.token !== undefined) throw new Error('the id and the token are of different bots')
    this.user = { id: this.id, is_bot: true, first_name: info.first_name ?? info.username, username: info.username }
    this.canReadAllGroupMessages = info.readAllGroupMessages ?? false
    this.flood = new Flood({ ...flood, ...info.flood })
    this.delivery = new Delivery(100_000_000 + crypto.randomInt(100_000_000), hub)
    this.#shared = shared
  }

  /** The chat with this person, if there was ever one. */
  chatOf(personId: number): PrivateChat | undefined {
    return this.#chats.get(personId)
  }

  /** The chat with this person; it is not started until he writes. */
  privateChat(person: Person): PrivateChat {
    let chat = this.#chats.get(person.id)
    if (!chat) {
      chat = new PrivateChat(person, this.id, () => ++this.#lastMessageId, this.#shared)
      this.#chats.set(person.id, chat)
    }
    return chat
  }

  get privateChats(): readonly PrivateChat[] {
    return [...this.#chats.values()]
  }

  /** Whether it reads a message: in a group commands, mentions and replies to it only, unless it may read all. */
  sees(chat: Chat, message: ApiMessage): boolean {
    if (chat.type === 'private') return true
    if (this.canReadAllGroupMessages || chat.bots.get(this.id) === 'administrator') return true
    if (message.reply_to_message?.from.id === this.id) return true
    const text = message.text ?? ''
    const { username } = this.user
    const command = /^\/\w+(?:@(\w+))?/.exec(text)
    if (!command) return text.includes(`@${username}`)
    return command[1] === undefined || command[1].toLowerCase() === username.toLowerCase()
  }

  /** The bot hears the next update so many more times, as when its 200 was lost. */
  duplicateNextUpdate(times = 1): void {
    this.#extraTimes = times
  }

  /** Queues a new update for this bot. */
  push<K extends keyof UpdatePayloads>(kind: K, payload: UpdatePayloads[K], lane: string): RawUpdate | undefined {
    const extraTimes = this.#extraTimes
    this.#extraTimes = 0
    return this.delivery.push(kind, payload, lane, { extraTimes })
  }

  /** Delivers an update as it stands: one from `recentUpdates` again, or one that is made up. */
  deliverUpdate(raw: RawUpdate, options: PushOptions & { lane?: string } = {}): void {
    this.delivery.pushRaw(raw, options.lane, options)
  }

  /** The newest updates made for this bot, oldest first. */
  get recentUpdates(): readonly RawUpdate[] {
    return this.delivery.recent
  }

  /** Remembers a press for as long as it may be answered; undefined is a spinner that ended by itself. */
  awaitAnswer(callbackId: string, chat: Chat, messageId: number, ttlMs: number): Promise<CallbackAnswer | undefined> {
    return new Promise(resolve => {
      const timer = later(ttlMs, () => {
        this.callbacks.delete(callbackId)
        resolve(undefined)
      })
      const settle = (answer: CallbackAnswer) => {
        clearTimeout(timer)
        this.callbacks.delete(callbackId)
        resolve(answer)
        chat.publish({ kind: 'callback-answer', chat, answer })
      }
      this.callbacks.set(callbackId, { chat, messageId, atMs: realMs(), settle })
    })
  }

  stats() {
    return {
      calls: Object.fromEntries(this.counts),
      errors: Object.fromEntries(this.errors),
      delivery: this.delivery.stats,
      flood: this.flood.violations,
      peakBulkPerSecond: this.flood.peakBulkPerSecond,
      pending: this.delivery.pending,
    }
  }
}

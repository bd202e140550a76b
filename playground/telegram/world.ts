// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything the server knows: people, bots, groups, files, planned faults; and the small questions every method asks.
import crypto from 'node:crypto'
import type { Args } from './args.ts'
import { Bot } from './bots.ts'
import type { BotInfo } from './bots.ts'
import { GroupChat } from './chats.ts'
import type { Chat, ChatListener, ChatShared, MessageRecord, Person } from './chats.ts'
import { bad, forbidden } from './errors.ts'
import { Faults } from './faults.ts'
import { Files } from './files.ts'
import type { FloodOptions } from './flood.ts'
import { machineClock, secondsBy } from '../loopback/time.ts'
import type { Clock } from '../loopback/time.ts'
import type { WebhookHub } from './webhook.ts'
import type { ChatMember, MemberStatus } from './wire.ts'

/** How the emulator behaves. */
export type WorldOptions = {
  flood: Partial<FloodOptions>
  /** How long a press can be answered. [server] reports of 5-20 s. */
  callbackTtlMs: number
  /** Shortens the waits between retries of a webhook. */
  retryScale: number
  webhookTimeoutMs: number
  /** The dates on messages. */
  clock: Clock
  /** As the server's `--local`: webhooks over http, on any port, on loopback only. */
  localMode: boolean
  /** Refuse photos that are not pictures. */
  checkImages: boolean
  /** How many calls each bot's log keeps; 0 keeps none. */
  callLog: number
  /** How many messages of each chat are remembered. */
  historyPerChat: number
}

export const WORLD_DEFAULTS: WorldOptions = {
  flood: {},
  callbackTtlMs: 15_000,
  retryScale: 1,
  webhookTimeoutMs: 60_000,
  clock: machineClock,
  localMode: true,
  checkImages: true,
  callLog: 0,
  historyPerChat: 1000,
}

export type PersonInfo = {
  id?: number
  first_name: string
  last_name?: string
  username?: string
  /** `null` for a client that does not say its language. */
  language_code?: string | null
  phone?: string
}

/** How slow the network is. */
export type Latency = { apiMs: number | ((method: string) => number); webhookMs: number }

/** The state of one emulator. */
export class World {
  readonly options: WorldOptions
  readonly faults = new Faults()
  readonly files: Files
  readonly latency: Latency = { apiMs: 0, webhookMs: 0 }
  /** What Telegram tolerates although a bot should not do it, and how often it was done. */
  readonly notices = new Map<string, number>()
  readonly listeners = new Set<ChatListener>()
  readonly #people = new Map<number, Person>()
  readonly #groups = new Map<number, GroupChat>()
  readonly #bots = { byToken: new Map<string, Bot>(), byId: new Map<number, Bot>(), byName: new Map<string, Bot>() }
  readonly #shared: ChatShared
  #serial = crypto.randomInt(1e9)
  #nextId = 5_000_000_000 + crypto.randomInt(1e6)

  constructor(options: WorldOptions) {
    this.options = options
    this.files = new Files(options.checkImages)
    this.#shared = { historyPerChat: options.historyPerChat, listeners: this.listeners }
  }

  get nowSeconds(): number {
    return secondsBy(this.options.clock)
  }

  /** A new id for a press, an album, a poll. */
  uid(): string {
    return String(1e15 + this.#serial++)
  }

  note(text: string): void {
    this.notices.set(text, (this.notices.get(text) ?? 0) + 1)
  }

  get bots(): readonly Bot[] {
    return [...this.#bots.byToken.values()]
  }

  addBot(info: BotInfo, hub: WebhookHub): Bot {
    const id = info.id ?? (info.token === undefined ? this.#nextId++ : Number(info.token.split(':')[0]))
    const bot = new Bot({ ...info, id }, this.#shared, this.options.flood, hub)
    if (this.#bots.byId.has(id)) throw new Error(`there is already a bot ${id}`)
    this.#bots.byToken.set(bot.token, bot)
    this.#bots.byId.set(bot.id, bot)
    this.#bots.byName.set(bot.user.username.toLowerCase(), bot)
    return bot
  }

  botByToken(token: string): Bot | undefined {
    return this.#bots.byToken.get(token)
  }

  botById(id: number): Bot | undefined {
    return this.#bots.byId.get(id)
  }

  botByName(username: string): Bot | undefined {
    return this.#bots.byName.get(username.toLowerCase())
  }

  addPerson(info: PersonInfo): Person {
    const { id = this.#nextId++, first_name, last_name, username, language_code = 'it', phone } = info
    if (this.#people.has(id)) throw new Error(`there is already a user ${id}`)
    const person: Person = {
      id,
      phone: phone ?? `+39320${String(id).slice(-7).padStart(7, '0')}`,
      public: {
        id,
        is_bot: false,
        first_name,
        ...(last_name !== undefined && { last_name }),
        ...(username !== undefined && { username }),
        ...(language_code !== null && { language_code }),
      },
      isDeactivated: false,
    }
    this.#people.set(id, person)
    return person
  }

  addGroup(title: string): GroupChat {
    const group = new GroupChat(-1_000_000_000_000 - this.#nextId++, title, this.#shared)
    this.#groups.set(group.id, group)
    return group
  }

  /** The chat a call is about, if this bot may touch it. */
  chatFor(bot: Bot, args: Args, field = 'chat_id', { toWrite = true } = {}): Chat {
    const given = args.text(field)
    if (given === '') throw bad('chat_id is empty')
    // A @name resolves public groups and channels only, and there are none here: it never names a person.
    const id = /^-?\d+$/.test(given) ? Number(given) : 0
    if (id < 0) return this.#groupFor(bot, id)
    const person = this.#people.get(id)
    if (!person) {
      const isBot = this.#bots.byId.has(id) && (id === bot.id || bot.met.has(id))
      if (toWrite && isBot) throw forbidden("the bot can't send messages to the bot")
      throw bad('chat not found')
    }
    const chat = bot.chatOf(id)
    if (!chat?.isStarted && !bot.met.has(id)) throw bad('chat not found')
    if (person.isDeactivated) throw forbidden('user is deactivated')
    return chat ?? bot.privateChat(person)
  }

  #groupFor(bot: Bot, id: number): GroupChat {
    const group = this.#groups.get(id)
    if (!group) throw bad('chat not found')
    const status = group.bots.get(bot.id)
    if (status === 'kicked') throw forbidden('bot was kicked from the supergroup chat')
    if (status === undefined || status === 'left') throw forbidden('bot is not a member of the supergroup chat')
    return group
  }

  /** The message a call is about; `what` stands in the refusal. */
  recordIn(chat: Chat, args: Args, what: string): MessageRecord {
    const record = chat.record(args.int('message_id'))
    if (!record) throw bad(`${what} not found`)
    return record
  }
}

/** A bot's place in a chat, as updates describe it. */
export function memberOf(bot: Bot, status: MemberStatus): ChatMember {
  return { user: bot.user, status, ...(status === 'kicked' && { until_date: 0 }) }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything the server knows: one business number, the people, files, templates, planned faults.
import crypto from 'node:crypto'
import type { Clock } from '../loopback/time.ts'
import { Chat } from './chats.ts'
import type { ChatListener, Person } from './chats.ts'
import type { Account } from './envelopes.ts'
import { Faults } from './faults.ts'
import { Flood } from './flood.ts'
import type { FloodOptions } from './flood.ts'
import { Media } from './media.ts'
import { Templates } from './templates.ts'
import { Webhook } from './webhook.ts'
import type { DeliveryOptions } from './webhook.ts'

/** What is told of a message after it was accepted. */
export type StatusOptions = {
  /** How far messages come. */
  reach: 'sent' | 'delivered' | 'read'
  /** Each status is told between once and so many times, by chance. */
  times: number
  /** In any order; now and then without `delivered`, as when the chat is open. */
  shuffle: boolean
  delayMs: number
}

/** How the stub behaves. */
export type WorldOptions = Account & {
  verifiedName: string
  accessToken: string
  /** The dates of messages, the window, the life of files. */
  clock: Clock
  flood: Partial<FloodOptions>
  delivery: Partial<DeliveryOptions>
  statuses: Partial<StatusOptions>
  /** Where a closed window, too many messages and unreadable media are told: the real server does both. */
  errorsIn: 'response' | 'status'
  /** Chance, so that a test can repeat its own. */
  random: () => number
  historyPerChat: number
}

export type PersonInfo = {
  name: string
  phone?: string
  userId?: string
  username?: string
}

/** One request to the API, and how it ended: `ok`, or the code of the error. */
export type RequestRecord = { kind: string; body: unknown; outcome: 'ok' | number; details?: string }

const KEPT_REQUESTS = 2000
const KEPT_HEARD = 20_000

/** The state of one stub. */
export class World {
  readonly options: WorldOptions
  /** May be changed at any time, as may those of the webhook and of the flood limits. */
  readonly statuses: StatusOptions
  readonly faults = new Faults()
  readonly templates = new Templates()
  readonly media: Media
  readonly flood: Flood
  readonly webhook: Webhook
  readonly listeners = new Set<ChatListener>()
  /** The newest requests, oldest first. */
  readonly requests: RequestRecord[] = []
  /** Statuses that are still to be told. */
  reportsDue = 0
  readonly #chats = new Map<string, Chat>()
  /** Where the newest messages of people lie, oldest first. */
  readonly #heard = new Map<string, Chat>()
  #nextPhone = 393_200_000_000 + crypto.randomInt(1e6)

  constructor(options: WorldOptions) {
    this.options = options
    this.statuses = { reach: 'read', times: 1, shuffle: false, delayMs: 0, ...options.statuses }
    this.media = new Media(options.clock)
    this.flood = new Flood(options.flood)
    this.webhook = new Webhook(options, options.delivery, options.random)
  }

  get now(): Date {
    return this.options.clock.now()
  }

  /** Unix seconds in words, as the webhook dates things. */
  get timestamp(): string {
    return String(Math.floor(this.now.getTime() / 1000))
  }

  /** Like those of Meta's, an id holds the number of the person in the chat. */
  messageId({ phone = '' }: { readonly phone?: string | undefined }): string {
    const number = Buffer.from(phone)
    const head = Buffer.from([0x1c, 0x18, number.length])
    return `wamid.${Buffer.concat([head, number, Buffer.from([0x15, 0x02, 0x00]), crypto.randomBytes(20)]).toString('base64')}`
  }

  addPerson({ name, phone, userId, username }: PersonInfo): Chat {
    const given = phone ?? (userId === undefined ? String(this.#nextPhone++) : undefined)
    const person: Person = { name, phone: given && digitsOf(given), userId, username }
    const chat = new Chat(person, this.listeners, this.options.historyPerChat)
    for (const address of addressesOf(person)) {
      if (this.#chats.has(address)) throw new Error(`there is already a person at ${address}`)
      this.#chats.set(address, chat)
    }
    return chat
  }

  /** The chat with the person at this number or user id. */
  chatAt(address: string): Chat | undefined {
    return this.#chats.get(address)
  }

  /** The person is found under other addresses from now on. */
  move(chat: Chat, to: { phone: string | undefined; userId: string | undefined }): void {
    for (const address of addressesOf(chat.person)) this.#chats.delete(address)
    Object.assign(chat.person, { phone: to.phone && digitsOf(to.phone), userId: to.userId })
    for (const address of addressesOf(chat.person)) this.#chats.set(address, chat)
  }

  /** A person has written: the window is open. */
  hear(messageId: string, chat: Chat): void {
    chat.lastHeardAt = this.now
    this.flood.in()
    this.#heard.set(messageId, chat)
    if (this.#heard.size > KEPT_HEARD) this.#heard.delete(this.#heard.keys().next().value ?? '')
  }

  /** The chat in which a message of a person lies. */
  chatHeardIn(messageId: string): Chat | undefined {
    return this.#heard.get(messageId)
  }

  record(request: RequestRecord): void {
    this.requests.push(request)
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift()
  }
}

/** A phone number as the API knows it: digits alone. */
export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '')
}

function addressesOf({ phone, userId }: Person): string[] {
  return [phone, userId].filter(address => address !== undefined)
}

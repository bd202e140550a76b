// SPDX-License-Identifier: AGPL-3.0-or-later
// A chat: its messages in order, in both directions, and who is told when something happens in it. A private chat
// belongs to one bot and one person; a supergroup has members and bots.
import type { ChatFlood } from './flood.ts'
import { realMs } from '../loopback/time.ts'
import type { ApiChat, ApiMessage, ApiUser, MemberStatus, ReplyKeyboard } from './wire.ts'

/** A person as Telegram knows him. */
export type Person = { id: number; phone: string; public: ApiUser; isDeactivated: boolean }

/** A message in its chat, and the bot that sent it, if one did. */
export type MessageRecord = { message: ApiMessage; botId: number | undefined; hasPlainMarkup: boolean }

/** What the bot said to a press of a button: a toast, or an alert to be dismissed. */
export type CallbackAnswer = {
  callbackId: string
  messageId: number
  text: string | undefined
  showAlert: boolean
  url: string | undefined
  afterMs: number
}

/** A message came, changed or went. */
export type MessageEvent = { kind: 'new' | 'edit' | 'delete'; chat: Chat; message: ApiMessage }

/** All that a person could see happen in a chat. */
export type ChatEvent =
  | MessageEvent
  | { kind: 'typing'; chat: Chat; action: string }
  | { kind: 'callback-answer'; chat: Chat; answer: CallbackAnswer }

export type ChatListener = (event: ChatEvent) => void

/** What all chats of an emulator share; of each chat so many messages are remembered. */
export type ChatShared = { historyPerChat: number; listeners: Set<ChatListener> }

const KEEP_ACTIONS = 100

/** What private chats and groups have in common. */
abstract class BaseChat {
  readonly id: number
  /** The reply keyboard now shown. */
  keyboard: ReplyKeyboard | undefined
  lastUserActivityMs = -Infinity
  flood: ChatFlood | undefined
  /** The newest chat actions ("typing"). */
  readonly actions: { action: string; atMs: number }[] = []
  abstract readonly public: ApiChat
  readonly #records = new Map<number, MessageRecord>()
  readonly #listeners = new Set<ChatListener>()
  readonly #shared: ChatShared
  #ids: number[] = []
  #events: MessageEvent[] = []
  #firstEvent = 0

  constructor(id: number, shared: ChatShared) {
    this.id = id
    this.#shared = shared
  }

  /** How many messages came, changed or went so far. */
  get eventCount(): number {
    return this.#firstEvent + this.#events.length
  }

  /** What happened from the given count on. */
  eventsFrom(count: number): MessageEvent[] {
    return this.#events.slice(Math.max(0, count - this.#firstEvent))
  }

  record(messageId: number): MessageRecord | undefined {
    return this.#records.get(messageId)
  }

  /** Every message, oldest first. */
  get messages(): ApiMessage[] {
    return [...this.newestFirst()].map(record => record.message).reverse()
  }

  *newestFirst(): Generator<MessageRecord> {
    for (let i = this.#ids.length - 1; i >= 0; i--) {
      const record = this.#records.get(this.#ids[i] ?? 0)
      if (record) yield record
    }
  }

  add(record: MessageRecord): void {
    this.#records.set(record.message.message_id, record)
    this.#ids.push(record.message.message_id)
    const keep = this.#shared.historyPerChat
    if (this.#ids.length > keep * 2) {
      for (const id of this.#ids.slice(0, -keep)) this.#records.delete(id)
      this.#ids = this.#ids.slice(-keep)
    }
    this.#tell('new', record.message)
  }

  replace(record: MessageRecord, message: ApiMessage): void {
    record.message = message
    this.#tell('edit', message)
  }

  remove(messageId: number): boolean {
    const record = this.#records.get(messageId)
    if (!record) return false
    this.#records.delete(messageId)
    this.#tell('delete', record.message)
    return true
  }

  showAction(action: string): void {
    this.actions.push({ action, atMs: realMs() })
    if (this.actions.length > KEEP_ACTIONS) this.actions.shift()
    this.publish({ kind: 'typing', chat: this.self(), action })
  }

  /** Tells the listener of everything from now on; the answer ends that. */
  subscribe(listener: ChatListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  publish(event: ChatEvent): void {
    for (const listener of this.#listeners) listener(event)
    for (const listener of this.#shared.listeners) listener(event)
  }

  protected abstract self(): Chat

  #tell(kind: MessageEvent['kind'], message: ApiMessage): void {
    const event = { kind, chat: this.self(), message }
    this.#events.push(event)
    const keep = this.#shared.historyPerChat
    if (this.#events.length > keep * 2) {
      this.#firstEvent += this.#events.length - keep
      this.#events = this.#events.slice(-keep)
    }
    this.publish(event)
  }
}

/** One person with one bot. Message numbers are the bot's, over all its private chats. */
export class PrivateChat extends BaseChat {
  readonly type = 'private'
  readonly isGroup = false
  readonly person: Person
  readonly botId: number
  readonly nextMessageId: () => number
  isStarted = false
  isBlocked = false

  constructor(person: Person, botId: number, nextMessageId: () => number, shared: ChatShared) {
    super(person.id, shared)
    this.person = person
    this.botId = botId
    this.nextMessageId = nextMessageId
  }

  get public(): ApiChat {
    const { first_name, last_name, username } = this.person.public
    return {
      id: this.id,
      type: 'private',
      first_name,
      ...(last_name !== undefined && { last_name }),
      ...(username !== undefined && { username }),
    }
  }

  protected self(): PrivateChat {
    return this
  }
}

/** A supergroup. */
export class GroupChat extends BaseChat {
  readonly type = 'supergroup'
  readonly isGroup = true
  readonly title: string
  readonly members = new Map<number, Person>()
  readonly bots = new Map<number, MemberStatus>()
  #lastMessageId = 1 // 1 is the creation of the group

  constructor(id: number, title: string, shared: ChatShared) {
    super(id, shared)
    this.title = title
  }

  readonly nextMessageId = (): number => ++this.#lastMessageId

  get public(): ApiChat {
    return { id: this.id, type: 'supergroup', title: this.title }
  }

  protected self(): GroupChat {
    return this
  }
}

export type Chat = PrivateChat | GroupChat

// SPDX-License-Identifier: AGPL-3.0-or-later
// Flood limits. Three windows: a burst and then one a second in a private chat, twenty a minute in a group, thirty a
// second over all chats whose person has been silent for a minute (that is what a broadcast is). Modes: 'count' only
// reports what would have been refused, 'enforce' answers 429, 'off' looks away. The exact sizes are unpublished;
// these are the documented rates with a small burst.
import { realMs } from '../loopback/time.ts'

export type FloodOptions = {
  mode: 'count' | 'enforce' | 'off'
  /** Messages a second to people who were silent for `replyWindowMs`. */
  bulkPerSecond: number
  chatPerSecond: number
  chatBurst: number
  groupPerMinute: number
  replyWindowMs: number
  /** The real server often asks for more than is needed. */
  minRetryAfterSeconds: number
}

const FLOOD_DEFAULTS: FloodOptions = {
  mode: 'count',
  bulkPerSecond: 30,
  chatPerSecond: 1,
  chatBurst: 5,
  groupPerMinute: 20,
  replyWindowMs: 60_000,
  minRetryAfterSeconds: 1,
}

/** What the limits remember about one chat. */
export type ChatFlood = { tokens: number; atMs: number; minute: Window | undefined; blockedUntilMs: number }

/** The side of a chat that the limits look at. */
type FloodSubject = { isGroup: boolean; flood: ChatFlood | undefined; lastUserActivityMs: number }

/** Event times of the last so many milliseconds. */
class Window {
  readonly #lengthMs: number
  #times: number[] = []
  #head = 0

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs
  }

  count(now: number): number {
    while (this.#head < this.#times.length && (this.#times[this.#head] ?? 0) <= now - this.#lengthMs) this.#head++
    if (this.#head > 1024 && this.#head * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#head)
      this.#head = 0
    }
    return this.#times.length - this.#head
  }

  add(now: number): void {
    this.#times.push(now)
  }

  /** Milliseconds until a place is free under the limit. */
  waitMs(now: number, limit: number): number {
    const count = this.count(now)
    if (count < limit) return 0
    return (this.#times[this.#head + count - limit] ?? now) + this.#lengthMs - now
  }

  clear(): void {
    this.#times = []
    this.#head = 0
  }
}

/** The flood limits of one bot. */
export class Flood {
  readonly options: FloodOptions
  /** How often each limit was broken; `ignoredWait` counts calls about a chat made before its retry_after had passed. */
  readonly violations = { bulk: 0, chat: 0, group: 0, ignoredWait: 0 }
  peakBulkPerSecond = 0
  readonly #bulk = new Window(1000)
  #blockedUntilMs = 0
  /** Chats that a 429 was about, by their id: until when nothing should be called about them. */
  readonly #told = new Map<string, number>()

  constructor(options: Partial<FloodOptions> = {}) {
    this.options = { ...FLOOD_DEFAULTS, ...options }
  }

  /** Forgets what was sent so far. */
  reset(): void {
    this.#bulk.clear()
    this.#blockedUntilMs = 0
    this.#told.clear()
  }

  /** A call of any method that names a chat has come. */
  called(chatId: string): void {
    if (this.options.mode !== 'off' && (this.#told.get(chatId) ?? 0) > realMs()) this.violations.ignoredWait++
  }

  /** A call about a chat was answered with 429. */
  told(chatId: string, retryAfterSeconds: number): void {
    this.#told.set(chatId, realMs() + retryAfterSeconds * 1000)
  }

  /** Seconds to wait before one more message to this chat, or 0 when it may pass. */
  waitSeconds(chat: FloodSubject): number {
    const { options } = this
    if (options.mode === 'off') return 0
    const now = realMs()
    const flood = (chat.flood ??= { tokens: options.chatBurst, atMs: now, minute: undefined, blockedUntilMs: 0 })
    const blockedUntilMs = Math.max(this.#blockedUntilMs, flood.blockedUntilMs)
    if (options.mode === 'enforce' && blockedUntilMs > now) return Math.ceil((blockedUntilMs - now) / 1000)
    const inChat = chat.isGroup ? this.#inGroup(flood, now) : this.#inPrivate(flood, now)
    if (inChat > 0) {
      flood.blockedUntilMs = now + inChat * 1000
      return inChat
    }
    if (now - chat.lastUserActivityMs < options.replyWindowMs) return 0
    const inBulk = this.#inBulk(now)
    if (inBulk > 0) this.#blockedUntilMs = now + inBulk * 1000
    return inBulk
  }

  #inGroup(flood: ChatFlood, now: number): number {
    const minute = (flood.minute ??= new Window(60_000))
    const wait = this.#refusal('group', minute.waitMs(now, this.options.groupPerMinute))
    if (wait === 0) minute.add(now)
    return wait
  }

  #inPrivate(flood: ChatFlood, now: number): number {
    const { chatBurst, chatPerSecond } = this.options
    flood.tokens = Math.min(chatBurst, flood.tokens + ((now - flood.atMs) / 1000) * chatPerSecond)
    flood.atMs = now
    const missing = flood.tokens < 1 - 1e-6 ? 1 - flood.tokens : 0
    const wait = this.#refusal('chat', (missing / chatPerSecond) * 1000)
    if (wait === 0) flood.tokens = Math.max(0, flood.tokens - 1)
    return wait
  }

  #inBulk(now: number): number {
    const wait = this.#refusal('bulk', this.#bulk.waitMs(now, this.options.bulkPerSecond))
    if (wait === 0) {
      this.#bulk.add(now)
      this.peakBulkPerSecond = Math.max(this.peakBulkPerSecond, this.#bulk.count(now))
    }
    return wait
  }

  #refusal(kind: 'bulk' | 'chat' | 'group', waitMs: number): number {
    if (waitMs <= 0) return 0
    this.violations[kind]++
    if (this.options.mode !== 'enforce') return 0
    return Math.max(this.options.minRetryAfterSeconds, Math.ceil(waitMs / 1000))
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Tells the business what happened. At least once: a post goes out again, ever more slowly, until it is answered with
// 2xx. As a rule things of one lane (a person's messages, a person's statuses) go one after another and lanes in
// parallel; `shuffle` drops that order, for the real server promises none, and `times` repeats posts that were taken.
import crypto from 'node:crypto'
import { isLoopback } from '../telegram/links.ts'
import { later } from '../loopback/time.ts'
import { bytesOf, envelope, signatureOf } from './envelopes.ts'
import type { Account, Item } from './envelopes.ts'

export type DeliveryOptions = {
  /** Each post is sent between once and so many times, by chance; copies may run beside each other. */
  times: number
  /** Things are told in any order. */
  shuffle: boolean
  /** So many posts are under way at once. */
  parallel: number
  /** A post holds between one and so many things, by chance. */
  batch: number
  timeoutMs: number
  /** The wait before the first retry; it doubles up to an hour. */
  retryMs: number
}

const DELIVERY_DEFAULTS: DeliveryOptions = {
  times: 1,
  shuffle: false,
  parallel: 8,
  batch: 1,
  timeoutMs: 20_000,
  retryMs: 1000,
}

const LONGEST_WAIT_MS = 3600_000
const KEPT_POSTS = 200

export type WebhookTarget = { url: string; verifyToken: string; appSecret: string }

/** One request as it was sent; `status` is 0 when no answer came. */
export type PostRecord = { body: Buffer; signature: string; status: number }

type Post = { bytes: Buffer; lanes: readonly string[]; items: readonly Item[]; attempts: number }

/** The way to one callback URL. */
export class Webhook {
  /** May be changed at any time. */
  readonly options: DeliveryOptions
  readonly stats = { delivered: 0, repeated: 0, failures: 0, dropped: 0, maxParallel: 0 }
  /** The newest requests, oldest first. */
  readonly posts: PostRecord[] = []
  readonly #account: Account
  readonly #random: () => number
  #target: WebhookTarget | undefined
  #items: Item[] = []
  #ready: Post[] = []
  readonly #busyLanes = new Set<string>()
  #active = 0
  #waiting = 0
  #built = 0
  #isClosed = false
  #isPumpDue = false

  constructor(account: Account, options: Partial<DeliveryOptions>, random: () => number) {
    this.#account = account
    this.options = { ...DELIVERY_DEFAULTS, ...options }
    this.#random = random
  }

  /** Verifies the callback URL as the real server does, and uses it from now on; also for what still waits. */
  async aim(target: WebhookTarget): Promise<void> {
    const url = new URL(target.url)
    if (!isLoopback(url.hostname)) throw new Error('this stub calls loopback only')
    const challenge = String(crypto.randomInt(1e9))
    url.searchParams.set('hub.mode', 'subscribe')
    url.searchParams.set('hub.verify_token', target.verifyToken)
    url.searchParams.set('hub.challenge', challenge)
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(this.options.timeoutMs) })
    const text = await answer.text()
    if (answer.status !== 200 || text !== challenge) {
      throw new Error(`the callback URL could not be verified: ${answer.status} ${text.slice(0, 100)}`)
    }
    this.#target = target
  }

  /** Nothing is told while there is no callback URL. */
  add(item: Item): void {
    if (!this.#target) {
      this.stats.dropped++
      return
    }
    this.#items.push(item)
    this.#pumpSoon()
  }

  /** Nothing is under way, and nothing waits. */
  get isIdle(): boolean {
    return this.#items.length + this.#ready.length + this.#active + this.#waiting === 0
  }

  close(): void {
    this.#isClosed = true
    this.#items = []
    this.#ready = []
    this.#waiting = 0
  }

  /** A step later, so that what happens at once can share a post. */
  #pumpSoon(): void {
    if (this.#isPumpDue) return
    this.#isPumpDue = true
    setImmediate(() => {
      this.#isPumpDue = false
      this.#pump()
    })
  }

  #pump(): void {
    while (!this.#isClosed && this.#active < this.options.parallel) {
      const post = this.#ready.shift() ?? this.#nextPost()
      if (!post) return
      void this.#send(post)
    }
  }

  #nextPost(): Post | undefined {
    const { shuffle, batch, times } = this.options
    const items = this.#take(this.#upTo(batch), shuffle)
    if (items.length === 0) return undefined
    const lanes = shuffle ? [] : items.map(item => item.lane)
    for (const lane of lanes) this.#busyLanes.add(lane)
    const bytes = bytesOf(envelope(items, this.#account, this.#random), this.#built++ % 2 === 0)
    for (let copies = this.#upTo(times); copies > 1; copies--) {
      this.stats.repeated++
      const at = shuffle ? Math.floor(this.#random() * (this.#ready.length + 1)) : 0
      this.#ready.splice(at, 0, { bytes, lanes: [], items: [], attempts: 0 })
    }
    return { bytes, lanes, items, attempts: 0 }
  }

  #take(most: number, shuffle: boolean): Item[] {
    const taken: Item[] = []
    if (shuffle) {
      while (taken.length < most && this.#items.length > 0) {
        taken.push(...this.#items.splice(Math.floor(this.#random() * this.#items.length), 1))
      }
      return taken
    }
    this.#items = this.#items.filter(item => {
      if (taken.length === most || this.#busyLanes.has(item.lane)) return true
      taken.push(item)
      return false
    })
    return taken
  }

  #upTo(most: number): number {
    return 1 + Math.floor(this.#random() * most)
  }

  async #send(post: Post): Promise<void> {
    this.stats.maxParallel = Math.max(this.stats.maxParallel, ++this.#active)
    const status = await this.#request(post.bytes)
    this.#active--
    if (this.#isClosed) return
    if (status >= 200 && status < 300) {
      this.stats.delivered++
      for (const lane of post.lanes) this.#busyLanes.delete(lane)
      for (const item of post.items) item.taken?.()
    } else this.#sendLater(post)
    this.#pump()
  }

  #sendLater(post: Post): void {
    this.stats.failures++
    this.#waiting++
    later(Math.min(this.options.retryMs * 2 ** post.attempts++, LONGEST_WAIT_MS), () => {
      if (this.#isClosed) return
      this.#waiting--
      this.#ready.push(post)
      this.#pump()
    })
  }

  async #request(body: Buffer): Promise<number> {
    if (!this.#target) return 0
    const { url, appSecret } = this.#target
    const signature = signatureOf(appSecret, body)
    const record: PostRecord = { body, signature, status: 0 }
    this.posts.push(record)
    if (this.posts.length > KEPT_POSTS) this.posts.shift()
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
        body: new Uint8Array(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(this.options.timeoutMs),
      })
      await answer.arrayBuffer()
      record.status = answer.status
    } catch {
      // No answer, a broken one or one too late: told again like any other failure.
    }
    return record.status
  }
}

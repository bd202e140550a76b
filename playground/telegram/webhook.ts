// SPDX-License-Identifier: AGPL-3.0-or-later
// Posting updates to a webhook, after WebhookActor.cpp. Lanes: updates of one lane go one after another, lanes in
// parallel up to max_connections; a failing update holds up its lane only. Retries: at once (or after the bot's
// Retry-After), then 2, 4, 8 ... 60-120 s, until the update expires.
import http from 'node:http'
import { isLoopback } from './links.ts'
import { bodyOf } from './queue.ts'
import type { QueuedUpdate, UpdateQueue } from './queue.ts'
import { later, realMs, sleep } from '../loopback/time.ts'

export type WebhookTarget = { url: string; secretToken: string; maxConnections: number }

export type WebhookReply = { status: number; reason: string; headers: http.IncomingHttpHeaders; body: Buffer }

export type DeliveryStats = {
  pushed: number
  delivered: number
  failures: number
  dropped: number
  duplicates: number
  maxParallel: number
  webhookReplies: number
}

/** What a webhook needs from around it. */
export type WebhookHub = {
  agent: http.Agent
  timeoutMs: number
  /** Shortens the waits between retries in tests. */
  retryScale: number
  latencyMs(): number
  nowSeconds(): number
  onReply(reply: WebhookReply): void
}

/** A lane stands in the ready list once, or not at all while one of its updates is on its way or waits for a retry. */
type Lane = { id: string; items: QueuedUpdate[]; head: number; failures: number; delaySeconds: number }

/** One webhook, from setWebhook until it is deleted or replaced. */
export class Webhook {
  readonly target: WebhookTarget
  lastError: { date: number; message: string } | undefined
  readonly #queue: UpdateQueue
  readonly #stats: DeliveryStats
  readonly #hub: WebhookHub
  /** Undefined where this emulator will not go: it calls loopback only, and speaks no TLS. */
  readonly #address: { hostname: string; port: string; path: string } | undefined
  readonly #lanes = new Map<string, Lane>()
  #ready: Lane[] = []
  #readyHead = 0
  #active = 0
  #isClosed = false

  constructor(target: WebhookTarget, queue: UpdateQueue, stats: DeliveryStats, hub: WebhookHub) {
    const { protocol, hostname, port, pathname, search } = new URL(target.url)
    this.target = target
    this.#address =
      protocol === 'http:' && isLoopback(hostname)
        ? { hostname: hostname.replace(/[[\]]/g, ''), port, path: pathname + search }
        : undefined
    this.#queue = queue
    this.#stats = stats
    this.#hub = hub
  }

  close(): void {
    this.#isClosed = true
  }

  /** Puts updates at the end of their lanes and sends what may be sent. */
  add(updates: readonly QueuedUpdate[]): void {
    for (const update of updates) {
      let lane = this.#lanes.get(update.lane)
      if (!lane) {
        lane = { id: update.lane, items: [], head: 0, failures: 0, delaySeconds: 1 }
        this.#lanes.set(update.lane, lane)
        this.#ready.push(lane)
      }
      lane.items.push(update)
    }
    this.#pump()
  }

  #pump(): void {
    while (!this.#isClosed && this.#active < this.target.maxConnections && this.#readyHead < this.#ready.length) {
      const lane = this.#ready[this.#readyHead++]
      if (this.#readyHead > 512) {
        this.#ready = this.#ready.slice(this.#readyHead)
        this.#readyHead = 0
      }
      const update = lane?.items[lane.head]
      if (lane && update) void this.#send(lane, update)
    }
  }

  async #send(lane: Lane, update: QueuedUpdate): Promise<void> {
    this.#stats.maxParallel = Math.max(this.#stats.maxParallel, ++this.#active)
    let outcome = await this.#post(update)
    for (let i = 0; i < update.extraTimes && !outcome; i++) {
      this.#stats.duplicates++
      outcome = await this.#post(update)
    }
    this.#active--
    if (this.#isClosed) return
    if (outcome) this.#failed(lane, update, outcome)
    else this.#finished(lane, update, 'delivered')
    this.#pump()
  }

  /** One attempt: undefined when it was accepted, else what went wrong. */
  async #post(update: QueuedUpdate): Promise<{ error: string; retryAfter: number } | undefined> {
    const latencyMs = this.#hub.latencyMs()
    if (latencyMs > 0) await sleep(latencyMs)
    try {
      const reply = await this.#request(bodyOf(update))
      if (reply.status < 200 || reply.status > 299) {
        const error = `Wrong response from the webhook: ${reply.status} ${reply.reason}`
        return { error, retryAfter: Number(reply.headers['retry-after']) || 0 }
      }
      if (reply.body.length > 2) this.#hub.onReply(reply)
      return undefined
    } catch (e) {
      const isTimeout = e instanceof Error && e.message === 'timeout'
      return { error: isTimeout ? 'Read timeout expired' : 'Webhook connection closed', retryAfter: 0 }
    }
  }

  #failed(lane: Lane, update: QueuedUpdate, { error, retryAfter }: { error: string; retryAfter: number }): void {
    this.#stats.failures++
    this.lastError = { date: this.#hub.nowSeconds(), message: error }
    let delaySeconds = Math.min(retryAfter, 3600)
    if (retryAfter === 0 && lane.failures > 0) {
      lane.delaySeconds = Math.min(60 + Math.random() * 60, lane.delaySeconds * 2)
      delaySeconds = lane.delaySeconds
    }
    lane.failures++
    const delayMs = delaySeconds * 1000 * this.#hub.retryScale
    if (realMs() + delayMs > update.expiresMs) this.#finished(lane, update, 'dropped')
    else
      later(delayMs, () => {
        this.#ready.push(lane)
        this.#pump()
      })
  }

  #finished(lane: Lane, update: QueuedUpdate, how: 'delivered' | 'dropped'): void {
    this.#stats[how]++
    this.#queue.remove(update)
    lane.failures = 0
    lane.delaySeconds = 1
    lane.head++
    if (lane.head === lane.items.length) {
      this.#lanes.delete(lane.id)
      return
    }
    if (lane.head > 256) {
      lane.items = lane.items.slice(lane.head)
      lane.head = 0
    }
    this.#ready.push(lane)
  }

  #request(body: string): Promise<WebhookReply> {
    const { agent, timeoutMs } = this.#hub
    if (!this.#address) return Promise.reject(new Error('not on loopback'))
    const address = this.#address
    const { secretToken } = this.target
    const headers: http.OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(secretToken !== '' && { 'x-telegram-bot-api-secret-token': secretToken }),
    }
    return new Promise((resolve, reject) => {
      const request = http.request({ ...address, method: 'POST', headers, agent }, response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          clearTimeout(timer)
          const { statusCode = 0, statusMessage = '' } = response
          resolve({ status: statusCode, reason: statusMessage, headers: response.headers, body: Buffer.concat(chunks) })
        })
      })
      const timer = later(timeoutMs, () => request.destroy(new Error('timeout')))
      request.on('error', e => {
        clearTimeout(timer)
        reject(e)
      })
      request.end(body)
    })
  }
}

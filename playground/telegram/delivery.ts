// SPDX-License-Identifier: AGPL-3.0-or-later
// How updates reach a bot: a queue with its kinds and ids, read by long polling or posted to a webhook, never both.
import { asText } from './args.ts'
import type { Args } from './args.ts'
import { conflict } from './errors.ts'
import { Polling } from './polling.ts'
import { UpdateQueue } from './queue.ts'
import type { QueuedUpdate } from './queue.ts'
import { realMs } from '../loopback/time.ts'
import { Webhook } from './webhook.ts'
import type { DeliveryStats, WebhookHub, WebhookTarget } from './webhook.ts'
import type { RawUpdate, UpdatePayloads } from './wire.ts'

const UPDATE_TYPES = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'message_reaction',
  'message_reaction_count',
  'chat_boost',
  'removed_chat_boost',
])
const NOT_BY_DEFAULT = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

/** How long an update waits to be delivered: a press is soon too old to answer. */
const LIVES_SECONDS: Record<keyof UpdatePayloads, number> = {
  message: 86_400,
  edited_message: 86_400,
  callback_query: 150,
  my_chat_member: 86_400,
}
const KEEP_RECENT = 200

export type PushOptions = {
  /** Tell the bot so many more times of the same update, with the same id. */
  extraTimes?: number
}

/** The updates of one bot and their way to it. */
export class Delivery {
  readonly stats: DeliveryStats = {
    pushed: 0,
    delivered: 0,
    failures: 0,
    dropped: 0,
    duplicates: 0,
    maxParallel: 0,
    webhookReplies: 0,
  }
  /** The kinds asked for with allowed_updates; undefined is the default set. */
  allowed: ReadonlySet<string> | undefined
  webhook: Webhook | undefined
  /** setWebhook is answered once a second. */
  nextSetWebhookMs = 0
  readonly #hub: WebhookHub
  readonly #queue = new UpdateQueue()
  readonly #polling = new Polling(this.#queue, this.stats)
  #nextUpdateId: number
  #recent: RawUpdate[] = []

  constructor(firstUpdateId: number, hub: WebhookHub) {
    this.#nextUpdateId = firstUpdateId
    this.#hub = hub
  }

  get pending(): number {
    return this.#queue.size
  }

  /** The newest updates made, oldest first, for who wants to post one again by himself. */
  get recent(): readonly RawUpdate[] {
    return this.#recent
  }

  /** Queues a new update; undefined when the bot did not ask for this kind. */
  push<K extends keyof UpdatePayloads>(
    kind: K,
    payload: UpdatePayloads[K],
    lane: string,
    { extraTimes = 0 }: PushOptions = {},
  ): RawUpdate | undefined {
    if (this.allowed ? !this.allowed.has(kind) : NOT_BY_DEFAULT.has(kind)) return undefined
    const raw: RawUpdate = { update_id: this.#nextUpdateId++, [kind]: payload }
    this.stats.pushed++
    this.#recent.push(raw)
    if (this.#recent.length > KEEP_RECENT * 2) this.#recent = this.#recent.slice(-KEEP_RECENT)
    this.#enqueue(raw, lane, realMs() + LIVES_SECONDS[kind] * 1000, { extraTimes, isRepeat: false })
    return raw
  }

  /** Queues an update as it stands, with its own id: a repetition after a crash, or one that is made up. */
  pushRaw(raw: RawUpdate, lane = 'raw', { extraTimes = 0 }: PushOptions = {}): void {
    this.stats.duplicates++
    this.#enqueue(raw, lane, realMs() + 86_400_000, { extraTimes, isRepeat: true })
  }

  /** Reads allowed_updates; says whether it changed anything. An empty list means the default set. */
  allow(list: unknown): void {
    if (list === undefined) return
    const isDefault = !Array.isArray(list) || list.length === 0
    this.allowed = isDefault ? undefined : new Set(list.map(asText).filter(kind => UPDATE_TYPES.has(kind)))
  }

  read(args: Args, onClose: (step: () => void) => void): QueuedUpdate[] | Promise<QueuedUpdate[]> {
    if (this.webhook) {
      throw conflict(
        "Can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    }
    if (args.has('allowed_updates')) this.allow(args.json('allowed_updates'))
    return this.#polling.read(args, onClose)
  }

  setWebhook(target: WebhookTarget): void {
    this.closeWebhook()
    this.#polling.abort('terminated by setWebhook request')
    this.webhook = new Webhook(target, this.#queue, this.stats, this.#hub)
    this.webhook.add(this.#queue.first(Infinity))
  }

  closeWebhook(): void {
    this.webhook?.close()
    this.webhook = undefined
  }

  dropPending(): void {
    this.#queue.clear()
  }

  /** Nothing more goes out; a parked getUpdates ends empty. */
  stop(): void {
    this.closeWebhook()
    this.#polling.end([])
  }

  #enqueue(raw: RawUpdate, lane: string, expiresMs: number, how: { extraTimes: number; isRepeat: boolean }): void {
    const update = { id: raw.update_id, lane, expiresMs, raw, body: undefined, isGone: false, ...how }
    this.#queue.add(update)
    if (this.webhook) {
      this.webhook.add([update])
      return
    }
    // A reader is told again by entries that do not ask for a confirmation.
    for (let i = 0; i < how.extraTimes; i++) {
      this.stats.duplicates++
      this.#queue.add({ ...update, isRepeat: true })
    }
    this.#polling.wake()
  }
}

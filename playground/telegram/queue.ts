// SPDX-License-Identifier: AGPL-3.0-or-later
// The updates a bot has not confirmed yet, oldest first. Confirmed ones are only marked and skipped; the array is
// packed when more than half of it is gone, so that a queue of any length costs the same per update.
import type { RawUpdate } from './wire.ts'

export type QueuedUpdate = {
  readonly id: number
  /** Updates of one lane go one after another, different lanes in parallel (`webhook_queue_id`). */
  readonly lane: string
  readonly expiresMs: number
  readonly raw: RawUpdate
  /** How many more times a webhook is told of it, as after a lost 200. */
  readonly extraTimes: number
  /** A repetition of an update confirmed earlier: handed out once, whatever the offset says. */
  readonly isRepeat: boolean
  /** Its JSON, once it was written. */
  body: string | undefined
  isGone: boolean
}

/** The JSON that is sent for an update; written once, however often it is sent. */
export function bodyOf(update: QueuedUpdate): string {
  return (update.body ??= JSON.stringify(update.raw))
}

/** Unconfirmed updates in order. */
export class UpdateQueue {
  #items: QueuedUpdate[] = []
  #head = 0
  #size = 0
  #nextExpiryMs = Infinity

  get size(): number {
    return this.#size
  }

  add(update: QueuedUpdate): void {
    this.#items.push(update)
    this.#size++
    if (update.expiresMs < this.#nextExpiryMs) this.#nextExpiryMs = update.expiresMs
  }

  remove(update: QueuedUpdate): void {
    if (update.isGone) return
    update.isGone = true
    this.#size--
    this.#advance()
    if (this.#items.length > 64 && this.#size * 2 < this.#items.length) this.#pack()
  }

  /** The oldest updates, as many as the limit allows. */
  first(limit: number): QueuedUpdate[] {
    const found: QueuedUpdate[] = []
    for (let i = this.#head; i < this.#items.length && found.length < limit; i++) {
      const item = this.#items[i]
      if (item && !item.isGone) found.push(item)
    }
    return found
  }

  /** Confirms everything below the offset and says how many that were. */
  confirmBelow(offset: number): number {
    let confirmed = 0
    for (let i = this.#head; i < this.#items.length; i++) {
      const item = this.#items[i]
      if (!item || item.isGone || item.isRepeat) continue
      if (item.id >= offset) break
      item.isGone = true
      confirmed++
    }
    this.#size -= confirmed
    this.#advance()
    return confirmed
  }

  /** Keeps the newest so many (a negative offset). */
  keepLast(count: number): void {
    const dropped = Math.max(0, this.#size - count)
    for (const item of this.first(dropped)) item.isGone = true
    this.#size -= dropped
    this.#pack()
  }

  clear(): void {
    this.keepLast(0)
  }

  /** Drops what is too old to deliver and says how many that were; looks only when something can be due. */
  dropExpired(nowMs: number): number {
    if (nowMs < this.#nextExpiryMs) return 0
    let dropped = 0
    this.#nextExpiryMs = Infinity
    for (const item of this.#items) {
      if (item.isGone) continue
      if (item.expiresMs <= nowMs) {
        item.isGone = true
        dropped++
      } else if (item.expiresMs < this.#nextExpiryMs) this.#nextExpiryMs = item.expiresMs
    }
    this.#size -= dropped
    this.#pack()
    return dropped
  }

  #advance(): void {
    while (this.#head < this.#items.length && this.#items[this.#head]?.isGone) this.#head++
    if (this.#head > 512 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }

  #pack(): void {
    this.#items = this.#items.filter(item => !item.isGone)
    this.#head = 0
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Long polling. An offset confirms what is below it; without one the same batch comes again. One call may be parked;
// a second one ends the first with 409.
import type { Args } from './args.ts'
import { conflict } from './errors.ts'
import type { QueuedUpdate, UpdateQueue } from './queue.ts'
import { later, realMs } from '../loopback/time.ts'

type Parked = {
  limit: number
  resolve(batch: QueuedUpdate[]): void
  reject(reason: Error): void
  timer: NodeJS.Timeout
}

/** The getUpdates side of one bot. */
export class Polling {
  readonly #queue: UpdateQueue
  readonly #stats: { delivered: number; dropped: number }
  #parked: Parked | undefined
  #isWaking = false
  #previousOffset: number | undefined
  #previousMs = -Infinity

  constructor(queue: UpdateQueue, stats: { delivered: number; dropped: number }) {
    this.#queue = queue
    this.#stats = stats
  }

  /** One getUpdates call: a batch at once, or the promise of one. */
  read(args: Args, onClose: (step: () => void) => void): QueuedUpdate[] | Promise<QueuedUpdate[]> {
    const now = realMs()
    const offset = args.int('offset')
    let limit = args.int('limit', 100, 1, 100)
    let timeoutSeconds = args.int('timeout', 0, 0, 50)
    // The server slows down a client that asks for the same offset again at once.
    if (offset === this.#previousOffset) {
      if (timeoutSeconds < 3 && now < this.#previousMs + 3000) timeoutSeconds = 3
      if (now < this.#previousMs + 500) limit = 1
    }
    this.#previousOffset = offset
    this.#previousMs = now
    this.#stats.dropped += this.#queue.dropExpired(now)
    if (offset < 0) this.#queue.keepLast(-offset)
    else if (offset > 0) this.#stats.delivered += this.#queue.confirmBelow(offset)
    const batch = this.#batch(limit)
    if (batch.length > 0 || timeoutSeconds === 0) return batch
    this.abort('terminated by other getUpdates request; make sure that only one bot instance is running')
    return new Promise((resolve, reject) => {
      const timer = later(timeoutSeconds * 1000, () => this.end([]))
      const parked = { limit, resolve, reject, timer }
      this.#parked = parked
      onClose(() => {
        if (this.#parked === parked) this.end([])
      })
    })
  }

  /** Something was queued: the parked call gets it, together with what else comes within a millisecond. */
  wake(): void {
    if (!this.#parked || this.#isWaking) return
    this.#isWaking = true
    setTimeout(() => {
      this.#isWaking = false
      if (this.#parked && this.#queue.size > 0) this.end(this.#batch(this.#parked.limit))
    }, 1)
  }

  /** Ends the parked call with this answer. */
  end(batch: QueuedUpdate[]): void {
    this.#release()?.resolve(batch)
  }

  /** Ends the parked call with 409. */
  abort(message: string): void {
    this.#release()?.reject(conflict(message))
  }

  #release(): Parked | undefined {
    const parked = this.#parked
    this.#parked = undefined
    if (parked) clearTimeout(parked.timer)
    return parked
  }

  #batch(limit: number): QueuedUpdate[] {
    const batch = this.#queue.first(limit)
    for (const update of batch) if (update.isRepeat) this.#queue.remove(update)
    return batch
  }
}

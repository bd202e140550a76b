// SPDX-License-Identifier: AGPL-3.0-or-later
// The only file that asks for the time or throws dice: everything else is handed values.
import { randomBytes, randomInt } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { v7 } from 'uuid'

/** Where the instant of a unit of work comes from. The playground and the tests bring one that can be moved. */
export interface Clock {
  now(): Date
}

/** Where identifiers and secrets come from. */
export interface Chance {
  /** A UUID v7: sorts by the given instant, those of one millisecond in the order in which they were made; 42 random bits. */
  id(now: Date): string
  /** An unguessable token for links: 160 bits, base64url, 27 characters. */
  token(): string
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
}

export const systemClock: Clock = { now: () => new Date() }

export const systemChance: Chance = {
  id(now) {
    made = (made + 1) >>> 0
    return v7({ msecs: now.getTime(), seq: made, random: dice(16) })
  },
  token: () => randomBytes(20).toString('base64url'),
  below: limit => randomInt(limit),
}

/** Counts the ids of this process, from anywhere. */
let made = randomInt(2 ** 31)

// Asking the system for sixteen bytes costs as much as asking for some thousand: without this an id took 20 µs instead
// of 1 or 2.
const poolBytes = 4096
let pool = Buffer.alloc(0)

/** Random bytes, each handed out once. */
function dice(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(poolBytes)
  const thrown = pool.subarray(0, count)
  pool = pool.subarray(count)
  return thrown
}

/** A clock that can be pushed forward: the same pace as the given one, some milliseconds ahead. */
export interface MovableClock extends Clock {
  forward(ms: number): void
  set(to: Date): void
}

export function movableClock(base: Clock = systemClock): MovableClock {
  let aheadMs = 0
  return {
    now: () => new Date(base.now().getTime() + aheadMs),
    forward(ms) {
      aheadMs += ms
    },
    set(to) {
      aheadMs = to.getTime() - base.now().getTime()
    },
  }
}

/** Milliseconds on a clock that never jumps, for measuring how long something took. */
export function elapsedMs(): number {
  return performance.now()
}

/** Waits, in real time whatever the clock says; ends at once, without a complaint, when the signal fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) return resolve()
    const over = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal?.addEventListener('abort', over)
  })
}

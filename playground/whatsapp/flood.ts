// SPDX-License-Identifier: AGPL-3.0-or-later
// How much may be sent: to one person about a message in 6 s, with a burst of 45 that must be paid back; in all 80
// messages a second in both directions. Both are buckets that leak by the machine's clock, because real clients wait
// real seconds; the figures are options so that a test need not wait.
import { realMs } from '../loopback/time.ts'
import { GraphError } from './errors.ts'

export type FloodOptions = {
  /** `count` only tells how often a limit was passed, `enforce` refuses. */
  mode: 'off' | 'count' | 'enforce'
  pairEveryMs: number
  pairBurst: number
  perSecond: number
}

const FLOOD_DEFAULTS: FloodOptions = { mode: 'count', pairEveryMs: 6000, pairBurst: 45, perSecond: 80 }

type Bucket = { level: number; atMs: number }

/** Counts what goes in and out. */
export class Flood {
  readonly options: FloodOptions
  /** How often a limit was passed, refused or not. */
  readonly passed = { pair: 0, throughput: 0 }
  readonly #pairs = new Map<string, Bucket>()
  readonly #all: Bucket = { level: 0, atMs: 0 }

  constructor(options: Partial<FloodOptions>) {
    this.options = { ...FLOOD_DEFAULTS, ...options }
  }

  /** A message to a person; refused when it is one too many. */
  out(person: string): void {
    const { mode, pairEveryMs, pairBurst, perSecond } = this.options
    if (mode === 'off') return
    const pair = this.#pairs.get(person) ?? { level: 0, atMs: 0 }
    this.#pairs.set(person, pair)
    const isTooFast = leaked(this.#all, 1000 / perSecond) + 1 > perSecond
    const isTooManyHere = leaked(pair, pairEveryMs) + 1 > pairBurst
    if (isTooFast) this.passed.throughput++
    if (isTooManyHere) this.passed.pair++
    if (mode === 'enforce' && isTooManyHere) {
      throw new GraphError(
        131056,
        'Too many messages sent from this phone number to the same recipient in a short time',
      )
    }
    if (mode === 'enforce' && isTooFast) throw new GraphError(130429, 'Cloud API message throughput has been reached.')
    pair.level++
    this.#all.level++
  }

  /** A message from a person: never refused, but it takes its share of the throughput. */
  in(): void {
    leaked(this.#all, 1000 / this.options.perSecond)
    this.#all.level++
  }
}

/** Lets a bucket leak up to now, one message in so many milliseconds, and gives its level. */
function leaked(bucket: Bucket, everyMs: number): number {
  const nowMs = realMs()
  bucket.level = Math.max(0, bucket.level - (nowMs - bucket.atMs) / everyMs)
  bucket.atMs = nowMs
  return bucket.level
}

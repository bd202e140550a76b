// SPDX-License-Identifier: AGPL-3.0-or-later
// How much one person may bring in. Asked before any transaction, in the memory of this process.
//
// Modes: a person has two buckets of tokens, one for ten seconds and one for a minute. Each input takes what it costs to
// deal with. Whoever stays within 50 inputs in every ten seconds and 200 in every minute never finds a bucket empty. An
// input that finds one empty begins a flood: the person is told once, and nothing more is read until the flood calms.
// What comes meanwhile takes tokens too, so a flood calms only when the person writes slowly again.
import { type Incoming, isUnsaid } from '../channel.ts'
import { mostReadCharacters } from '../understanding/reading-limit.ts'

/** So many tokens at once, and as many again in `refillMs`. */
export interface Bucket {
  readonly holds: number
  readonly refillMs: number
}

export const usualBuckets: readonly Bucket[] = [
  { holds: 50, refillMs: 10_000 },
  { holds: 200, refillMs: 60_000 },
]

/** What becomes of an input: read; dropped, and the person told; dropped without a word. */
export type Verdict = 'read' | 'tell' | 'drop'

export interface Floods {
  verdict(incoming: Incoming): Verdict
  /** How many people are remembered. */
  readonly remembered: number
}

interface Person {
  /** Tokens left, bucket by bucket. */
  readonly left: number[]
  heardAtMs: number
  sentAtMs: number
  flooding: boolean
}

/** A flood is calm when every bucket holds so many tokens again: after five to eight quiet seconds. */
const calmTokens = 25
/** The person who has been silent for the longest is forgotten first: one row takes some 200 bytes. */
const mostPeople = 10_000
/** An input older than this waited at the platform, or comes again. */
const lateMs = 30_000
/** Reading so many characters of a list takes as long as a tap does. */
const charactersOfOneTap = 250

/** Counts what each person brings in. Without buckets nobody is limited. */
export function openFloods(
  buckets: readonly Bucket[],
  { elapsedMs, wallMs }: { elapsedMs(): number; wallMs(): number },
): Floods {
  /** By account and address, the one who was silent for the longest first. */
  const people = new Map<string, Person>()

  const remember = (key: string, nowMs: number, sentAtMs: number): Person => {
    const person = people.get(key) ?? {
      left: buckets.map(({ holds }) => holds),
      heardAtMs: nowMs,
      sentAtMs,
      flooding: false,
    }
    people.delete(key)
    people.set(key, person)
    if (people.size > mostPeople) for (const oldest of people.keys()) return (people.delete(oldest), person)
    return person
  }

  return {
    verdict(incoming) {
      if (isUnsaid(incoming.input)) return 'read'
      const nowMs = elapsedMs()
      const sentAtMs = incoming.sentAtMs ?? wallMs()
      const person = remember(`${incoming.account} ${incoming.from.address}`, nowMs, sentAtMs)
      refill(person, buckets, passedMs(person, nowMs, sentAtMs, wallMs() - sentAtMs > lateMs))
      const { left } = person
      if (person.flooding && left.every((tokens, at) => tokens >= Math.min(calmTokens, buckets[at]?.holds ?? 0)))
        person.flooding = false
      const cost = costOf(incoming)
      const begins = !person.flooding && left.some(tokens => tokens < cost)
      for (const [at, tokens] of left.entries()) left[at] = Math.max(0, tokens - cost)
      if (begins) person.flooding = true
      return begins ? 'tell' : person.flooding ? 'drop' : 'read'
    },
    get remembered() {
      return people.size
    },
  }
}

/**
 * The milliseconds for which the buckets refill. What waited at the platform while this program was stopped comes all at
 * once: the time between its inputs is the time that the platform tells.
 */
function passedMs(person: Person, nowMs: number, sentAtMs: number, late: boolean): number {
  const heard = nowMs - person.heardAtMs
  const sent = late ? sentAtMs - person.sentAtMs : 0
  person.heardAtMs = nowMs
  person.sentAtMs = Math.max(person.sentAtMs, sentAtMs)
  return Math.max(heard, sent)
}

function refill({ left }: Person, buckets: readonly Bucket[], ms: number): void {
  for (const [at, { holds, refillMs }] of buckets.entries())
    left[at] = Math.min(holds, (left[at] ?? holds) + (ms * holds) / refillMs)
}

/**
 * One token, and one more for every 250 characters that will be read: at the most 9. Measured in a shop of 60 products,
 * reading takes 3 to 4 ms of the processor for 500 characters of a list, and some 30 ms for 2,000; a tap takes 2 ms.
 */
function costOf({ input }: Incoming): number {
  const words = input.kind === 'text' ? input.text : 'caption' in input ? input.caption : ''
  return 1 + Math.floor(Math.min(words.length, mostReadCharacters) / charactersOfOneTap)
}

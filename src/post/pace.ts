// SPDX-License-Identifier: AGPL-3.0-or-later
// How fast one number may speak. Pure arithmetic over milliseconds that the caller brings.
//
// Each limit is one instant, the time at which everything sent so far would be paid for at the steady rate (GCRA): a
// message may go while that instant is not further ahead than the burst allows, and moves it on by one step.

interface Limit {
  /** So many may go at once after a rest. */
  readonly burst: number
  /** After that, one each so many milliseconds. */
  readonly everyMs: number
}

/** Meta: 45 to one person within 6 s, then one per 6 s; 600 an hour. 40 + 3600 / 6.5 stays below the hour, too. */
const pairLimit: Limit = { burst: 40, everyMs: 6500 }
/** Meta: 80 a second for the number, in both directions. 10 + 70 stays below it in any second. */
const numberLimit: Limit = { burst: 10, everyMs: 1000 / 70 }

/** Milliseconds until one more may go, when all before it are paid for at `paidAt`. */
function waitMs({ burst, everyMs }: Limit, paidAt: number, nowMs: number): number {
  return Math.max(0, paidAt - (burst - 1) * everyMs - nowMs)
}

/** When all is paid for after one more has gone. */
function paidAfter({ everyMs }: Limit, paidAt: number, nowMs: number): number {
  return Math.max(paidAt, nowMs) + everyMs
}

export interface Pace {
  /** Milliseconds until this person may be sent one more; 0 counts it as sent. */
  toPerson(address: string, nowMs: number): number
  /** Milliseconds that a message must wait for its turn at the number; counted as sent after that wait. */
  atNumber(nowMs: number): number
}

/** So many people are remembered before those long paid for are forgotten. */
const peopleLimit = 10_000

/** The pace of one number. */
export function paceOf(pair: Limit = pairLimit, number: Limit = numberLimit): Pace {
  const people = new Map<string, number>()
  let numberPaidAt = -Infinity
  return {
    toPerson(address, nowMs) {
      const paidAt = people.get(address) ?? -Infinity
      const wait = waitMs(pair, paidAt, nowMs)
      if (wait > 0) return wait
      if (people.size >= peopleLimit) for (const [known, at] of people) if (at <= nowMs) people.delete(known)
      people.set(address, paidAfter(pair, paidAt, nowMs))
      return 0
    },
    atNumber(nowMs) {
      const wait = waitMs(number, numberPaidAt, nowMs)
      numberPaidAt = paidAfter(number, numberPaidAt, nowMs)
      return wait
    },
  }
}

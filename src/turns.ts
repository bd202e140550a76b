// SPDX-License-Identifier: AGPL-3.0-or-later
// Turn-taking and limits of time, each written once. Ground: knows nothing of what takes turns or takes long.

/** The limit passed without an answer. */
export class TooLate extends Error {
  override readonly name = 'TooLate'

  constructor(limitMs: number) {
    super(`no answer for ${limitMs / 1000} s`)
  }
}

/** Work under way, or work to begin at once; a function gets a signal that fires when the limit passes. */
type Limited<T> = Promise<T> | ((tooLate: AbortSignal) => Promise<T>)

/**
 * The answer of `work`, if it comes within so many milliseconds; after that `otherwise`, or, when no `otherwise` is
 * given, a rejection with `TooLate`. The limit ends the wait, not the work: only work that heeds the signal stops. How
 * the work ends after the limit is not heard of. The timer is cleared in every case.
 */
export function within<T>(ms: number, work: Limited<T>): Promise<T>
export function within<T, const Late>(ms: number, work: Limited<T>, otherwise: Late): Promise<T | Late>
export async function within<T, Late>(ms: number, work: Limited<T>, ...otherwise: [] | [Late]): Promise<T | Late> {
  const limit = Promise.withResolvers<Late>()
  const giveUp = new AbortController()
  const timer = setTimeout(() => {
    const error = new TooLate(ms)
    // First this: work that stops at the signal would else be heard as a failure of its own.
    if (otherwise.length > 0) limit.resolve(otherwise[0] as Late)
    else limit.reject(error)
    giveUp.abort(error)
  }, ms)
  try {
    return await Promise.race([typeof work === 'function' ? work(giveUp.signal) : work, limit.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** One run after another, in the order in which they were asked for; a run that fails holds up none after it. */
export function oneByOne<Given extends unknown[], T>(
  run: (...given: Given) => Promise<T>,
): (...given: Given) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (...given) => {
    const next = last.then(() => run(...given))
    last = next.catch(() => undefined)
    return next
  }
}

/** Lines of work, one for each key. */
export interface Turns<T> {
  /**
   * Begins `work` when everything asked before for this key has ended, and answers as `work` does. `ahead` is how the
   * one before it in the line ended: undefined when the line was empty.
   */
  take(key: string, work: (ahead: PromiseSettledResult<T> | undefined) => Promise<T>): Promise<T>
  /** Resolves when every line is empty. */
  idle(): Promise<void>
}

/** One after another for the same key, side by side for different keys. A failure does not end its line. */
export function turnsByKey<T>(): Turns<T> {
  /** How the last one of each line ends; a line that is empty has none. */
  const last = new Map<string, Promise<PromiseSettledResult<T>>>()
  return {
    take(key, work) {
      const turn = (last.get(key) ?? Promise.resolve(undefined)).then(work)
      const ending = turn.then(
        (value): PromiseSettledResult<T> => ({ status: 'fulfilled', value }),
        (reason: unknown): PromiseSettledResult<T> => ({ status: 'rejected', reason }),
      )
      last.set(key, ending)
      void ending.then(() => {
        if (last.get(key) === ending) last.delete(key)
      })
      return turn
    },
    async idle() {
      while (last.size > 0) await Promise.all(last.values())
    },
  }
}

/** Work that is under way. */
export interface InHand {
  /** Counts the work in until it ends, well or badly, and answers as the work does. */
  keep<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Keeps what is under way, so that an end can wait for it. */
export function workInHand(): InHand {
  const underWay = new Set<Promise<unknown>>()
  return {
    keep(work) {
      const ending = work.catch(() => undefined)
      underWay.add(ending)
      void ending.then(() => underWay.delete(ending))
      return work
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

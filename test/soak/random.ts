// SPDX-License-Identifier: AGPL-3.0-or-later
// Chance that can be replayed: the same seed throws the same dice.

export interface Random {
  readonly seed: number
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<T>(from: readonly T[]): T
  shuffle<T>(values: readonly T[]): T[]
}

/** Dice of a seed: mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    seed,
    below,
    pick(from) {
      const found = from[below(from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    shuffle(values) {
      const shuffled = [...values]
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const [a, b] = [shuffled[at], shuffled[other]]
        if (a !== undefined && b !== undefined) [shuffled[at], shuffled[other]] = [b, a]
      }
      return shuffled
    },
  }
}

/** A seed nobody has chosen. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 1_000_000_000)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The goods that a word or a stretch of words fits, in the order of the shelf, so that two lists are merged in one pass:
// "pane" alone fits sixty goods of a bakery, and a message asks for it ten times.
import type { Good } from './good.ts'

/** A good that a word or phrase may mean. */
export interface Posting {
  readonly good: number
  /** Bits of the words of its name that are named by it. */
  readonly mask: number
  /** How surely, from 0 to 1. */
  readonly weight: number
}

/** How well one good fits a stretch of words. */
export interface Hit extends Posting {
  /** The sum over the words, each at most 1. */
  readonly weight: number
  /** Bits that the first of the words named. */
  readonly lead: number
  /** Whether a word says what the good is, not only which one. */
  readonly headed: boolean
}

export type Hits = readonly Hit[]

/** What it costs to name only what a good is made with or goes by, and not what it is. */
const missing = { beside: 0.3, complement: 0.75, afterPreposition: 0.4, category: 0.1, description: 1 } as const
/** From this weight on a word that is not of the name is its category. */
const categoryWeight = 0.4

/** The weight of a hit less what it leaves open. */
export function fitOf(good: Good | undefined, hit: Hit, elliptic: boolean): number {
  if (!good || hit.headed) return hit.weight
  if ((hit.mask & good.beside) !== 0) return hit.weight - missing.beside
  if (hit.mask === 0) return hit.weight - (hit.weight >= categoryWeight ? missing.category : missing.description)
  return hit.weight - (elliptic ? missing.afterPreposition : missing.complement)
}

/** Postings as hits of so many words. */
export function hitsOf(goods: readonly Good[], postings: readonly Posting[], times: number): Hit[] {
  return postings.map(({ good, mask, weight }) => ({
    good,
    mask,
    lead: mask,
    weight: weight * times,
    headed: (mask & (goods[good]?.heads ?? 0)) !== 0,
  }))
}

/** The goods of both lists: all words name them. */
export function agreed(one: Hits, other: Hits): Hit[] {
  const both: Hit[] = []
  for (let left = 0, right = 0; left < one.length && right < other.length;) {
    const [first, second] = [one[left] as Hit, other[right] as Hit]
    if (first.good < second.good) left += 1
    else if (first.good > second.good) right += 1
    else {
      both.push({
        good: first.good,
        mask: first.mask | second.mask,
        lead: first.lead,
        weight: first.weight + second.weight,
        headed: first.headed || second.headed,
      })
      left += 1
      right += 1
    }
  }
  return both
}

/** The goods of either list; of one that is in both, the better fit, with all that either named. */
export function united(goods: readonly Good[], one: Hits, other: Hits): Hits {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one
  const all: Hit[] = []
  for (let left = 0, right = 0; left < one.length || right < other.length;) {
    const [first, second] = [one[left], other[right]]
    if (first && (!second || first.good < second.good)) {
      all.push(first)
      left += 1
    } else if (second && (!first || second.good < first.good)) {
      all.push(second)
      right += 1
    } else if (first && second) {
      const good = goods[first.good]
      const better = fitOf(good, second, false) > fitOf(good, first, false) ? second : first
      all.push({
        ...better,
        mask: first.mask | second.mask,
        lead: first.lead | second.lead,
        headed: first.headed || second.headed,
      })
      left += 1
      right += 1
    }
  }
  return all
}

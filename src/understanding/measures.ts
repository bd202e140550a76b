// SPDX-License-Identifier: AGPL-3.0-or-later
import { gramsIn, weightMeasureOf } from '../rules/numerals.ts'
import { remembering } from './memory.ts'
import { pause } from './punctuation.ts'
import type { Token } from './tokens.ts'

/** What is weighed or poured, and how many grams or millilitres one of it is. */
export interface Measure {
  readonly of: 'grams' | 'millilitres'
  readonly each: number
}

const volumes: readonly (readonly [RegExp, number])[] = [
  [/^(?:l|lt|ltr|litr[oi])$/, 1000],
  [/^(?:dl|decilitr[oi])$/, 100],
  [/^(?:cl|centilitr[oi])$/, 10],
  [/^(?:ml|millilitr[oi])$/, 1],
]

/** The measure that a word names; null if it names none. */
export const measureOf = remembering((word): Measure | null => {
  const weight = weightMeasureOf(word)
  if (weight) return { of: 'grams', each: gramsIn[weight] }
  const volume = volumes.find(([said]) => said.test(word))?.[1]
  return volume === undefined ? null : { of: 'millilitres', each: volume }
})

/** The word at this place, if it follows without a pause. */
export function wordAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at]
  return token?.pause === pause.none ? token.word : undefined
}

/** The measure at this place, if it follows without a pause. */
export function measureAt(tokens: readonly Token[], at: number): Measure | undefined {
  const word = wordAt(tokens, at)
  return word === undefined ? undefined : (measureOf(word) ?? undefined)
}

/** Where "e mezzo" or "e 1/2" ends, unless another amount begins with it: "un etto di speck e mezzo chilo di pane". */
export function halfAfter(tokens: readonly Token[], at: number): number | undefined {
  const [half, next] = [wordAt(tokens, at + 1), wordAt(tokens, at + 2)]
  if (wordAt(tokens, at) !== 'e' || half === undefined) return undefined
  if ((next !== undefined && measureOf(next)) || next === 'dozzina') return undefined
  return /^mezz[oa]$/.test(half) || tokens[at + 1]?.figure === '0.5' ? at + 2 : undefined
}

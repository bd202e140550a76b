// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Priced } from '../../rules/price.ts'

/** What a shop sells, as far as a message can speak of it. */
export interface IndexedProduct extends Priced {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly soldBy: 'piece' | 'weight'
  readonly pieceGrams: number | null
  readonly stepGrams: number | null
  readonly description?: string | null
}

/** A message read as a shopping list. */
export interface Understood {
  /** Whether it asks for anything at all. */
  readonly order: boolean
  readonly lines: readonly UnderstoodLine[]
  /** Whether it also, or only, asks something: "a che ora chiudete?" */
  readonly question: boolean
}

/** One thing asked for. */
export interface UnderstoodLine {
  /** Null where the shop has no such thing (no candidates), or where it must ask which one. */
  readonly sku: string | null
  /** The thing in the citizen's own words. */
  readonly said: string
  /** Grams, pieces (half a melon is 0.5) or cents; null where none was said of goods sold by weight. */
  readonly quantity: number | null
  readonly unit: LineUnit
  /** The wish that goes with it, in the citizen's own words: "tagliato fine". */
  readonly note: string | null
  /** Where it must be asked: the skus to offer, best first. */
  readonly candidates: readonly string[]
}

export type LineUnit = 'g' | 'piece' | 'cents' | 'default'

// SPDX-License-Identifier: AGPL-3.0-or-later
// Sizes and prices that tell goods apart: "da 500 g", "da 6", "da mezzo litro", "da 1,5", "da 3,60 al kg".
import { saysPieces, weightMeasureOf } from '../../rules/numerals.ts'
import { type Amount, amountOf, sizesAt } from '../amounts.ts'
import { wordAt } from '../measures.ts'
import { type NumberRead, numberAt } from '../numbers.ts'
import { pause } from '../punctuation.ts'
import type { Token } from '../tokens.ts'

const euro = /^(?:euro|eur|€)$/
const cent = /^(?:centesimi|cents?)$/

/** What only tells one thing from another, beginning with "da", "a" or "di"; it asks for no amount. The longest last. */
export function specsAt(tokens: readonly Token[], at: number): Amount[] {
  const word = tokens[at]?.word
  if (word !== 'da' && word !== 'a' && word !== 'di') return []
  // "da un chilo e due etti di lardo": where the size ends, the rest of the message tells.
  const sizes = word === 'a' ? [] : sizesAt(tokens, at + 1)
  if (sizes.length > 0 || word === 'di') return sizes.map(({ end, of, value }) => amountOf(end, of, value))
  const price = priceNamed(tokens, at + 1, word === 'da')
  return price ? [price] : []
}

/** "euro 5", "3,60 al kg", or after "da" a bare number. */
function priceNamed(tokens: readonly Token[], at: number, bareToo: boolean): Amount | undefined {
  if (euro.test(wordAt(tokens, at) ?? '')) {
    const price = numberAt(tokens, at + 1)
    return price && amountOf(price.end, 'cents', price.value * 100)
  }
  const number = tokens[at]?.pause === pause.none ? numberAt(tokens, at) : undefined
  return number && (priceAt(tokens, number) ?? (bareToo ? bare(number) : undefined))
}

/** A number named as a price, or written like one. */
function priceAt(tokens: readonly Token[], { value, end, figure }: NumberRead): Amount | undefined {
  const unit = wordAt(tokens, end) ?? ''
  if (cent.test(unit)) return amountOf(perUnit(tokens, end + 1), 'cents', value)
  if (euro.test(unit)) return amountOf(perUnit(tokens, end + 1), 'cents', value * 100)
  return /[.,]\d\d$/.test(figure ?? '') ? amountOf(perUnit(tokens, end), 'cents', value * 100) : undefined
}

/** "acqua da 1,5" are litres; "uova da 6" are six. */
function bare({ value, end, figure }: NumberRead): Amount {
  return /[.,]\d$/.test(figure ?? '') ? amountOf(end, 'millilitres', value * 1000) : amountOf(end, 'pieces', value)
}

/** "al kg", "l'etto" after a price. */
function perUnit(tokens: readonly Token[], at: number): number {
  const unit = wordAt(tokens, at + 1) ?? ''
  if (!/^(?:al|all|l|il|a)$/.test(wordAt(tokens, at) ?? '')) return at
  return weightMeasureOf(unit) || saysPieces(unit) || /^un[oa]$/.test(unit) ? at + 2 : at
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A product as its name is read: which word says what it is, and which only say which one.
import { contentsOf, type Contents } from './contents.ts'
import { type Lexicon, littleWords } from './lexicon.ts'
import type { IndexedProduct } from './line.ts'
import { type Token, tokensOf } from '../tokens.ts'

export interface Good {
  readonly index: number
  readonly product: IndexedProduct
  readonly contents: Contents
  readonly words: readonly NameWord[]
  /** The words of the whole name as it is written, for whoever copies it. */
  readonly spelled: readonly string[]
  /** Bits of the words that say what it is. */
  readonly heads: number
  /** Bits of the words that stand right beside the head, without a preposition: "crudo". */
  readonly beside: number
  /** Bits of a head that is only a part or a vessel of what is named after it: "Cosce di pollo". */
  readonly part: number
  /** It is another kind of thing than its head alone: "patate dolci". */
  readonly compound: boolean
}

export interface NameWord {
  /** Every stem it may stand for: what is shortened may be several words. */
  readonly stems: readonly string[]
  /** What it costs to leave the word out: little for "comune", more for "integrale". */
  readonly weight: number
}

/** Little words that name something in a name nonetheless. */
const telling = new Set(['senza'])
const prepositions =
  /^(?:al|allo|alla|ai|agli|alle|all|a|con|col|coi|di|d|del|dello|della|dei|degli|delle|dell|in|per|x|da|dal|dalla|su|tipo|sott|sotto)$/

/** Reads a product's name. */
export function goodOf(lexicon: Lexicon, product: IndexedProduct, index: number): Good {
  const { contents, rest } = contentsOf(product.name)
  const tokens = tokensOf(rest)
  const words: NameWord[] = []
  let heads = 0
  let beside = 0
  let part = 0
  let joined = false
  let after: 'head' | 'part' | 'beside' | 'complement' = 'head'
  for (const [at, token] of tokens.entries()) {
    const between = rest.slice(tokens[at - 1]?.end ?? 0, token.start)
    const written = token.figure ?? token.word
    if (littleWords.has(token.word) && !telling.has(token.word)) {
      joined = true
      if (prepositions.test(token.word) && after !== 'part') after = words.length > 0 ? 'complement' : after
      continue
    }
    if (token.word.length === 1 && token.figure === undefined) continue
    const stems = stemsOf(lexicon, token, rest)
    const bit = 1 << words.length
    const alias = /[(]\s*$/.test(between) || (/\/\s*$/.test(between) && words.length === 1)
    // "Cesto di frutta" is no fruit; "Cosce di pollo" is chicken.
    const kind = after === 'part' && stems.some(stem => lexicon.kindWords.has(stem))
    const noun =
      after !== 'part' ||
      joined ||
      stems.some(stem => lexicon.names.next.get(stem)?.values.some(value => !value.adjective))
    if ((after === 'head' || after === 'part' || alias) && !kind && noun) {
      heads |= bit
      if (after === 'head' && stems.some(stem => lexicon.parts.has(stem))) part |= bit
      after = stems.some(stem => lexicon.parts.has(stem)) && !alias ? 'part' : 'beside'
    } else if (after === 'beside' || after === 'part') {
      beside |= bit
      after = 'beside'
    }
    joined = false
    words.push({ stems, weight: weightOf(lexicon, stems, written) })
    if (words.length === 30) break
  }
  const all = words.flatMap(word => word.stems)
  const compound = lexicon.compounds.some(stems => stems.length > 1 && stems.every(stem => all.includes(stem)))
  return { index, product, contents, words, spelled: spelledOf(tokensOf(product.name)), heads, beside, part, compound }
}

/** The words of a text, for comparing it as a whole. */
function spelledOf(tokens: readonly Token[]): string[] {
  return tokens.map(token => token.figure ?? token.word)
}

/** A shortened word stands for every word of goods that begins so. */
function stemsOf(lexicon: Lexicon, token: Token, text: string): string[] {
  if (token.figure !== undefined) return [token.figure]
  const { word } = token
  const whole = lexicon.abbreviations.get(word)
  const own = lexicon.stem(word)
  if (whole !== undefined) return [...new Set([...whole.split(' ').map(lexicon.stem), own])]
  if (text[token.end] !== '.' || word.length < 3 || lexicon.known.has(word)) return [own]
  const longer = new Set(lexicon.goodsWords.filter(each => each.startsWith(word)).map(lexicon.stem))
  return longer.size > 0 && longer.size <= 4 ? [own, ...longer] : [own]
}

function weightOf(lexicon: Lexicon, stems: readonly string[], written: string): number {
  if (stems.some(stem => lexicon.plain.has(stem))) return 0.05
  if (stems.some(stem => lexicon.special.has(stem))) return 0.5
  return /^\d/.test(written) ? 0.1 : 0.3
}

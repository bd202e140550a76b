// SPDX-License-Identifier: AGPL-3.0-or-later
// A shop's goods, indexed once and asked by every message: which goods a word may mean, which goods a group of equal
// names means here, and which word of this shop a misspelt one may be.
import { type Good, goodOf } from './good.ts'
import { type Hits, hitsOf, type Posting, united } from './hits.ts'
import { isGrammar, isLittle, italian, type Lexicon } from './lexicon.ts'
import type { IndexedProduct } from './line.ts'
import { remembering } from '../memory.ts'
import { nearWords } from './spelling.ts'
import { tokensOf } from '../tokens.ts'
import type { Form } from './word.ts'

export interface CatalogueIndex {
  readonly lexicon: Lexicon
  readonly goods: readonly Good[]
  /** What each group of equal names means here, and each narrower name. */
  readonly equal: readonly (readonly Posting[])[]
  readonly kinds: readonly (readonly Posting[])[]
  /** The goods by the first word of their whole name. */
  readonly spelled: ReadonlyMap<string, readonly Good[]>
  /** The goods that a single word may mean. */
  readonly hitsOf: (forms: readonly Form[]) => Hits
  /** What a word stands for as it is written. */
  readonly formsOf: (word: string) => Written
  /** The words here that a misspelt or shortened one may be, likeliest first. */
  readonly near: (word: string, shortened: boolean) => readonly Form[]
}

interface Written {
  readonly forms: readonly Form[]
  readonly little: boolean
  readonly known: boolean
  /** The shop's own abbreviation of it is known. */
  readonly whole: boolean
}

const sure = { equal: 0.9, kind: 0.7, category: 0.4, description: 0.3 } as const

/** Indexes what a shop sells. */
export function indexOf(products: readonly IndexedProduct[], lexicon: Lexicon = italian): CatalogueIndex {
  const goods = products.map((product, index) => goodOf(lexicon, product, index))
  const byStem = postingsOf(lexicon, goods)
  const meant = (groups: readonly (readonly (readonly string[])[])[], weight: number): Posting[][] =>
    groups.map(phrases => meantBy(goods, byStem, phrases, weight))
  const equal = meant(lexicon.equal, sure.equal)
  const kinds = meant(lexicon.kinds, sure.kind)
  return {
    lexicon,
    goods,
    equal,
    kinds,
    spelled: Map.groupBy(goods, good => good.spelled[0] ?? ''),
    hitsOf: singleHits(lexicon, goods, byStem, equal, kinds),
    formsOf: remembering(word => writtenForms(lexicon, byStem, word)),
    near: nearWords(lexicon, writtenHere(lexicon, goods, equal)),
  }
}

/** The words of names, categories and descriptions. */
function postingsOf(lexicon: Lexicon, goods: readonly Good[]): Map<string, Posting[]> {
  const byStem = new Map<string, Posting[]>()
  // Goods come one after the other: an earlier posting of the same good is the last one of its list.
  const post = (stem: string, posting: Posting): void => {
    const list = byStem.get(stem)
    const last = list?.at(-1)
    if (!list) byStem.set(stem, [posting])
    else if (last?.good !== posting.good) list.push(posting)
    else if (last.weight === posting.weight) list[list.length - 1] = { ...posting, mask: last.mask | posting.mask }
  }
  for (const { index, words, product } of goods) {
    for (const [at, word] of words.entries())
      for (const stem of word.stems) post(stem, { good: index, mask: 1 << at, weight: 1 })
    // "Pane e ortofrutta" says of no good which of both it is.
    const category = stemsIn(lexicon, product.category)
    if (category.length === 1 && category[0] !== undefined)
      post(category[0], { good: index, mask: 0, weight: sure.category })
    for (const stem of stemsIn(lexicon, product.description ?? ''))
      post(stem, { good: index, mask: 0, weight: sure.description })
  }
  return byStem
}

function stemsIn(lexicon: Lexicon, text: string): string[] {
  return tokensOf(text)
    .filter(token => token.figure === undefined && token.word.length > 2 && !lexicon.wishes.next.has(token.word))
    .map(token => lexicon.stem(token.word))
}

/** The goods whose names contain one of these phrases. */
function meantBy(
  goods: readonly Good[],
  byStem: ReadonlyMap<string, readonly Posting[]>,
  phrases: readonly (readonly string[])[],
  weight: number,
): Posting[] {
  // Adjectives alone stand for one another; a longer name must say what the thing is.
  const headless = phrases.every(phrase => phrase.length === 1) ? weight : weight * 0.5
  const some = new Set(phrases.flatMap(phrase => (byStem.get(phrase[0] ?? '') ?? []).map(posting => posting.good)))
  return [...some]
    .sort((one, other) => one - other)
    .flatMap(index => {
      const good = goods[index]
      const masks = good ? phrases.map(phrase => maskOf(good, phrase)).filter(mask => mask !== 0) : []
      if (!good || masks.length === 0) return []
      const headed = masks.filter(mask => (mask & good.heads) !== 0)
      const mask = (headed.length > 0 ? headed : masks).reduce((one, other) => one | other, 0)
      return [{ good: index, mask, weight: headed.length > 0 ? weight : headless }]
    })
}

/** Bits of a name's words that the phrase names, if it names them all in this name; else 0. */
function maskOf(good: Good, phrase: readonly string[]): number {
  let mask = 0
  for (const stem of phrase) {
    const at = good.words.findIndex(word => word.stems.includes(stem))
    if (at < 0) return 0
    mask |= 1 << at
  }
  return mask
}

function singleHits(
  lexicon: Lexicon,
  goods: readonly Good[],
  byStem: ReadonlyMap<string, readonly Posting[]>,
  equal: readonly (readonly Posting[])[],
  kinds: readonly (readonly Posting[])[],
): CatalogueIndex['hitsOf'] {
  const ofStem = remembering((stem: string): Hits => {
    let hits: Hits = hitsOf(goods, byStem.get(stem) ?? [], 1)
    for (const naming of lexicon.names.next.get(stem)?.values ?? []) {
      const postings =
        naming.equal !== undefined ? equal[naming.equal] : naming.kindOf !== undefined ? kinds[naming.kindOf] : []
      hits = united(goods, hits, hitsOf(goods, postings ?? [], 1))
    }
    return hits
  })
  return forms =>
    forms.reduce<Hits>((hits, { stem, weight }) => {
      const more = ofStem(stem)
      return united(goods, hits, weight === 1 ? more : more.map(hit => ({ ...hit, weight: hit.weight * weight })))
    }, [])
}

function writtenForms(lexicon: Lexicon, byStem: ReadonlyMap<string, unknown>, word: string): Written {
  const stem = lexicon.stem(word)
  const whole = lexicon.abbreviations.get(word)
  const little = isLittle(word)
  const stems = whole === undefined ? [stem] : [stem, ...whole.split(' ').map(lexicon.stem)]
  // A stem much shorter than its word may be another word's: "radichio" is no "radice".
  const inflected = lexicon.known.has(stem) && word.length - stem.length <= 2
  const known =
    little || whole !== undefined || isGrammar(word) || byStem.has(stem) || lexicon.known.has(word) || inflected
  return { forms: stems.map(each => ({ stem: each, weight: 1 })), little, known, whole: whole !== undefined }
}

/** Every word that goods of this shop go by, with its stem. */
function writtenHere(
  lexicon: Lexicon,
  goods: readonly Good[],
  equal: readonly (readonly Posting[])[],
): Map<string, string> {
  const written = new Map<string, string>()
  for (const good of goods) {
    for (const word of good.spelled) written.set(word, lexicon.stem(word))
    for (const { stems } of good.words) if (stems.length > 1) for (const stem of stems) written.set(stem, stem)
  }
  for (const [at, words] of lexicon.written.entries())
    if ((equal[at]?.length ?? 0) > 0) for (const word of words) written.set(word, lexicon.stem(word))
  return written
}

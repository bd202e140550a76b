// SPDX-License-Identifier: AGPL-3.0-or-later
// The words of a message with the stems they may stand for, and the phrases of talk among them.
import { isGrammar, type Lexicon, type Talk } from './lexicon.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { pause } from '../punctuation.ts'
import type { Token } from '../tokens.ts'
import type { Trie } from '../trie.ts'
import type { Word } from './word.ts'

/** Looking a word up among 500 goods is dear: a flood of unknown words gets only so many. */
const mostLookups = 50

/** The tokens with their stems; what neither the language nor the shelf knows is taken for a slip, if it may be one. */
export function wordsOf(shelf: CatalogueIndex, tokens: readonly Token[]): Word[] {
  let lookups = 0
  return tokens.map(token => {
    const { word, figure, shortened } = token
    if (figure !== undefined) return { ...token, forms: [{ stem: figure, weight: 1 }], little: false, known: true }
    const { forms, little, known, whole } = shelf.formsOf(word)
    // "pom." may be many things, "pane." at the end of a sentence is bread.
    const cut = shortened && word.length >= 2 && !little && (!known || whole || word.length < 4)
    if (cut ? lookups >= mostLookups : known || word.length < 4 || lookups >= mostLookups)
      return { ...token, forms, little, known }
    lookups += 1
    const longer = cut ? shelf.near(word, true) : []
    const near = longer.length > 0 || (cut && known) ? longer : shelf.near(word, false)
    return { ...token, forms: [...forms, ...near], little, known: known || longer.length > 0 }
  })
}

/** The phrases of talk, by the word they begin at. */
export type Said = readonly (readonly Phrase<Talk>[])[]

export interface Phrase<T> {
  readonly end: number
  readonly value: T
}

const none: readonly never[] = []

/** What is said besides goods. */
export function saidIn(words: readonly Word[], lexicon: Lexicon): Said {
  return words.map((_, at) => phrasesAt(lexicon.talk, words, at, lexicon))
}

/** The phrases that begin at a word; `#` in them is any number, `@` any name. */
export function phrasesAt<T>(
  trie: Trie<T>,
  words: readonly Word[],
  at: number,
  lexicon: Lexicon,
): readonly Phrase<T>[] {
  let found: Phrase<T>[] | undefined
  const step = (node: Trie<T>, from: number): void => {
    for (const value of node.values) (found ??= []).push({ end: from, value })
    const word = words[from]
    if (!word || node.next.size === 0 || (from > at && word.pause > pause.none)) return
    const next = node.next.get(word.word)
    if (next) step(next, from + 1)
    const isNumber = word.figure !== undefined || (!word.little && isGrammar(word.word))
    const number = isNumber ? node.next.get('#') : undefined
    if (number) step(number, from + 1)
    const isName = word.figure === undefined && (word.capital || lexicon.people.has(word.word))
    const name = isName ? node.next.get('@') : undefined
    if (name) step(name, from + 1)
  }
  step(trie, at)
  return found ?? none
}

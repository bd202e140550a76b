// SPDX-License-Identifier: AGPL-3.0-or-later
// Wishes: phrases that everybody uses, and whatever follows a word that opens one ("senza …", "non troppo …").
import { isGrammar } from './lexicon.ts'
import { isWish, type Message, paused } from './message.ts'
import { isNumberWord } from '../numbers.ts'
import { type Piece, worth } from './piece.ts'
import { type Phrase, phrasesAt } from './said.ts'
import { pause } from '../punctuation.ts'
import type { Word } from './word.ts'

/** "un po'", "in un pezzo solo". */
const littleOf = /^(?:po|pochino|poco|pezzo|pezzetto|sacchetto|vassoio|dito|lato|unico|bel)$/
const longestWish = 7
/** A known phrase that goes on is worth more than one that only opens. */
const goesOn = 0.3
/** A wish that begins with a number must be a phrase: "4 dita". */
const sureWish = 0.8

/** Wishes that may begin at this word. */
export function wishPieces(message: Message, at: number, chatty: boolean): Piece[] {
  const { words, lexicon } = message
  const word = words[at]
  if (!word) return []
  const pieces = phrasesAt(lexicon.wishes, words, at, lexicon).flatMap(phrase => openedPieces(message, at, phrase))
  if (isNumber(word)) return pieces.filter(piece => piece.end > at + 1 && piece.score > sureWish)
  if (word.little) return pieces
  const one = (score: number): Piece => ({ kind: 'wish', start: at, end: at + 1, score })
  if (isWish(lexicon, word)) return [...pieces, one(worth.wishWord)]
  return chatty ? pieces : [...pieces, one(worth.unknownWish)]
}

/** The phrase itself, and it with more and more words after it. */
function openedPieces(message: Message, at: number, { end, value }: Phrase<'fixed' | 'opener'>): Piece[] {
  const { words, lexicon } = message
  const fixed = value === 'fixed'
  const pieces: Piece[] = []
  if (fixed) pieces.push({ kind: 'wish', start: at, end, score: worth.fixedWish + worth.wishWord * (end - at) })
  let score: number = worth.opener + (fixed ? goesOn : 0)
  for (let to = end; to < at + longestWish && !paused(message, to, pause.and); to += 1) {
    const next = words[to]
    if (!next || isNumber(next) || (isNumberWord(next.word) && !littleOf.test(words[to + 1]?.word ?? ''))) break
    if (next.little) continue
    if (fixed && to === end && !isWish(lexicon, next)) break
    score += isWish(lexicon, next) ? worth.wishWord : next.known ? worth.knownInWish : worth.unknownInWish
    pieces.push({ kind: 'wish', start: at, end: to + 1, score })
  }
  return pieces
}

/** A number that is no article. */
function isNumber(word: Word): boolean {
  return word.figure !== undefined || (!word.little && isGrammar(word.word))
}

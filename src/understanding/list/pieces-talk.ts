// SPDX-License-Identifier: AGPL-3.0-or-later
// What is said beside goods and wishes: greetings, orders, corrections, withdrawals, "ciascuno", names of people.
import { bareVerb, beginsOrder, clauseEnd } from './clauses.ts'
import type { Talk } from './lexicon.ts'
import { measureAt } from '../measures.ts'
import { type Message, paused } from './message.ts'
import { numberAt } from '../numbers.ts'
import { type Piece, type PieceKind, worth } from './piece.ts'
import type { Phrase } from './said.ts'
import { pause } from '../punctuation.ts'
import type { Word } from './word.ts'

/** Phrases that stand for themselves, with the piece they make and what a word of them is worth. */
const plain: Readonly<Partial<Record<Talk, readonly [PieceKind, number]>>> = {
  courtesies: ['talk', worth.order],
  times: ['talk', worth.order],
  orders: ['order', worth.order],
  corrections: ['correction', worth.order],
  withdrawals: ['withdrawal', worth.order],
  undoings: ['undoing', worth.order],
  alternatives: ['or', worth.order],
  people: ['talk', worth.person],
  links: ['link', worth.link],
}
/** Of what is only polite, the first word counts a little less: "tempo" may also be handkerchiefs. */
const courtesyLess = 0.1

/** Talk that may begin at this word. */
export function talkPieces(message: Message, at: number): Piece[] {
  const word = message.words[at]
  if (!word) return []
  const phrases = (message.said[at] ?? []).flatMap(phrase => phrasePiece(message, at, phrase))
  return [...phrases, ...eachPieces(message, at), ...personPieces(message, at, word), ...theUsual(message, at)]
}

function phrasePiece(message: Message, at: number, { end, value }: Phrase<Talk>): Piece[] {
  const length = end - at
  const until = (kind: PieceKind, to: number, score: number): Piece[] => [{ kind, start: at, end: to, score }]
  switch (value) {
    case 'questions':
      return []
    case 'greetings':
      return until('talk', end, length > 1 ? worth.greeting * length : worth.talk)
    case 'asides': {
      const to = clauseEnd(message, end)
      return until('aside', to, worth.aside * (to - at))
    }
    case 'conditions': {
      const to = conditionEnd(message, end)
      return until('condition', to, worth.condition * (to - at))
    }
    case 'fallbacks':
      return until('wish', clauseEnd(message, end), worth.clauseWish * length)
    case 'writings': {
      const to = clauseEnd(message, end)
      return until('wish', to, worth.writing * (to - at))
    }
    default: {
      const [kind, each] = plain[value] ?? ['talk', worth.talk]
      if (value === 'corrections' && length === 1 && isPlainVerb(message, at)) return []
      return until(kind, end, each * length - (value === 'courtesies' || value === 'times' ? courtesyLess : 0))
    }
  }
}

/** "facciamo la griglia" corrects nothing, "facciamo tre" does. */
function isPlainVerb({ words }: Message, at: number): boolean {
  return bareVerb.test(words[at]?.word ?? '') && !numberAt(words, at + 1)
}

/** What these conditions are about is still to come. */
const goesOn = /^(?:sono|costa|costano|viene|vengono|avete|hai|ha|esce|escono)$/

/** "se sono sotto i dieci euro prendine un chilo": to the next pause or order. */
function conditionEnd(message: Message, from: number): number {
  if (!goesOn.test(message.words[from - 1]?.word ?? '')) return from
  const last = clauseEnd(message, from)
  for (let end = from; end < last; end += 1)
    if (beginsOrder(message, end) || measureAt(message.words, end + 1)) return end
  return last
}

const eachWord = /^(?:ciascun[oa]?|cadaun[oa]|cad|ognun[oa])$/
const afterPer = /^(?:tipo|sorta|qualita|gusto|ciascuno|ognuno|specie)$/
const afterOf = /^(?:ciascun[oa]|ognun[oa]|entramb[ie]|tutt[oaie])$/

/** "ciascuno", "l'uno", "per tipo", "di tutti e tre". */
function eachPieces({ words }: Message, at: number): Piece[] {
  const word = words[at]?.word ?? ''
  const next = words[at + 1]?.word ?? ''
  const each = (end: number): Piece[] => [{ kind: 'each', start: at, end, score: worth.order * (end - at) }]
  if (eachWord.test(word)) return each(at + 1)
  if ((word === 'l' && /^un[oa]$/.test(next)) || (word === 'per' && afterPer.test(next))) return each(at + 2)
  if (word !== 'di' || !afterOf.test(next)) return []
  return each(words[at + 2]?.word === 'e' && numberAt(words, at + 3) ? at + 4 : at + 2)
}

const pronouns = /^(?:mi|ci|ti|vi|me|ne|si)$/

/** Names of people, "no", and after a pronoun a verb that nobody knows: "mi servirebero". */
function personPieces({ words, lexicon }: Message, at: number, word: Word): Piece[] {
  const one = (kind: PieceKind, score: number): Piece => ({ kind, start: at, end: at + 1, score })
  const verb = !word.known && word.pause === pause.none && pronouns.test(words[at - 1]?.word ?? '')
  return [
    ...(lexicon.people.has(word.word) ? [one('talk', worth.name)] : []),
    ...(verb ? [one('order', worth.talk)] : []),
    ...(word.word === 'no' ? [one('no', worth.talk)] : []),
  ]
}

/** "il solito", if nothing else is said with it: the shop knows what that is. */
function theUsual(message: Message, at: number): Piece[] {
  const { words } = message
  if (!/^(?:il|la|i|le|lo)$/.test(words[at]?.word ?? '') || !/^solit[oaie]$/.test(words[at + 1]?.word ?? '')) return []
  const end = /^(?:ordine|spesa|cose|lista|giro)$/.test(words[at + 2]?.word ?? '') ? at + 3 : at + 2
  const alone = paused(message, end, pause.comma) || /^(?:piu|e|con)$/.test(words[end]?.word ?? '')
  return alone ? [{ kind: 'thing', start: at, end, score: worth.theUsual }] : []
}

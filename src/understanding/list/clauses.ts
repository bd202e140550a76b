// SPDX-License-Identifier: AGPL-3.0-or-later
// What kind of clause a word stands in. A clause ends at a comma, a full stop, or where an order begins: "ho ospiti a
// pranzo mi servirebbero otto carciofi" is two.
import { weightMeasureOf } from '../../rules/numerals.ts'
import { isGrammar } from './lexicon.ts'
import { isWish, type Message, paused, type Span } from './message.ts'
import { pause } from '../punctuation.ts'
import type { Word } from './word.ts'

/** "mancavano": even where the verb is unknown. */
const imperfect = /^.{3,}[aei](?:vano|vamo|vate)$/
/** What was is told; what is counted in it is not ordered. */
const past = /^(?:er[oai]|erano|eravate)$/
const subordinate = /^(?:che|perche|se|cosi)$/
/** Of a clause that tells, at least every fifth word says so. */
const tellingShare = 5
const longestClause = 12
const longestSignature = 3

/** Corrections only before a number: "facciamo tre", but "domenica facciamo la griglia". */
export const bareVerb = /^(?:facciamo|fai|fate|fa|fanne|fine|meglio)$/

/** Where a clause that began before this word ends. */
export function clauseEnd(message: Message, from: number): number {
  const { words } = message
  let end = from
  while (end < from + longestClause && !paused(message, end, pause.comma) && !words[end - 1]?.colon) end += 1
  return Math.min(end, words.length)
}

/** Whether an order begins at a word: "mi servono". */
export function beginsOrder({ said }: Message, at: number): boolean {
  return says(said[at], 'orders')
}

export function says(phrases: readonly { readonly value: string }[] | undefined, kind: string): boolean {
  return phrases?.some(({ value }) => value === kind) ?? false
}

/** Whether each word stands in a clause that tells something rather than lists goods. */
export function chattyWords(message: Message): boolean[] {
  const { words, lexicon } = message
  const chatty: boolean[] = []
  for (let at = 0; at < words.length;) {
    let end = at + 1
    while (!paused(message, end, pause.comma) && !beginsOrder(message, end)) end += 1
    const clause = words.slice(at, end)
    const telling = clause.filter(({ word }) => lexicon.chat.has(word) || lexicon.verbs.has(word)).length
    const content = clause.filter(word => !word.little).length
    const isChat = telling > 0 && telling * tellingShare >= content
    for (; at < end; at += 1) chatty.push(isChat)
  }
  return chatty
}

/** Clauses that order nothing: "ieri le albicocche erano buonissime", and headings, "per il sugo:". By where they begin. */
export function asidesIn(message: Message): Map<number, Span> {
  const asides = new Map<number, Span>()
  for (let start = 0, end = 0; start < message.words.length; start = end) {
    end = start + 1
    while (!paused(message, end, pause.comma) && !message.words[end - 1]?.colon) end += 1
    const span = { start, end }
    if (isTold(message, span) || isHeading(message, span)) asides.set(start, span)
  }
  return asides
}

function isTold(message: Message, span: Span): boolean {
  const { words, lexicon, said } = message
  const clause = words.slice(span.start, span.end)
  const ordersAt = (index: number): boolean =>
    said[span.start + index]?.some(
      ({ value }) =>
        /^(?:orders|withdrawals|undoings|conditions|alternatives)$/.test(value) ||
        (value === 'corrections' && !bareVerb.test(clause[index]?.word ?? '')),
    ) ?? false
  if (clause.some((_, index) => ordersAt(index))) return false
  if (clause.some(({ word }) => past.test(word)) && !clause.some(({ word }) => weightMeasureOf(word))) return true
  // "rucola che la mangiamo stasera" is wanted all the same.
  const relative = clause.findIndex(({ word }, index) => index > 0 && subordinate.test(word))
  const main = relative < 0 ? clause : clause.slice(0, relative)
  const tells = main.some(({ word }) => lexicon.verbs.has(word) || (!lexicon.known.has(word) && imperfect.test(word)))
  // "che buone le clementine!"
  const praises = clause[0]?.word === 'che' && clause[1] !== undefined && isWish(lexicon, clause[1])
  return (tells || praises) && !clause.some(isNumber)
}

function isHeading(message: Message, { start, end }: Span): boolean {
  const { words, lexicon, said, reader } = message
  const clause = words.slice(start, end)
  const corrects = clause.some((_, index) => says(said[start + index], 'corrections'))
  if (words[end - 1]?.colon !== true || corrects || clause.some(isNumber)) return false
  const tells = clause.some(({ word }) => lexicon.verbs.has(word) || lexicon.chat.has(word))
  const names = (at: number): boolean => reader.readingsAt(at).length > 0 || reader.namedAt(at).size > 0
  return (
    paused(message, end, pause.stop) ||
    tells ||
    /^(?:per|x)$/.test(clause[0]?.word ?? '') ||
    !clause.some((_, index) => names(start + index))
  )
}

/** A number that is no article. */
function isNumber(word: Word): boolean {
  return word.figure !== undefined || (isGrammar(word.word) && !word.little)
}

/** Where the signature begins: the last clause, if it is nothing but names. */
export function signatureAt(message: Message): number | undefined {
  const { words } = message
  let at = words.length - 1
  while (at > 0 && !paused(message, at, pause.comma)) at -= 1
  const names = words.slice(at)
  return at > 0 && names.length <= longestSignature && names.every(word => word.capital && !word.known) ? at : undefined
}

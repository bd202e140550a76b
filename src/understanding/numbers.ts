// SPDX-License-Identifier: AGPL-3.0-or-later
// Numbers in a message: figures, words, "un paio", "mezza dozzina".
import { italianNumbers } from '../rules/numerals.ts'
import { pause } from './punctuation.ts'
import type { Token } from './tokens.ts'

/** A number and the token after it. */
export interface NumberRead {
  readonly value: number
  readonly end: number
  /** "un", "una": as much an article as a number. */
  readonly article: boolean
  /** As it was written in figures: whether "1.500" is a thousand depends on the measure that follows. */
  readonly figure: string | undefined
  /** "un paio", "una dozzina". */
  readonly counted: boolean
}

/** Written as spoken in several parts of Italy. */
const spoken: Readonly<Record<string, number>> = {
  du: 2,
  do: 2,
  tri: 3,
  quater: 4,
  na: 1,
  n: 1,
  mezz: 0.5,
  mezzo: 0.5,
  mezza: 0.5,
  mezze: 0.5,
  mezzi: 0.5,
  mez: 0.5,
  mezo: 0.5,
}
const collectives: Readonly<Record<string, number>> = {
  paio: 2,
  paia: 2,
  par: 2,
  coppia: 2,
  terzetto: 3,
  dozzina: 12,
  dozzine: 12,
  decina: 10,
  decine: 10,
  quindicina: 15,
  ventina: 20,
  trentina: 30,
  quarantina: 40,
  cinquantina: 50,
  sessantina: 60,
  centinaio: 100,
}

/** What is written in figures, if it can be an amount: no time of day, no telephone number, no date. */
function valueOf(figure: string): number | undefined {
  if (/^\d{1,5}(?:[.,]\d{1,3})?$/.test(figure)) return Number(figure.replace(',', '.'))
  if (/^\d{1,2}(?:[.,]\d{3})+$/.test(figure)) return Number(figure.replace(/[.,]/g, ''))
  // "2/3 etti": two or three. The shop cuts what is nearer to it.
  const [, low, high] = /^(\d)\/(\d)$/.exec(figure) ?? []
  return low !== undefined && Number(high) === Number(low) + 1 ? Number(low) : undefined
}

/** Whether a word says a number or begins one. */
export function isNumberWord(word: string): boolean {
  return italianNumbers.has(word) || Object.hasOwn(spoken, word) || Object.hasOwn(collectives, word)
}

/** The number that begins at this token. */
export function numberAt(tokens: readonly Token[], at: number): NumberRead | undefined {
  const token = tokens[at]
  if (!token || (token.figure === undefined && !isNumberWord(token.word))) return undefined
  const follows = (index: number): Token | undefined => {
    const next = tokens[index]
    return next && next.pause === pause.none ? next : undefined
  }
  if (token.figure !== undefined) {
    const value = valueOf(token.figure)
    return value === undefined
      ? undefined
      : { value, end: at + 1, article: false, figure: token.figure, counted: false }
  }
  const value = spoken[token.word] ?? italianNumbers.get(token.word)
  const next = follows(at + 1)
  if (value === undefined) {
    const many = collectives[token.word]
    return many === undefined
      ? undefined
      : { value: many, end: at + 1, article: false, figure: undefined, counted: true }
  }
  const collective = next && collectives[next.word]
  if (collective !== undefined)
    return { value: value * collective, end: at + 2, article: false, figure: undefined, counted: true }
  // "un due etti": about two. "due o tre", "due tre": the shop cuts what is nearer to it.
  const second =
    next && (italianNumbers.get(next.word) ?? (next.figure === undefined ? undefined : valueOf(next.figure)))
  if (value === 1 && second !== undefined && second > 1) {
    const real = numberAt(tokens, at + 1)
    if (real) return real
  }
  if (value >= 2 && second === value + 1)
    return { value, end: at + 2, article: false, figure: undefined, counted: false }
  const third = next?.word === 'o' ? follows(at + 2) : undefined
  const either =
    third && (italianNumbers.get(third.word) ?? (third.figure === undefined ? undefined : valueOf(third.figure)))
  if (value >= 1 && either === value + 1)
    return { value, end: at + 3, article: false, figure: undefined, counted: false }
  return { value, end: at + 1, article: value === 1 && token.word !== 'uno', figure: undefined, counted: false }
}

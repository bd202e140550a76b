// SPDX-License-Identifier: AGPL-3.0-or-later
// A message as words, numbers and the pauses between them. Pauses decide where one thing ends and the next begins, so
// punctuation is kept as a strength: none, a link, a comma, a full stop or a new line.

import synonymData from './list/synonyms.json' with { type: 'json' }
import { pause, type Pause, pauseOf } from './punctuation.ts'
import { mostReadWords, readablePart } from './reading-limit.ts'

export interface Token {
  /** Lower case, without accents and apostrophes. */
  readonly word: string
  /** The number it writes in figures: "1,5", "½", "3". */
  readonly figure: string | undefined
  /** Where it stands in the message. */
  readonly start: number
  readonly end: number
  readonly pause: Pause
  /** The mark of interrogation follows before the next token. */
  readonly asked: boolean
  /** A colon follows. */
  readonly colon: boolean
  /** It is written with a capital. */
  readonly capital: boolean
  /** A full stop shortens it: "prosc." */
  readonly shortened: boolean
  /** A picture stands for the word: it says nothing where the word is also written. */
  readonly picture: boolean
}

/** Lower case without accents; "’" and "`" as the plain apostrophe. */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  if (/^[a-z]*$/.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
}

// One after the other: a number, a fraction, a word, a picture, anything else.
const lexemes =
  /((?:\+39\s?)?3\d{2}[\s/.-]?\d{6,7}(?!\d)|0\d{1,3}[\s/-]\d{5,8}|\d{1,2}:\d{2}|\d+\/\d+|\d+(?:[.,]\d+)*(?:\s?[½¼¾])?|[½¼¾])|((?<!\p{L})[scSC]\/(?=\s?\p{L})|\p{L}[\p{L}\p{M}]*|[€×])|(\p{Extended_Pictographic})|([^\S\n]*\n\s*)|([^\S\n]+)|([^])/gu
const fractions: Readonly<Record<string, string>> = {
  '½': '0.5',
  '¼': '0.25',
  '¾': '0.75',
  '1/2': '0.5',
  '1/4': '0.25',
  '3/4': '0.75',
}

const pictures: ReadonlyMap<string, string> = new Map(Object.entries(synonymData.pictures))

/** The words and numbers of a text in order. */
export function tokensOf(text: string): Token[] {
  const { part: read } = readablePart(text)
  const tokens: Writable<Token>[] = []
  let between: Pause = pause.stop
  const raise = (to: Pause): void => void (between = Math.max(between, to) as Pause)
  const add = (word: string, start: number, end: number, more: Partial<Token> = {}): void => {
    tokens.push({ ...bare, word, start, end, pause: between, shortened: read[end] === '.', ...more })
    between = pause.none
  }
  for (const match of read.matchAll(lexemes)) {
    if (tokens.length >= mostReadWords) break
    const [raw, number, word, picture, line, blank] = match
    const start = match.index
    const end = start + raw.length
    const last = tokens.at(-1)
    if (number !== undefined) add('#', start, end, { figure: figureOf(number) })
    else if (word !== undefined) addWord(word, start, read, add)
    else if (picture !== undefined) {
      const name = pictures.get(picture)
      if (name === undefined) raise(pause.comma)
      else if (last?.word !== folded(name)) add(folded(name), start, end, { picture: true })
    } else if (line !== undefined) raise(pause.stop)
    else if (blank === undefined) {
      if (raw === '?' && last) last.asked = true
      if (raw === ':' && last) last.colon = true
      raise(pauseOf(raw, read, start))
    }
  }
  return tokens
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
const bare = { figure: undefined, asked: false, colon: false, capital: false, picture: false } as const

/** "1½" is 1.5. */
function figureOf(number: string): string {
  const [, whole, part] = /^(\d+)\s?([½¼¾])$/.exec(number) ?? []
  if (whole !== undefined && part !== undefined) return String(Number(whole) + Number(fractions[part]))
  return fractions[number] ?? number
}

/** Words that are run together, or shortened with a stroke, are taken apart: "mezzochilo", "s/sale". */
function addWord(
  raw: string,
  start: number,
  text: string,
  add: (word: string, start: number, end: number, more?: Partial<Token>) => void,
): void {
  const word = folded(raw)
  const end = start + raw.length
  if (word === 's/') return add(/^\s?(?:olio|aceto)/i.test(text.slice(end, end + 7)) ? 'sott' : 'senza', start, end)
  if (word === 'c/') return add('con', start, end)
  const [, number, measure] = /^(mezzo?|un|due|tre|quattro|cinque)(chil[oi]|kg|ett[oi]|litr[oi])$/.exec(word) ?? []
  if (number !== undefined && measure !== undefined) {
    add(number, start, start + number.length)
    return add(measure, start + number.length, end)
  }
  // "S.Daniele"
  add(word === 's' ? 'san' : word, start, end, { capital: raw[0] !== raw[0]?.toLowerCase() })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Which word of a shop a misspelt or shortened one may be. MiniSearch finds the words that are near; how near, and
// whether near enough, is judged here, since it takes two swapped letters for two slips.
import MiniSearch from 'minisearch'
import { type Lexicon, littleWords } from './lexicon.ts'
import { remembering } from '../memory.ts'
import type { Form } from './word.ts'

interface Entry {
  readonly word: string
  readonly stem: string
}

const perSlip = 0.13
/** Another ending is half a slip. */
const ending = 0.5
const cutShort = 0.9
const beginning = 0.75
const mostLonger = 12
const mostNear = 4

/** Looks words up among those that are written in a shop, each given with its stem. A look-up takes 40 to 150 µs. */
export function nearWords(
  lexicon: Lexicon,
  written: ReadonlyMap<string, string>,
): (word: string, shortened: boolean) => readonly Form[] {
  const index = new MiniSearch<Entry>({
    idField: 'word',
    fields: ['word'],
    storeFields: ['stem'],
    tokenize: text => [text],
  })
  const entries = [...written].filter(([word]) => word.length > 2 && !/^\d/.test(word) && !littleWords.has(word))
  index.addAll(entries.map(([word, stem]) => ({ word, stem })))
  const search = (word: string, options: { prefix: boolean; fuzzy: number | false }): Entry[] =>
    index.search(word, options).map(result => ({ word: String(result.id), stem: String(result.stem) }))
  const longer = remembering(word => beginningWith(word, search(word, { prefix: true, fuzzy: false })))
  const near = remembering(word => misspelt(lexicon, word, search(word, { prefix: word.length >= 5, fuzzy: 2 })))
  return (word, shortened) => (shortened ? longer(word) : near(word))
}

/** What a shortened word may be: every word that begins so. */
function beginningWith(word: string, entries: readonly Entry[]): Form[] {
  const stems = new Set(entries.filter(entry => entry.word.startsWith(word)).map(entry => entry.stem))
  return stems.size > mostLonger ? [] : [...stems].map(stem => ({ stem, weight: cutShort }))
}

function misspelt(lexicon: Lexicon, word: string, entries: readonly Entry[]): Form[] {
  const most = slipsAllowed(word.length)
  if (most === 0) return []
  const stem = lexicon.stem(word)
  const near = entries.flatMap((entry): Form[] => {
    const slips = Math.min(slipsBetween(word, entry.word, most), slipsBetween(stem, entry.stem, most) + ending)
    const begins = word[0] === entry.word[0] || (slips <= 1 && word.length > 4)
    if (slips <= most && begins) return [{ stem: entry.stem, weight: 1 - perSlip * slips }]
    return entry.word.startsWith(word) ? [{ stem: entry.stem, weight: beginning }] : []
  })
  const best = Math.max(0, ...near.map(each => each.weight))
  return [...new Map(near.filter(each => each.weight === best).map(each => [each.stem, each])).values()].slice(
    0,
    mostNear,
  )
}

/** How many slips a word may have and still be another: none in a short one. */
function slipsAllowed(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2
}

/** How many slips lie between two words, two neighbours swapped counting as one; `most` + 1 if more than that. */
export function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least = Math.min(least, (before[column - 2] ?? 0) + 1)
      current.push(least)
    }
    if (Math.min(...current) > most) return most + 1
    before = above
    above = current
  }
  return above[other.length] ?? most + 1
}

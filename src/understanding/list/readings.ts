// SPDX-License-Identifier: AGPL-3.0-or-later
// Which goods the words of a message may name: every stretch of words that agrees on at least one good of the shelf,
// and every stretch that names goods at all, here or in another shop.
import type { Good } from './good.ts'
import { agreed, fitOf, type Hits, hitsOf, united } from './hits.ts'
import { isGrammar } from './lexicon.ts'
import { isNumberWord } from '../numbers.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { pause } from '../punctuation.ts'
import type { Trie } from '../trie.ts'
import type { Word } from './word.ts'

/** A stretch of words read as goods of this shelf. */
export interface Reading {
  readonly end: number
  readonly hits: Hits
  readonly score: number
  /** The whole name was written as it stands. */
  readonly whole: boolean
  /** It follows a preposition, as where a noun is left out: "tre alla crema". */
  readonly elliptic: boolean
  /** It says what the thing is, not only which one. */
  readonly named: boolean
}

interface Stretch {
  readonly end: number
  readonly hits: Hits
}

/** A longer name is read with more confidence than its parts. */
const perWord = 0.1
const wholeName = 0.5
/** "vino" before "barbera". */
const kindBefore = 0.4
const mostStretches = 12
const mostUnits = 6

/** Reads goods from the words of one message; what was found at a word is kept. */
export class Reader {
  readonly #shelf: CatalogueIndex
  readonly #words: readonly Word[]
  readonly #units: (readonly Stretch[])[] = []
  readonly #readings: (readonly Reading[])[] = []
  readonly #named: ReadonlyMap<number, number>[] = []

  constructor(shelf: CatalogueIndex, words: readonly Word[]) {
    this.#shelf = shelf
    this.#words = words
  }

  /** Every stretch from here that names goods of the shelf, with the goods that all its words agree on. */
  readingsAt(at: number): readonly Reading[] {
    return (this.#readings[at] ??= this.#read(at))
  }

  /** Stretches from here that name goods of any shop; per end how many words of it are known as goods. */
  namedAt(at: number): ReadonlyMap<number, number> {
    return (this.#named[at] ??= this.#name(at))
  }

  #read(at: number): Reading[] {
    const word = this.#words[at]
    if (!word || word.little) return []
    const readings = new Map<number, Reading>()
    const elliptic = this.#isElliptic(at)
    const keep = (end: number, hits: Hits, whole: boolean): void => {
      // "pane senza …" is only named once it is said without what.
      if (this.#words[end - 1]?.word === 'senza') return
      let best = 0
      let named = false
      for (const hit of hits) {
        const fit = fitOf(this.#shelf.goods[hit.good], hit, elliptic)
        if (fit > best) best = fit
        named ||= hit.headed
      }
      const score = best + perWord * (end - at - 1)
      if (best > 0 && score > (readings.get(end)?.score ?? 0))
        readings.set(end, { end, hits, score, whole, elliptic, named })
    }
    for (const good of this.#shelf.spelled.get(word.figure ?? word.word) ?? []) {
      const end = this.#endOfName(good, at)
      if (end !== undefined)
        keep(
          end,
          [{ good: good.index, mask: -1, lead: -1, weight: this.#contentWords(at, end) + wholeName, headed: true }],
          true,
        )
    }
    for (const { end, hits } of this.#stretchesFrom(at)) {
      const whole = readings.get(end)
      // "Patate" is a whole name, and of "patate rosse" as well.
      if (whole?.whole) readings.set(end, { ...whole, hits: united(this.#shelf.goods, hits, whole.hits) })
      else keep(end, hits, false)
    }
    if (word.forms[0] && this.#shelf.lexicon.kindWords.has(word.forms[0].stem)) {
      const next = this.#words[at + 1]
      const follows =
        next !== undefined &&
        next.pause === pause.none &&
        !next.little &&
        next.figure === undefined &&
        !isGrammar(next.word)
      for (const { end, hits } of follows ? this.#stretchesFrom(at + 1) : [])
        keep(
          end,
          hits.map(hit => (hit.headed ? { ...hit, weight: hit.weight + kindBefore } : hit)),
          false,
        )
    }
    return [...readings.values()]
  }

  /** Stretches whose every word agrees, longer and longer. */
  #stretchesFrom(at: number): Stretch[] {
    const found: Stretch[] = []
    let frontier = this.#unitsAt(at)
    for (let depth = 0; depth < mostUnits && frontier.length > 0; depth += 1) {
      const longer: Stretch[] = []
      for (const stretch of frontier) {
        found.push(stretch)
        const from = this.#skipLittle(stretch.end)
        if (from === undefined || longer.length >= mostStretches) continue
        // "pane pane" says it twice, and names nothing more.
        if (this.#words[from]?.word === this.#words[stretch.end - 1]?.word) continue
        for (const unit of this.#unitsAt(from)) {
          const hits = agreed(stretch.hits, unit.hits)
          if (hits.length > 0) longer.push({ end: unit.end, hits })
        }
      }
      frontier = longer
    }
    return found
  }

  #name(at: number): Map<number, number> {
    const { names, varieties } = this.#shelf.lexicon
    const ends = new Map<number, number>()
    this.#walk(names, at, (end, values, words) => {
      if (!values.every(value => value.adjective)) ends.set(end, Math.max(ends.get(end) ?? 0, words))
    })
    for (let round = 0; round < 3; round += 1)
      for (const [end, words] of [...ends]) {
        const from = this.#skipLittle(end)
        if (from === undefined) continue
        this.#walk(varieties, from, (until, _values, more) => {
          if (!ends.has(until)) ends.set(until, words + more)
        })
        // "piedini di maiale": the complement is a name by itself.
        if (from > end)
          this.#walk(names, from, (until, _values, more) => {
            if (!ends.has(until)) ends.set(until, words + more * 0.7)
          })
      }
    return ends
  }

  #unitsAt(at: number): readonly Stretch[] {
    const known = this.#units[at]
    if (known) return known
    const word = this.#words[at]
    const units: Stretch[] = []
    if (word && !word.little) {
      const single = this.#shelf.hitsOf(word.forms)
      if (single.length > 0) units.push({ end: at + 1, hits: single })
      this.#walk(this.#shelf.lexicon.names, at, (end, values, words, weight) => {
        if (words === 1) return
        for (const { equal, kindOf } of values) {
          const postings =
            equal !== undefined
              ? this.#shelf.equal[equal]
              : kindOf !== undefined
                ? this.#shelf.kinds[kindOf]
                : undefined
          if (!postings || postings.length === 0) continue
          const hits = hitsOf(this.#shelf.goods, postings, weight * words)
          const same = units.findIndex(unit => unit.end === end)
          const other = units[same]
          if (other) units[same] = { end, hits: united(this.#shelf.goods, other.hits, hits) }
          else units.push({ end, hits })
        }
      })
    }
    this.#units[at] = units
    return units
  }

  /** Follows the trie from here over stems, passing over little words. */
  #walk<T>(
    trie: Trie<T>,
    at: number,
    found: (end: number, values: readonly T[], words: number, weight: number) => void,
  ): void {
    const step = (node: Trie<T>, from: number, words: number, weight: number): void => {
      for (const form of this.#words[from]?.forms ?? []) {
        const next = node.next.get(form.stem)
        if (!next) continue
        const sure = Math.min(weight, form.weight)
        if (next.values.length > 0) found(from + 1, next.values, words + 1, sure)
        const after = next.next.size > 0 ? this.#skipLittle(from + 1) : undefined
        if (after !== undefined) step(next, after, words + 1, sure)
      }
    }
    step(trie, at, 0, 1)
  }

  /** The next word that is not little, if no pause lies between. */
  #skipLittle(at: number): number | undefined {
    for (let index = at; index < this.#words.length && index < at + 4; index += 1) {
      const word = this.#words[index]
      if (!word || word.pause > pause.none || this.#words[index - 1]?.colon || isNumberWord(word.word)) return undefined
      if (!word.little) return index
    }
    return undefined
  }

  /** After a preposition and perhaps an article: "tre alla crema", "due con i pomodorini". */
  #isElliptic(at: number): boolean {
    if (this.#words[at]?.pause !== pause.none) return false
    const article = /^(?:il|lo|la|i|gli|le|l)$/.test(this.#words[at - 1]?.word ?? '') ? 1 : 0
    return /^(?:al|alla|allo|all|ai|agli|alle|con|col|coi|a)$/.test(this.#words[at - 1 - article]?.word ?? '')
  }

  #endOfName({ spelled }: Good, at: number): number | undefined {
    const differs = spelled.some((name, index) => {
      const word = this.#words[at + index]
      return (word?.figure ?? word?.word) !== name
    })
    return differs || spelled.length === 0 ? undefined : at + spelled.length
  }

  #contentWords(at: number, end: number): number {
    return this.#words.slice(at, end).filter(word => !word.little).length
  }
}

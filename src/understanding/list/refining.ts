// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Draft } from './drafts.ts'
import type { Entry } from './entries.ts'
import type { Good } from './good.ts'
import type { Message, Span } from './message.ts'

const those = /^quell[aoie]$/

/** A wish that tells one of the goods that fit from the others is none: "patate piccole rosse". */
export function refined(
  message: Message,
  { thing, reading, notes }: Draft,
  goods: readonly Good[],
): { goods: readonly Good[]; notes: readonly Span[] } {
  if (thing || !reading || notes.length === 0) return { goods, notes }
  const { shelf, words } = message
  const fits = reading.hits.flatMap(hit => (hit.headed ? [shelf.goods[hit.good] as Good] : []))
  const telling = new Map<number, Good[]>()
  for (const { start, end } of notes)
    for (let at = start; at < end; at += 1) {
      const word = words[at]
      const hits = word && !word.little ? shelf.hitsOf(word.forms).filter(hit => !hit.headed && hit.mask !== 0) : []
      const named = fits.filter(good => hits.some(hit => hit.good === good.index))
      if (named.length > 0) telling.set(at, named)
    }
  // "metà dolce e metà piccante" tells nothing.
  const meant = [...telling.values()].reduce((one, other) => one.filter(good => other.includes(good)), fits)
  const left = goods.length > 1 ? goods.filter(good => meant.includes(good)) : meant
  const tells = goods.length > 1 ? left.length < goods.length : left.length === 1 && left[0] !== goods[0]
  if (telling.size === 0 || left.length === 0 || !tells) return { goods, notes }
  const isTold = (at: number): boolean => telling.has(at) || words[at]?.little === true
  const others = notes.flatMap(({ start, end }): Span[] => {
    while (end > start && isTold(end - 1)) end -= 1
    while (start < end && isTold(start)) start += 1
    return words.slice(start, end).every(word => those.test(word.word)) ? [] : [{ start, end }]
  })
  return { goods: left, notes: others }
}

/** "grissini un pacco, quelli torinesi": it only says which of those named before. */
export function saysWhich({ draft, amount, goods }: Entry, last: Entry): boolean {
  if (amount || draft.fresh || draft.link === 'and' || draft.reading?.named !== false) return false
  return last.goods.length > 1 && goods.some(good => last.goods.includes(good))
}

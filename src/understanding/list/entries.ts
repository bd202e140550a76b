// SPDX-License-Identifier: AGPL-3.0-or-later
// What was said, with the goods that are meant, and what becomes of it when more is said: corrected, taken back, put as
// an alternative.
import type { Amount } from '../amounts.ts'
import { fitsSpec, goodsLike } from './choice.ts'
import type { Draft } from './drafts.ts'
import type { Good } from './good.ts'
import type { CatalogueIndex } from './catalogue-index.ts'

/** One thing asked for so far. */
export interface Entry {
  draft: Draft
  amount: Amount | undefined
  goods: readonly Good[]
  said: string
  readonly notes: string[]
}

/** Whether two entries speak of the same goods, or of the same thing in the same words. */
export function sameThing(one: Entry, other: Entry): boolean {
  if (one.goods.length > 0 && other.goods.length > 0) return one.goods.some(good => other.goods.includes(good))
  return one.said.toLowerCase() === other.said.toLowerCase()
}

/** "pere o mele": which of them is a question. */
export function putAlternative(last: Entry, entry: Entry): void {
  last.said = `${last.said} o ${entry.said}`
  last.amount ??= entry.amount
  last.goods = [...last.goods, ...entry.goods.filter(good => !last.goods.includes(good))]
  last.notes.push(...entry.notes)
}

/** "niente cipolle", "le cipolle no"; without a name the last thing said. */
export function withdraw(entries: Entry[], entry: Entry): void {
  if (entry.said === '') return void entries.pop()
  const left = entries.filter(other => !sameThing(other, entry))
  entries.splice(0, entries.length, ...left)
}

/** "anzi 3", "anzi rosette", "i finocchi fai 6": another amount, another thing, or both. */
export function correct(entries: Entry[], entry: Entry): void {
  const last = entries.at(-1)
  if (!last) return
  const same = entries.find(other => sameThing(other, entry))
  if (entry.said === '') {
    // What was only named, to be corrected, takes the place of what was ordered.
    const meant = last.amount ? last : (entries.find(other => other !== last && sameThing(other, last)) ?? last)
    if (!entry.amount) return
    meant.amount = inMeasureOf(meant.amount, entry)
    if (meant !== last) entries.pop()
  } else if (same && entry.amount) same.amount = inMeasureOf(same.amount, entry)
  else if (same) entries.push(entry)
  else {
    const notes = [...last.notes, ...entry.notes]
    entries[entries.length - 1] = { ...entry, amount: entry.amount ?? last.amount, notes }
  }
}

/** "2 kg di patate, anzi 3": the measure stays. */
function inMeasureOf(old: Amount | undefined, { amount, said }: Entry): Amount | undefined {
  if (amount?.of !== 'pieces' || amount.container !== undefined || (amount.article && said !== '')) return amount
  if (!old || old.measure === 0) return amount
  return { ...amount, of: old.of, value: amount.value * old.measure, measure: old.measure }
}

/** An amount without a name speaks of what was said last, or of its own vessel. */
export function addAmountAlone(shelf: CatalogueIndex, entries: Entry[], entry: Entry): void {
  const { amount } = entry
  const last = entries.at(-1)
  if (!amount) return
  const again = (goods: readonly Good[], draft: Partial<Draft>): void =>
    void entries.push({ ...entry, goods, said: last?.said ?? '', draft: { ...(last?.draft ?? entry.draft), ...draft } })
  if (last && !last.amount && !(amount.article && amount.container === undefined)) {
    last.amount = amount
    last.draft = { ...last.draft, specs: [...last.draft.specs, ...entry.draft.specs] }
  } else if (last && last.goods.length > 1 && amount.measure > 0) {
    // "4 hamburger 150 g": so large.
    const sized = last.goods.filter(good => fitsSpec(good, amount))
    if (sized.length > 0) last.goods = sized
  } else if (last && entry.draft.specs.length > 0) {
    // "3 da 200", "uno da 7,80": another of the same kind.
    const others = goodsLike(shelf, last.goods, entry.draft.specs)
    if (others.length > 0) again(others, { specs: entry.draft.specs })
  } else if (last && entry.notes.length > 0 && (amount.measure > 0 || amount.container === undefined))
    again(last.goods, { amount, specs: [] })
  // "fatemi un bel vassoio"
  else if (last && amount.article && amount.container !== undefined) last.notes.push(amount.container)
  // "mezzo chilo tagliato fine e mezzo chilo intero": the same thing once more, above.
  else if (amount.container !== undefined)
    entries.push({ ...entry, said: amount.container, amount: { ...amount, container: undefined } })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Amounts that are meant of more than one thing: carried on to the next, shared among several, or divided into parts.
import type { Amount } from '../amounts.ts'
import type { Draft } from './drafts.ts'
import type { Entry } from './entries.ts'
import type { Good } from './good.ts'

/** "tre di crudo" after "due etti di cotto": the measure is carried on. "mezzo di pane" is half a kilo. */
export function carriedOn(
  { amount, amountFirst, saidOf, reading }: Draft,
  last: Amount | undefined,
): Amount | undefined {
  if (amount?.of !== 'pieces' || amount.container !== undefined || amount.each || amount.counted) return amount
  if (!amountFirst || !(saidOf || reading?.elliptic)) return amount
  if (last) return { ...amount, of: last.of, value: amount.value * last.measure, measure: last.measure }
  return amount.fraction ? { ...amount, of: 'grams', value: amount.value * 1000, measure: 1000 } : amount
}

/** "3 etti di crudo, 2 cotto": what is never counted goes on by the etto. */
export function weighedOn(
  amount: Amount | undefined,
  last: Amount | undefined,
  goods: readonly Good[],
): Amount | undefined {
  const bare = amount?.of === 'pieces' && amount.container === undefined && !amount.each && !amount.counted
  if (!bare || amount.article || last?.measure !== 100 || goods.length === 0) return amount
  const counted = goods.some(({ product }) => product.soldBy === 'piece' || product.pieceGrams !== null)
  return counted ? amount : { ...amount, of: last.of, value: amount.value * last.measure, measure: last.measure }
}

/** "3 hamburger e 2 di pollo": what was counted goes on. */
export function countsOn({ saidOf, amountFirst }: Draft, amount: Amount | undefined, last: Entry | undefined): boolean {
  const counts = (one: Amount | undefined): boolean => one?.of === 'pieces' && one.container === undefined
  return saidOf && amountFirst && counts(amount) && counts(last?.amount)
}

/** Adds an entry, with the amount that it shares with the one before it, or that the ones before it share with it. */
export function addSharing(entries: Entry[], entry: Entry): void {
  const last = entries.at(-1)
  const amount = entry.amount ?? (last && sharedWith(last, entry) ? last.amount : undefined)
  const each = entry.draft.each || (amount !== entry.amount && last?.draft.each === true)
  const draft = { ...entry.draft, each, amountFirst: entry.draft.amountFirst || amount !== entry.amount }
  entries.push({ ...entry, amount, draft })
  // "mele e pere, un chilo ciascuna"
  if (!each || draft.amountFirst) return
  for (const before of entries.slice(0, -1).reverse()) {
    if (before.amount) break
    before.amount = amount
  }
}

/** "ciascuno di coppa, speck e bresaola", "di mele e di pere", or weighed goods joined by a bare "e". */
function sharedWith(last: Entry, { draft, goods }: Entry): boolean {
  if (!last.amount || !last.draft.amountFirst) return false
  if (last.draft.each) return draft.link !== 'none'
  if (draft.link !== 'and') return false
  const weighed = goods[0]?.product.soldBy === 'weight' && last.goods[0]?.product.soldBy === 'weight'
  return draft.of || (weighed && last.amount.measure > 0 && !draft.article)
}

/** "salame: due etti del Milano e uno di Varzi", "sei brioche: tre vuote e tre alla crema": the whole is only its parts. */
export function withoutWholes(entries: readonly Entry[]): Entry[] {
  return entries.filter((whole, at) => {
    if (whole.goods.length < 2) return true
    const isPart = ({ draft, amount, goods }: Entry): boolean =>
      !draft.fresh && amount !== undefined && goods.length > 0 && goods.every(good => whole.goods.includes(good))
    const after = entries.slice(at + 1)
    const end = after.findIndex(entry => !isPart(entry))
    const parts = end < 0 ? after : after.slice(0, end)
    const counted = parts.reduce((sum, { amount }) => sum + (amount?.of === 'pieces' ? amount.value : 0), 0)
    return whole.amount ? parts.length < 2 || whole.amount.value !== counted : parts.length === 0 || !whole.draft.colon
  })
}

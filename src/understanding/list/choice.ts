// SPDX-License-Identifier: AGPL-3.0-or-later
// Which of the goods that fit is meant: one is taken, several that fit equally are asked about, too weak a fit is kept
// in the citizen's own words.
import { priceCentsOf } from '../../rules/price.ts'
import type { Amount } from '../amounts.ts'
import type { Good } from './good.ts'
import type { Hit } from './hits.ts'
import type { Reading } from './readings.ts'
import type { CatalogueIndex } from './catalogue-index.ts'

/** What is said beside the words themselves. */
export interface Beside {
  readonly amount: Amount | undefined
  /** "da 1,5", "da 3,60". */
  readonly specs: readonly Amount[]
  /** The goods spoken of just before: "quattro peperoni rossi, due gialli". */
  readonly before: Good | undefined
  /** What is said goes on counting the same: "3 hamburger e 2 di pollo". */
  readonly continued: boolean
  /** The words name another thing; only if they go on from what came before do they tell which of it. */
  readonly thing: boolean
}

/** Fits so close to the best are as good as it. */
const equally = 0.06
/** A name whose left-out words weigh no more is the plain one: "Pane comune", "Taleggio DOP". */
const plainly = 0.12
/** More than these would be no question but the shop's whole list. */
const mostOffered = 8

/** The goods meant, best first: exactly one where there is no doubt. */
export function goodsMeant(shelf: CatalogueIndex, reading: Reading, beside: Beside): Good[] {
  const fits = reading.hits.flatMap(hit => {
    const good = shelf.goods[hit.good]
    return good ? [{ good, hit, level: hit.weight - missing(good, hit) + (hit.lead & good.heads ? 0.25 : 0) }] : []
  })
  const headed = fits.some(({ good, hit, level }) => (hit.mask & good.heads) !== 0 && level > 0.8)
  const continued = headed && !beside.continued ? [] : fits.filter(fit => continues(fit.good, fit.hit, beside.before))
  if (beside.thing && continued.length === 0) return []
  const pool = continued.length > 0 ? continued : fits
  const best = Math.max(...pool.map(fit => fit.level))
  let equal = pool.filter(fit => fit.level >= best - equally)
  const bare = equal.filter(({ good, hit }) => !good.compound || (hit.mask & ~good.heads) !== 0)
  if (bare.length > 0) equal = bare
  equal = narrowed(equal, beside)
  const leftOut = equal.map(fit => ({ ...fit, cost: costOf(fit.good, fit.hit.mask) }))
  const plain = leftOut.filter(({ cost }) => cost <= plainly)
  const meant = plain.length > 0 ? plain : leftOut
  return meant
    .sort((one, other) => other.level - one.level || one.cost - other.cost || one.good.index - other.good.index)
    .slice(0, mostOffered)
    .map(({ good }) => good)
}

/** Goods of the same kind as those that have this size or price. */
export function goodsLike(shelf: CatalogueIndex, goods: readonly Good[], specs: readonly Amount[]): Good[] {
  const heads = new Set(goods.flatMap(headStems))
  const alike = shelf.goods.filter(good => headStems(good).some(stem => heads.has(stem)))
  return alike.filter(good => specs.every(spec => fitsSpec(good, spec))).slice(0, mostOffered)
}

function headStems(good: Good): string[] {
  return good.words.flatMap((word, at) => (good.heads & (1 << at) ? word.stems : []))
}

/** Whether a good has this price or size. */
export function fitsSpec(good: Good, { of, value }: Amount): boolean {
  return of === 'cents' ? priceCentsOf(good.product) === value : sizeFits(good, of, value)
}

function missing(good: Good, hit: Hit): number {
  // "pollo" is rather a chicken than its wings.
  if ((hit.mask & good.heads) !== 0) return (hit.mask & good.part) === good.part ? 0 : 0.15
  return (hit.mask & good.beside) !== 0 ? 0.3 : hit.mask === 0 ? 0.6 : 0.5
}

/** What the words of the name weigh that nobody named; what it is goes without saying once the rest is named. */
function costOf(good: Good, mask: number): number {
  return good.words.reduce(
    (sum, word, at) => ((mask | (good.heads & ~good.part)) & (1 << at) ? sum : sum + word.weight),
    0,
  )
}

/** Whether a name without its head goes on from what was named before. */
function continues(good: Good, hit: Hit, before: Good | undefined): boolean {
  if (!before || (hit.mask & good.heads) !== 0) return false
  const known = headStems(before)
  return headStems(good).some(stem => known.includes(stem))
}

/** What is ready in the shop, unlike a slice or a piece that is cut. */
const packet = /^(?:bust|confezion|conf|pacc|scatol|vaschett|bottigli|lattin|barattol|vasett|tubett|sacchett)/

type Fit = { readonly good: Good; readonly hit: Hit; readonly level: number }

/** Prices and sizes that were named tell equals apart; where they fit none they are left out. */
function narrowed(fits: Fit[], { specs, amount }: Beside): Fit[] {
  if (fits.length < 2) return fits
  let left = fits
  const keep = (test: (good: Good) => boolean): void => {
    const some = left.filter(({ good }) => test(good))
    if (some.length > 0) left = some
  }
  for (const spec of specs) keep(good => fitsSpec(good, spec))
  if (amount?.each) keep(good => sizeFits(good, amount.each?.of, amount.each?.value))
  else if (amount?.of === 'grams' || amount?.of === 'millilitres') {
    if (left.every(({ good }) => good.contents.grams !== undefined || good.contents.millilitres !== undefined))
      keep(good => sizeFits(good, amount.of, amount.value))
    if (amount.of === 'grams') keep(good => good.product.soldBy === 'weight')
  } else if (amount?.container !== undefined && packet.test(amount.container))
    keep(good => good.product.soldBy === 'piece')
  return left
}

function sizeFits({ contents, words }: Good, of: Amount['of'] | undefined, value: number | undefined): boolean {
  if (of === 'grams') return contents.grams === value
  if (of === 'millilitres') return contents.millilitres === value || contents.grams === value
  if (contents.grams === value || contents.millilitres === value) return true
  return contents.count === value || words.some(word => word.stems.includes(String(value)))
}

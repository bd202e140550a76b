// SPDX-License-Identifier: AGPL-3.0-or-later
// What was said of how much, as this product is sold: grams, pieces, packs, cents.
import type { Amount } from '../amounts.ts'
import type { Good } from './good.ts'
import type { LineUnit } from './line.ts'

export interface LineQuantity {
  readonly quantity: number | null
  readonly unit: LineUnit
}

const pieces = (quantity: number): LineQuantity => ({ quantity, unit: 'piece' })

/** From here on a quarter of a thing is a piece of it, not a quarter of a kilo: a melon, no apple. */
const largePieceGrams = 1000
/** A bare number of something that is only weighed: from here on it is grams. */
const leastGrams = 50

/** How the product was called: in the plural, by its whole name, and the first word of it. */
export interface Named {
  readonly plural: boolean
  readonly whole: boolean
  readonly first: string
}

/** What an amount means of a product; of none, where the shop does not list the thing. */
export function quantityOf(amount: Amount | undefined, good: Good | undefined, named: Named): LineQuantity {
  const byWeight = good?.product.soldBy === 'weight'
  if (!amount || amount.of === 'some') return byWeight ? { quantity: null, unit: 'default' } : pieces(1)
  if (amount.of === 'cents') return { quantity: amount.value, unit: 'cents' }
  if (byWeight) return weighed(amount, good)
  return good ? packed(amount, good, named) : unlisted(amount)
}

function weighed(amount: Amount, good: Good): LineQuantity {
  const { pieceGrams } = good.product
  if (amount.of !== 'pieces') {
    const large = pieceGrams !== null && pieceGrams >= largePieceGrams
    if (amount.fraction && large) return pieces(amount.value / 1000)
    return { quantity: amount.value, unit: 'g' }
  }
  const { each } = amount
  if (each && each.of !== 'pieces') return { quantity: amount.value * each.value, unit: 'g' }
  // "150 di bresaola": nobody wants so many of it.
  const grams =
    amount.container === undefined &&
    !amount.counted &&
    !each &&
    amount.value >= (pieceGrams === null ? leastGrams : 100)
  if (grams) return { quantity: amount.value, unit: 'g' }
  return pieces(each ? amount.value * each.value : amount.value)
}

function packed(amount: Amount, { contents }: Good, named: Named): LineQuantity {
  const { grams, millilitres, count } = contents
  const total = count ?? 1
  if (amount.of === 'grams' || amount.of === 'millilitres') {
    const content = amount.of === 'grams' ? (grams ?? millilitres) : (millilitres ?? grams)
    if (content === undefined)
      return amount.fraction ? pieces(amount.value / 1000) : { quantity: amount.value, unit: 'g' }
    return pieces(packs(amount.value, content * total))
  }
  const { each, container } = amount
  if (each) {
    const content = each.of === 'pieces' ? count : each.of === 'grams' ? (grams ?? millilitres) : (millilitres ?? grams)
    const one =
      each.of === 'pieces'
        ? content
        : content === undefined
          ? undefined
          : content * (container === undefined ? total : 1)
    // "3 pezzi da 200 g" of something that comes so: three of them.
    return pieces(one === undefined || each.value <= one ? amount.value : packs(amount.value * each.value, one))
  }
  if (count === undefined || named.whole) return pieces(amount.value)
  const counted = contents.counted
  if (container !== undefined && !(counted !== undefined && container.slice(0, 4) === counted.slice(0, 4)))
    return pieces(amount.value)
  // "6 uova" in boxes of six are one box; "2 carta igienica" are two.
  const contained =
    container !== undefined ||
    (counted === undefined && named.plural) ||
    /^uova/.test(counted ?? '') ||
    (counted !== undefined && named.first.startsWith(counted.slice(0, 4)))
  return pieces(contained ? packs(amount.value, count) : amount.value)
}

function unlisted(amount: Amount): LineQuantity {
  if (amount.of === 'pieces') return pieces(amount.value)
  return amount.of === 'grams' ? { quantity: amount.value, unit: 'g' } : pieces(packs(amount.value, 1000))
}

function packs(amount: number, content: number): number {
  return Math.max(1, Math.ceil(amount / content - 0.001))
}

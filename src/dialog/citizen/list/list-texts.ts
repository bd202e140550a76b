// SPDX-License-Identifier: AGPL-3.0-or-later
// What is said about a written list: what went into the bag, and honestly what is not quite as it was written.
import type { PutLine } from '../../../engine/bag-lists.ts'
import type { ProductRow } from '../../../engine/shops.ts'
import type { Adjustment } from '../../../rules/amount.ts'
import type { Quantity } from '../../../rules/quantity.ts'
import type { Plain } from '../../../text/markup.ts'
import type { Texts } from '../../../text/text.ts'
import { quantityOf } from '../../shared/order-lines.ts'
import { shortened } from '../../shared/phrases.ts'

/** A product as it goes into the bag, and what moved its amount from what was written. */
export interface Taken extends PutLine {
  readonly why: readonly Adjustment[]
  /** What was in the bag of it before. */
  readonly before?: Quantity | undefined
}

/** More than these are only counted: all of them stand in the bag. */
const mostTold = 12

/** `Ho messo nella busta: Pane casereccio 500 g, Focaccine × 3 («ben cotte»).` */
export function takenText(t: Texts, taken: readonly Taken[]): Plain {
  const items = taken.slice(0, mostTold).map(each => itemText(t, each))
  const rest = taken.length - items.length
  return rest > 0
    ? t.plain('list-put-more', { items: items.join(', '), count: rest })
    : t.plain('list-put', { items: items.join(', ') })
}

function itemText(t: Texts, { product, quantity, note, before }: Taken): Plain {
  const { name } = product
  const one = product.soldBy === 'piece' && quantity.quantity === 1
  const what = one ? name : t.plain('list-item', { name, amount: quantityOf(t, quantity, product.soldBy) })
  const item = note === null ? what : t.plain('list-item-note', { what, note: shortened(note) })
  const changed = before !== undefined && (before.quantity !== quantity.quantity || before.unit !== quantity.unit)
  return changed ? t.plain('list-item-was', { item, was: quantityOf(t, before, product.soldBy) }) : item
}

/** Why the amounts are not those that were written, a sentence for each. */
export function adjustmentTexts(t: Texts, { product, quantity, why }: Taken): Plain[] {
  const unit = product.soldBy === 'weight' ? 'gram' : 'piece'
  const amount = t.amount(quantity)
  const { name } = product
  return why.map(reason => {
    switch (reason) {
      case 'money':
        return t.plain('list-money', { name, amount })
      case 'step':
        return t.plain('list-step', { name, amount, step: t.amount({ quantity: product.stepGrams ?? 1, unit }) })
      case 'minimum':
        return t.plain('list-minimum', { name, least: t.amount({ quantity: product.minimum ?? 1, unit }) })
      case 'maximum':
        return t.plain('list-maximum', { name, most: t.amount({ quantity: product.maximum ?? 1, unit }) })
      case 'stock':
        return t.plain('list-stock', { name, amount: t.amount({ quantity: product.stock ?? 0, unit }) })
    }
  })
}

/** There is none left today. */
export function goneText(t: Texts, product: ProductRow): Plain {
  return t.plain('list-gone', { name: product.name })
}

/** What is told of a product that goes into the bag alone. */
export function addedText(t: Texts, taken: Taken): Plain {
  const { product, quantity } = taken
  const added = t.plain('added', { name: product.name, amount: t.amount(quantity) })
  return [added, ...adjustmentTexts(t, taken)].join('\n')
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// How much of a product somebody gets who wrote how much they would like. What cannot be had exactly so is brought to
// the nearest that can, and the reasons are told along with it; what cannot be guessed is asked for.
import { priceCentsOf } from './price.ts'
import { checkQuantity, type Goods, gramsOf, type Quantity } from './quantity.ts'

/** So much as it was said: grams, pieces (half a melon is 0.5), cents, or nothing. */
export interface SaidAmount {
  readonly quantity: number | null
  readonly unit: 'g' | 'piece' | 'cents' | 'default'
}

/** Why it is not what was said. */
export type Adjustment = 'money' | 'step' | 'minimum' | 'maximum' | 'stock'

export type Amount =
  | { readonly kind: 'take'; readonly quantity: Quantity; readonly why: readonly Adjustment[] }
  | { readonly kind: 'ask' }
  | { readonly kind: 'gone' }

interface StockedGoods extends Goods {
  /** Pieces, or grams when sold by weight; null: not counted. */
  readonly stock: number | null
}

/** What to take of goods for what was said, or that it must be asked, or that there is none. */
export function amountFor(goods: StockedGoods, said: SaidAmount): Amount {
  if (goods.stock !== null && goods.stock <= 0) return { kind: 'gone' }
  const wish = wishOf(goods, said)
  if (!wish) return { kind: 'ask' }
  const why: Adjustment[] = said.unit === 'cents' ? ['money'] : []
  const fitted = fit(goods, wish, why)
  if (fitted.quantity < 1 || !checkQuantity(goods, fitted).ok) return { kind: 'ask' }
  return { kind: 'take', quantity: fitted, why }
}

/** The same in a unit that these goods are sold in. */
function wishOf(goods: Goods, { quantity, unit }: SaidAmount): Quantity | undefined {
  const byWeight = goods.soldBy === 'weight'
  if (unit === 'default') return byWeight ? undefined : { quantity: 1, unit: 'piece' }
  if (quantity === null || !(quantity > 0) || quantity > 1_000_000) return undefined
  switch (unit) {
    case 'g':
      return byWeight ? { quantity: Math.round(quantity), unit: 'gram' } : undefined
    case 'piece': {
      if (byWeight && goods.pieceGrams === null) return undefined
      if (Number.isInteger(quantity)) return { quantity, unit: 'piece' }
      // Half a loaf is cut and weighed; half a packet is not for sale.
      return byWeight ? { quantity: Math.round(quantity * (goods.pieceGrams ?? 0)), unit: 'gram' } : undefined
    }
    case 'cents': {
      if (byWeight) return { quantity: Math.round((quantity * 1000) / priceCentsOf(goods)), unit: 'gram' }
      const pieces = Math.floor(quantity / priceCentsOf(goods))
      return pieces >= 1 ? { quantity: pieces, unit: 'piece' } : undefined
    }
  }
}

/** The nearest amount that is for sale; notes in `why` what moved it. */
function fit(goods: StockedGoods, wish: Quantity, why: Adjustment[]): Quantity {
  // What one counted piece is in the measure of minimum, maximum and stock; a weighed gram is a gram.
  const each = wish.unit === 'gram' || goods.soldBy === 'piece' ? 1 : (gramsOf(goods, { ...wish, quantity: 1 }) ?? 1)
  const step = wish.unit === 'gram' ? (goods.stepGrams ?? 1) : 1
  let { quantity } = wish
  const least = goods.minimum ?? 0
  if (quantity * each < least) {
    quantity = Math.ceil(least / each)
    why.push('minimum')
  } else if (quantity % step !== 0 && quantity !== least) {
    quantity = Math.max(step, Math.round(quantity / step) * step)
    if (!why.includes('money')) why.push('step')
  }
  for (const [limit, reason] of [[goods.maximum, 'maximum'] as const, [goods.stock, 'stock'] as const]) {
    if (limit === null || quantity * each <= limit) continue
    quantity = Math.floor(limit / each / step) * step
    why.push(reason)
  }
  return { quantity, unit: wish.unit }
}

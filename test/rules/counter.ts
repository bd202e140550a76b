// SPDX-License-Identifier: AGPL-3.0-or-later
// Some goods on the counter.
import type { Goods, Quantity } from '../../src/rules/quantity.ts'

/** Goods at this price, a piece or a kilogram. */
export function goods(soldBy: Goods['soldBy'], priceCents: number, also: Partial<Goods> = {}): Goods {
  return { soldBy, priceCents, pieceGrams: null, stepGrams: null, minimum: null, maximum: null, ...also }
}

export const bread = goods('weight', 480, { pieceGrams: 500 })
export const apples = goods('weight', 250, { pieceGrams: 180 })
export const potatoes = goods('weight', 150)
export const ham = goods('weight', 2490, { stepGrams: 50 })
export const eggs = goods('piece', 240)

export const pieces = (quantity: number): Quantity => ({ quantity, unit: 'piece' })
export const grams = (quantity: number): Quantity => ({ quantity, unit: 'gram' })

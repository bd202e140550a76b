// SPDX-License-Identifier: AGPL-3.0-or-later
// What the shop would have otherwise about the lines of an order: what may be said of a line, and the line it makes.
import { z } from 'zod'
import { estimatedCents, type Goods, gramsOf, type Quantity, type SoldBy, stockTaken, type Unit } from './quantity.ts'

/** The position of a line in its order, from 0. */
export const linePosition = z.number().int().nonnegative()
const amount = z.object({ quantity: z.number().int().positive(), unit: z.enum(['piece', 'gram']) })

/** What is to be otherwise about the line at a position. */
export const lineChange = z.discriminatedUnion('kind', [
  /** Finished, or not to be had. */
  z.object({ kind: z.literal('strike'), position: linePosition }),
  /** What the citizen's own words cost, all together. */
  z.object({ kind: z.literal('price'), position: linePosition, cents: z.number().int().positive() }),
  z.object({ kind: z.literal('amount'), position: linePosition, amount }),
])
export type LineChange = z.infer<typeof lineChange>

/** What the shop sells, with what is left of it: pieces, or grams when sold by weight; null: not counted. */
export interface StockedGoods extends Goods {
  readonly stock: number | null
}

/** A line of an order as its shop would have it. */
export interface ProposedLine {
  /** Finished, or not to be had: the order goes on without it. */
  readonly struck: boolean
  readonly quantity: number | null
  readonly unit: Unit | null
  readonly estimatedCents: number | null
  /** What it takes from the stock, in the unit of the stock. */
  readonly stockTaken: number
}

/** A line of an order as it stands. */
export interface StandingLine extends ProposedLine {
  /** Absent for the citizen's own words. */
  readonly productId: string | null
  readonly soldBy: SoldBy | null
  /** As it was frozen. */
  readonly priceCents: number | null
}

/** What a line is sold as: the product as it is now, at the price that was frozen. Own words are no goods. */
export function frozenGoods<Product extends StockedGoods>(
  line: Pick<StandingLine, 'soldBy' | 'priceCents'>,
  product: Product | null,
): Product | undefined {
  const { soldBy, priceCents } = line
  return product && soldBy !== null && priceCents !== null ? { ...product, soldBy, priceCents } : undefined
}

/** The line as the change would have it; undefined where it is struck or cannot be changed so. `product` is the line's. */
export function applied(
  line: StandingLine,
  change: LineChange,
  product: StockedGoods | null,
): ProposedLine | undefined {
  if (line.struck) return undefined
  const { quantity, unit } = line
  switch (change.kind) {
    case 'strike':
      return { struck: true, quantity, unit, estimatedCents: line.estimatedCents, stockTaken: 0 }
    case 'price':
      if (line.productId !== null || !(change.cents > 0)) return undefined
      return { struck: false, quantity, unit, estimatedCents: change.cents, stockTaken: 0 }
    case 'amount': {
      const goods = frozenGoods(line, product)
      if (!goods || line.priceCents === null || !isSoldIn(goods, change.amount)) return undefined
      const counted = line.stockTaken > 0 || goods.stock !== null
      return {
        struck: false,
        ...change.amount,
        estimatedCents: estimatedCents(goods, change.amount, line.priceCents),
        stockTaken: counted ? stockTaken(goods, change.amount) : 0,
      }
    }
  }
}

/** Whether there is so much of these goods at all: a shop may offer less than its minimum. */
function isSoldIn(goods: Goods, amount: Quantity): boolean {
  if (!(amount.quantity > 0)) return false
  return goods.soldBy === 'weight' ? gramsOf(goods, amount) !== undefined : amount.unit === 'piece'
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What the shop would have otherwise about the lines of an order: what may be said of a line, and the line it makes.
import { z } from 'zod'
import { priceCentsOf } from './price.ts'
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
  /** So much of another product of the shop, at what that costs now. */
  z.object({ kind: z.literal('substitute'), position: linePosition, productId: z.guid(), amount }),
])
export type LineChange = z.infer<typeof lineChange>

/** What the shop sells, with what is left of it: pieces, or grams when sold by weight; null: not counted. */
export interface StockedGoods extends Goods {
  readonly stock: number | null
}

/** What a line of an order is: of what, how much, at what price. */
export interface LineTerms {
  /** Absent for the citizen's own words. */
  readonly productId: string | null
  readonly name: string
  readonly soldBy: SoldBy | null
  /** Per piece or per kilogram, as it was frozen when the line was placed or proposed. */
  readonly priceCents: number | null
  readonly quantity: number | null
  readonly unit: Unit | null
  readonly estimatedCents: number | null
  /** What it takes from the stock of its product, in the unit of the stock; 0 where stock is not counted. */
  readonly stockTaken: number
  /** Finished, or not to be had: the order goes on without it. */
  readonly struck: boolean
}

/** A whole line as the shop would have it; it becomes the line when the citizen agrees. */
export type ProposedLine = LineTerms

/** A line of an order with what is proposed for it, if anything. */
export interface StandingLine extends LineTerms {
  readonly proposed: ProposedLine | null
}

/** What a line is sold as: the product as it is now, at the price that was frozen. Own words are no goods. */
export function frozenGoods<Product extends StockedGoods>(
  line: Pick<LineTerms, 'soldBy' | 'priceCents'>,
  product: Product | null,
): Product | undefined {
  const { soldBy, priceCents } = line
  return product && soldBy !== null && priceCents !== null ? { ...product, soldBy, priceCents } : undefined
}

/** The products that a change speaks of, as they are now. */
export interface ProductsOfChange {
  /** The product of the line; null for the citizen's own words. */
  readonly own: StockedGoods | null
  /** The product that is to take its place. */
  readonly other?: SubstituteProduct | undefined
}

/** A product that may take the place of another one. */
export interface SubstituteProduct extends StockedGoods {
  readonly id: string
  readonly name: string
}

/** The whole line as the change would have it; undefined where the line is struck or does not allow the change. */
export function applied(
  line: LineTerms,
  change: LineChange,
  { own, other }: ProductsOfChange,
): ProposedLine | undefined {
  if (line.struck) return undefined
  switch (change.kind) {
    case 'strike':
      return { ...termsOf(line), struck: true, stockTaken: 0 }
    case 'price':
      if (line.productId !== null || !(change.cents > 0)) return undefined
      return { ...termsOf(line), estimatedCents: change.cents }
    case 'amount': {
      const goods = frozenGoods(line, own)
      if (!goods || line.priceCents === null || !isSoldIn(goods, change.amount)) return undefined
      const counted = line.stockTaken > 0 || goods.stock !== null
      return { ...termsOf(line), ...takenAt(goods, change.amount, line.priceCents, counted) }
    }
    case 'substitute': {
      const { amount } = change
      if (!other || other.id !== change.productId || other.id === line.productId || !isSoldIn(other, amount))
        return undefined
      const { id: productId, name, soldBy } = other
      const priceCents = priceCentsOf(other)
      const taken = takenAt(other, amount, priceCents, other.stock !== null)
      return { struck: false, productId, name, soldBy, priceCents, ...taken }
    }
  }
}

/** So much of these goods at this price in cents, per piece or per kilogram. */
function takenAt(goods: Goods, amount: Quantity, priceCents: number, counted: boolean) {
  return {
    ...amount,
    estimatedCents: estimatedCents(goods, amount, priceCents),
    stockTaken: counted ? stockTaken(goods, amount) : 0,
  }
}

function termsOf(line: LineTerms): LineTerms {
  const { productId, name, soldBy, priceCents, quantity, unit } = line
  return {
    ...{ productId, name, soldBy, priceCents, quantity, unit },
    ...{ estimatedCents: line.estimatedCents, stockTaken: line.stockTaken, struck: line.struck },
  }
}

/** The line while what is proposed waits for the citizen: it holds at once what either of the two takes. */
export function whileWaiting<Line extends StandingLine>(line: Line, proposed: ProposedLine): Line {
  const same = proposed.productId === line.productId
  return { ...line, proposed, stockTaken: same ? Math.max(line.stockTaken, proposed.stockTaken) : line.stockTaken }
}

/** The line once the citizen has agreed to what is proposed for it, if anything is. */
export function onceAgreed<Line extends StandingLine>(line: Line): Line {
  return line.proposed ? { ...line, ...line.proposed, proposed: null } : line
}

/** What lines hold of the stock, by product: their own, and what is proposed of another product. */
export function heldStock(
  lines: readonly Pick<StandingLine, 'productId' | 'stockTaken' | 'proposed'>[],
): Map<string, number> {
  const held = new Map<string, number>()
  const hold = ({ productId, stockTaken }: Pick<LineTerms, 'productId' | 'stockTaken'>): void => {
    if (productId !== null && stockTaken > 0) held.set(productId, (held.get(productId) ?? 0) + stockTaken)
  }
  for (const line of lines) {
    hold(line)
    if (line.proposed && line.proposed.productId !== line.productId) hold(line.proposed)
  }
  return held
}

/** By how much one stock is more than another, by product; products of which it is not more are left out. */
export function beyond(more: ReadonlyMap<string, number>, less: ReadonlyMap<string, number>): Map<string, number> {
  const differences = [...more].map(([product, amount]) => [product, amount - (less.get(product) ?? 0)] as const)
  return new Map(differences.filter(([, amount]) => amount > 0))
}

/** Whether there is so much of these goods at all: a shop may offer less than its minimum. */
function isSoldIn(goods: Goods, amount: Quantity): boolean {
  if (!(amount.quantity > 0)) return false
  return goods.soldBy === 'weight' ? gramsOf(goods, amount) !== undefined : amount.unit === 'piece'
}

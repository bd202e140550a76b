// SPDX-License-Identifier: AGPL-3.0-or-later
// The stock of goods that are counted: where it is not, there is as much as anybody wants.
import { and, eq, gte, isNotNull, sql } from 'drizzle-orm'
import { products } from '../db/schema.ts'
import type { Work } from './work.ts'

/** So much of each product, by id, in the unit that it is sold in. */
export type Amounts = ReadonlyMap<string, number>

/** Takes so much of each product from its stock, all of it or nothing; answers whether there was enough. */
export async function takeStock(work: Work, amounts: Amounts): Promise<boolean> {
  if (amounts.size === 0) return true
  try {
    await work.attempt(async () => {
      for (const [productId, amount] of inOrder(amounts)) {
        const taken = await work.db
          .update(products)
          .set({ stock: sql`${products.stock} - ${amount}` })
          .where(and(eq(products.id, productId), gte(products.stock, amount)))
          .returning({ id: products.id })
        if (taken.length === 0) throw new NotEnough()
      }
    })
    return true
  } catch (error) {
    if (error instanceof NotEnough) return false
    throw error
  }
}

/** So much of each product goes back into its stock. */
export async function putBack(work: Work, amounts: Amounts): Promise<void> {
  for (const [productId, amount] of inOrder(amounts)) {
    await work.db
      .update(products)
      .set({ stock: sql`${products.stock} + ${amount}` })
      .where(and(eq(products.id, productId), isNotNull(products.stock)))
  }
}

/** Always the same, so that two who want the same two products cannot wait for each other. */
function inOrder(amounts: Amounts): [string, number][] {
  return [...amounts].sort(([one], [other]) => (one < other ? -1 : 1))
}

class NotEnough extends Error {}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A whole written list put into a bag at once.
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { bagLines, bags } from '../db/schema.ts'
import type { Quantity } from '../rules/quantity.ts'
import type { ProductRow, ShopRow } from './shops.ts'
import type { Work } from './unit.ts'

/** So much of a product; whoever calls has checked that the shop sells that much. */
export interface PutLine {
  readonly product: ProductRow
  readonly quantity: Quantity
  readonly note: string | null
}

/** What the shop does not list, in the citizen's own words. */
export interface SaidLine {
  readonly said: string
  readonly quantity: Quantity | null
  readonly note: string | null
}

/** What a written list, or an answer about it, does to a bag. */
export interface ListChange {
  readonly put?: readonly PutLine[]
  readonly say?: readonly SaidLine[]
  /** What is to be asked from now on; null: nothing. */
  readonly unclear: unknown
}

/**
 * Puts lines into a person's bag, in place of what was there of the same things: saying twice is saying once. A wish
 * stays unless there is a new one. Each product and each saying may stand in the list once.
 */
export async function changeBag(work: Work, personId: string, shop: ShopRow, change: ListChange): Promise<void> {
  const { put = [], say = [], unclear } = change
  const { id: shopId, municipalityId } = shop
  const bagId = sql`(select id from ${bags} where ${bags.personId} = ${personId} and ${bags.shopId} = ${shopId})`
  // A millisecond apart, so that they stand in the bag as they were written.
  const at = (place: number) => ({ bagId, createdAt: new Date(work.now.getTime() + place) })
  const otherUnit = put.map(({ product, quantity }) =>
    and(eq(bagLines.productId, product.id), sql`${bagLines.unit} <> ${quantity.unit}`),
  )
  const news = {
    quantity: sql`excluded.quantity`,
    unit: sql`excluded.unit`,
    note: sql`coalesce(excluded.note, ${bagLines.note})`,
  }
  // Sent together, in this order: one round trip.
  await Promise.all([
    work.db
      .insert(bags)
      .values({ id: work.newId(), municipalityId, personId, shopId, unclear, updatedAt: work.now })
      .onConflictDoUpdate({ target: [bags.personId, bags.shopId], set: { unclear, updatedAt: work.now } }),
    put.length > 0 &&
      work.db.delete(bagLines).where(
        and(
          eq(bagLines.bagId, bagId),
          inArray(
            bagLines.productId,
            put.map(({ product }) => product.id),
          ),
          or(...otherUnit),
        ),
      ),
    put.length > 0 &&
      work.db
        .insert(bagLines)
        .values(
          put.map(({ product, quantity, note }, place) => ({
            ...at(place),
            ...quantity,
            id: work.newId(),
            productId: product.id,
            note,
          })),
        )
        .onConflictDoUpdate({ target: [bagLines.bagId, bagLines.productId, bagLines.unit], set: news }),
    say.length > 0 &&
      work.db
        .insert(bagLines)
        .values(
          say.map(({ said, quantity, note }, place) => ({
            ...at(place),
            id: work.newId(),
            said,
            note,
            quantity: quantity?.quantity ?? null,
            unit: quantity?.unit ?? null,
          })),
        )
        .onConflictDoUpdate({ target: [bagLines.bagId, bagLines.said], set: news }),
  ])
}

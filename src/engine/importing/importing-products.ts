// SPDX-License-Identifier: AGPL-3.0-or-later
// The products of an import.
import { and, inArray, isNull } from 'drizzle-orm'
import { products } from '../../db/schema.ts'
import { changeOf, differences, excluded, inParts } from './importing-rows.ts'
import type { ShopInFile } from './municipality-file.ts'
import { productRow } from './municipality-rows.ts'
import type { Work } from '../unit.ts'

export type ProductRow = typeof products.$inferSelect

/** Names of products, by what became of them. */
export interface ProductChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly returned: readonly string[]
  readonly hidden: readonly string[]
  readonly unchanged: number
}

export const noProducts: ProductChanges = { added: [], changed: [], returned: [], hidden: [], unchanged: 0 }

/** What the file does not state is not in it and stays as it is in the shop: its count of the stock, its photo. */
export type ProductWrite = typeof products.$inferInsert

/** What becomes of each product of a shop, and what must be written for it. */
export function compareProducts(
  work: Work,
  shop: ShopInFile,
  place: { id: string; municipalityId: string },
  before: readonly ProductRow[],
  photoIds: ReadonlyMap<string, string>,
): { writes: ProductWrite[]; hide: string[]; changes: ProductChanges } {
  const bySku = new Map(before.map(row => [row.sku, row]))
  const changes = {
    added: [] as string[],
    changed: [] as string[],
    returned: [] as string[],
    hidden: [] as string[],
    unchanged: 0,
  }
  const writes: ProductWrite[] = []
  for (const [position, product] of shop.products.entries()) {
    const old = bySku.get(product.sku)
    bySku.delete(product.sku)
    const photoId = typeof product.photo === 'string' ? photoIds.get(product.photo) : product.photo
    const stated = {
      ...productRow(product),
      hiddenAt: null,
      ...(product.stock !== undefined && { stock: product.stock }),
      ...(photoId !== undefined && { photoId }),
    }
    const fields = old ? differences(old, stated) : []
    const { change } = changeOf(old, fields)
    if (change === 'unchanged') changes.unchanged += 1
    else changes[change].push(product.name)
    // Where it stands in the window is kept up to date, but nobody wants to read that everything moved by one.
    if (change === 'unchanged' && old?.position === position) continue
    writes.push({
      id: old?.id ?? work.newId(),
      municipalityId: place.municipalityId,
      shopId: place.id,
      ...stated,
      position,
    })
  }
  const gone = [...bySku.values()].filter(row => row.hiddenAt === null)
  changes.hidden.push(...gone.map(row => row.name))
  return { writes, hide: gone.map(row => row.id), changes }
}

export async function writeProducts(work: Work, writes: readonly ProductWrite[]): Promise<void> {
  for (const alike of Map.groupBy(writes, write => Object.keys(write).join()).values()) {
    const names = Object.keys(alike[0] ?? {})
    const set = excluded(names.filter(name => !['id', 'municipalityId', 'shopId', 'sku'].includes(name)))
    for (const rows of inParts(alike))
      await work.db
        .insert(products)
        .values(rows)
        .onConflictDoUpdate({ target: [products.shopId, products.sku], set })
  }
}

export async function hideProducts(work: Work, productIds: readonly string[]): Promise<void> {
  for (const ids of inParts(productIds))
    await work.db
      .update(products)
      .set({ hiddenAt: work.now })
      .where(and(inArray(products.id, ids), isNull(products.hiddenAt)))
}

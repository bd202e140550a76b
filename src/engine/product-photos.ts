// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { products } from '../db/schema.ts'
import { done, refused, type Result } from '../rules/result.ts'
import { shopsAllowing } from './authority.ts'
import { keepPhoto, photoWritten } from './photos.ts'
import type { Work } from './unit.ts'

/**
 * Gives a product of a shop another photo. The product is found by its name, without regard to case; `bytes` are a
 * picture that `safePhoto` has written. `product-gone` also answers a person who may not change the shop's window.
 */
export async function setProductPhoto(
  work: Work,
  { shopId, name, bytes, by }: { shopId: string; name: string; bytes: Uint8Array; by: string },
): Promise<Result<{ name: string }, 'product-gone'>> {
  const named = and(
    eq(products.shopId, shopId),
    inArray(products.shopId, shopsAllowing(work.db, 'change-window', by)),
    sql`lower(${products.name}) = lower(${name})`,
    isNull(products.hiddenAt),
  )
  const [product] = await work.db
    .select({ id: products.id, municipalityId: products.municipalityId })
    .from(products)
    .where(named)
    .limit(1)
  if (!product) return refused('product-gone')
  const photoId = await keepPhoto(work, product.municipalityId, photoWritten(bytes))
  const [changed] = await work.db
    .update(products)
    .set({ photoId })
    .where(and(eq(products.id, product.id), named))
    .returning({ name: products.name })
  if (!changed) return refused('product-gone')
  work.happened({ type: 'photo-changed', shopId, productId: product.id, by })
  return done(changed)
}

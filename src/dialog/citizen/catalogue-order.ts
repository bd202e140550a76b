// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Input } from '../../channel.ts'
import { bagOf } from '../../engine/bags.ts'
import { shopBySlug } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import type { Scene } from '../screen.ts'
import type { Go } from '../ways.ts'
import { takeLines } from './list/list.ts'
import { openPointsIn } from './list/open-points.ts'

/**
 * Goods put together in the channel's own catalogue, where each is called `<shop>/<sku>`: they go into the bag at our
 * prices, as a written list would. Of several shops the first is taken.
 */
export async function receives(scene: Scene<unknown, Work>, input: Input): Promise<Go | undefined> {
  if (input.kind !== 'order') return undefined
  const items = input.items.map(({ retailerId, quantity }) => {
    const [slug = '', sku = ''] = retailerId.split('/')
    return { slug, sku, quantity }
  })
  const shop = await shopBySlug(scene.work, items[0]?.slug ?? '')
  if (!shop) return undefined
  const lines = items
    .filter(({ slug }) => slug === shop.slug)
    .map(({ sku, quantity }) => ({
      ...{ sku, said: sku.replaceAll('-', ' '), quantity, unit: 'piece' as const, note: null, candidates: [] },
    }))
  const bag = await bagOf(scene.work, scene.viewer.personId, shop.id)
  const to = await takeLines(scene, shop, bag, lines, { points: openPointsIn(bag), asks: false })
  return { ...to, changes: { municipalityId: shop.municipalityId } }
}

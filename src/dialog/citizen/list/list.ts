// SPDX-License-Identifier: AGPL-3.0-or-later
// What is written in a shop and answers no open point is read as a shopping list: what is clear goes into the bag, what
// is not becomes open points, asked one at a time. Nothing is left out without a word.
import { catalogueOf, productsBySku } from '../../../engine/catalogues.ts'
import { changeBag } from '../../../engine/bag-lists.ts'
import { type Bag, bagOf, isFilled } from '../../../engine/bags.ts'
import { orderOf } from '../../../engine/orders/reading.ts'
import { productById, type ProductRow, type Shop, shopById } from '../../../engine/shops.ts'
import type { Work } from '../../../engine/unit.ts'
import type { CatalogueIndex } from '../../../understanding/list/catalogue-index.ts'
import type { Understood, UnderstoodLine } from '../../../understanding/list/line.ts'
import { understand } from '../../../understanding/list/understand.ts'
import { type Plain, plain } from '../../../text/markup.ts'
import { z } from 'zod'
import { openText, shortened } from '../../shared/phrases.ts'
import { go } from '../../for-citizens.ts'
import type { Scene } from '../../screen.ts'
import type { Go } from '../../ways.ts'
import { adjustmentTexts, goneText, takenText } from './list-texts.ts'
import { isSame, stored, type OpenPoint, openPointsIn, skusOf } from './open-points.ts'
import { answering, sortOut } from './list-outcome.ts'

const whereabouts = z.object({
  shopId: z.string().optional(),
  productId: z.string().optional(),
  orderId: z.string().optional(),
})

/** Free words of a citizen: a list, where a shop is open. */
export async function hears(scene: Scene<unknown, Work>, text: string): Promise<Go | undefined> {
  const { shopId, product } = await openShop(scene)
  return shopId === undefined ? undefined : readList(scene, shopId, product, text)
}

/** The shop that is open where this is typed, and the product that is looked at. */
async function openShop({ work, state, viewer }: Scene<unknown>): Promise<{ shopId?: string; product?: ProductRow }> {
  const { shopId, productId, orderId } = whereabouts.safeParse(state).data ?? {}
  if (shopId !== undefined) return { shopId }
  if (productId !== undefined) {
    const product = await work.load(productById, productId)
    return product ? { shopId: product.shopId, product } : {}
  }
  const order = orderId && (await orderOf(work, orderId, { as: 'citizen', personId: viewer.personId }))
  return order ? { shopId: order.shopId } : {}
}

async function readList(
  scene: Scene<unknown, Work>,
  shopId: string,
  lookedAt: ProductRow | undefined,
  text: string,
): Promise<Go | undefined> {
  const { work, t, viewer } = scene
  const [shop, bag, catalogue] = await Promise.all([
    work.load(shopById, shopId),
    bagOf(work, viewer.personId, shopId),
    catalogueOf(work, shopId),
  ])
  if (!shop) return undefined
  const points = openPointsIn(bag)
  const [first] = points
  const offered = first ? [...(await productsBySku(work, shopId, skusOf(first))).values()] : []
  const understood = read(catalogue, text, first?.kind === 'amount' ? offered[0] : lookedAt)
  if (understood.lines.length === 0) {
    if (understood.question) return go('shop-card', { shopId })
    return points.length > 0
      ? go('ask', { shopId }, t.plain('unclear-again'))
      : go('unclear', { shopId, said: shortened(text.trim(), 80) })
  }
  const [answered, lines] = answering(first, offered, understood.lines)
  return takeLines(scene, shop, bag, lines, { points, answered, asks: understood.question })
}

/** What was open before, what of it is answered now, and whether something was asked of the shop. */
interface Asked {
  readonly points: readonly OpenPoint[]
  readonly answered?: OpenPoint | undefined
  readonly asks: boolean
}

/** Puts into the bag what is clear of these lines, asks about the rest, and says what became of each. */
export async function takeLines(
  scene: Scene<unknown, Work>,
  shop: Shop,
  bag: Bag | undefined,
  lines: readonly UnderstoodLine[],
  { points, answered, asks }: Asked,
): Promise<Go> {
  const { work, t, viewer } = scene
  const shopId = shop.id
  const skus = [...new Set(lines.flatMap(line => (line.sku === null ? line.candidates : [line.sku])))]
  const sorted = sortOut(shop, lines, await productsBySku(work, shopId, skus), () => work.newId())
  const before = new Map(bag?.lines.map(line => [line.product.id, line.quantity]))
  const taken = sorted.taken.map(each => ({ ...each, before: before.get(each.product.id) }))
  // Said again, a thing is asked about once.
  const rest = points.filter(each => each !== answered && !sorted.points.some(one => isSame(one, each)))
  // What an answer leads on to is asked before what was open already.
  const left = answered ? [...sorted.points, ...rest] : [...rest, ...sorted.points]
  if (taken.length + sorted.points.length > 0 || answered) {
    await changeBag(work, viewer.personId, shop, { put: taken, unclear: stored(left) })
  }
  const told = [
    taken.length > 0 && takenText(t, taken),
    ...taken.flatMap(each => adjustmentTexts(t, each)),
    ...sorted.gone.map(product => goneText(t, product)),
    ...sorted.refused.map(said => t.plain('list-unlisted', { said: shortened(said, 80) })),
    asks && questionText(scene, shop),
  ]
  const filled = taken.length > 0 || isFilled(bag)
  const to = left.length > 0 ? 'ask' : filled ? 'bag' : 'shop'
  return go(to, { shopId }, told.filter(each => each !== false).join('\n'))
}

/**
 * What a text asks for. Words that name nothing the shop lists may be about the product at hand: «mezzo chilo ben
 * cotto», below a loaf of bread.
 */
function read(catalogue: CatalogueIndex, text: string, atHand: ProductRow | undefined): Understood {
  const understood = understand(catalogue, text)
  if (!atHand || understood.lines.some(line => line.sku !== null || line.candidates.length > 0)) return understood
  const about = understand(catalogue, `${atHand.name} ${text}`)
  const [line] = about.lines
  const saysHowMuch = line?.unit !== 'default' && (line?.unit !== 'piece' || line.quantity !== 1 || line.note !== null)
  return about.lines.length === 1 && line?.sku === atHand.sku && saysHowMuch ? about : understood
}

/** Of what people ask most the answer is known: whether it is open; for all else there is the telephone. */
function questionText({ work, t }: Scene<unknown>, shop: Shop): Plain {
  const known = { shop: shop.name, open: plain(openText(t, shop, work.now)) }
  return shop.phone ? t.plain('list-question-call', { ...known, phone: shop.phone }) : t.plain('list-question', known)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Whatever is written in a shop and answers no question is read as a shopping list: what is clear goes into the bag,
// what is not becomes questions, one at a time. Nothing is left out without a word.
import { catalogueOf, productsBySku } from '../../engine/catalogues.ts'
import { changeBag } from '../../engine/bag-lists.ts'
import { bagOf, isFilled } from '../../engine/bags.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import { productOf, type ProductRow, type Shop, shopOf } from '../../engine/shops.ts'
import { amountFor } from '../../rules/amount.ts'
import { gramsOf, type Quantity } from '../../rules/quantity.ts'
import type { UnderstoodLine } from '../../understanding/line.ts'
import { understand } from '../../understanding/understand.ts'
import { type Plain, plain } from '../../text/markup.ts'
import { z } from 'zod'
import { openText, shortened } from '../phrases.ts'
import { type Go, go, type Scene } from '../screen.ts'
import { onlyNamed } from '../typed.ts'
import { adjustmentTexts, goneText, type Taken, takenText } from './list-texts.ts'
import { kept, type Question, questionsIn, skusOf } from './questions.ts'

const place = z.object({
  shopId: z.string().optional(),
  productId: z.string().optional(),
  orderId: z.string().optional(),
})

/** Free words of a citizen: a list, where a shop is open. */
export async function hears(scene: Scene<unknown>, text: string): Promise<Go | undefined> {
  const shopId = await openShop(scene)
  return shopId === undefined ? undefined : readList(scene, shopId, text)
}

async function openShop({ work, state, viewer }: Scene<unknown>): Promise<string | undefined> {
  const { shopId, productId, orderId } = place.safeParse(state).data ?? {}
  if (shopId !== undefined) return shopId
  if (productId !== undefined) return (await productOf(work, productId))?.shopId
  if (orderId === undefined) return undefined
  return (await orderOf(work, orderId, { as: 'citizen', personId: viewer.personId }))?.shopId
}

async function readList(scene: Scene<unknown>, shopId: string, text: string): Promise<Go | undefined> {
  const { work, t, viewer } = scene
  const [shop, bag, catalogue] = await Promise.all([
    shopOf(work, shopId),
    bagOf(work, viewer.personId, shopId),
    catalogueOf(work, shopId),
  ])
  if (!shop) return undefined
  const understood = understand(catalogue, text)
  const open = questionsIn(bag)
  if (understood.lines.length === 0) {
    if (understood.question) return go('shop-card', { shopId })
    return open.length > 0
      ? go('ask', { shopId }, t.plain('unclear-again'))
      : go('unclear', { shopId, said: shortened(text.trim(), 80) })
  }
  const offered = open[0] ? await productsBySku(work, shopId, skusOf(open[0])) : new Map<string, ProductRow>()
  const [answered, lines] = answering(open[0], [...offered.values()], understood.lines)
  const skus = [...new Set(lines.flatMap(line => (line.sku === null ? line.candidates : [line.sku])))]
  const sorted = sortOut(shop, lines, await productsBySku(work, shopId, skus), () => work.newId())
  const before = new Map(bag?.lines.map(line => [line.product.id, line.quantity]))
  const taken = sorted.taken.map(each => ({ ...each, before: before.get(each.product.id) }))
  const rest = open.filter(each => each !== answered)
  // What an answer leads on to is asked before what was open already.
  const questions = answered ? [...sorted.questions, ...rest] : [...rest, ...sorted.questions]
  if (taken.length + sorted.questions.length > 0 || answered) {
    await changeBag(work, viewer.personId, shop, { put: taken, unclear: kept(questions) })
  }
  const told = [
    taken.length > 0 && takenText(t, taken),
    ...taken.flatMap(each => adjustmentTexts(t, each)),
    ...sorted.gone.map(product => goneText(t, product)),
    ...sorted.refused.map(said => t.plain('list-unlisted', { said: shortened(said, 80) })),
    understood.question && questionText(scene, shop),
  ]
  const filled = taken.length > 0 || isFilled(bag)
  const to = questions.length > 0 ? 'ask' : filled ? 'bag' : 'shop'
  return go(to, { shopId }, told.filter(each => each !== false).join('\n'))
}

/** Of what people ask most the answer is known: whether it is open; for all else there is the telephone. */
function questionText({ work, t }: Scene<unknown>, shop: Shop): Plain {
  const known = { shop: shop.name, open: plain(openText(t, shop, work.now)) }
  return shop.phone ? t.plain('list-question-call', { ...known, phone: shop.phone }) : t.plain('list-question', known)
}

/** The lines with the open question taken into account: one that names what was offered answers it. */
function answering(
  open: Question | undefined,
  offered: readonly ProductRow[],
  lines: readonly UnderstoodLine[],
): [Question | undefined, readonly UnderstoodLine[]] {
  if (!open) return [undefined, lines]
  for (const line of lines) {
    const sku = namedBy(line, offered)
    if (sku === undefined) continue
    const bare = line.unit === 'default' || (line.unit === 'piece' && line.quantity === 1)
    // The product alone says nothing new about how much of it.
    if (bare && open.kind === 'amount') return [undefined, lines.filter(each => each !== line)]
    const amount = bare && open.kind === 'which' ? { quantity: open.quantity, unit: open.unit } : {}
    const full = { ...line, sku, ...amount, note: line.note ?? open.note }
    return [open, lines.map(each => (each === line ? full : each))]
  }
  return [undefined, lines]
}

/** Which of the products offered a line means: «crema» alone is no product, but after «brioche: quale?» it is one. */
function namedBy(line: UnderstoodLine, offered: readonly ProductRow[]): string | undefined {
  const named = (line.sku === null ? line.candidates : [line.sku]).filter(sku => offered.some(each => each.sku === sku))
  if (named.length === 1) return named[0]
  if (line.sku !== null) return undefined
  const names = offered.map(({ name }) => name)
  return offered[onlyNamed(line.said, names) ?? -1]?.sku
}

interface Sorted {
  readonly taken: Taken[]
  readonly questions: Question[]
  readonly gone: ProductRow[]
  /** What the shop does not list and does not want to be asked for. */
  readonly refused: string[]
}

function sortOut(
  shop: Shop,
  lines: readonly UnderstoodLine[],
  products: ReadonlyMap<string, ProductRow>,
  newId: () => string,
): Sorted {
  const sorted: Sorted = { taken: [], questions: [], gone: [], refused: [] }
  for (const { sku, said, quantity, unit, note, candidates } of lines) {
    const product = sku === null ? undefined : products.get(sku)
    const there = candidates.filter(each => products.has(each))
    const asked = { id: newId(), said, note }
    if (product) {
      const amount = amountFor(product, { quantity, unit })
      if (amount.kind === 'gone') sorted.gone.push(product)
      else if (amount.kind === 'ask') sorted.questions.push({ kind: 'amount', ...asked, sku: product.sku })
      else take(sorted.taken, { product, quantity: amount.quantity, note, why: amount.why })
    } else if (there.length > 0) {
      sorted.questions.push({ kind: 'which', ...asked, quantity, unit, skus: there.slice(0, mostOffered) })
    } else if (shop.ownWords === 'no') sorted.refused.push(said)
    else sorted.questions.push({ kind: 'words', ...asked, quantity, unit })
  }
  return sorted
}

/** So many products are offered for one thing said. */
const mostOffered = 8

/** The same thing twice in one list is both together. */
function take(all: Taken[], one: Taken): void {
  const at = all.findIndex(({ product }) => product === one.product)
  const other = all[at]
  if (!other) {
    all.push(one)
    return
  }
  const note = [other.note, one.note].filter(each => each !== null).join('; ') || null
  all[at] = { ...one, quantity: sum(one.product, other.quantity, one.quantity), note, why: [...other.why, ...one.why] }
}

function sum(product: ProductRow, one: Quantity, other: Quantity): Quantity {
  if (one.unit === other.unit) return { unit: one.unit, quantity: one.quantity + other.quantity }
  return { unit: 'gram', quantity: (gramsOf(product, one) ?? 0) + (gramsOf(product, other) ?? 0) }
}

/** What is told of a product that goes into the bag alone. */
export function addedText({ t }: Scene<unknown>, taken: Taken): Plain {
  const { product, quantity } = taken
  const added = t.plain('added', { name: product.name, amount: t.amount(quantity) })
  return [added, ...adjustmentTexts(t, taken)].join('\n')
}

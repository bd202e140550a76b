// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { type ListChange, changeBag } from '../../../engine/bag-lists.ts'
import { type Bag, bagOf, isFilled } from '../../../engine/bags.ts'
import { productsBySku } from '../../../engine/catalogues.ts'
import { type ProductRow, type Shop, shopById } from '../../../engine/shops.ts'
import type { Look, Work } from '../../../engine/unit.ts'
import { amountFor, type SaidAmount } from '../../../rules/amount.ts'
import { naturalQuantities, parseQuantity, type Quantity } from '../../../rules/quantity.ts'
import type { Markup, Plain } from '../../../text/markup.ts'
import { meansNo, meansYes } from '../../commands.ts'
import { go, link, screen } from '../../for-citizens.ts'
import { type Scene, taking } from '../../screen.ts'
import { lines, priceOf, shortened } from '../../shared/phrases.ts'
import { amountShape, type CitizenState } from '../../spots.ts'
import { choice, type Choice, grid, view } from '../../view.ts'
import type { Go } from '../../ways.ts'
import { addedText, goneText } from './list-texts.ts'
import { type OpenPoint, openPointsIn, saidLine, skusOf, stored } from './open-points.ts'

type At<Unit extends Look = Look> = Scene<CitizenState<'ask'>, Unit>

const named = z.object({ id: z.string() })
const picked = z.object({ id: z.string(), sku: z.string() })
const measured = amountShape.extend({ id: z.string() })

/** What a written list left open, one point at a time; answered by a tap or in words. */
export const askScreen = screen('ask', {
  async show(scene) {
    const { t, state } = scene
    const found = await next(scene)
    const { bag, shop, points, point, products } = found
    if (!shop || !point) return go(isFilled(bag) ? 'bag' : 'shop', state)
    const { text, rows } = asking(scene, shop, point, products, points)
    const shown = view(
      lines(text, points.length > 1 && t('ask-rest', { count: points.length - 1 })),
      ...rows,
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', state),
    )
    return { ...shown, numberAnswers: point.kind === 'amount' && products.length > 0 }
  },
  changes: {
    pick: taking(picked, (scene, { id, sku }) => answered(scene, id, point => take(scene, point, sku))),
    amount: taking(measured, (scene, { id, ...amount }) => answered(scene, id, point => measure(scene, point, amount))),
    say: taking(named, (scene, { id }) => answered(scene, id, point => say(scene, [point]))),
    sayAll: scene => answered(scene, undefined, (_, points) => say(scene, points.filter(isWords))),
    leave: taking(named, (scene, { id }) => answered(scene, id, point => leave(scene, point))),
  },
  async typed(scene, text) {
    const { point, products, shop } = await next(scene)
    if (!shop || !point) return undefined
    const [product] = products
    if (point.kind === 'amount' && product) {
      const amount = parseQuantity(text, product)
      if (amount) return answered(scene, point.id, each => measure(scene, each, amount))
    }
    if (meansNo(text)) return answered(scene, point.id, each => leave(scene, each))
    const asksForWords = point.kind === 'words' && shop.ownWords !== 'no'
    return asksForWords && meansYes(text) ? answered(scene, point.id, each => say(scene, [each])) : undefined
  },
})

interface Found {
  readonly shop: Shop | undefined
  readonly bag: Bag | undefined
  readonly points: readonly OpenPoint[]
  /** The point that is asked about. */
  readonly point: OpenPoint | undefined
  /** The products that the point is about, as far as the shop still lists them. */
  readonly products: readonly ProductRow[]
}

async function next({ work, state, viewer }: At): Promise<Found> {
  const { shopId } = state
  const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
  const points = openPointsIn(bag)
  const [point] = points
  const skus = point ? skusOf(point) : []
  const bySku = await productsBySku(work, shopId, skus)
  return { shop, bag, points, point, products: skus.flatMap(sku => bySku.get(sku) ?? []) }
}

type Answering = 'pick' | 'amount' | 'say' | 'sayAll' | 'leave'

/** The point as a question, and its answers. What the shop has ceased to list meanwhile it can still be asked for. */
function asking(
  { t }: At,
  shop: Shop,
  point: OpenPoint,
  products: readonly ProductRow[],
  points: readonly OpenPoint[],
): { text: Markup; rows: Choice<Answering>[][] } {
  const { id } = point
  const said = shortened(point.said, 80)
  const leaving = choice(t.plain('ask-leave'), 'leave', { id })
  const [product] = products
  if (point.kind === 'amount' && product) {
    const amounts = naturalQuantities(product).map(each => choice(t.amount(each), 'amount', { id, ...each }))
    return { text: t('ask-amount', { name: product.name }), rows: [...grid(amounts, 3), [leaving]] }
  }
  const sayable = shop.ownWords !== 'no'
  if (point.kind === 'which' && product) {
    const offers = products.map(each =>
      choice(`${shortened(each.name, 40)} · ${priceOf(t, each)}`, 'pick', { id, sku: each.sku }),
    )
    const saying = choice(t.plain('ask-other'), 'say', { id })
    return {
      text: t('ask-which', { said }),
      rows: [...offers.map(each => [each]), sayable ? [saying, leaving] : [leaving]],
    }
  }
  if (!sayable) return { text: t('ask-unlisted', { said }), rows: [[leaving]] }
  const all = points.filter(isWords).length
  return {
    text: t('ask-words', { said }),
    rows: [
      [choice(t.plain('ask-yes'), 'say', { id }), choice(t.plain('ask-no'), 'leave', { id })],
      ...(all > 1 ? [[choice(t.plain('ask-all', { count: all }), 'sayAll')]] : []),
    ],
  }
}

function isWords(point: OpenPoint): boolean {
  return point.kind === 'words'
}

/** What an answer does: lines for the bag, the point that is asked instead of the answered one, and what is told. */
interface Answer extends Omit<ListChange, 'unclear'> {
  readonly done: readonly OpenPoint[]
  readonly instead?: OpenPoint
  readonly told: Plain
}

/** Answers the point of this id, or the first one, if it is still open, and goes on to the next. */
async function answered(
  { work, state, t, viewer }: At<Work>,
  id: string | undefined,
  answer: (point: OpenPoint, points: readonly OpenPoint[]) => Answer | Promise<Answer>,
): Promise<Go> {
  const { shopId } = state
  const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
  const points = openPointsIn(bag)
  const point = id === undefined ? points[0] : points.find(each => each.id === id)
  if (!shop || !point) return go('ask', state, t.plain('done-already'))
  const { done, instead, told, ...change } = await answer(point, points)
  const left = points.flatMap(each => (!done.includes(each) ? [each] : instead && each === point ? [instead] : []))
  await changeBag(work, viewer.personId, shop, { ...change, unclear: stored(left) })
  return go('ask', state, told === '' ? undefined : told)
}

async function take(scene: At, point: OpenPoint, sku: string): Promise<Answer> {
  const said: SaidAmount = point.kind === 'amount' ? { quantity: null, unit: 'default' } : point
  return taken(scene, point, sku, said)
}

function measure(scene: At, point: OpenPoint, { quantity, unit }: Quantity): Promise<Answer> {
  const sku = skusOf(point)[0] ?? ''
  return taken(scene, point, sku, { quantity, unit: unit === 'gram' ? 'g' : 'piece' })
}

/** Puts so much of one product into the bag, or asks on. */
async function taken(scene: At, point: OpenPoint, sku: string, said: SaidAmount): Promise<Answer> {
  const { work, state, t } = scene
  const product = (await productsBySku(work, state.shopId, [sku])).get(sku)
  const { id, note } = point
  if (!product) return { done: [], told: t.plain('refused-product-gone') }
  const amount = amountFor(product, said)
  switch (amount.kind) {
    case 'gone': {
      const skus = skusOf(point).filter(each => each !== sku)
      const rest: OpenPoint | undefined = point.kind === 'which' && skus.length > 0 ? { ...point, skus } : undefined
      return { done: [point], ...(rest && { instead: rest }), told: goneText(t, product) }
    }
    case 'ask':
      return { done: [point], instead: { kind: 'amount', id, said: point.said, note, sku }, told: '' }
    case 'take': {
      const line = { product, quantity: amount.quantity, note, why: amount.why }
      return { done: [point], put: [line], told: addedText(t, line) }
    }
  }
}

function say({ t }: At, points: readonly OpenPoint[]): Answer {
  const lines = new Map(points.map(saidLine).map(line => [line.said, line]))
  return { done: points, say: [...lines.values()], told: t.plain('asked-too', { count: lines.size }) }
}

function leave({ t }: At, point: OpenPoint): Answer {
  return { done: [point], told: t.plain('left-out', { said: shortened(point.said) }) }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { type ListChange, changeBag } from '../../../engine/bag-lists.ts'
import { type Bag, bagOf, isFilled } from '../../../engine/bags.ts'
import { productsBySku } from '../../../engine/catalogues.ts'
import { type ProductRow, type Shop, shopById } from '../../../engine/shops.ts'
import { amountFor, type SaidAmount } from '../../../rules/amount.ts'
import { naturalQuantities, parseQuantity } from '../../../rules/quantity.ts'
import type { Markup, Plain } from '../../../text/markup.ts'
import { meansNo, meansYes } from '../../commands.ts'
import { lines, priceOf, shortened } from '../../shared/phrases.ts'
import { choice, type Choice, type Go, go, grid, link, type Scene, screen, view } from '../../screen.ts'
import { addedText, goneText } from './list-texts.ts'
import { stored, type OpenPoint, openPointsIn, saidLine, skusOf } from './open-points.ts'

const askState = z.object({ shopId: z.string() })
type At = Scene<z.infer<typeof askState>>

const named = z.object({ id: z.string() })
const picked = z.object({ id: z.string(), sku: z.string() })
const measured = z.object({ id: z.string(), quantity: z.number().int().positive(), unit: z.enum(['piece', 'gram']) })

/** What a written list left open, one question at a time; answered by a tap or in words. */
export const askScreen = screen({
  name: 'ask',
  state: askState,
  async show(scene) {
    const { t, state } = scene
    const found = await next(scene)
    const { bag, shop, open, question, products } = found
    if (!shop || !question) return go(isFilled(bag) ? 'bag' : 'shop', state)
    const { text, rows } = asking(scene, shop, question, products, open)
    const shown = view(
      lines(text, open.length > 1 && t('ask-rest', { count: open.length - 1 })),
      ...rows,
      isFilled(bag) && link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', state),
    )
    return { ...shown, numberAnswers: question.kind === 'amount' && products.length > 0 }
  },
  on: {
    pick: (scene, argument) => {
      const { id, sku } = picked.parse(argument)
      return answered(scene, id, question => take(scene, question, sku))
    },
    amount: (scene, argument) => {
      const { id, ...amount } = measured.parse(argument)
      return answered(scene, id, question => measure(scene, question, amount))
    },
    say: (scene, argument) => answered(scene, named.parse(argument).id, question => say(scene, [question])),
    sayAll: scene => answered(scene, undefined, (_, open) => say(scene, open.filter(isWords))),
    leave: (scene, argument) => answered(scene, named.parse(argument).id, question => leave(scene, question)),
  },
  async typed(scene, text) {
    const { question, products, shop } = await next(scene)
    if (!shop || !question) return undefined
    const [product] = products
    if (question.kind === 'amount' && product) {
      const amount = parseQuantity(text, product)
      if (amount) return answered(scene, question.id, each => measure(scene, each, amount))
    }
    if (meansNo(text)) return answered(scene, question.id, each => leave(scene, each))
    const asksForWords = question.kind === 'words' && shop.ownWords !== 'no'
    return asksForWords && meansYes(text) ? answered(scene, question.id, each => say(scene, [each])) : undefined
  },
})

interface Found {
  readonly shop: Shop | undefined
  readonly bag: Bag | undefined
  readonly open: readonly OpenPoint[]
  readonly question: OpenPoint | undefined
  /** What it is about and the shop still lists. */
  readonly products: readonly ProductRow[]
}

async function next({ work, state, viewer }: At): Promise<Found> {
  const { shopId } = state
  const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
  const open = openPointsIn(bag)
  const [question] = open
  const skus = question ? skusOf(question) : []
  const bySku = await productsBySku(work, shopId, skus)
  return { shop, bag, open, question, products: skus.flatMap(sku => bySku.get(sku) ?? []) }
}

/** The question and its answers. What the shop has ceased to list meanwhile it can still be asked for. */
function asking(
  { t }: At,
  shop: Shop,
  question: OpenPoint,
  products: readonly ProductRow[],
  open: readonly OpenPoint[],
): { text: Markup; rows: Choice[][] } {
  const { id } = question
  const said = shortened(question.said, 80)
  const leaving = choice(t.plain('ask-leave'), 'leave', { id }, 'change')
  const [product] = products
  if (question.kind === 'amount' && product) {
    const amounts = naturalQuantities(product).map(each => choice(t.amount(each), 'amount', { id, ...each }, 'change'))
    return { text: t('ask-amount', { name: product.name }), rows: [...grid(amounts, 3), [leaving]] }
  }
  const sayable = shop.ownWords !== 'no'
  if (question.kind === 'which' && product) {
    const offers = products.map(each =>
      choice(`${shortened(each.name, 40)} · ${priceOf(t, each)}`, 'pick', { id, sku: each.sku }, 'change'),
    )
    const saying = choice(t.plain('ask-other'), 'say', { id }, 'change')
    return {
      text: t('ask-which', { said }),
      rows: [...offers.map(each => [each]), sayable ? [saying, leaving] : [leaving]],
    }
  }
  if (!sayable) return { text: t('ask-unlisted', { said }), rows: [[leaving]] }
  const all = open.filter(isWords).length
  return {
    text: t('ask-words', { said }),
    rows: [
      [choice(t.plain('ask-yes'), 'say', { id }, 'change'), choice(t.plain('ask-no'), 'leave', { id }, 'change')],
      ...(all > 1 ? [[choice(t.plain('ask-all', { count: all }), 'sayAll', undefined, 'change')]] : []),
    ],
  }
}

function isWords(question: OpenPoint): boolean {
  return question.kind === 'words'
}

/** What an answer does: lines for the bag, the questions that stand in place of those answered, and what is told. */
interface Answer extends Omit<ListChange, 'unclear'> {
  readonly done: readonly OpenPoint[]
  readonly instead?: OpenPoint
  readonly told: Plain
}

/** Answers the question of this name, or the first, if it is still open, and goes on to the next. */
async function answered(
  { work, state, t, viewer }: At,
  id: string | undefined,
  answer: (question: OpenPoint, open: readonly OpenPoint[]) => Answer | Promise<Answer>,
): Promise<Go> {
  const { shopId } = state
  const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
  const open = openPointsIn(bag)
  const question = id === undefined ? open[0] : open.find(each => each.id === id)
  if (!shop || !question) return go('ask', state, t.plain('done-already'))
  const { done, instead, told, ...change } = await answer(question, open)
  const left = open.flatMap(each => (!done.includes(each) ? [each] : instead && each === question ? [instead] : []))
  await changeBag(work, viewer.personId, shop, { ...change, unclear: stored(left) })
  return go('ask', state, told === '' ? undefined : told)
}

async function take(scene: At, question: OpenPoint, sku: string): Promise<Answer> {
  const said: SaidAmount = question.kind === 'amount' ? { quantity: null, unit: 'default' } : question
  return taking(scene, question, sku, said)
}

function measure(
  scene: At,
  question: OpenPoint,
  { quantity, unit }: { quantity: number; unit: 'piece' | 'gram' },
): Answer | Promise<Answer> {
  const sku = skusOf(question)[0] ?? ''
  return taking(scene, question, sku, { quantity, unit: unit === 'gram' ? 'g' : 'piece' })
}

/** Puts so much of one product into the bag, or asks on. */
async function taking(scene: At, question: OpenPoint, sku: string, said: SaidAmount): Promise<Answer> {
  const { work, state, t } = scene
  const product = (await productsBySku(work, state.shopId, [sku])).get(sku)
  const { id, note } = question
  if (!product) return { done: [], told: t.plain('refused-product-gone') }
  const amount = amountFor(product, said)
  switch (amount.kind) {
    case 'gone': {
      const skus = skusOf(question).filter(each => each !== sku)
      const rest: OpenPoint | undefined =
        question.kind === 'which' && skus.length > 0 ? { ...question, skus } : undefined
      return { done: [question], ...(rest && { instead: rest }), told: goneText(t, product) }
    }
    case 'ask':
      return { done: [question], instead: { kind: 'amount', id, said: question.said, note, sku }, told: '' }
    case 'take': {
      const taken = { product, quantity: amount.quantity, note, why: amount.why }
      return { done: [question], put: [taken], told: addedText(t, taken) }
    }
  }
}

function say({ t }: At, questions: readonly OpenPoint[]): Answer {
  const lines = new Map(questions.map(saidLine).map(line => [line.said, line]))
  return { done: questions, say: [...lines.values()], told: t.plain('asked-too', { count: lines.size }) }
}

function leave({ t }: At, question: OpenPoint): Answer {
  return { done: [question], told: t.plain('left-out', { said: shortened(question.said) }) }
}

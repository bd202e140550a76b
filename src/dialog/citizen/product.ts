// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, putIntoBag } from '../../engine/bags.ts'
import { productById, type ProductRow } from '../../engine/shops.ts'
import { naturalQuantities, parseQuantity, type Quantity } from '../../rules/quantity.ts'
import { escape } from '../../text/markup.ts'
import { allergensText, lines, priceOf } from '../shared/phrases.ts'
import { choice, type Go, go, grid, link, type Scene, screen, view } from '../screen.ts'

const productState = z.object({
  productId: z.string(),
  /** Where in its category one came from. */
  from: z.number().int().default(0),
  /** Only the amount is asked for. */
  asking: z.boolean().default(false),
})
const amount = z.object({ quantity: z.number().int().positive(), unit: z.enum(['piece', 'gram']) })

/** One product: picture, allergens, and amounts that make sense for it. What is chosen takes the place of what was. */
export const productScreen = screen({
  name: 'product',
  state: productState,
  async show({ work, state, t, viewer }) {
    const product = await work.load(productById, state.productId)
    if (!product) return go('home', {}, t.plain('refused-product-gone'))
    const bag = await bagOf(work, viewer.personId, product.shopId)
    const inBag = bag?.lines.find(line => line.product.id === product.id)
    const { shopId, category } = product
    const back = link(t.plain('back'), 'category', { shopId, category, from: state.from })
    if (state.asking) {
      return { ...view(t(`how-much-${product.soldBy}`, { name: product.name }), back), numberAnswers: true }
    }
    const shown = view(
      lines(
        t('product-title', { name: product.name, price: priceOf(t, product) }),
        product.description ? escape(product.description) : undefined,
        allergensText(t, product),
        product.minimumAge !== null && t('minimum-age', { age: product.minimumAge }),
        isScarce(product) && t('stock-left', { amount: t.amount(stockOf(product)) }),
        inBag && t('in-bag-already', { amount: t.amount(inBag.quantity) }),
      ),
      ...grid(
        naturalQuantities(product).map(quantity => choice(t.amount(quantity), 'put', quantity, 'change')),
        3,
      ),
      choice(t.plain('other-amount'), 'ask'),
      back,
    )
    return { ...shown, photoId: product.photoId ?? undefined, numberAnswers: true }
  },
  on: {
    put: (scene, argument) => put(scene, amount.parse(argument)),
    ask: ({ state }) => go('product', { ...state, asking: true }),
  },
  async typed(scene, text) {
    const product = await scene.work.load(productById, scene.state.productId)
    const quantity = product && parseQuantity(text, product)
    // Anything else typed here is not about the amount: it is heard as it would be in the shop.
    return quantity && put(scene, quantity)
  },
})

async function put({ work, state, t, viewer }: Scene<z.infer<typeof productState>>, quantity: Quantity): Promise<Go> {
  const put = await putIntoBag(work, viewer.personId, state.productId, quantity)
  if (!put.ok) {
    const toast = t.plain(`refused-${put.reason}`)
    return put.reason === 'product-gone' ? go('home', {}, toast) : go('product', { ...state, asking: false }, toast)
  }
  const { shopId, category, name } = put.value
  return go('category', { shopId, category, from: state.from }, t.plain('added', { amount: t.amount(quantity), name }))
}

function stockOf(product: ProductRow): Quantity {
  return { quantity: product.stock ?? 0, unit: product.soldBy === 'weight' ? 'gram' : 'piece' }
}

/** Little enough to be worth a word: five pieces, or a kilogram. */
function isScarce({ stock, soldBy }: ProductRow): boolean {
  return stock !== null && stock <= (soldBy === 'weight' ? 1000 : 5)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { bagOf, putIntoBag } from '../../engine/bags.ts'
import { productById, type ProductRow } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import { naturalQuantities, parseQuantity, type Quantity } from '../../rules/quantity.ts'
import { escape } from '../../text/markup.ts'
import { allergensText, lines, priceOf } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { type Scene, taking } from '../screen.ts'
import { amountShape, type CitizenState } from '../spots.ts'
import { choice, grid, view } from '../view.ts'
import type { Go } from '../ways.ts'

/** One product: picture, allergens, and amounts that make sense for it. The amount that is chosen replaces the one in the bag. */
export const productScreen = screen('product', {
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
        naturalQuantities(product).map(quantity => choice(t.amount(quantity), 'put', quantity)),
        3,
      ),
      choice(t.plain('other-amount'), 'ask'),
      back,
    )
    return { ...shown, photoId: product.photoId ?? undefined, numberAnswers: true }
  },
  views: { ask: ({ state }) => go('product', { ...state, asking: true }) },
  changes: { put: taking(amountShape, put) },
  async typed(scene, text) {
    const product = await scene.work.load(productById, scene.state.productId)
    const quantity = product && parseQuantity(text, product)
    // Anything else typed here is not about the amount: it is heard as it would be in the shop.
    return quantity && put(scene, quantity)
  },
})

async function put({ work, state, t, viewer }: Scene<CitizenState<'product'>, Work>, quantity: Quantity): Promise<Go> {
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

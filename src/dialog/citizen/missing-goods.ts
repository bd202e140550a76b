// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, putIntoBag, takeOutOfBag } from '../../engine/bags.ts'
import { nearestProducts, shopById } from '../../engine/shops.ts'
import { priceOf, shortened } from '../shared/phrases.ts'
import { go, screen } from '../for-citizens.ts'
import { taking } from '../screen.ts'
import { choice, view } from '../view.ts'
import { lacking } from './bag.ts'

/** The shop has just run out of something in the bag: what else it has, what is left, or without. */
export const gapScreen = screen('gap', {
  async show({ work, state, t, viewer }) {
    const { lineId, shopId } = state
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    const line = bag?.lines.find(each => each.id === lineId)
    if (!shop || !line || !lacking(line)) return go('bag', { shopId })
    const { product } = line
    const instead = await nearestProducts(work, product, 3)
    const left = product.hiddenAt === null && product.stock !== null && product.stock > 0 ? product.stock : undefined
    const unit = product.soldBy === 'weight' ? 'gram' : 'piece'
    const rest = left === undefined ? undefined : ({ quantity: left, unit } as const)
    return view(
      rest
        ? t('gap-rest', { shop: shop.name, name: product.name, amount: t.amount(rest) })
        : t('gap', { shop: shop.name, name: product.name }),
      rest && choice(t.plain('gap-take', { amount: t.amount(rest) }), 'take', rest.quantity),
      ...instead.map(each => choice(`${shortened(each.name, 40)} · ${priceOf(t, each)}`, 'instead', each.id)),
      choice(t.plain('remove'), 'remove'),
    )
  },
  changes: {
    take: taking(z.number().int().positive(), async ({ work, state, t, viewer }, left) => {
      const line = (await bagOf(work, viewer.personId, state.shopId))?.lines.find(each => each.id === state.lineId)
      if (!line) return go('bag', { shopId: state.shopId })
      const unit = line.product.soldBy === 'weight' ? 'gram' : 'piece'
      const put = await putIntoBag(work, viewer.personId, line.product.id, { quantity: left, unit }, line.note)
      return go('bag', { shopId: state.shopId }, put.ok ? undefined : t.plain(`refused-${put.reason}`))
    }),
    instead: taking(z.string(), async ({ work, state, t, viewer }, productId) => {
      const line = (await bagOf(work, viewer.personId, state.shopId))?.lines.find(each => each.id === state.lineId)
      if (!line) return go('bag', { shopId: state.shopId })
      const put = await putIntoBag(work, viewer.personId, productId, line.quantity, line.note)
      // What is sold in another way cannot simply stand in: its own screen asks how much.
      if (!put.ok) return go('product', { productId: productId }, t.plain(`refused-${put.reason}`))
      await takeOutOfBag(work, viewer.personId, state.lineId)
      return go(
        'bag',
        { shopId: state.shopId },
        t.plain('added', { amount: t.amount(line.quantity), name: put.value.name }),
      )
    }),
    async remove({ work, state, t, viewer }) {
      await takeOutOfBag(work, viewer.personId, state.lineId)
      return go('bag', { shopId: state.shopId }, t.plain('removed'))
    },
  },
})

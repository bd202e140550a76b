// SPDX-License-Identifier: AGPL-3.0-or-later
import { type GoodsLine, type OrderLineRow, ordersOfShop } from '../../engine/orders/reading.ts'
import { addDays, instantAt, localDay } from '../../rules/calendar.ts'
import { join } from '../../text/markup.ts'
import { quantityOf, whatOf } from '../shared/order-lines.ts'
import { lines } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { view } from '../view.ts'
import { shopOfKeeper } from './shop-of-keeper.ts'

/** All that is to be made ready on a day, added up over its accepted orders. */
export const preparationScreen = screen('preparation', {
  async show(scene) {
    const { work, state, t, viewer } = scene
    const shop = await shopOfKeeper(scene, state.shopId)
    if (!shop) return go('home')
    const day = addDays(localDay(work.now, viewer.timezone), state.ahead)
    const [from, to] = [instantAt(day, '00:00', viewer.timezone), instantAt(addDays(day, 1), '00:00', viewer.timezone)]
    const orders = await ordersOfShop(work, shop.id, viewer.personId, from, to, 200)
    const open = orders.filter(order => order.state === 'accepted')
    const back = link(t.plain('back'), 'today', state)
    if (open.length === 0) return view(t('preparation-none', { day: t.day(from) }), back)
    const toDo = open.flatMap(order => order.lines.filter(line => !line.struck))
    const wishes = open.flatMap(order =>
      order.lines
        .filter(line => !line.struck)
        .filter(line => line.note !== null)
        .map(line => t('preparation-wish', { code: order.code, name: line.name, note: line.note ?? '' })),
    )
    return view(
      lines(
        t('preparation-title', { day: t.day(from), count: open.length }),
        join(
          sums(toDo.filter(isGoods)).map(sum =>
            t('preparation-line', { name: sum.name, amount: quantityOf(t, sum, sum.soldBy) }),
          ),
        ),
        // What citizens asked for in their own words cannot be added up.
        join(toDo.filter(line => !isGoods(line)).map(line => t('preparation-words', { what: whatOf(t, line) }))),
        join(wishes),
      ),
      back,
    )
  },
})

function isGoods(line: OrderLineRow): line is GoodsLine {
  return line.productId !== null
}

function sums(all: readonly GoodsLine[]): GoodsLine[] {
  const byProduct = new Map<string, GoodsLine>()
  for (const line of all) {
    const key = `${line.productId} ${line.unit}`
    const sum = byProduct.get(key)
    byProduct.set(key, sum ? { ...sum, quantity: sum.quantity + line.quantity } : line)
  }
  return [...byProduct.values()].sort((a, b) => a.name.localeCompare(b.name, 'it'))
}

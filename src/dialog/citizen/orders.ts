// SPDX-License-Identifier: AGPL-3.0-or-later
import { ordersOfPerson } from '../../engine/orders/reading.ts'
import { join } from '../../text/markup.ts'
import { lines, whenText } from '../shared/phrases.ts'
import { go, link, screen } from '../for-citizens.ts'
import { grid, view } from '../view.ts'

const ordersAtOnce = 8

/** The citizen's orders: the live ones first. */
export const ordersScreen = screen('orders', {
  async show({ work, t, viewer }) {
    const orders = await ordersOfPerson(work, viewer.personId, ordersAtOnce)
    if (orders.length === 0) return go('home', {}, t.plain('orders-none'))
    return view(
      lines(
        t('orders-title'),
        join(
          orders.map(order =>
            t('orders-line', {
              code: order.code,
              shop: order.shop.name,
              when: whenText(t, order, order.shop),
              state: t.plain(`state-${order.state}`),
            }),
          ),
        ),
      ),
      ...grid(
        orders.map(order => link(order.code, 'order', { orderId: order.id })),
        3,
      ),
      link(t.plain('other-shops'), 'home'),
    )
  },
})

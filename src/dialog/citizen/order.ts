// SPDX-License-Identifier: AGPL-3.0-or-later
import { approach } from '../../engine/orders/moving.ts'
import { agreeToProposal } from '../../engine/orders/proposing.ts'
import { orderOf, type OrderSheet } from '../../engine/orders/reading.ts'
import { ways } from '../../rules/fulfillment.ts'
import { actionsFor, inTimeToCancel, isTerminal } from '../../rules/order.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { reasonText } from '../shared/decline-reasons.ts'
import { type OpenPrice, orderLineText, orderSumText, proposedLineText } from '../shared/order-lines.ts'
import { handoverText, lines, shortened, whenText } from '../shared/phrases.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-citizens.ts'
import { choice, type Choice, type GoAction, type Row, type Shown, view } from '../view.ts'

/** An order as its citizen sees it, in its present state. */
export const orderScreen = screen('order', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'citizen', personId: viewer.personId })
    return order ? orderCard(t, order, work.now) : go('orders', {}, t.plain('refused-order-gone'))
  },
  changes: {
    async approach({ work, state, t, viewer }) {
      const told = await approach(work, state.orderId, viewer.personId)
      return go('order', state, t.plain(told ? 'approach-told' : 'approach-known'))
    },
  },
  commits: {
    async agree({ work, state, t, viewer }) {
      const agreed = await agreeToProposal(work, state.orderId, { actor: 'citizen', personId: viewer.personId })
      return go('order', state, t.plain(agreed.ok ? 'agreed' : `refused-${agreed.reason}`))
    },
  },
})

type CardAction = 'agree' | 'approach' | GoAction

/** The card of an order for its citizen, as a screen and as a notice. */
export function orderCard(t: Texts, order: OrderSheet, now: Date): Shown<CardAction> {
  return { ...view(cardText(t, order), ...cardChoices(t, order, now)), card: orderCardOf(order.id) }
}

function cardText(t: Texts, order: OrderSheet): Markup {
  const offered = order.state === 'proposed' ? order.proposedCents : null
  const open: OpenPrice = order.state === 'placed' || order.state === 'proposed' ? 'open' : 'counter'
  const { code, shop } = order
  return lines(
    offered !== null && t('order-offered', { code, shop: shop.name, acceptBy: t.by(order.acceptBy) }),
    offered === null &&
      t(`order-${order.state}`, {
        code: order.code,
        shop: order.shop.name,
        when: whenText(t, order, order.shop),
        fulfillment: order.fulfillment,
        pickupCode: order.pickupCode,
        acceptBy: t.by(order.acceptBy),
        proposed: order.proposedStartsAt ? t.at(order.proposedStartsAt) : '',
        reason: order.declineReason ? reasonText(t, order.declineReason) : '',
        phone: order.shop.phone ?? '',
        callable: order.shop.phone ? 1 : 0,
        silent: order.declineReason === 'unanswered' ? 'citizen' : order.shop.phone ? 'callable' : 'shop',
      }),
    join(order.lines.map(line => (offered === null ? orderLineText : proposedLineText)(t, line, open))),
    order.feeCents > 0 && t(`fee-${order.fulfillment}`, { price: t.money(order.feeCents) }),
    offered === null
      ? orderSumText(t, 'total', order)
      : t('total-offered', { price: t.money(offered), before: t.money(order.estimatedCents) }),
    handoverText(t, order, order.shop),
  )
}

function cardChoices(t: Texts, order: OrderSheet, now: Date): Row<CardAction>[] {
  const may = actionsFor(order.state, 'citizen')
  const { id: orderId } = order
  const refusal = t.plain(order.proposedCents === null ? 'refuse-time' : 'refuse-change')
  const cancel = link(order.state === 'proposed' ? refusal : t.plain('cancel'), 'cancel', { orderId })
  return [
    may.includes('agree') && choice(t.plain('agree'), 'agree'),
    ways[order.fulfillment].collected &&
      (order.state === 'accepted' || order.state === 'ready') &&
      order.approachingAt === null &&
      choice(t.plain('approach'), 'approach'),
    inTimeToCancel(order, now) && cancel,
    waysOn(t, order),
  ]
}

/** The last row of every card: on to other shops, and back to this one once the order has ended. */
function waysOn(t: Texts, { state, shop, shopId }: OrderSheet): Choice<GoAction>[] {
  const others = link(t.plain('other-shops'), 'home')
  const again = link(t.plain('shop-again', { shop: shortened(shop.name, 20) }), 'shop', { shopId })
  return isTerminal(state) ? [others, again] : [others]
}

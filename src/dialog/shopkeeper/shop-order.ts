// SPDX-License-Identifier: AGPL-3.0-or-later
import { moveOrder, type Mover } from '../../engine/orders/moving.ts'
import { type OrderCase, orderCaseOf, type OrderEvent, type OrderSheet, unpriced } from '../../engine/orders/reading.ts'
import type { Look, SoleWork } from '../../engine/unit.ts'
import { actionsFor, type OrderAction } from '../../rules/order.ts'
import { join, type Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { reasonText } from '../shared/decline-reasons.ts'
import { orderLineText, orderSumText, proposedLineText } from '../shared/order-lines.ts'
import { lines, whenText } from '../shared/phrases.ts'
import { orderCardOf } from '../cards.ts'
import { go, link, screen } from '../for-staff.ts'
import type { Scene } from '../screen.ts'
import { choice, type Choice, type GoAction, grid, type Shown, view } from '../view.ts'
import type { Go } from '../ways.ts'

type At<Unit extends Look = Look> = Scene<{ readonly orderId: string }, Unit>

/** What a shopkeeper does with one tap. */
const moves = ['accept', 'prepare', 'fulfill', 'miss'] as const
type Move = (typeof moves)[number]

/** The shopkeeper's card of an order: its present state and what may be done now. */
export const shopOrderScreen = screen('shop-order', {
  async show({ work, state, t, viewer }) {
    const found = await orderCaseOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    return found ? shopOrderCard(t, found) : go('home', {}, t.plain('refused-order-gone'))
  },
  commits: {
    accept: scene => moved(scene, 'accept'),
    prepare: scene => moved(scene, 'prepare'),
    fulfill: scene => moved(scene, 'fulfill'),
    miss: scene => moved(scene, 'miss'),
  },
  late: overtaken,
})

async function moved(scene: At<SoleWork>, action: Move): Promise<Go> {
  const { work, state, t, viewer } = scene
  const by: Mover = { actor: 'shopkeeper', personId: viewer.personId }
  const done = await moveOrder(work, state.orderId, action, by)
  return go('shop-order', state, done.ok ? t.plain(`did-${action}`) : await overtaken(scene))
}

/** Who was quicker: «L'ha già accettato Marco». */
export async function overtaken({ work, state, t, viewer }: At): Promise<Plain> {
  const found = await orderCaseOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
  if (!found) return t.plain('refused-order-gone')
  const { order } = found
  const last = lastMove(found)
  if (last?.actor === 'clock') return t.plain('overtaken-clock', { state: t.plain(`state-${order.state}`) })
  return t.plain('overtaken', { name: last?.name ?? '', state: t.plain(`state-${order.state}`) })
}

/** The card, as a screen and as a notice. */
export function shopOrderCard(t: Texts, found: OrderCase): Shown<Move | GoAction> {
  const { order, fulfilledBefore: before } = found
  const last = lastMove(found)
  const who = last?.actor === 'shopkeeper' ? (last.name ?? '') : ''
  const offered = order.state === 'proposed' ? order.proposedCents : null
  const open = order.state === 'placed' ? 'shop' : 'counter'
  const { code, fulfillment } = order
  const when = whenText(t, order, order.shop)
  const text = lines(
    offered !== null && t('card-offered', { code, fulfillment, when, who }),
    offered === null &&
      t(`card-${order.state}`, {
        code,
        fulfillment,
        when,
        who,
        how: last?.detail === 'auto' ? 'auto' : last?.actor === 'citizen' ? 'citizen' : 'shop',
        at: t.at(last?.at ?? order.updatedAt),
        proposed: order.proposedStartsAt ? t.at(order.proposedStartsAt) : '',
        reason: order.declineReason ? reasonText(t, order.declineReason) : '',
      }),
    t('card-citizen', { citizen: order.citizenName, before }),
    order.address !== null && t('card-address', { address: order.address }),
    order.approachingAt !== null &&
      order.state !== 'fulfilled' &&
      t('card-approaching', { at: t.time(order.approachingAt) }),
    join(order.lines.map(line => (offered === null ? orderLineText : proposedLineText)(t, line, open))),
    offered === null
      ? orderSumText(t, 'card-total', order)
      : t('total-offered', { price: t.money(offered), before: t.money(order.estimatedCents) }),
    order.state === 'placed' && t('card-answer-by', { by: t.by(order.acceptBy) }),
  )
  return { ...view(text, ...buttons(t, order)), card: orderCardOf(order.id) }
}

/** What last moved the order; being on the way does not. */
function lastMove({ history }: OrderCase): OrderEvent | undefined {
  return history.findLast(event => event.action !== 'approach')
}

/** Read from the life of an order; the main action stands alone in the first row, the way on in the last one. */
function buttons(t: Texts, order: OrderSheet): Choice<Move | GoAction>[][] {
  const orderId = order.id
  const openPrices = unpriced(order.lines).length > 0
  const may = actionsFor(order.state, 'shopkeeper')
  const rest: Choice<GoAction>[] = []
  const first: Choice<Move | GoAction>[] = []
  for (const action of may) {
    const label = t.plain(action === 'fulfill' ? `do-fulfill-${order.fulfillment}` : `do-${action}`)
    if (action === 'propose') {
      if (order.startsAt !== null) rest.push(link(label, 'propose', { orderId }))
      rest.push(link(t.plain('do-change'), 'changes', { orderId }))
    } else if (action === 'decline') rest.push(link(label, 'decline', { orderId }))
    // What has no price yet is asked about first.
    else if (action === 'accept' && openPrices) first.push(link(label, 'changes', { orderId, accepting: true }))
    else if (isMove(action)) first.push(choice(label, action))
  }
  const [main, ...others] = first
  const today = link(t.plain('today'), 'today', { shopId: order.shopId })
  // Offered where somebody may have been let down; while an order lives the way leads over «Rifiuta».
  const refuse = link(t.plain('refuse-person'), 'refuse-person', { orderId })
  const over = order.state === 'missed' || order.state === 'cancelled' ? [[refuse]] : []
  return [...(main ? [[main]] : []), ...grid([...others, ...rest], 2), ...over, [today]]
}

function isMove(action: OrderAction): action is Move {
  return moves.some(each => each === action)
}

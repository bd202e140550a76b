// SPDX-License-Identifier: AGPL-3.0-or-later
// What becomes of an order, told to its citizen and to its shop as their cards.
import { citizenChats, operatorChats, type ReachableChat, shopkeeperChats } from '../../engine/messages/recipients.ts'
import { type OrderCase, orderCaseOf } from '../../engine/orders/reading.ts'
import type { Look } from '../../engine/unit.ts'
import type { OrderAction } from '../../rules/order.ts'
import { orderCard, orderScreen } from '../citizen/order.ts'
import type { Draft } from '../draft.ts'
import { paragraphs } from '../shared/phrases.ts'
import { shopOrderCard, shopOrderScreen } from '../shopkeeper/shop-order.ts'
import { type Accounts, accountsFor, cardNotice, type EventOf, staffNotice, textsOf } from './telling.ts'
import { orderTemplate, reminderTemplate, shopOrderTemplate } from './templates.ts'

/** Who hears of a move, and whether it rings for them. The mover's own side merely sees its card change. */
const rings: Record<OrderAction, { citizen: boolean; shop: boolean }> = {
  accept: { citizen: true, shop: false },
  propose: { citizen: true, shop: false },
  agree: { citizen: false, shop: true },
  decline: { citizen: true, shop: false },
  cancel: { citizen: false, shop: true },
  prepare: { citizen: true, shop: false },
  fulfill: { citizen: false, shop: false },
  miss: { citizen: true, shop: false },
  expire: { citizen: true, shop: true },
}

/** A new order: to its shop, or to the town hall where the shop has nobody in chat. */
export async function orderPlaced(
  look: Look,
  accounts: Accounts,
  { orderId }: EventOf<'order-placed'>,
): Promise<Draft[]> {
  const { found, keepers } = await orderAndKeepers(look, accounts, orderId)
  if (!found) return []
  if (keepers.length > 0) return toShop(look, keepers, found, true)
  // The town hall is told, so that the citizen does not wait in vain.
  const { order } = found
  const operators = await operatorChats(look, accountsFor(accounts, 'staff'), order.municipalityId)
  return operators.map(chat => {
    const t = textsOf(look, chat)
    return staffNotice(t, chat, t('notice-unattended', { shop: order.shop.name, by: t.by(order.acceptBy) }))
  })
}

/** A move of an order: to its citizen and to its shop. */
export async function orderMoved(
  look: Look,
  accounts: Accounts,
  { orderId, action, actor }: EventOf<'order-moved'>,
): Promise<Draft[]> {
  const { found, citizens, keepers } = await concerned(look, accounts, orderId)
  if (!found) return []
  const ringing = rings[action].citizen && actor !== 'citizen'
  return [
    ...citizens.map(chat => {
      const t = textsOf(look, chat)
      const template = ringing ? orderTemplate(t, found.order, action) : undefined
      const card = { ...orderCard(t, found.order, look.now), template }
      return cardNotice(chat, orderScreen, { orderId }, card, { as: 'citizen', rings: ringing })
    }),
    ...toShop(look, keepers, found, rings[action].shop),
  ]
}

/** The citizen is on the way: to the shop. */
export async function citizenApproaches(
  look: Look,
  accounts: Accounts,
  { orderId }: EventOf<'citizen-approaches'>,
): Promise<Draft[]> {
  const { found, keepers } = await orderAndKeepers(look, accounts, orderId)
  return found ? toShop(look, keepers, found, true) : []
}

/** The order's time is near: to its citizen. */
export async function orderReminded(
  look: Look,
  accounts: Accounts,
  { orderId }: EventOf<'order-reminded'>,
): Promise<Draft[]> {
  const { found, citizens } = await concerned(look, accounts, orderId)
  if (!found) return []
  const { order } = found
  return citizens.map(chat => {
    const t = textsOf(look, chat)
    const card = orderCard(t, order, look.now)
    const time = order.startsAt ? t.time(order.startsAt) : ''
    const text = paragraphs(t('reminder', { shop: order.shop.name, time, fulfillment: order.fulfillment }), card.text)
    const reminder = { ...card, text, template: reminderTemplate(t, order) }
    return cardNotice(chat, orderScreen, { orderId }, reminder, { as: 'citizen' })
  })
}

function toShop(look: Look, keepers: readonly ReachableChat[], found: OrderCase, ringing: boolean): Draft[] {
  const state = { orderId: found.order.id }
  return keepers.map(chat => {
    const t = textsOf(look, chat)
    const template = ringing ? shopOrderTemplate(t, found.order) : undefined
    const card = { ...shopOrderCard(t, found), template }
    return cardNotice(chat, shopOrderScreen, state, card, { as: 'staff', rings: ringing })
  })
}

/** An order, and the chats of those it concerns; asked for together: one round trip. */
async function concerned(look: Look, accounts: Accounts, orderId: string) {
  const [{ found, keepers }, citizens] = await Promise.all([
    orderAndKeepers(look, accounts, orderId),
    citizenChats(look, accountsFor(accounts, 'citizen'), orderId),
  ])
  return { found, citizens, keepers }
}

/** An order, and the chats of those who keep its shop. */
async function orderAndKeepers(look: Look, accounts: Accounts, orderId: string) {
  const [found, keepers] = await Promise.all([
    orderCaseOf(look, orderId, { as: 'notices' }),
    shopkeeperChats(look, accountsFor(accounts, 'staff'), orderId),
  ])
  return { found, keepers }
}

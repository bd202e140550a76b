// SPDX-License-Identifier: AGPL-3.0-or-later
// What happened, told to everyone concerned, each in their own language, in the same transaction.
//
// Modes: what must be noticed rings (a new message); what merely changes edits the card that is there. The chat that
// did it sees the outcome in its answer and is left out here.
import type { Account, Audience } from '../channel.ts'
import type { Happening } from '../engine/happening.ts'
import { orderOf, type OrderSheet } from '../engine/orders/reading.ts'
import { citizenChats, operatorChats, personName, type ReachableChat, shopkeeperChats } from '../engine/reaching.ts'
import { shopOf } from '../engine/shops.ts'
import type { Work } from '../engine/work.ts'
import type { Actor, OrderAction } from '../rules/order.ts'
import { languageFor, type Texts, texts } from '../text/text.ts'
import { join } from '../text/markup.ts'
import { orderCard } from './citizen/order.ts'
import type { Draft } from './draft.ts'
import { type Shown, view } from './screen.ts'
import { shopOrderCard } from './shopkeeper/shop-order.ts'

type Accounts = ReadonlyMap<string, Account>

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

/** The messages that follow from what happened. */
export async function noticesOf(
  work: Work,
  accounts: Accounts,
  happened: readonly Happening[],
  actingChat: string | undefined,
): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (const event of happened) drafts.push(...(await noticeOf(work, accounts, event)))
  return drafts.filter(draft => draft.chatId !== actingChat)
}

async function noticeOf(work: Work, accounts: Accounts, event: Happening): Promise<Draft[]> {
  switch (event.type) {
    case 'order-placed':
      return orderPlaced(work, accounts, event.orderId)
    case 'order-moved':
      return orderMoved(work, accounts, event.orderId, event.action, event.actor)
    case 'order-reminded': {
      const order = await orderOf(work, event.orderId, { as: 'notices' })
      return order ? reminder(work, accounts, order) : []
    }
    case 'citizen-approaches': {
      const order = await orderOf(work, event.orderId, { as: 'notices' })
      return order ? toShop(work, accounts, order, true) : []
    }
    case 'role-granted':
      return roleGranted(work, accounts, event)
  }
}

async function orderPlaced(work: Work, accounts: Accounts, orderId: string): Promise<Draft[]> {
  const order = await orderOf(work, orderId, { as: 'notices' })
  if (!order) return []
  const cards = await toShop(work, accounts, order, true)
  if (cards.length > 0) return cards
  // Nobody keeps this shop in chat yet: the town hall is told, so that the citizen does not wait in vain.
  const operators = await operatorChats(work, named(accounts, 'staff'), order.municipalityId)
  return operators.map(chat => {
    const t = textsOf(work, chat)
    return told(chat, view(t('notice-unattended', { shop: order.shop.name, by: t.by(order.acceptBy) })))
  })
}

async function orderMoved(
  work: Work,
  accounts: Accounts,
  orderId: string,
  action: OrderAction,
  actor: Actor,
): Promise<Draft[]> {
  const order = await orderOf(work, orderId, { as: 'notices' })
  if (!order) return []
  return [
    ...(await toCitizen(work, accounts, order, rings[action].citizen && actor !== 'citizen')),
    ...(await toShop(work, accounts, order, rings[action].shop)),
  ]
}

async function toCitizen(work: Work, accounts: Accounts, order: OrderSheet, ringing: boolean): Promise<Draft[]> {
  const chats = await citizenChats(work, named(accounts, 'citizen'), order.personId)
  return chats.map(chat =>
    told(chat, orderCard(textsOf(work, chat), order, work.now), 'order', { orderId: order.id }, ringing),
  )
}

async function toShop(work: Work, accounts: Accounts, order: OrderSheet, ringing: boolean): Promise<Draft[]> {
  const chats = await shopkeeperChats(work, named(accounts, 'staff'), order.shopId)
  const drafts: Draft[] = []
  for (const chat of chats) {
    const card = await shopOrderCard(work, textsOf(work, chat), order)
    drafts.push(told(chat, card, 'shop-order', { orderId: order.id }, ringing))
  }
  return drafts
}

async function reminder(work: Work, accounts: Accounts, order: OrderSheet): Promise<Draft[]> {
  const chats = await citizenChats(work, named(accounts, 'citizen'), order.personId)
  return chats.map(chat => {
    const t = textsOf(work, chat)
    const card = orderCard(t, order, work.now)
    const time = order.startsAt ? t.time(order.startsAt) : ''
    const text = join(
      [t('reminder', { shop: order.shop.name, time, fulfillment: order.fulfillment }), card.text],
      '\n\n',
    )
    return told(chat, { ...card, text }, 'order', { orderId: order.id }, true)
  })
}

async function roleGranted(
  work: Work,
  accounts: Accounts,
  event: Extract<Happening, { type: 'role-granted' }>,
): Promise<Draft[]> {
  if (event.kind !== 'shopkeeper') return []
  const [operators, person, shop] = await Promise.all([
    operatorChats(work, named(accounts, 'staff'), event.municipalityId),
    personName(work, event.personId),
    event.shopId === null ? undefined : shopOf(work, event.shopId),
  ])
  return operators
    .filter(chat => chat.personId !== event.personId)
    .map(chat => told(chat, view(textsOf(work, chat)('notice-joined', { person, shop: shop?.name ?? '' }))))
}

function named(accounts: Accounts, audience: Audience): string[] {
  return [...accounts.values()].filter(account => account.audience === audience).map(account => account.name)
}

function textsOf(work: Work, chat: ReachableChat): Texts {
  return texts(languageFor(chat.language), chat.timezone, work.now)
}

function told(chat: ReachableChat, shown: Shown, screen?: string, state?: unknown, ringing = true): Draft {
  return {
    chatId: chat.chatId,
    account: chat.account,
    address: chat.address,
    municipalityId: chat.municipalityId,
    lane: 'notice',
    place: screen === undefined ? null : { screen, state },
    shown,
    rings: ringing,
  }
}

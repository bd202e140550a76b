// SPDX-License-Identifier: AGPL-3.0-or-later
// What happened, told to everyone concerned, each in their own language, in the same transaction.
//
// Modes: what must be noticed rings (a new message); what merely changes edits the card that is there. The chat that
// did it sees the outcome in its answer and is left out here.
import type { Account, Audience } from '../channel.ts'
import type { Happening } from '../engine/happening.ts'
import { type OrderCase, orderCaseOf } from '../engine/orders/reading.ts'
import { citizenChats, operatorChats, personName, type ReachableChat, shopkeeperChats } from '../engine/reaching.ts'
import { shopOf } from '../engine/shops.ts'
import type { Work } from '../engine/work.ts'
import type { OrderAction } from '../rules/order.ts'
import { languageFor, type Texts, texts } from '../text/text.ts'
import { paragraphs } from './phrases.ts'
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

/** The messages that follow from one thing that happened. */
export async function noticesOf(work: Work, accounts: Accounts, event: Happening): Promise<Draft[]> {
  switch (event.type) {
    case 'order-placed':
      return orderPlaced(work, accounts, event.orderId)
    case 'order-moved':
      return orderMoved(work, accounts, event)
    case 'order-reminded':
      return orderReminded(work, accounts, event.orderId)
    case 'citizen-approaches': {
      const { found, keepers } = await concerned(work, accounts, event.orderId)
      return found ? toShop(work, keepers, found, true) : []
    }
    case 'role-granted':
      return roleGranted(work, accounts, event)
  }
}

/** An order, and where those it concerns can be reached; sent together: one round trip. */
async function concerned(work: Work, accounts: Accounts, orderId: string) {
  const [found, citizens, keepers] = await Promise.all([
    orderCaseOf(work, orderId, { as: 'notices' }),
    citizenChats(work, named(accounts, 'citizen'), orderId),
    shopkeeperChats(work, named(accounts, 'staff'), orderId),
  ])
  return { found, citizens, keepers }
}

async function orderPlaced(work: Work, accounts: Accounts, orderId: string): Promise<Draft[]> {
  const { found, keepers } = await concerned(work, accounts, orderId)
  if (!found) return []
  if (keepers.length > 0) return toShop(work, keepers, found, true)
  // Nobody keeps this shop in chat yet: the town hall is told, so that the citizen does not wait in vain.
  const { order } = found
  const operators = await operatorChats(work, named(accounts, 'staff'), order.municipalityId)
  return operators.map(chat => {
    const t = textsOf(work, chat)
    return told(chat, view(t('notice-unattended', { shop: order.shop.name, by: t.by(order.acceptBy) })))
  })
}

async function orderMoved(
  work: Work,
  accounts: Accounts,
  { orderId, action, actor }: Extract<Happening, { type: 'order-moved' }>,
): Promise<Draft[]> {
  const { found, citizens, keepers } = await concerned(work, accounts, orderId)
  if (!found) return []
  const ringing = rings[action].citizen && actor !== 'citizen'
  return [
    ...citizens.map(chat =>
      told(chat, orderCard(textsOf(work, chat), found.order, work.now), 'order', { orderId }, ringing),
    ),
    ...toShop(work, keepers, found, rings[action].shop),
  ]
}

function toShop(work: Work, keepers: readonly ReachableChat[], found: OrderCase, ringing: boolean): Draft[] {
  const at = { orderId: found.order.id }
  return keepers.map(chat => told(chat, shopOrderCard(textsOf(work, chat), found), 'shop-order', at, ringing))
}

async function orderReminded(work: Work, accounts: Accounts, orderId: string): Promise<Draft[]> {
  const { found, citizens } = await concerned(work, accounts, orderId)
  if (!found) return []
  const { order } = found
  return citizens.map(chat => {
    const t = textsOf(work, chat)
    const card = orderCard(t, order, work.now)
    const time = order.startsAt ? t.time(order.startsAt) : ''
    const text = paragraphs(t('reminder', { shop: order.shop.name, time, fulfillment: order.fulfillment }), card.text)
    return told(chat, { ...card, text }, 'order', { orderId }, true)
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
  return [...accounts.values()].filter(account => account.audiences.includes(audience)).map(account => account.name)
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

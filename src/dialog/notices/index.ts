// SPDX-License-Identifier: AGPL-3.0-or-later
// What happened, told to everyone concerned, each in their own language, in the same transaction.
//
// Modes: what must be noticed rings (a new message); what merely changes edits the card that is there. The chat that
// did it sees the outcome in its answer and is left out here.
import type { Account, Audience } from '../../channel.ts'
import type { Happening } from '../../engine/events.ts'
import { type OrderCase, orderCaseOf } from '../../engine/orders/reading.ts'
import {
  allOperatorChats,
  citizenChats,
  openChat,
  operatorChats,
  personName,
  type ReachableChat,
  shopkeeperChats,
} from '../../engine/messages/recipients.ts'
import { noticeOf } from '../../engine/messages/undelivered.ts'
import { shopOf } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import type { OrderAction } from '../../rules/order.ts'
import type { Markup } from '../../text/markup.ts'
import { languageFor, type Texts, texts } from '../../text/text.ts'
import { paragraphs } from '../shared/phrases.ts'
import { orderCard } from '../citizen/order.ts'
import type { Draft } from '../draft.ts'
import { type Choice, link, type Shown, unsplit, view } from '../screen.ts'
import { shopOrderCard } from '../shopkeeper/shop-order.ts'
import { orderTemplate, reminderTemplate, shopOrderTemplate, staffTemplate } from './templates.ts'

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
      const { found, keepers } = await orderAndKeepers(work, accounts, event.orderId)
      return found ? toShop(work, keepers, found, true) : []
    }
    case 'role-granted':
      return roleGranted(work, accounts, event)
    case 'notice-moved':
      return noticeMoved(work, event)
    case 'notice-undelivered':
      return noticeUndelivered(work, accounts, event)
    case 'account-trouble':
      return accountTrouble(work, accounts, event)
    case 'chat-linked':
      return chatLinked(work, accounts, event)
  }
}

/** An order, and where those it concerns can be reached; sent together: one round trip. */
async function concerned(work: Work, accounts: Accounts, orderId: string) {
  const [{ found, keepers }, citizens] = await Promise.all([
    orderAndKeepers(work, accounts, orderId),
    citizenChats(work, named(accounts, 'citizen'), orderId),
  ])
  return { found, citizens, keepers }
}

/** An order, and where its shop can be reached. */
async function orderAndKeepers(work: Work, accounts: Accounts, orderId: string) {
  const [found, keepers] = await Promise.all([
    orderCaseOf(work, orderId, { as: 'notices' }),
    shopkeeperChats(work, named(accounts, 'staff'), orderId),
  ])
  return { found, keepers }
}

async function orderPlaced(work: Work, accounts: Accounts, orderId: string): Promise<Draft[]> {
  const { found, keepers } = await orderAndKeepers(work, accounts, orderId)
  if (!found) return []
  if (keepers.length > 0) return toShop(work, keepers, found, true)
  // Nobody keeps this shop in chat yet: the town hall is told, so that the citizen does not wait in vain.
  const { order } = found
  const operators = await operatorChats(work, named(accounts, 'staff'), order.municipalityId)
  return operators.map(chat => {
    const t = textsOf(work, chat)
    return forStaff(t, chat, t('notice-unattended', { shop: order.shop.name, by: t.by(order.acceptBy) }))
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
    ...citizens.map(chat => {
      const t = textsOf(work, chat)
      const template = ringing ? orderTemplate(t, found.order, action) : undefined
      const card = orderCard(t, found.order, work.now)
      return told(chat, { ...card, template }, { as: 'citizen', screen: 'order', state: { orderId }, ringing })
    }),
    ...toShop(work, keepers, found, rings[action].shop),
  ]
}

function toShop(work: Work, keepers: readonly ReachableChat[], found: OrderCase, ringing: boolean): Draft[] {
  const state = { orderId: found.order.id }
  return keepers.map(chat => {
    const t = textsOf(work, chat)
    const template = ringing ? shopOrderTemplate(t, found.order) : undefined
    const card = shopOrderCard(t, found)
    return told(chat, { ...card, template }, { as: 'staff', screen: 'shop-order', state, ringing })
  })
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
    const template = reminderTemplate(t, order)
    return told(chat, { ...card, text, template }, { as: 'citizen', screen: 'order', state: { orderId } })
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
    .map(chat => {
      const t = textsOf(work, chat)
      return forStaff(t, chat, t('notice-joined', { person, shop: shop?.name ?? '' }))
    })
}

/** The notice as it was to be sent elsewhere. */
async function noticeMoved(
  work: Work,
  { messageId, toChatId }: Extract<Happening, { type: 'notice-moved' }>,
): Promise<Draft[]> {
  const [notice, chat] = await Promise.all([noticeOf(work, messageId), openChat(work, toChatId)])
  if (!notice || !chat) return []
  const { audience, card, spot, view, choices } = notice
  return [told(chat, unsplit(view, choices, card ?? undefined), { as: audience, ...spot })]
}

async function noticeUndelivered(
  work: Work,
  accounts: Accounts,
  { municipalityId, personId, audience }: Extract<Happening, { type: 'notice-undelivered' }>,
): Promise<Draft[]> {
  const [operators, person] = await Promise.all([
    operatorChats(work, named(accounts, 'staff'), municipalityId),
    personName(work, personId),
  ])
  return operators
    .filter(chat => chat.personId !== personId)
    .map(chat => {
      const t = textsOf(work, chat)
      return forStaff(t, chat, t('notice-undelivered', { person, audience }))
    })
}

/** Told where it can be told: on the other accounts. */
async function accountTrouble(
  work: Work,
  accounts: Accounts,
  { account, trouble }: Extract<Happening, { type: 'account-trouble' }>,
): Promise<Draft[]> {
  const others = named(accounts, 'staff').filter(name => name !== account)
  const operators = await allOperatorChats(work, others)
  return operators.map(chat => {
    const t = textsOf(work, chat)
    const channel = t.plain(`channel-${accounts.get(account)?.channel ?? 'telegram'}`)
    const pairing = trouble === 'pairing' && link(t.plain('show-pairing'), 'pairing', { account })
    return forStaff(t, chat, t(`account-${trouble}`, { channel }), pairing)
  })
}

/** To the chat that showed the code: it may not have been its owner who used it. */
async function chatLinked(
  work: Work,
  accounts: Accounts,
  { chatId, account }: Extract<Happening, { type: 'chat-linked' }>,
): Promise<Draft[]> {
  const chat = await openChat(work, chatId)
  if (!chat) return []
  const t = textsOf(work, chat)
  const channel = t.plain(`channel-${accounts.get(account)?.channel ?? 'telegram'}`)
  return [
    told(chat, view(t('notice-linked', { channel }), link(t.plain('linked-chats'), 'link')), { as: chat.audience }),
  ]
}

function named(accounts: Accounts, audience: Audience): string[] {
  return [...accounts.values()].filter(account => account.audiences.includes(audience)).map(account => account.name)
}

function textsOf(work: Work, chat: ReachableChat): Texts {
  return texts(languageFor(chat.language), chat.timezone, work.now)
}

/** A line for those who work with orders, short enough to be the value of an approved text. */
function forStaff(t: Texts, chat: ReachableChat, text: Markup, ...choices: (Choice | false)[]): Draft {
  return told(chat, { ...view(text, ...choices), template: staffTemplate(t, chat.town, text) }, { as: 'staff' })
}

/** Whose screen it belongs to, which one, and whether it must be noticed. */
interface Telling {
  readonly as: Audience
  readonly screen?: string
  readonly state?: unknown
  readonly ringing?: boolean
}

function told(chat: ReachableChat, shown: Shown, { as, screen, state, ringing = true }: Telling): Draft {
  return {
    chatId: chat.chatId,
    account: chat.account,
    address: chat.address,
    audience: as,
    language: languageFor(chat.language),
    lastHeardAt: chat.lastInboundAt,
    municipalityId: chat.municipalityId,
    priority: 'notice',
    spot: screen === undefined ? null : { screen, state },
    shown,
    rings: ringing,
  }
}

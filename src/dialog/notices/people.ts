// SPDX-License-Identifier: AGPL-3.0-or-later
// Who has come to be somebody here, told to those whom it concerns.
import { openChat, operatorChats, personName } from '../../engine/messages/recipients.ts'
import { shopById } from '../../engine/shops.ts'
import type { Look } from '../../engine/unit.ts'
import type { Draft } from '../draft.ts'
import { link } from '../for-both.ts'
import { view } from '../view.ts'
import { type Accounts, accountsFor, type EventOf, plainNotice, staffNotice, textsOf } from './telling.ts'

/** A shopkeeper has joined: to the town hall. */
export async function roleGranted(look: Look, accounts: Accounts, event: EventOf<'role-granted'>): Promise<Draft[]> {
  if (event.kind !== 'shopkeeper') return []
  const [operators, person, shop] = await Promise.all([
    operatorChats(look, accountsFor(accounts, 'staff'), event.municipalityId),
    personName(look, event.personId),
    event.shopId === null ? undefined : look.load(shopById, event.shopId),
  ])
  return operators
    .filter(chat => chat.personId !== event.personId)
    .map(chat => {
      const t = textsOf(look, chat)
      return staffNotice(t, chat, t('notice-joined', { person, shop: shop?.name ?? '' }))
    })
}

/** A chat was linked: to the chat that showed the code, because somebody else may have used it. */
export async function chatLinked(
  look: Look,
  accounts: Accounts,
  { chatId, account }: EventOf<'chat-linked'>,
): Promise<Draft[]> {
  const chat = await openChat(look, chatId)
  if (!chat) return []
  const t = textsOf(look, chat)
  const channel = t.plain(`channel-${accounts.get(account)?.channel ?? 'telegram'}`)
  const shown = view(t('notice-linked', { channel }), link(t.plain('linked-chats'), 'link'))
  return [plainNotice(chat, shown, { as: chat.audience })]
}

/** An erasure that waited is done: the last word. */
export async function personErased(look: Look, { chatId }: EventOf<'person-erased'>): Promise<Draft[]> {
  const chat = await openChat(look, chatId)
  return chat ? [plainNotice(chat, view(textsOf(look, chat)('erased')), { as: chat.audience })] : []
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Who has come to be somebody here, told to those whom it concerns.
import type { RoleHeld } from '../../engine/events.ts'
import {
  giverChats,
  openChat,
  personName,
  type ReachableChat,
  reachableChat,
} from '../../engine/messages/recipients.ts'
import { municipalityOf } from '../../engine/municipalities.ts'
import { shopById } from '../../engine/shops.ts'
import type { Look } from '../../engine/unit.ts'
import type { Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import type { Draft } from '../draft.ts'
import { link } from '../for-staff.ts'
import { view } from '../view.ts'
import { type Accounts, accountsFor, type EventOf, plainNotice, staffNotice, textsOf } from './telling.ts'

/** Somebody has a role now: to those who may give it, except to the person. */
export async function roleGranted(look: Look, accounts: Accounts, event: EventOf<'role-granted'>): Promise<Draft[]> {
  const { person, place, givers } = await concerned(look, accounts, event)
  return givers.map(chat => {
    const t = textsOf(look, chat)
    const text = t('notice-joined', { person, place, role: t.plain(`role-${event.kind}`) })
    return staffNotice(t, chat, text, link(t.plain('people-see'), 'worker', { roleId: event.roleId }))
  })
}

/** A role was taken away: to the person who held it, and to those who may give it. */
export async function roleRemoved(look: Look, accounts: Accounts, event: EventOf<'role-removed'>): Promise<Draft[]> {
  const { person, place, givers, own } = await concerned(look, accounts, event)
  const told = event.by === event.personId ? undefined : own
  return [
    ...(told ? [ownNotice(look, told, t => t('notice-role-over', { place }))] : []),
    ...givers
      .filter(chat => chat.personId !== event.by)
      .map(chat => {
        const t = textsOf(look, chat)
        return staffNotice(t, chat, t('notice-left', { person, place, role: t.plain(`role-${event.kind}`) }))
      }),
  ]
}

/** A role rests: to those who can confirm it. The person hears it when they next write. */
export async function roleFrozen(look: Look, accounts: Accounts, event: EventOf<'role-frozen'>): Promise<Draft[]> {
  const { person, place, givers } = await concerned(look, accounts, event)
  return givers.map(chat => {
    const t = textsOf(look, chat)
    const text = t(`notice-frozen-${event.because}`, { person, place, role: t.plain(`role-${event.kind}`) })
    return staffNotice(t, chat, text, link(t.plain('people-see'), 'worker', { roleId: event.roleId }))
  })
}

/** A role that rested holds again: to the person. */
export async function roleConfirmed(
  look: Look,
  accounts: Accounts,
  event: EventOf<'role-confirmed'>,
): Promise<Draft[]> {
  const { place, own } = await concerned(look, accounts, event)
  return own ? [ownNotice(look, own, t => t('notice-confirmed', { place }))] : []
}

/** The person of a role, where the role is, the chats of those who may give it, and the person's own. */
async function concerned(look: Look, accounts: Accounts, role: RoleHeld) {
  const staff = accountsFor(accounts, 'staff')
  const [givers, person, shop, town, own] = await Promise.all([
    giverChats(look, staff, role),
    personName(look, role.personId),
    role.shopId === null ? undefined : look.load(shopById, role.shopId),
    municipalityOf(look, role.municipalityId),
    reachableChat(look, staff, role.personId),
  ])
  const others = givers.filter(chat => chat.personId !== role.personId)
  return { person, place: shop?.name ?? town?.name ?? '', givers: others, own }
}

function ownNotice(look: Look, chat: ReachableChat, say: (t: Texts) => Markup): Draft {
  const t = textsOf(look, chat)
  return staffNotice(t, chat, say(t), link(t.plain('desk'), 'home'))
}

/** An erasure that waited is done: the last word. */
export async function personErased(look: Look, { chatId }: EventOf<'person-erased'>): Promise<Draft[]> {
  const chat = await openChat(look, chatId)
  return chat ? [plainNotice(chat, view(textsOf(look, chat)('erased')), { as: chat.audience })] : []
}

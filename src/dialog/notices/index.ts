// SPDX-License-Identifier: AGPL-3.0-or-later
// What happened, told to everyone concerned, each in their own language. Written when the command is over: a notice
// reads what the command has written, and writes nothing itself. The chat that did it sees the outcome in its answer
// and is left out by the unit of work.
import type { Happening } from '../../engine/events.ts'
import type { Look } from '../../engine/unit.ts'
import type { Draft } from '../draft.ts'
import { accountTrouble, noticeMoved, noticeUndelivered } from './accounts.ts'
import { citizenApproaches, orderMoved, orderPlaced, orderReminded } from './orders.ts'
import { chatsLinked, chatsParted, linkAsked, linkRefused, moveAsked } from './links.ts'
import { personErased, roleConfirmed, roleFrozen, roleGranted, roleRemoved } from './people.ts'
import type { Accounts } from './telling.ts'

/** The messages that follow from one event. */
export async function noticesOf(look: Look, accounts: Accounts, event: Happening): Promise<Draft[]> {
  switch (event.type) {
    case 'order-placed':
      return orderPlaced(look, accounts, event)
    case 'order-moved':
      return orderMoved(look, accounts, event)
    case 'order-reminded':
      return orderReminded(look, accounts, event)
    case 'citizen-approaches':
      return citizenApproaches(look, accounts, event)
    case 'role-granted':
      return roleGranted(look, accounts, event)
    case 'role-removed':
      return roleRemoved(look, accounts, event)
    case 'role-frozen':
      return roleFrozen(look, accounts, event)
    case 'role-confirmed':
      return roleConfirmed(look, accounts, event)
    case 'person-erased':
      return personErased(look, event)
    case 'link-asked':
      return linkAsked(look, event)
    case 'move-asked':
      return moveAsked(look, event)
    case 'chats-linked':
      return chatsLinked(look, event)
    case 'chats-parted':
      return chatsParted(look, event)
    case 'link-refused':
      return linkRefused(look, event)
    case 'notice-moved':
      return noticeMoved(look, event)
    case 'notice-undelivered':
      return noticeUndelivered(look, accounts, event)
    case 'account-trouble':
      return accountTrouble(look, accounts, event)
    // Whoever did it sees it done, and nobody else waits for it.
    case 'shop-paused':
    case 'photo-changed':
    case 'person-refused':
    case 'person-accepted':
    case 'invitation-made':
    case 'invitation-revoked':
    case 'audit-exported':
      return []
  }
}

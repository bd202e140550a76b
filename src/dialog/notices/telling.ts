// SPDX-License-Identifier: AGPL-3.0-or-later
// A notice on its way to one chat.
//
// Modes: what must be noticed rings (a new message); what merely changes edits the card that is there.
import type { Account, Audience } from '../../channel.ts'
import type { StoredSpot } from '../../db/stored.ts'
import type { Happening } from '../../engine/events.ts'
import type { ReachableChat } from '../../engine/messages/recipients.ts'
import type { Look } from '../../engine/unit.ts'
import type { Markup } from '../../text/markup.ts'
import { languageFor, type Texts, texts } from '../../text/text.ts'
import type { Draft } from '../draft.ts'
import type { Screen } from '../screen.ts'
import { type GoAction, type Row, type Shown, view } from '../view.ts'
import { staffTemplate } from './templates.ts'

/** An event of one type. */
export type EventOf<Type extends Happening['type']> = Extract<Happening, { readonly type: Type }>

/** Accounts of ours by name. */
export type Accounts = ReadonlyMap<string, Account>

/** The names of the accounts on which an audience is spoken to. */
export function accountsFor(accounts: Accounts, audience: Audience): string[] {
  return [...accounts.values()].filter(account => account.audiences.includes(audience)).map(account => account.name)
}

/** The words of the person in a chat. */
export function textsOf(look: Look, chat: ReachableChat): Texts {
  return texts(languageFor(chat.language), chat.timezone, look.now)
}

/** As whom the recipient is spoken to, and whether the notice must be noticed. */
interface Telling {
  readonly as: Audience
  readonly rings?: boolean
}

/** A card of the screen that its choices are run against. */
export function cardNotice<Actions extends string, State>(
  chat: ReachableChat,
  screen: Screen<string, Actions, State>,
  state: NoInfer<State>,
  card: Shown<NoInfer<Actions> | GoAction>,
  telling: Telling,
): Draft {
  return draftOf(chat, { screen: screen.name, state }, card, telling)
}

/** A notice of its own, with nothing but ways on. */
export function plainNotice(chat: ReachableChat, shown: Shown<GoAction>, telling: Telling): Draft {
  return draftOf(chat, null, shown, telling)
}

/** A line for those who work with orders, short enough to be the value of an approved text. */
export function staffNotice(t: Texts, chat: ReachableChat, text: Markup, ...rows: Row<GoAction>[]): Draft {
  return plainNotice(chat, { ...view(text, ...rows), template: staffTemplate(t, chat.town, text) }, { as: 'staff' })
}

/** A notice as it was to be sent in another chat. */
export function movedNotice(chat: ReachableChat, spot: StoredSpot | null, shown: Shown, as: Audience): Draft {
  return draftOf(chat, spot, shown, { as })
}

function draftOf(chat: ReachableChat, spot: StoredSpot | null, shown: Shown, { as, rings = true }: Telling): Draft {
  return {
    chatId: chat.chatId,
    account: chat.account,
    address: chat.address,
    audience: as,
    language: languageFor(chat.language),
    lastHeardAt: chat.lastInboundAt,
    municipalityId: chat.municipalityId,
    priority: 'notice',
    spot,
    shown,
    rings,
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One turn of a conversation: what came in is resolved, and the screen it leads to is shown.
import type { Account, Audience } from '../channel.ts'
import type { ChatRow } from '../engine/people/chats.ts'
import type { Work } from '../engine/unit.ts'
import { aside, show } from './answering.ts'
import { Conversation, type UnknownScreen } from './conversation.ts'
import type { Cause, Menu } from './menus.ts'
import type { Turn } from './reply.ts'
import { resolve } from './resolving.ts'

/** A turn, and as whom it was taken: what happened elsewhere in the same chat is still told. */
export interface Answer extends Turn {
  readonly audience: Audience
  /** Stored screens that no longer fit, for the log: a screen that is gone, a state or a choice it no longer knows. */
  readonly unknownScreens: readonly UnknownScreen[]
}

/** Answers one input of a chat that this unit of work holds; `menu` is what the input is about. */
export async function answer(
  work: Work,
  accounts: ReadonlyMap<string, Account>,
  chat: ChatRow,
  menu: Menu | undefined,
  cause: Cause,
): Promise<Answer> {
  const conversation = new Conversation(work, accounts, chat)
  const turn = await turnOf(conversation, menu, cause)
  conversation.keep()
  return { ...turn, audience: conversation.chat.audience, unknownScreens: conversation.unknownScreens }
}

async function turnOf(conversation: Conversation, menu: Menu | undefined, cause: Cause): Promise<Turn> {
  const { t } = conversation
  if (cause.kind === 'flooded') return { drafts: [aside(conversation, t('flooded'))] }
  const meant = await resolve(conversation, cause, menu)
  return show(conversation, meant, { tap: cause.kind === 'choice', about: menu })
}

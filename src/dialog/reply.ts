// SPDX-License-Identifier: AGPL-3.0-or-later
// An answer on its way to the person who wrote: which message of ours it takes the place of, and where its toast goes.
import type { Account } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import type { ChatRow } from '../engine/people/chats.ts'
import type { Draft } from './draft.ts'
import type { Menu } from './menus.ts'
import { isSameCard } from './cards.ts'
import type { Shown } from './view.ts'

/** What the platform is told at once, and what is to be sent. */
export interface Turn {
  readonly toast?: string | undefined
  readonly drafts: readonly Draft[]
}

/** The person who is answered, and when. */
interface Addressee {
  readonly chat: ChatRow
  readonly account: Account
  readonly language: string
  readonly now: Date
}

/** What it answers. */
interface Occasion {
  readonly tap: boolean
  /** The menu of whose choices one was taken. */
  readonly answers: Menu | undefined
  /** The tapped menu, or the newest for what is typed. */
  readonly about: Menu | undefined
}

/** A screen as the answer to what came in. */
export function reply(
  { chat, account, language, now }: Addressee,
  { spot, shown, toast }: { readonly spot: StoredSpot; readonly shown: Shown; readonly toast: string | undefined },
  { tap, answers, about }: Occasion,
): Turn {
  // A card is edited only into itself: browsing away from it must not make it vanish. Nor must documents.
  const inPlace =
    answers !== undefined &&
    !answers.files &&
    answers.externalIds.length > 0 &&
    (answers.card === undefined || isSameCard(answers.card, shown.card)) &&
    account.edits
  const toasted = account.toasts && tap
  const draft: Draft = {
    chatId: chat.id,
    account: account.name,
    address: chat.address,
    audience: chat.audience,
    language,
    lastHeardAt: now,
    municipalityId: chat.municipalityId,
    priority: 'reply',
    spot,
    shown,
    toast: toasted ? undefined : toast,
    replaces: inPlace ? { messageId: answers.id, externalIds: answers.externalIds, photo: answers.photo } : undefined,
    // The buttons that typed words leave above the answer would be old ones; a card keeps its own.
    strips: !tap && about && !about.card ? about.externalIds : undefined,
    // What answers typed words stands below them, even if a card of the same name is further up.
    rings: !inPlace,
  }
  return { toast: toasted ? toast : undefined, drafts: [draft] }
}

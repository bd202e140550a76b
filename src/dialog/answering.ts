// SPDX-License-Identifier: AGPL-3.0-or-later
// What is shown: the screen that an input leads to, following where that screen sends on, as an answer in the chat.
import type { StoredSpot } from '../db/stored.ts'
import { askErrand } from '../engine/errands.ts'
import { join, type Markup, type Plain } from '../text/markup.ts'
import type { Conversation, Found } from './conversation.ts'
import type { Draft } from './draft.ts'
import type { Menu } from './menus.ts'
import { onePage } from './pages.ts'
import { reply, type Turn } from './reply.ts'
import type { Meant } from './resolving.ts'
import { type Shown, view } from './view.ts'
import { type Go, goTo } from './ways.ts'

/** How often a screen may send on to another before that is a mistake of ours. */
const mostRedirects = 6

/** What is answered: a tap or typed words, and the menu that they are about. */
export interface Answered {
  readonly tap: boolean
  readonly about: Menu | undefined
}

/** Shows what an input leads to. */
export async function show(chat: Conversation, meant: Meant, answered: Answered): Promise<Turn> {
  if (!meant.to) return { toast: meant.toast, drafts: [] }
  const { found, shown, toast } = await follow(chat, meant.to, meant.toast)
  const spot = { screen: found.screen.name, state: found.state }
  chat.stand(spot)
  const { t, work, account } = chat
  if (shown.errand) askErrand(work, chat.chat, shown.errand)
  const page = onePage(shown, account.choicesAtOnce, spot, meant.to.page, t.plain('more-choices'))
  const greeted = await withGreeting(chat, page)
  const to = { chat: chat.chat, account, language: t.language, now: work.now }
  return reply(to, { spot, shown: greeted, toast: chat.passing(toast) }, { ...answered, answers: meant.answers })
}

/** Says something and leaves the chat where it stands: the menu above stays the one that is answered. */
export function aside({ chat, account, t, work }: Conversation, text: Markup): Draft {
  return {
    chatId: chat.id,
    account: account.name,
    address: chat.address,
    audience: chat.audience,
    language: t.language,
    lastHeardAt: work.now,
    municipalityId: chat.municipalityId,
    priority: 'reply',
    spot: null,
    shown: view(text),
  }
}

/** The screen of a spot, or the one it sends on to; home, where the stored spot no longer fits. */
async function follow(
  chat: Conversation,
  to: StoredSpot | Go,
  said: Plain | undefined,
): Promise<{ readonly found: Found; readonly shown: Shown; readonly toast: Plain | undefined }> {
  let spot: StoredSpot | Go = to
  let toast = said ?? ('toast' in to ? to.toast : undefined)
  for (let redirects = 0; redirects < mostRedirects; redirects++) {
    if ('changes' in spot && spot.changes) chat.changeTo(spot.changes)
    if (spot.audience !== undefined) chat.speakAs(spot.audience)
    const found = chat.screenAt(spot) ?? chat.screenAt(goTo('home'))
    if (!found) throw new Error('no screen home')
    const shown = await found.screen.show(chat.scene(found.state))
    if (shown.kind === 'view') return { found, shown, toast }
    toast = shown.toast ?? toast
    spot = shown
  }
  throw new Error(`screens send each other on: ${to.screen}`)
}

/** The very first message of a chat opens with a greeting. */
async function withGreeting(chat: Conversation, shown: Shown): Promise<Shown> {
  const { greeting } = chat.audience
  if (!greeting || chat.chat.greeted) return shown
  chat.greeted()
  return { ...shown, text: join([await greeting(chat.scene(undefined)), shown.text], '\n\n') }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Whose a chat is, told in the chats that it concerns: the question of an attempt to link, and what came of it.
import { openChat } from '../../engine/messages/recipients.ts'
import { linkSeenBy } from '../../engine/people/link-seen.ts'
import { chatsOf, type LinkedChat } from '../../engine/people/parting.ts'
import type { Look } from '../../engine/unit.ts'
import type { Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import type { Draft } from '../draft.ts'
import { link } from '../for-both.ts'
import { channelName, linkAccept, linkAcceptScreen, linkQuestion, linkQuestionScreen } from '../shared/link-attempt.ts'
import { type GoAction, type Row, view } from '../view.ts'
import { cardNotice, type EventOf, plainNotice, textsOf } from './telling.ts'

/** To the chat that must choose the number. */
export async function linkAsked(look: Look, { linkId, chatId }: EventOf<'link-asked'>): Promise<Draft[]> {
  const [chat, seen] = await Promise.all([openChat(look, chatId), linkSeenBy(look, linkId, chatId)])
  if (!chat || !seen) return []
  const question = linkQuestion(textsOf(look, chat), seen)
  return [cardNotice(chat, linkQuestionScreen, { linkId }, question, { as: chat.audience })]
}

/** To the chat in which the person is to be found now. */
export async function moveAsked(look: Look, { linkId, chatId }: EventOf<'move-asked'>): Promise<Draft[]> {
  const [chat, seen] = await Promise.all([openChat(look, chatId), linkSeenBy(look, linkId, chatId)])
  if (!chat || !seen) return []
  const question = linkAccept(textsOf(look, chat), seen)
  return [cardNotice(chat, linkAcceptScreen, { linkId }, question, { as: chat.audience })]
}

/** To every chat of the person: those that came hear what they see now, the others who sees what is theirs. */
export async function chatsLinked(look: Look, event: EventOf<'chats-linked'>): Promise<Draft[]> {
  const { personId, linkId, chats, mutual } = event
  const all = await chatsOf(look, personId)
  const [came, others] = [
    all.filter(each => chats.includes(each.chatId)),
    all.filter(each => !chats.includes(each.chatId)),
  ]
  const undo = (t: Texts): Row<GoAction> => link(t.plain('link-undo-here'), 'link-undo', { linkId })
  const channelOf = (t: Texts, some: readonly LinkedChat[]): string => channelName(t, some[0]?.account ?? '')
  const [stayed, joined] = await Promise.all([
    tell(look, oneEach(others), t => t('notice-linked', { channel: channelOf(t, came), mutual: mutual ? 1 : 0 }), undo),
    tell(look, oneEach(came), t => t('notice-joined-chat', { channel: channelOf(t, others) }), undo),
  ])
  return [...stayed, ...joined]
}

/** To the chats that have gone, and to those that stay. */
export async function chatsParted(look: Look, event: EventOf<'chats-parted'>): Promise<Draft[]> {
  const { personId, chats, because } = event
  const [stay, opened] = await Promise.all([chatsOf(look, personId), Promise.all(chats.map(id => openChat(look, id)))])
  const gone = opened.filter(chat => chat !== undefined)
  const ways = (t: Texts): Row<GoAction> => link(t.plain('linked-chats'), 'link')
  const account = gone[0]?.account ?? ''
  // Whoever comes in by an invitation reads it in the answer.
  const away = because === 'role' ? [] : await tell(look, chats, t => t('notice-parted-here', { because }), ways)
  const here = await tell(
    look,
    oneEach(stay),
    t => t('notice-parted', { because, channel: channelName(t, account) }),
    ways,
  )
  return [...away, ...here]
}

/** To both chats of an attempt that is over. */
export async function linkRefused(look: Look, { chats, because }: EventOf<'link-refused'>): Promise<Draft[]> {
  return tell(look, chats, t => t('notice-link-refused', { because }))
}

async function tell(
  look: Look,
  chatIds: readonly string[],
  say: (t: Texts) => Markup,
  ...rows: ((t: Texts) => Row<GoAction>)[]
): Promise<Draft[]> {
  const chats = await Promise.all(chatIds.map(id => openChat(look, id)))
  return chats
    .filter(chat => chat !== undefined)
    .map(chat => {
      const t = textsOf(look, chat)
      return plainNotice(chat, view(say(t), ...rows.map(row => row(t))), { as: chat.audience })
    })
}

/** Of the chats at one address the one last written in. */
function oneEach(chats: readonly LinkedChat[]): string[] {
  const byAddress = Map.groupBy(chats, each => `${each.channel} ${each.address}`)
  return [...byAddress.values()].flatMap(
    same => same.toSorted((one, other) => other.lastInboundAt.getTime() - one.lastInboundAt.getTime())[0]?.chatId ?? [],
  )
}

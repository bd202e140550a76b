// SPDX-License-Identifier: AGPL-3.0-or-later
// How two chats come to be one person's: a code in the one, a yes in the other, a number in both.
import { z } from 'zod'
import { type ChannelName, secretMark } from '../../channel.ts'
import { agreeToLink, answerLink, refuseLink, typeLinkCode } from '../../engine/people/linking.ts'
import { type LinkSeen, linkSeenBy } from '../../engine/people/link-seen.ts'
import type { SoleWork } from '../../engine/unit.ts'
import type { Texts } from '../../text/text.ts'
import { go, link, screen } from '../for-both.ts'
import { type Alone, alone, type Scene, taking } from '../screen.ts'
import { choice, grid, type Shown, view } from '../view.ts'
import type { Go } from '../ways.ts'
import { lines, paragraphs } from './phrases.ts'

/** The code, and where it is to be written. */
export const linkCodeScreen = screen('link-code', {
  show({ t, viewer }) {
    const code = `k-${secretMark}`
    const ways = viewer.elsewhere.map(account => {
      const channel = t.plain(`channel-${account.channel}`)
      const url = account.link(code)
      return url ? t('link-open', { channel, url }) : t('link-write', { channel })
    })
    // The code is made when the message is sent, and stands in no row.
    const shown = view(lines(t('link-code', { code }), ...ways), link(t.plain('back'), 'link'))
    return Promise.resolve({ ...shown, secret: { of: 'link-code', id: viewer.chatId } })
  },
})

/** Where the code was typed: what this chat would see, what would be seen of it, and a yes or no. */
export const linkAcceptScreen = screen('link-accept', {
  async show({ work, state, t, viewer }) {
    const seen = await linkSeenBy(work, state.linkId, viewer.chatId)
    if (!seen) return go('link', {}, t.plain('refused-link-over'))
    if (seen.state !== 'typed') return go('link-number', state)
    return linkAccept(t, seen)
  },
  commits: {
    async yes({ work, state, t, viewer }) {
      const agreed = await agreeToLink(work, state.linkId, viewer)
      if (!agreed.ok) return go('link', {}, t.plain(`refused-${agreed.reason}`))
      const { joined, personId } = agreed.value
      return joined ? { ...go('link', {}, t.plain('link-done')), changes: { personId } } : go('link-number', state)
    },
    no: refuse,
  },
})

/** What linking gives, and to whom, with a yes and a no. */
export function linkAccept(t: Texts, seen: LinkSeen): Shown<'yes' | 'no'> {
  const text = seen.moved
    ? t('move-ask', { name: seen.name, channel: channelName(t, seen.account) })
    : paragraphs(
        t('link-ask', { name: seen.name, channel: channelName(t, seen.account) }),
        seen.mutual && t('link-ask-mutual'),
        t('link-ask-you'),
      )
  return view(text, choice(t.plain('link-yes'), 'yes'), choice(t.plain('link-no'), 'no'))
}

/** The number that must be chosen in the other chat. */
export const linkNumberScreen = screen('link-number', {
  async show({ work, state, t, viewer }) {
    const seen = await linkSeenBy(work, state.linkId, viewer.chatId)
    const shows = seen && seen.state === (seen.shows ? 'asked-back' : 'asked')
    if (!shows || seen.number === null) return go('link', {}, t.plain('refused-link-over'))
    return view(
      t('link-number', { number: String(seen.number), channel: channelName(t, seen.account) }),
      choice(t.plain('link-stop'), 'stop'),
    )
  },
  commits: { stop: refuse },
})

/** Asks for the number that the other chat shows, and says what choosing it gives away. */
export const linkQuestionScreen = screen('link-question', {
  async show({ work, state, t, viewer }) {
    const seen = await linkSeenBy(work, state.linkId, viewer.chatId)
    const asked = seen && seen.state === (seen.shows ? 'asked' : 'asked-back')
    return asked ? linkQuestion(t, seen) : go('link', {}, t.plain('refused-link-over'))
  },
  commits: {
    number: taking(z.number().int(), async ({ work, state, t, viewer }, chosen) => {
      const answered = await answerLink(work, state.linkId, viewer, chosen)
      if (!answered.ok) return go('link', {}, t.plain(`refused-${answered.reason}`))
      const { joined, personId } = answered.value
      if (!joined) return go('link-number', state, t.plain('link-one-more'))
      return { ...go('link', {}, t.plain('link-done')), changes: { personId } }
    }),
    no: refuse,
  },
})

/** The question itself. Nobody comes first: tapping without reading gives nothing away. */
export function linkQuestion(t: Texts, seen: LinkSeen): Shown<'no' | 'number'> {
  const numbers = seen.numbers.map(number => choice(String(number), 'number', number))
  const text = paragraphs(
    t('link-question', { name: seen.name, channel: channelName(t, seen.account) }),
    seen.mutual && t('link-question-mutual'),
    t('link-question-number', { channel: channelName(t, seen.account) }),
  )
  return { ...view(text, choice(t.plain('link-nobody'), 'no'), ...grid(numbers, 3)), numberAnswers: true }
}

/** A code that was written in a chat: it leads to the question whether to join the chat that showed it. */
export function linkCodeWritten(code: string): Alone<unknown> {
  return alone(async ({ work, t, viewer }) => {
    const typed = await typeLinkCode(work, code, viewer)
    return typed.ok ? go('link-accept', typed.value) : go('link', {}, t.plain(`refused-${typed.reason}`))
  })
}

/** What people call the channel of an account, also where that account is no longer set up. */
export function channelName(t: Texts, account: string): string {
  return t.plain(`channel-${channelOf(account)}`)
}

async function refuse({ work, state, t, viewer }: Scene<{ readonly linkId: string }, SoleWork>): Promise<Go> {
  const over = await refuseLink(work, state.linkId, viewer)
  return go('home', {}, t.plain(over.ok ? 'link-refused' : `refused-${over.reason}`))
}

function channelOf(account: string): ChannelName {
  const name = account.replace(/^play:/, '')
  if (name.startsWith('telegram:')) return 'telegram'
  return name === 'whatsapp-web' ? name : 'whatsapp-cloud'
}

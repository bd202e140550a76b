// SPDX-License-Identifier: AGPL-3.0-or-later
// One person, several chats: how another one is linked, and taken off again. For citizens and staff alike.
import { z } from 'zod'
import { type ChannelName, secretMark } from '../../channel.ts'
import {
  chatsOf,
  type LinkedChat,
  linkChat,
  linkCodeOwner,
  linkCodeShownBy,
  unlinkChats,
} from '../../engine/people/linking.ts'
import type { Look, Work } from '../../engine/unit.ts'
import { join } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { lines, paragraphs } from './phrases.ts'
import { go, link, screen } from '../for-both.ts'
import { type Scene, taking, type Viewer } from '../screen.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'

/** The chats of this person, and the way to one more. */
const linkScreen = screen('link', {
  async show({ work, t, viewer }) {
    const others = await chatsElsewhere(work, viewer)
    return view(
      paragraphs(
        t('link-title'),
        others.length > 0 &&
          join(
            others.map(([channel, chats]) =>
              t('link-chat', { channel: t.plain(`channel-${channel}`), day: t.day(lastUsed(chats)) }),
            ),
          ),
      ),
      viewer.elsewhere.length > 0 && choice(t.plain('link-show-code'), 'code'),
      ...others.map(([channel]) =>
        choice(t.plain('link-take-off', { channel: t.plain(`channel-${channel}`) }), 'off', channel),
      ),
      link(t.plain('back'), 'help'),
    )
  },
  commits: {
    code: () => go('link-code'),
    off: taking(z.string(), async ({ work, t, viewer }, wanted) => {
      const [, chats = []] = (await chatsElsewhere(work, viewer)).find(([channel]) => channel === wanted) ?? []
      const gone = await unlinkChats(
        work,
        viewer.personId,
        chats.map(each => each.chatId),
      )
      return go('link', {}, gone.ok ? t.plain('link-off') : t.plain('refused-not-allowed'))
    }),
  },
})

/** The code, and where it is to be written. */
const linkCodeScreen = screen('link-code', {
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

/** In the other chat: whose chats this chat would join, and a yes or no. */
const linkAcceptScreen = screen('link-accept', {
  async show({ work, state, t, viewer }) {
    const owner = await linkCodeShownBy(work, state, viewer)
    if (!owner.ok) return go('link', {}, t.plain(`refused-${owner.reason}`))
    const { name, account } = owner.value
    return view(
      t('link-ask', { name, channel: channelName(t, account) }),
      choice(t.plain('link-yes'), 'yes'),
      link(t.plain('link-no'), 'home'),
    )
  },
  commits: {
    async yes({ work, state, t, viewer }) {
      const { chatId, personId, account } = viewer
      const linked = await linkChat(work, state, { chatId, personId, account: account.name })
      if (!linked.ok) return go('link', {}, t.plain(`refused-${linked.reason}`))
      return { ...go('home', {}, t.plain('link-done')), changes: { personId: linked.value.personId } }
    },
  },
})

/** Shown to citizens and to staff. */
export const linkingScreens = [linkScreen, linkCodeScreen, linkAcceptScreen]

/** A code that was written in a chat: it leads to the person who showed it. A wrong one counts. */
export async function linkCodeWritten({ work, t, viewer }: Scene<unknown, Work>, code: string): Promise<Go> {
  const owner = await linkCodeOwner(work, code, viewer)
  return owner.ok
    ? go('link-accept', { shownIn: owner.value.chatId })
    : go('link', {}, t.plain(`refused-${owner.reason}`))
}

/** The way there, where there is another channel at all. */
export function linkingChoice({ t, viewer }: Scene<unknown>) {
  return viewer.elsewhere.length > 0 && link(t.plain('linked-chats'), 'link')
}

/**
 * A person's chats on other channels, by channel: both of Telegram's bots know one person by the same number, so that
 * they are linked and taken off together.
 */
async function chatsElsewhere(work: Look, viewer: Viewer): Promise<[ChannelName, LinkedChat[]][]> {
  const byChannel = Map.groupBy(await chatsOf(work, viewer.personId), each => channelOf(each.account))
  byChannel.delete(viewer.account.channel)
  return [...byChannel]
}

function lastUsed(chats: readonly LinkedChat[]): Date {
  return new Date(Math.max(...chats.map(each => each.lastInboundAt.getTime())))
}

function channelName(t: Texts, account: string): string {
  return t.plain(`channel-${channelOf(account)}`)
}

/** `telegram:citizen` is on Telegram, as is `play:telegram:citizen`: also where that account is no longer set up. */
function channelOf(account: string): ChannelName {
  const name = account.replace(/^play:/, '')
  if (name.startsWith('telegram:')) return 'telegram'
  return name === 'whatsapp-web' ? name : 'whatsapp-cloud'
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One person, several chats: how another one is linked, and taken off again. For citizens and staff alike.
import { z } from 'zod'
import type { ChannelName } from '../../channel.ts'
import {
  chatsOf,
  type LinkedChat,
  linkChat,
  linkCodeOwner,
  showLinkCode,
  unlinkChats,
} from '../../engine/people/linking.ts'
import { aloneIn, type Work } from '../../engine/unit.ts'
import { join } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { lines, paragraphs } from './phrases.ts'
import { choice, go, link, type Scene, screen, view, type Viewer } from '../screen.ts'

const nowhere = z.object({})

/** The chats of this person, and the way to one more. */
const linkScreen = screen({
  name: 'link',
  state: nowhere,
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
      viewer.elsewhere.length > 0 && choice(t.plain('link-show-code'), 'code', undefined, 'commit'),
      ...others.map(([channel]) =>
        choice(t.plain('link-take-off', { channel: t.plain(`channel-${channel}`) }), 'off', channel, 'change'),
      ),
      link(t.plain('back'), 'help'),
    )
  },
  on: {
    async code({ work, viewer }) {
      return go('link-code', { code: await showLinkCode(work, viewer.chatId) })
    },
    async off({ work, t, viewer }, wanted) {
      const [, chats = []] = (await chatsElsewhere(work, viewer)).find(([channel]) => channel === wanted) ?? []
      const gone = await unlinkChats(
        aloneIn(work),
        viewer.personId,
        chats.map(each => each.chatId),
      )
      return go('link', {}, gone.ok ? t.plain('link-off') : t.plain('refused-not-allowed'))
    },
  },
})

/** The code, and where it is to be written. */
const linkCodeScreen = screen({
  name: 'link-code',
  state: z.object({ code: z.string() }),
  show({ state, t, viewer }) {
    const code = `k-${state.code}`
    const ways = viewer.elsewhere.map(account => {
      const channel = t.plain(`channel-${account.channel}`)
      const url = account.link(code)
      return url ? t('link-open', { channel, url }) : t('link-write', { channel })
    })
    return Promise.resolve(view(lines(t('link-code', { code }), ...ways), link(t.plain('back'), 'link')))
  },
})

/** In the other chat: whom one joins, and whether that is meant. */
const linkAcceptScreen = screen({
  name: 'link-accept',
  state: z.object({ code: z.string() }),
  async show({ work, state, t, viewer }) {
    const owner = await linkCodeOwner(work, state.code, viewer)
    if (!owner.ok) return go('link', {}, t.plain(`refused-${owner.reason}`))
    const { name, account } = owner.value
    return view(
      t('link-ask', { name, channel: channelName(t, account) }),
      choice(t.plain('link-yes'), 'yes', undefined, 'commit'),
      link(t.plain('link-no'), 'home'),
    )
  },
  on: {
    async yes({ work, state, t, viewer }) {
      const { chatId, personId, account } = viewer
      const linked = await linkChat(aloneIn(work), state.code, { chatId, personId, account: account.name })
      if (!linked.ok) return go('link', {}, t.plain(`refused-${linked.reason}`))
      return { ...go('home', {}, t.plain('link-done')), changes: { personId: linked.value.personId } }
    },
  },
})

/** Shown to citizens and to staff. */
export const linkingScreens = [linkScreen, linkCodeScreen, linkAcceptScreen]

/** The way there, where there is another channel at all. */
export function linkingChoice({ t, viewer }: Scene<unknown>) {
  return viewer.elsewhere.length > 0 && link(t.plain('linked-chats'), 'link')
}

/**
 * A person's chats on other channels, by channel: both of Telegram's bots know one person by the same number, so that
 * they are linked and taken off together.
 */
async function chatsElsewhere(work: Work, viewer: Viewer): Promise<[ChannelName, LinkedChat[]][]> {
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

/** `telegram:citizen` is on Telegram: also where that account is no longer set up. */
function channelOf(account: string): ChannelName {
  if (account.startsWith('telegram:')) return 'telegram'
  return account === 'whatsapp-web' ? account : 'whatsapp-cloud'
}

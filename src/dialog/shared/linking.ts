// SPDX-License-Identifier: AGPL-3.0-or-later
// One person, several chats: how another one is linked, and taken off again. For citizens and staff alike.
import { z } from 'zod'
import { mayLink } from '../../engine/people/linking.ts'
import {
  chatsOf,
  type LinkedChat,
  personOf,
  undoableLinks,
  undoLink,
  unlinkChats,
} from '../../engine/people/parting.ts'
import type { Look, SoleWork } from '../../engine/unit.ts'
import { join } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { channelName, linkAcceptScreen, linkCodeScreen, linkNumberScreen, linkQuestionScreen } from './link-attempt.ts'
import { paragraphs } from './phrases.ts'
import { go, link, screen } from '../for-both.ts'
import { type Scene, taking, type Viewer } from '../screen.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'

/** The chats of this person, the way to one more, and the ways back. */
const linkScreen = screen('link', {
  async show({ work, t, viewer }) {
    const [others, undoable, may] = await Promise.all([
      chatsElsewhere(work, viewer),
      undoableLinks(work, viewer),
      mayLink(work, viewer.personId),
    ])
    if (!may) return view(t('link-role'), link(t.plain('back'), 'help'))
    return view(
      paragraphs(
        t('link-title'),
        others.length > 0 &&
          join(others.map(chats => t('link-chat', { channel: nameOf(t, chats), day: t.day(lastUsed(chats)) }))),
      ),
      viewer.elsewhere.length > 0 && choice(t.plain('link-show-code'), 'code'),
      ...undoable.map(({ linkId, account }) =>
        link(t.plain('link-undo', { channel: channelName(t, account) }), 'link-undo', { linkId }),
      ),
      ...others.map(chats => choice(t.plain('link-take-off', { channel: nameOf(t, chats) }), 'off', chats[0]?.chatId)),
      others.length > 0 && choice(t.plain('link-leave'), 'leave'),
      link(t.plain('back'), 'help'),
    )
  },
  commits: {
    async code({ work, t, viewer }) {
      if (!(await mayLink(work, viewer.personId))) return go('link', {}, t.plain('refused-link-role'))
      return go('link-code')
    },
    off: taking(z.string(), async (scene, wanted) => {
      const others = await chatsElsewhere(scene.work, scene.viewer)
      return takenOff(scene, others.find(chats => chats.some(each => each.chatId === wanted)) ?? [])
    }),
    async leave(scene) {
      const { work, viewer } = scene
      const [all, others] = await Promise.all([chatsOf(work, viewer.personId), chatsElsewhere(work, viewer)])
      const elsewhere = new Set(others.flat().map(each => each.chatId))
      return takenOff(
        scene,
        all.filter(each => !elsewhere.has(each.chatId)),
      )
    },
  },
})

/** Takes chats off the viewer's person: perhaps the very chat in which this is said. */
async function takenOff({ work, t, viewer }: Scene<unknown, SoleWork>, chats: readonly LinkedChat[]): Promise<Go> {
  const gone = await unlinkChats(
    work,
    viewer.personId,
    chats.map(each => each.chatId),
  )
  const personId = await personOf(work, viewer.chatId)
  const said = go('link', {}, gone.ok ? t.plain('link-off') : t.plain('refused-not-allowed'))
  return { ...said, changes: { ...(personId !== undefined && { personId }) } }
}

/** Gives back what a link has given. */
const linkUndoScreen = screen('link-undo', {
  async show({ work, state, t, viewer }) {
    const links = await undoableLinks(work, viewer)
    const found = links.find(each => each.linkId === state.linkId)
    if (!found) return go('link', {}, t.plain('refused-link-over'))
    return view(
      t('link-undo-ask', { channel: channelName(t, found.account), until: t.until(found.until) }),
      choice(t.plain('link-undo-yes'), 'yes'),
      link(t.plain('back'), 'link'),
    )
  },
  commits: {
    async yes({ work, state, t, viewer }) {
      const undone = await undoLink(work, state.linkId, viewer)
      if (!undone.ok) return go('link', {}, t.plain(`refused-${undone.reason}`))
      const { chats, personId } = undone.value
      const said = go('link', {}, t.plain('link-undone'))
      return chats.includes(viewer.chatId) ? { ...said, changes: { personId } } : said
    },
  },
})

/** Shown to citizens and to staff. */
export const linkingScreens = [
  linkScreen,
  linkCodeScreen,
  linkAcceptScreen,
  linkNumberScreen,
  linkQuestionScreen,
  linkUndoScreen,
]

/** The way there, where there is another channel at all. */
export function linkingChoice({ t, viewer }: Scene<unknown>) {
  return viewer.elsewhere.length > 0 && link(t.plain('linked-chats'), 'link')
}

/**
 * A person's chats at other addresses, by address: both of Telegram's bots know one person by the same number, so that
 * they are linked and taken off together.
 */
async function chatsElsewhere(work: Look, viewer: Viewer): Promise<LinkedChat[][]> {
  const byAddress = Map.groupBy(await chatsOf(work, viewer.personId), each => `${each.channel} ${each.address}`)
  return [...byAddress.values()].filter(chats => chats.every(each => each.chatId !== viewer.chatId))
}

function lastUsed(chats: readonly LinkedChat[]): Date {
  return new Date(Math.max(...chats.map(each => each.lastInboundAt.getTime())))
}

function nameOf(t: Texts, chats: readonly LinkedChat[]): string {
  return channelName(t, chats[0]?.account ?? '')
}

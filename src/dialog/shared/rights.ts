// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person may ask of us about their data: to be left alone, to see it all, to be erased. For citizens and staff
// alike, on every screen.
import { createHash } from 'node:crypto'
import { municipalitiesOfPerson, municipalityOf } from '../../engine/municipalities.ts'
import { ordersOfPerson } from '../../engine/orders/reading.ts'
import { consentOf, noteConsent } from '../../engine/people/consents.ts'
import { askErasure, openErasure, revokeErasure, townsLeftAlone } from '../../engine/people/erasing.ts'
import { shopsOfPerson } from '../../engine/shops.ts'
import type { Look, Work } from '../../engine/unit.ts'
import { inTimeToCancel, isTerminal } from '../../rules/order.ts'
import { retention } from '../../rules/retention.ts'
import { go, link, screen } from '../for-both.ts'
import { alone, type Heard, type Scene, type Viewer } from '../screen.ts'
import { choice, view } from '../view.ts'
import { exportData, myDataScreen } from './my-data.ts'
import { paragraphs } from './phrases.ts'

/** More orders under way than anybody has. */
const mostOrders = 50

/** Nothing but one's own orders from now on; and the way back. */
const stopScreen = screen('stop', {
  async show({ work, t, viewer }) {
    const [said, roles] = await Promise.all([consentOf(work, viewer.personId, 'news'), rolesOf(work, viewer)])
    const isStopped = said === 'withdrawn'
    return view(
      paragraphs(
        t(isStopped ? 'stop-done' : 'stop-taken-back'),
        isStopped && roles !== '' && t('stop-role', { roles }),
      ),
      isStopped && choice(t.plain('stop-take-back'), 'again'),
      [link(t.plain('my-data'), 'privacy'), link(t.plain('back'), 'home')],
    )
  },
  changes: {
    async again(scene) {
      await say(scene, 'given', ['stop-take-back', scene.t.plain('stop-take-back')])
      return go('stop')
    },
  },
})

/** Writes down what was said about news, and by which words of ours: another wording has another name. */
async function say(
  { work, t, viewer }: Scene<unknown, Work>,
  decision: 'given' | 'withdrawn',
  [id, text]: readonly [id: string, text: string],
): Promise<void> {
  const { personId, account } = viewer
  const wording = `${id} ${t.language} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
  await noteConsent(work, { personId, decision, purpose: 'news', account: account.name, wording })
}

/** The shops that a person keeps and the towns that a person works for, in words; empty for everybody else. */
async function rolesOf(look: Look, { personId }: Viewer): Promise<string> {
  const [shops, towns] = await Promise.all([
    shopsOfPerson(look, personId, 'keep-shop'),
    municipalitiesOfPerson(look, personId, 'see-town'),
  ])
  return [...shops, ...towns].map(({ name }) => name).join(', ')
}

/** What goes, what stays, and a yes that counts once. */
const eraseScreen = screen('erase', {
  async show({ work, t, viewer }) {
    const { personId } = viewer
    const [alone, waiting, roles, orders] = await Promise.all([
      townsLeftAlone(work, personId),
      openErasure(work, personId),
      rolesOf(work, viewer),
      ordersOfPerson(work, personId, mostOrders),
    ])
    const live = orders.filter(order => !isTerminal(order.state))
    const codes = (ending: boolean): string =>
      live
        .filter(order => inTimeToCancel(order, work.now) === ending)
        .map(({ code }) => code)
        .join(', ')
    const [cancelled, finishing] = [codes(true), codes(false)]
    if (waiting && live.length > 0)
      return view(
        t('erase-waiting', { codes: live.map(({ code }) => code).join(', ') }),
        choice(t.plain('erase-keep'), 'keep'),
        link(t.plain('back'), 'home'),
      )
    if (alone.length > 0)
      return view(
        t('erase-hand-over', { town: alone.map(({ name }) => name).join(', ') }),
        link(t.plain('back'), 'home'),
      )
    return view(
      paragraphs(
        t('erase-ask'),
        t('erase-stays'),
        roles !== '' && t('erase-roles', { roles }),
        cancelled !== '' && t('erase-cancels', { codes: cancelled }),
        finishing !== '' && t('erase-finishes', { codes: finishing }),
        t('erase-copies'),
      ),
      choice(t.plain('erase-yes'), 'erase'),
      link(t.plain('erase-no'), 'home'),
    )
  },
  commits: {
    async erase({ work, viewer }) {
      const { personId, chatId, account } = viewer
      const asked = await askErasure(work, { personId, chatId, account: account.name })
      return asked.ok && asked.value === 'erased' ? go('erased') : go('erase')
    },
    async keep({ work, t, viewer }) {
      await revokeErasure(work, viewer.personId)
      return go('home', {}, t.plain('erase-kept'))
    },
  },
})

/** The last word. */
const erasedScreen = screen('erased', {
  show: ({ t }) => Promise.resolve(view(t('erased'))),
})

/** What is kept, for how long, and what one can ask for. */
const privacyScreen = screen('privacy', {
  async show({ work, t, viewer }) {
    const town = viewer.municipalityId === null ? undefined : await municipalityOf(work, viewer.municipalityId)
    const months = (days: number): number => Math.floor(days / 30.4)
    return view(
      paragraphs(
        t('privacy-text', {
          conversation: retention.conversation.days,
          trace: retention.trace.days,
          bag: retention.bag.days,
          file: retention.file.days,
          order: months(retention.order.days),
          person: months(retention.person.days),
          proof: Math.floor(retention.proof.days / 365),
        }),
        town?.privacyUrl ? t('privacy-link', { town: town.name, url: town.privacyUrl }) : undefined,
        t('privacy-words'),
      ),
      choice(t.plain('privacy-export'), 'export'),
      link(t.plain('privacy-erase'), 'erase'),
      link(t.plain('back'), 'home'),
    )
  },
  changes: { export: exportData },
})

/** Shown to citizens and to staff. */
export const rightsScreens = [stopScreen, eraseScreen, erasedScreen, privacyScreen, myDataScreen]

/** What people ask for by a word of their own. */
export type Right = 'stop' | 'erase' | 'my-data' | 'privacy'

/** Where such a word leads. */
export async function rightAsked(scene: Scene<unknown, Work>, right: Right): Promise<Heard<unknown>> {
  switch (right) {
    case 'stop':
      await say(scene, 'withdrawn', ['stop-done', scene.t.plain('stop-done')])
      return go('stop')
    case 'my-data':
      // Much is read: nobody else waits for it.
      return alone(exportData)
    case 'erase':
      return go('erase')
    case 'privacy':
      return go('privacy')
  }
}

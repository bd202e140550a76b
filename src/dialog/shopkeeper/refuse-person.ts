// SPDX-License-Identifier: AGPL-3.0-or-later
// People whose orders the shop does not take: refused from one of their orders, taken back from a list.
import { z } from 'zod'
import { acceptPersonAgain, refusedPeople, refusePerson } from '../../engine/orders/refusing.ts'
import { orderOf } from '../../engine/orders/reading.ts'
import type { Work } from '../../engine/unit.ts'
import { meansYes } from '../commands.ts'
import { go, link, screen } from '../for-staff.ts'
import { type Scene, taking } from '../screen.ts'
import type { StaffState } from '../spots.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'
import { shopOfKeeper } from './shop-of-keeper.ts'

const mostShown = 50

/** One question before a person is refused. */
export const refusePersonScreen = screen('refuse-person', {
  async show({ work, state, t, viewer }) {
    const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
    if (!order) return go('home', {}, t.plain('refused-order-gone'))
    return view(
      t('refuse-person-ask', { citizen: order.citizenName }),
      choice(t.plain('refuse-person-yes'), 'refuse'),
      link(t.plain('refuse-person-no'), 'shop-order', state),
    )
  },
  changes: { refuse },
  typed: async (scene, text) => (meansYes(text) ? refuse(scene) : undefined),
})

/** Everybody whom the shop refuses; a tap on a name takes that person's orders again. */
export const refusedPeopleScreen = screen('refused-people', {
  async show(scene) {
    const { work, state, t, viewer } = scene
    const [shop, refused] = await Promise.all([
      shopOfKeeper(scene, state.shopId),
      refusedPeople(work, state.shopId, viewer.personId, mostShown),
    ])
    if (!shop) return go('home')
    return view(
      refused.length > 0 ? t('refused-people-title', { shop: shop.name }) : t('refused-people-none'),
      ...refused.map(({ personId, name }) => choice(name, 'accept', { personId, name })),
      link(t.plain('back'), 'today', { shopId: shop.id }),
    )
  },
  changes: {
    accept: taking(z.object({ personId: z.string(), name: z.string() }), accepted),
  },
})

async function refuse({ work, state, t, viewer }: Scene<StaffState<'refuse-person'>, Work>): Promise<Go> {
  const order = await orderOf(work, state.orderId, { as: 'shopkeeper', personId: viewer.personId })
  const done = await refusePerson(work, state.orderId, viewer.personId)
  if (!done.ok || !order) return go('home', {}, t.plain('refused-order-gone'))
  return go('shop-order', state, t.plain('refuse-person-done', { citizen: order.citizenName }))
}

async function accepted(
  { work, state, t, viewer }: Scene<StaffState<'refused-people'>, Work>,
  { personId, name }: { readonly personId: string; readonly name: string },
): Promise<Go> {
  const done = await acceptPersonAgain(work, state.shopId, personId, viewer.personId)
  return go('refused-people', state, done.ok ? t.plain('accepted-again', { citizen: name }) : undefined)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { fullBagsOf } from '../../engine/bags.ts'
import { link, screen } from '../for-citizens.ts'
import { view } from '../view.ts'

/** What nobody understood is answered kindly, with the ways on. */
export const lostScreen = screen('lost', {
  async show({ work, state, t, viewer }) {
    const [bag] = await fullBagsOf(work, viewer.personId)
    return view(
      state.said === undefined ? t('lost-other') : t('lost-text', { said: state.said }),
      bag && link(t.plain('my-bag-short'), 'bag', { shopId: bag.shopId }),
      [link(t.plain('shops'), 'home'), link(t.plain('help'), 'help')],
    )
  },
})

/** Something of ours failed: nothing is lost, and there is a way on. */
export const apologyScreen = screen('apology', {
  show({ t }) {
    return Promise.resolve(view(t('apology'), [link(t.plain('my-bag-short'), 'bag'), link(t.plain('shops'), 'home')]))
  },
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, emptyBag } from '../../engine/bags.ts'
import { quantityOf, shortened } from '../phrases.ts'
import { choice, go, link, screen, view } from '../screen.ts'

const linesAtOnce = 10

/** Which line is to be changed. */
export const bagEditScreen = screen({
  name: 'bag-edit',
  state: z.object({ shopId: z.string(), from: z.number().int().default(0) }),
  async show({ work, state, t, viewer }) {
    const { shopId, from } = state
    const bag = await bagOf(work, viewer.personId, shopId)
    if (!bag || bag.lines.length === 0) return go('shop', { shopId }, t.plain('bag-none'))
    const start = from < bag.lines.length ? from : 0
    return view(
      t('bag-edit-title'),
      ...bag.lines.slice(start, start + linesAtOnce).map(({ id, product, quantity }) =>
        link(`${shortened(product.name, 40)} · ${quantityOf(t, quantity, product.soldBy)}`, 'bag-line', {
          lineId: id,
          shopId,
        }),
      ),
      start + linesAtOnce < bag.lines.length &&
        link(t.plain('more'), 'bag-edit', { shopId, from: start + linesAtOnce }),
      choice(t.plain('empty-bag'), 'empty', undefined, 'change'),
      link(t.plain('back'), 'bag', { shopId }),
    )
  },
  on: {
    async empty({ work, state, t, viewer }) {
      await emptyBag(work, viewer.personId, state.shopId)
      return go('shop', { shopId: state.shopId }, t.plain('bag-emptied'))
    },
  },
})

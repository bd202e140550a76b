// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { municipalitiesByName } from '../../engine/municipalities.ts'
import { go, screen } from '../for-citizens.ts'
import { taking } from '../screen.ts'
import { choice, grid, view } from '../view.ts'

/** Which town: asked once, and only where there are several. */
export const townScreen = screen('town', {
  async show({ work, state, t }) {
    const towns = await municipalitiesByName(work)
    const page = towns.slice(state.from, state.from + townsAtOnce)
    return view(
      t('town-choose'),
      ...grid(
        page.map(town => choice(town.name, 'choose', town.id)),
        2,
      ),
      state.from + townsAtOnce < towns.length && choice(t.plain('more'), 'more'),
    )
  },
  views: {
    choose: taking(z.string(), (_, municipalityId) => ({ ...go('home'), changes: { municipalityId } })),
    more: ({ state }) => go('town', { from: state.from + townsAtOnce }),
  },
  async typed({ work, t }, text) {
    const said = text.trim().toLowerCase()
    const town = (await municipalitiesByName(work)).find(each => each.name.toLowerCase() === said)
    if (!town) return go('town', { from: 0 }, t.plain('town-unknown'))
    return { ...go('home'), changes: { municipalityId: town.id } }
  },
})

const townsAtOnce = 12

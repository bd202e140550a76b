// SPDX-License-Identifier: AGPL-3.0-or-later
import { municipalitiesOfPerson, type ShopReport, shopReports } from '../../engine/municipalities.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { paragraphs, shortened } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { townFileSent } from './town-file.ts'
import { choice, grid, view } from '../view.ts'

const shopsAtOnce = 12

/** The town's shops: who is silent, and how many orders wait. */
export const townScreen = screen('town', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, from } = state
    const [towns, audited, reports] = await Promise.all([
      municipalitiesOfPerson(work, viewer.personId, 'see-town'),
      municipalitiesOfPerson(work, viewer.personId, 'read-audit'),
      shopReports(work, municipalityId, viewer.personId),
    ])
    const town = towns.find(each => each.id === municipalityId)
    if (!town) return go('home', {}, t.plain('refused-not-allowed'))
    const start = from < reports.length ? from : 0
    const page = reports.slice(start, start + shopsAtOnce)
    const waiting = reports.reduce((sum, report) => sum + report.waiting, 0)
    const silent = reports.filter(report => report.shopkeepers === 0).length
    return view(
      paragraphs(
        t('town-title', { town: town.name, shops: reports.length, waiting, silent }),
        join(page.map(report => reportLine(t, report))),
      ),
      ...grid(
        page.map(report => link(shortened(report.name, 30), 'town-shop', { municipalityId, shopId: report.shopId })),
        2,
      ),
      start + shopsAtOnce < reports.length && choice(t.plain('more-shops'), 'more'),
      [
        link(t.plain('people'), 'people', { municipalityId }),
        ...(audited.some(each => each.id === town.id) ? [link(t.plain('audit'), 'audit', { municipalityId })] : []),
      ],
      [link(t.plain('refresh'), 'town', state), link(t.plain('help'), 'help')],
    )
  },
  views: { more: ({ state }) => go('town', { ...state, from: state.from + shopsAtOnce }) },
  sent: townFileSent,
})

export function reportLine(t: Texts, report: ShopReport): Markup {
  const { name: shop, waiting } = report
  if (report.shopkeepers === 0) return t('town-shop-silent', { shop })
  if (waiting > 0 && report.waitingSince) {
    return t('town-shop-waiting', { shop, waiting, since: t.at(report.waitingSince) })
  }
  return report.pausedUntil && report.pausedUntil > t.now
    ? t('town-shop-paused', { shop, until: t.until(report.pausedUntil) })
    : t('town-shop-well', { shop })
}

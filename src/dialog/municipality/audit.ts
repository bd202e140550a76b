// SPDX-License-Identifier: AGPL-3.0-or-later
// What was done in a town, and by whom, for those who may read it.
import { actsOfTown, type PastAct } from '../../engine/audit.ts'
import { auditCsv } from '../../engine/audit-csv.ts'
import { keepDocument } from '../../engine/files.ts'
import { municipalityOf } from '../../engine/municipalities.ts'
import { roleKinds } from '../../rules/role.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { go, link, screen } from '../for-staff.ts'
import { paragraphs } from '../shared/phrases.ts'
import { choice, view } from '../view.ts'

const actsAtOnce = 15
/** Two years of a town, at thirty acts a day. */
const mostExported = 20_000

/** The acts of a town, the newest first. */
export const auditScreen = screen('audit', {
  async show({ work, state, t, viewer }) {
    const { municipalityId, before, file } = state
    const [town, acts] = await Promise.all([
      municipalityOf(work, municipalityId),
      actsOfTown(work, municipalityId, { personId: viewer.personId }, { before, most: actsAtOnce + 1 }),
    ])
    if (!town) return go('home', {}, t.plain('refused-not-allowed'))
    const page = acts.slice(0, actsAtOnce)
    const last = page.at(-1)
    const shown = view(
      paragraphs(
        t('audit-title', { town: town.name }),
        page.length === 0 ? t('audit-none') : join(page.map(act => actLine(t, act))),
      ),
      acts.length > page.length &&
        last !== undefined &&
        link(t.plain('audit-earlier'), 'audit', { municipalityId, before: last.id }),
      page.length > 0 && choice(t.plain('audit-export'), 'export'),
      link(t.plain('back'), 'town', { municipalityId }),
    )
    return { ...shown, file }
  },
  changes: {
    async export({ work, state: { municipalityId }, t, viewer }) {
      const acts = await actsOfTown(work, municipalityId, { personId: viewer.personId }, { most: mostExported })
      if (acts.length === 0) return go('home', {}, t.plain('refused-not-allowed'))
      const name = `${t.plain('audit-file')}.csv`
      const file = await keepDocument(work, viewer.chatId, { name, mime: 'text/csv', bytes: auditCsv(acts) })
      work.happened({ type: 'audit-exported', municipalityId, by: viewer.personId })
      return go('audit', { municipalityId, file })
    },
  },
})

/** `oggi alle 10:15 · Marco: ha accettato un ordine (C-4821)` */
function actLine(t: Texts, { at, who, action, about, detail }: PastAct): Markup {
  const subject = [about ?? '', detailText(t, detail)].filter(each => each !== '').join(', ')
  return t(subject === '' ? 'audit-line' : 'audit-line-about', {
    at: t.at(at),
    who: who ?? t.plain(action === 'role-frozen' ? 'audit-program' : 'audit-command-line'),
    what: t.plain(`audit-${action}`),
    about: subject,
  })
}

function detailText(t: Texts, detail: string | null): string {
  const kind = roleKinds.find(each => each === detail)
  return kind === undefined ? '' : t.plain(`role-${kind}`)
}

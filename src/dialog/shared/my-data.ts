// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything that is held about a person, as a page to be read and as JSON, sent in the chat that asked.
import type { StoredView } from '../../db/stored.ts'
import { keepDocument } from '../../engine/files.ts'
import { type Holdings, holdingsOf } from '../../engine/people/holdings.ts'
import type { Work } from '../../engine/unit.ts'
import { classesOf, personalTables, retention } from '../../rules/retention.ts'
import { escape, plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { go, link, screen } from '../for-both.ts'
import type { Scene } from '../screen.ts'
import { view } from '../view.ts'
import type { Go } from '../ways.ts'

/** The two documents, with what can be asked for next. */
export const myDataScreen = screen('my-data', {
  show({ state, t }) {
    const shown = view(
      t('my-data-here', { days: retention.file.days }),
      link(t.plain('privacy-erase'), 'erase'),
      link(t.plain('back'), 'home'),
    )
    return Promise.resolve({ ...shown, file: state.files })
  },
})

/** Draws up both documents and leads to them. */
export async function exportData({ work, t, viewer }: Scene<unknown, Work>): Promise<Go> {
  const holdings = await holdingsOf(work, viewer.personId)
  const name = t.plain('my-data-file')
  const page = await keepDocument(work, viewer.chatId, {
    ...{ name: `${name}.html`, mime: 'text/html' },
    bytes: pageOf(t, holdings),
  })
  const json = await keepDocument(work, viewer.chatId, {
    ...{ name: `${name}.json`, mime: 'application/json' },
    bytes: JSON.stringify({ at: work.now.toISOString(), holdings }, null, 2),
  })
  return go('my-data', { files: [page, json] })
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ccc}
dl{margin:.8em 0;padding:.6em .8em;background:#f5f5f2;border-radius:6px}dt{font-size:.85em;color:#666}
dd{margin:0 0 .4em;white-space:pre-wrap;overflow-wrap:anywhere}`

/** What is held, table by table, in the reader's language; no script, nothing from elsewhere. */
function pageOf(t: Texts, holdings: Holdings): string {
  const title = escape(t.plain('my-data-title', { day: t.day(t.now), time: t.time(t.now) }))
  const parts = [...personalTables()].flatMap(([table, classes]) => {
    const rows = holdings[table] ?? []
    if (rows.length === 0) return []
    const times = classes.map(each => timeOf(t, each)).join('; ')
    return [
      `<h2>${escape(t.plain(`held-${table}`))} (${rows.length})</h2>`,
      `<p>${escape(t.plain('my-data-kept', { times }))}</p>`,
      ...rows.map(row => entry(t, table, row)),
    ]
  })
  return `<!doctype html>
<html lang="${t.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style>
<h1>${title}</h1><p>${escape(t.plain('my-data-intro'))}</p>
${parts.join('\n')}
</html>
`
}

/** `conversation`: 30 giorni */
function timeOf(t: Texts, name: keyof typeof retention): string {
  const given = retention[name]
  return t.plain(`class-${name}`, { days: 'days' in given ? given.days : 0 })
}

/** The personal columns of a row that hold something; numbers of ours lead nowhere for a reader, and stand in the JSON. */
function entry(t: Texts, table: string, row: Readonly<Record<string, unknown>>): string {
  const classes = classesOf(table)
  const told = Object.entries(row).filter(
    ([column, value]) => classes.get(column) !== 'none' && !/(?:^|_)id$|_hash$/.test(column) && !isNothing(value),
  )
  const lines = told.map(
    ([column, value]) => `<dt>${escape(column.replaceAll('_', ' '))}</dt><dd>${escape(valueOf(t, column, value))}</dd>`,
  )
  return `<dl>${lines.join('')}</dl>`
}

function isNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function valueOf(t: Texts, column: string, value: unknown): string {
  if (column === 'view') return plain((value as StoredView).text)
  if (typeof value === 'string') {
    const at = /_at$|^at$|^accept_by$/.test(column) ? new Date(value) : undefined
    return at && !Number.isNaN(at.getTime()) ? `${at.toISOString().slice(0, 10)} ${t.time(at)}` : value
  }
  return JSON.stringify(value)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Where a channel shows so many choices at once, the rest comes page by page.
import type { StoredSpot } from '../db/stored.ts'
import type { Plain } from '../text/markup.ts'
import { type Choice, goAction, type Shown } from './view.ts'

/** Ways back and home stand on every page, if there are no more of them than this. */
const mostLast = 2

/** The choices of one page, counted from 0, with a way to the next one; all of them where they fit. */
export function onePage(
  shown: Shown,
  atOnce: number | undefined,
  spot: StoredSpot,
  page: number | undefined,
  more: Plain,
): Shown {
  const all = shown.rows.flat()
  if (atOnce === undefined || all.length <= atOnce) return shown
  const lastRow = shown.rows.at(-1) ?? []
  const last = lastRow.length <= mostLast && shown.rows.length > 1 ? lastRow : []
  const turned = all.slice(0, all.length - last.length)
  const perPage = atOnce - last.length - 1
  const pages = Math.ceil(turned.length / perPage)
  const at = page !== undefined && page < pages ? page : 0
  const next: Choice = { label: more, action: goAction, argument: { ...spot, page: (at + 1) % pages } }
  const here = turned.slice(at * perPage, (at + 1) * perPage)
  return { ...shown, rows: [...here, next, ...last].map(choice => [choice]) }
}

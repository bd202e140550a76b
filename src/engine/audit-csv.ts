// SPDX-License-Identifier: AGPL-3.0-or-later
import { stringify } from 'csv-stringify/sync'
import type { PastAct } from './audit.ts'

const columns = ['at', 'who', 'action', 'subject', 'about', 'detail'] as const

/**
 * Acts as CSV (RFC 4180, UTF-8 with a byte order mark, so that a spreadsheet reads its letters), a header first. A cell
 * that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function auditCsv(acts: readonly PastAct[]): string {
  const rows = acts.map(act => columns.map(name => (name === 'at' ? act.at.toISOString() : (act[name] ?? ''))))
  return stringify(rows, { header: true, columns: [...columns], bom: true, escape_formulas: true })
}

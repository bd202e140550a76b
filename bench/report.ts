// SPDX-License-Identifier: AGPL-3.0-or-later

/** One measurement as it is printed and kept. */
export interface Table {
  readonly id: string
  readonly title: string
  readonly notes: readonly string[]
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}

/** A table in plain text: words to the left, numbers to the right. */
export function printed({ id, title, notes, rows }: Table): string {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const cells = rows.map(row => columns.map(column => String(row[column] ?? '')))
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map(row => row[at]?.length ?? 0)))
  const line = (row: readonly string[], isHead: boolean): string =>
    row
      .map((cell, at) => {
        const isNumber = !isHead && typeof rows[0]?.[columns[at] ?? ''] === 'number'
        return isNumber || (isHead && at > 0) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)
      })
      .join('  ')
      .trimEnd()
  const body = rows.length > 0 ? [line(columns, true), ...cells.map(row => line(row, false))] : []
  return ['', `(${id}) ${title}`, ...body.map(text => `    ${text}`), ...notes.map(note => `    – ${note}`)].join('\n')
}

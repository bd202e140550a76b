// SPDX-License-Identifier: AGPL-3.0-or-later
// Writes docs/figures.md from the files that the measurements and the proofs write; with --check it only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Table } from './report.ts'

const written = new URL('../docs/figures.md', import.meta.url)
const proofs = new URL('../test/soak/results.json', import.meta.url)
const understanding = new URL('understanding.json', import.meta.url)
const benchmarks = new URL('results.json', import.meta.url)

const introduction = [
  '# Cifre · Figures',
  '',
  'Ogni cifra di questa pagina viene da una misura o da una prova: `npm run figures` la riscrive dai file che il comando accanto al titolo ha prodotto, e una prova controlla che nessuno l’abbia cambiata a mano.',
  '',
  'Every figure on this page comes from a measurement or a proof: `npm run figures` writes the page from the files that the command beside each title has produced, and a test checks that nobody has changed it by hand.',
  '',
]

interface Proof {
  readonly promise: string
  readonly figures: readonly { what: string; shown: string; aim: string; ok: boolean }[]
}

/** The whole of docs/figures.md. */
export function figures(): string {
  const lines = [
    ...introduction,
    ...provenLines(),
    ...measuredLines(understanding, 'npm run bench:understanding'),
    ...measuredLines(benchmarks, 'npm run bench'),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** One figure of a proof, as it is shown; for places that quote it. */
export function provenFigure(proof: string, what: string): string {
  const found = allProofs()[proof]?.figures.find(figure => figure.what === what)
  if (!found) throw new Error(`the proof ${proof} has no figure «${what}»`)
  return found.shown
}

/** The value in one column of the first row of a table of `npm run bench:understanding` that has this value in another. */
export function understandingFigure(id: string, [key, value]: readonly [string, string], column: string): string {
  const row = tablesOf(understanding)
    .find(table => table.id === id)
    ?.rows.find(row => row[key] === value)
  const found = row?.[column]
  if (found === undefined) throw new Error(`the table ${id} has no ${column} of ${value}`)
  return String(found)
}

function allProofs(): Record<string, Proof> {
  return existsSync(proofs) ? (JSON.parse(readFileSync(proofs, 'utf8')) as Record<string, Proof>) : {}
}

function tablesOf(file: URL): readonly Table[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { tables: readonly Table[] }).tables : []
}

/** Each proof with its promise; `✗` marks a figure that missed its aim. */
function provenLines(): string[] {
  return Object.entries(allProofs()).flatMap(([name, { promise, figures }]) => [
    `## ${promise}`,
    '',
    `\`npm run soak -- ${name}\``,
    '',
    ...tableLines(
      ['figure', 'is', 'aim'],
      figures.map(({ what, shown, aim, ok }) => [what, shown, `${aim}${ok ? '' : ' ✗'}`]),
    ),
  ])
}

function measuredLines(file: URL, command: string): string[] {
  return tablesOf(file).flatMap(({ title, rows, notes }) => {
    const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
    return [
      `## ${title}`,
      '',
      `\`${command}\``,
      '',
      ...tableLines(
        columns,
        rows.map(row => columns.map(column => String(row[column] ?? ''))),
      ),
      ...notes.map(note => `- ${note}`),
      '',
    ]
  })
}

function tableLines(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line), '']
}

if (import.meta.main) {
  const fresh = figures()
  const isSame = existsSync(written) && readFileSync(written, 'utf8') === fresh
  if (process.argv.includes('--check')) process.exitCode = isSame ? 0 : 1
  else writeFileSync(written, fresh)
}

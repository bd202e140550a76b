// SPDX-License-Identifier: AGPL-3.0-or-later
// Writes the README's figures out of the generated files, between its two marks; with --check it only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Table } from './report.ts'

const readme = new URL('../README.md', import.meta.url)
const proofs = new URL('../test/soak/results.json', import.meta.url)
/** The measurements that are quoted, each with its command and, where not all of it is, with the tables that are. */
const measurements: readonly { file: URL; command: string; quoted?: readonly string[] }[] = [
  {
    file: new URL('understanding.json', import.meta.url),
    command: 'npm run bench:understanding',
    quoted: ['u1', 'u3'],
  },
  { file: new URL('results.json', import.meta.url), command: 'npm run bench' },
]
const marks = /(<!-- figures -->\n)[^]*?(<!-- \/figures -->)/

interface Proof {
  readonly promise: string
  readonly figures: readonly { what: string; shown: string; aim: string; ok: boolean }[]
}

/** What stands between the marks. */
export function figures(): string {
  return [...provenLines(), ...measurements.flatMap(measuredLines)].map(line => `${line}\n`).join('')
}

/** The README with these figures in it. */
export function withFigures(text: string, block: string): string {
  if (!marks.test(text)) throw new Error('README.md has lost its figure marks')
  return text.replace(marks, (_, begin: string, end: string) => `${begin}${block}${end}`)
}

function provenLines(): string[] {
  if (!existsSync(proofs)) return []
  const all = JSON.parse(readFileSync(proofs, 'utf8')) as Record<string, Proof>
  const rows = Object.entries(all).flatMap(([name, proof]) =>
    proof.figures.map(({ what, shown, aim, ok }) => `| \`${name}\` | ${what} | ${shown} | ${aim}${ok ? '' : ' ✗'} |`),
  )
  return ['| `npm run soak --` | figure | is | aim |', '|---|---|---|---|', ...rows, '']
}

function measuredLines({ file, command, quoted }: (typeof measurements)[number]): string[] {
  if (!existsSync(file)) return []
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as { tables: readonly Table[] }
  const shown = quoted ? tables.filter(({ id }) => quoted.includes(id)) : tables
  return shown.flatMap(({ title, rows, notes }) => {
    const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
    return [
      `**${title}** (\`${command}\`)`,
      '',
      line(columns),
      line(columns.map(() => '---')),
      ...rows.map(row => line(columns.map(column => String(row[column] ?? '')))),
      '',
      ...notes.map(note => `- ${note}`),
      '',
    ]
  })
}

if (import.meta.main) {
  const text = readFileSync(readme, 'utf8')
  const fresh = withFigures(text, figures())
  if (process.argv.includes('--check')) process.exitCode = fresh === text ? 0 : 1
  else writeFileSync(readme, fresh)
}

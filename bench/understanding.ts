// SPDX-License-Identifier: AGPL-3.0-or-later
// How well messages are understood, over the golden set in test/understanding/golden, and how fast. The half that the
// understanding was tuned on and the half that was held back are counted apart; of the latter no message is shown.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { indexOf } from '../src/understanding/list/catalogue-index.ts'
import { understand } from '../src/understanding/list/understand.ts'
import { goldenSet, type Half, judged, type Judged, told } from '../test/understanding/golden.ts'
import { percentile, rounded } from './numbers.ts'
import { printed, type Table } from './report.ts'

const usage = `npm run bench:understanding -- [--held-failures] [--failures N]

  lines right, invented and lost, per tag, on either half of the golden set; the worst failures of the tuned half;
  and the time for a message of ten lines in a shop of 500 products

  --failures N      show so many (10)
  --held-failures   show those of the held-back half as well: whoever tunes the understanding must not look
`

const { values } = parseArgs({
  options: {
    failures: { type: 'string', default: '10' },
    'held-failures': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)

function counts(results: readonly Judged[]): Record<string, string | number> {
  const sum = (of: (one: Judged) => number): number => results.reduce((total, one) => total + of(one), 0)
  const lines = sum(one => one.golden.lines.length)
  return {
    messages: results.length,
    lines,
    right: sum(one => one.right),
    'right %': percent(
      sum(one => one.right),
      lines,
    ),
    invented: sum(one => one.invented),
    lost: sum(one => one.lost),
    'messages wholly right': percent(results.filter(one => one.wrong === 0).length, results.length),
    'wishes as written': percent(
      sum(one => one.wishesRight),
      sum(one => one.wishes),
    ),
  }
}

function accuracy(results: Readonly<Record<Half, readonly Judged[]>>): Table[] {
  const tags = [...new Set(Object.values(results).flatMap(half => half.flatMap(one => one.golden.tags)))].sort()
  const ofTag = (half: Half, tag: string): Judged[] => results[half].filter(one => one.golden.tags.includes(tag))
  const share = (half: Half, tag: string): Record<string, string | number> => {
    const { lines, 'right %': right, invented } = counts(ofTag(half, tag))
    return { [`${half} lines`]: lines ?? 0, [`${half} right`]: right ?? '', [`${half} invented`]: invented ?? 0 }
  }
  return [
    {
      id: 'u1',
      title: 'Messages understood',
      notes: [
        'a line is right when product, quantity and unit are right; where it must ask, when it offers the same products',
      ],
      rows: [
        { half: 'tuned', ...counts(results.tuned) },
        { half: 'held back', ...counts(results.held) },
      ],
    },
    {
      id: 'u2',
      title: 'The same by tag',
      notes: ['the lines of every message that carries the tag'],
      rows: tags.map(tag => ({ tag, ...share('tuned', tag), ...share('held', tag) })),
    },
  ]
}

/**
 * Messages of ten lines from the golden set, read by one shop of 500 products out of all shops together: lines of
 * written lists, one thing a line, and as the worst case ten whole messages in one, some thirty things.
 */
function speed(): Table {
  const { shops, messages } = goldenSet()
  const products = shops.flatMap(shop =>
    shop.products.map(product => ({ ...product, sku: `${shop.slug}-${product.sku}` })),
  )
  const many = Array.from({ length: 500 }, (_, at) => {
    const product = products[at % products.length]
    if (!product) throw new Error('the golden set has no products')
    return { ...product, sku: `${product.sku}-${at}` }
  })
  const shelf = indexOf(many)
  const split = messages.filter(one => one.half === 'tuned').map(one => one.message.split('\n'))
  const texts = tenByTen(split.filter(lines => lines.length >= listLines).flat())
  const crowded = tenByTen(split.flat())
  const timed = (text: string): number => {
    const before = performance.now()
    understand(shelf, text)
    return performance.now() - before
  }
  // A program that has been running, and has read messages for another shop.
  const elsewhere = indexOf(many.slice(0, 250))
  for (let round = 0; round < 10; round += 1) for (const text of crowded) understand(elsewhere, text)
  const again = (all: readonly string[]): number[] => Array.from({ length: 20 }, () => all.map(timed)).flat()
  const cold = texts.map(timed)
  const warm = again(texts)
  crowded.forEach(timed)
  const row = (what: string, times: readonly number[]): Record<string, string | number> => ({
    what,
    'p50 ms': rounded(percentile(times, 0.5)),
    'p99 ms': rounded(percentile(times, 0.99)),
    messages: times.length,
  })
  return {
    id: 'u3',
    title: `Time for ten lines in a shop of ${many.length} products`,
    notes: ['first: each message for the first time, nothing remembered of it; then: the same again, twenty times'],
    rows: [row('lists, first', cold), row('lists, then', warm), row('ten messages in one, then', again(crowded))],
  }
}

/** So many lines and it is a list, not a letter. */
const listLines = 3

function tenByTen(lines: readonly string[]): string[] {
  return Array.from({ length: Math.floor(lines.length / 10) }, (_, at) => lines.slice(at * 10, at * 10 + 10).join('\n'))
}

function worst(results: readonly Judged[], most: number): string {
  const failures = [...results].filter(one => one.wrong > 0).sort((one, other) => other.wrong - one.wrong)
  return failures.slice(0, most).map(told).join('\n')
}

function main(): void {
  const { messages, shelves } = goldenSet()
  const results = { tuned: [] as Judged[], held: [] as Judged[] }
  for (const golden of messages) {
    const shelf = shelves.get(golden.shop)
    if (shelf) results[golden.half].push(judged(golden, understand(shelf, golden.message)))
  }
  const tables = [...accuracy(results), speed()]
  for (const table of tables) process.stdout.write(`${printed(table)}\n`)
  const most = Number(values.failures)
  process.stdout.write(`\nThe worst of the tuned half:\n${worst(results.tuned, most)}\n`)
  if (values['held-failures'])
    process.stdout.write(`\nThe worst of the held-back half:\n${worst(results.held, most)}\n`)
  writeFileSync(new URL('understanding.json', import.meta.url), `${JSON.stringify({ tables }, null, 2)}\n`)
}

if (values.help) process.stdout.write(usage)
else main()

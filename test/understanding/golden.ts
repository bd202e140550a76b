// SPDX-License-Identifier: AGPL-3.0-or-later
// The golden set read from its files, and how a message's lines are judged against it. See golden/README.md.
import { readdirSync, readFileSync } from 'node:fs'
import { readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import type { Lexicon } from '../../src/understanding/list/lexicon.ts'
import type { LineUnit, IndexedProduct, Understood, UnderstoodLine } from '../../src/understanding/list/line.ts'
import { type CatalogueIndex, indexOf } from '../../src/understanding/list/catalogue-index.ts'

export type Half = 'tuned' | 'held'

interface GoldenLine {
  readonly sku: string | null
  readonly said?: string
  readonly quantity: number | null
  readonly unit: LineUnit
  readonly note?: string
  readonly candidates?: readonly string[]
}

export interface Golden {
  readonly half: Half
  readonly shop: string
  readonly message: string
  readonly tags: readonly string[]
  readonly lines: readonly GoldenLine[]
}

export interface GoldenShop {
  readonly slug: string
  readonly products: readonly IndexedProduct[]
}

const root = new URL('golden/', import.meta.url)

/** All shops and messages. With another lexicon: what would be understood without parts of it. */
export function goldenSet(lexicon?: Lexicon): {
  shops: GoldenShop[]
  shelves: Map<string, CatalogueIndex>
  messages: Golden[]
} {
  const shops = readdirSync(root)
    .filter(name => name.endsWith('.town.json'))
    .flatMap(name => readMunicipalityFile(JSON.parse(readFileSync(new URL(name, root), 'utf8'))).shops)
    .map(({ slug, products }) => ({
      slug,
      products: products.map(product => ({
        ...product,
        pieceGrams: product.pieceGrams ?? null,
        stepGrams: product.stepGrams ?? null,
        description: product.description ?? null,
      })),
    }))
  const messages = (['tuned', 'held'] as const).flatMap(half => {
    const folder = new URL(`${half}/`, root)
    return readdirSync(folder).flatMap(name =>
      readFileSync(new URL(name, folder), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== '')
        .map(line => ({ ...(JSON.parse(line) as Golden), half, shop: name.replace('.jsonl', '') })),
    )
  })
  return { shops, messages, shelves: new Map(shops.map(shop => [shop.slug, indexOf(shop.products, lexicon)])) }
}

export interface Judged {
  readonly golden: Golden
  readonly understood: Understood
  readonly right: number
  /** Lines that stand in the place of none: more than were asked for. */
  readonly invented: number
  /** Lines asked for beyond those that were understood somehow. */
  readonly lost: number
  readonly wrong: number
  readonly wishes: number
  readonly wishesRight: number
}

/** A line is right when product, quantity and unit are; what must be asked, when the same products are offered. */
export function judged(golden: Golden, understood: Understood): Judged {
  const left = [...understood.lines]
  let right = 0
  let wishes = 0
  let wishesRight = 0
  for (const wanted of golden.lines) {
    const fits = left.filter(line => isRight(wanted, line))
    const line = fits.find(one => plain(one.note) === plain(wanted.note)) ?? fits[0]
    if (wanted.note !== undefined) wishes += 1
    if (!line) continue
    right += 1
    if (wanted.note !== undefined && plain(line.note) === plain(wanted.note)) wishesRight += 1
    left.splice(left.indexOf(line), 1)
  }
  const missed = golden.lines.length - right
  const invented = Math.max(0, left.length - missed)
  const lost = Math.max(0, missed - left.length)
  return { golden, understood, right, invented, lost, wrong: missed + invented, wishes, wishesRight }
}

const plain = (note: string | null | undefined): string => (note ?? '').toLowerCase().replaceAll(',', '').trim()

function isRight(wanted: GoldenLine, line: UnderstoodLine): boolean {
  if (line.sku !== wanted.sku || line.quantity !== wanted.quantity || line.unit !== wanted.unit) return false
  if (wanted.sku !== null) return true
  return [...line.candidates].sort().join() === [...(wanted.candidates ?? [])].sort().join()
}

/** A failure for people to read. */
export function told({ golden, understood }: Judged): string {
  const line = (one: GoldenLine | UnderstoodLine): string =>
    `${one.sku ?? `«${one.said ?? ''}» [${(one.candidates ?? []).join(', ')}]`} ${one.quantity ?? ''} ${one.unit}${one.note ? ` (${one.note})` : ''}`
  return [
    `  ${golden.shop}: ${JSON.stringify(golden.message)}`,
    `    wanted: ${golden.lines.map(line).join(' | ') || 'nothing'}`,
    `    read:   ${understood.lines.map(line).join(' | ') || 'nothing'}`,
  ].join('\n')
}

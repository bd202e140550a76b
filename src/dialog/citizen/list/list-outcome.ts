// SPDX-License-Identifier: AGPL-3.0-or-later
// What was understood, sorted into what goes into the bag, what must be asked, and what is not to be had. Pure.
import type { ProductRow, Shop } from '../../../engine/shops.ts'
import { amountFor } from '../../../rules/amount.ts'
import { gramsOf, type Quantity } from '../../../rules/quantity.ts'
import type { UnderstoodLine } from '../../../understanding/list/line.ts'
import { onlyNamed } from '../../typed.ts'
import type { Taken } from './list-texts.ts'
import type { OpenPoint } from './open-points.ts'

/** The lines with the open point taken into account: a line that names what was offered answers the point. */
export function answering(
  point: OpenPoint | undefined,
  offered: readonly ProductRow[],
  lines: readonly UnderstoodLine[],
): [OpenPoint | undefined, readonly UnderstoodLine[]] {
  if (!point) return [undefined, lines]
  for (const line of lines) {
    const sku = namedBy(line, offered)
    if (sku === undefined) continue
    const bare = line.unit === 'default' || (line.unit === 'piece' && line.quantity === 1)
    // The product alone says nothing new about how much of it.
    if (bare && point.kind === 'amount') return [undefined, lines.filter(each => each !== line)]
    const amount = bare && point.kind === 'which' ? { quantity: point.quantity, unit: point.unit } : {}
    const full = { ...line, sku, ...amount, note: line.note ?? point.note }
    return [point, lines.map(each => (each === line ? full : each))]
  }
  return [undefined, lines]
}

/** Which of the products offered a line means: «crema» alone is no product, but after «brioche: quale?» it is one. */
function namedBy(line: UnderstoodLine, offered: readonly ProductRow[]): string | undefined {
  const named = (line.sku === null ? line.candidates : [line.sku]).filter(sku => offered.some(each => each.sku === sku))
  if (named.length === 1) return named[0]
  if (line.sku !== null) return undefined
  const names = offered.map(({ name }) => name)
  return offered[onlyNamed(line.said, names) ?? -1]?.sku
}

/** A list as far as it is clear. */
export interface Sorted {
  readonly taken: Taken[]
  readonly points: OpenPoint[]
  readonly gone: ProductRow[]
  /** What the shop does not list and does not want to be asked for. */
  readonly refused: string[]
}

/** What becomes of each line; the same product on two lines is both together. */
export function sortOut(
  shop: Shop,
  lines: readonly UnderstoodLine[],
  products: ReadonlyMap<string, ProductRow>,
  newId: () => string,
): Sorted {
  const sorted: Sorted = { taken: [], points: [], gone: [], refused: [] }
  for (const { sku, said, quantity, unit, note, candidates } of lines) {
    const product = sku === null ? undefined : products.get(sku)
    const there = candidates.filter(each => products.has(each))
    const asked = { id: newId(), said, note }
    if (product) {
      const amount = amountFor(product, { quantity, unit })
      if (amount.kind === 'gone') sorted.gone.push(product)
      else if (amount.kind === 'ask') sorted.points.push({ kind: 'amount', ...asked, sku: product.sku })
      else take(sorted.taken, { product, quantity: amount.quantity, note, why: amount.why })
    } else if (there.length > 0) {
      sorted.points.push({ kind: 'which', ...asked, quantity, unit, skus: there.slice(0, mostOffered) })
    } else if (shop.ownWords === 'no') sorted.refused.push(said)
    else sorted.points.push({ kind: 'words', ...asked, quantity, unit })
  }
  return sorted
}

/** So many products are offered for one thing said. */
const mostOffered = 8

function take(all: Taken[], one: Taken): void {
  const at = all.findIndex(({ product }) => product === one.product)
  const other = all[at]
  if (!other) {
    all.push(one)
    return
  }
  const note = [other.note, one.note].filter(each => each !== null).join('; ') || null
  all[at] = { ...one, quantity: sum(one.product, other.quantity, one.quantity), note, why: [...other.why, ...one.why] }
}

function sum(product: ProductRow, one: Quantity, other: Quantity): Quantity {
  if (one.unit === other.unit) return { unit: one.unit, quantity: one.quantity + other.quantity }
  return { unit: 'gram', quantity: (gramsOf(product, one) ?? 0) + (gramsOf(product, other) ?? 0) }
}

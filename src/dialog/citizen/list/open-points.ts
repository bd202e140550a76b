// SPDX-License-Identifier: AGPL-3.0-or-later
// What of a written list is still to be asked. It is stored with the bag, so that it is there again after a look at
// something else. Each open point has an id, so that an old button answers the point that it was made for.
import { z } from 'zod'
import type { Bag } from '../../../engine/bags.ts'
import type { SaidLine } from '../../../engine/bag-lists.ts'
import type { Plain } from '../../../text/markup.ts'
import type { Texts } from '../../../text/text.ts'
import { listed } from '../../shared/order-lines.ts'
import { shortened } from '../../shared/phrases.ts'
import { normalised } from '../../typed.ts'

const asked = { id: z.string(), said: z.string(), note: z.string().nullable() }
const amount = { quantity: z.number().nullable(), unit: z.enum(['g', 'piece', 'cents', 'default']) }

const openPointSchema = z.discriminatedUnion('kind', [
  /** Several fit. */
  z.object({ kind: z.literal('which'), ...asked, ...amount, skus: z.array(z.string()).min(1) }),
  /** It is clear what, not how much. */
  z.object({ kind: z.literal('amount'), ...asked, sku: z.string() }),
  /** The shop does not list it: shall it be asked? */
  z.object({ kind: z.literal('words'), ...asked, ...amount }),
])
export type OpenPoint = z.infer<typeof openPointSchema>

/** The open points of a bag, the next one first; what a deployment has made unreadable is left out. */
export function openPointsIn(bag: Bag | undefined): OpenPoint[] {
  if (!Array.isArray(bag?.unclear)) return []
  return bag.unclear.flatMap(each => openPointSchema.safeParse(each).data ?? [])
}

/** Open points as the bag stores them. */
export function stored(points: readonly OpenPoint[]): readonly OpenPoint[] | null {
  return points.length > 0 ? points : null
}

/** `«pane», «latte»`: what is still open. */
export function openNames(t: Texts, points: readonly OpenPoint[]): Plain {
  return listed(
    t,
    points.map(each => t.plain('own-words', { said: shortened(each.said, 40) })),
  )
}

/** Whether two open points are about the same words. */
export function isSame(one: OpenPoint, other: OpenPoint): boolean {
  return one.kind === other.kind && normalised(one.said) === normalised(other.said)
}

/** The skus that an open point is about. */
export function skusOf(point: OpenPoint): readonly string[] {
  if (point.kind === 'which') return point.skus
  return point.kind === 'amount' ? [point.sku] : []
}

const mostCharacters = 200
const fractions = new Map([
  [0.25, '¼'],
  [0.5, '½'],
  [0.75, '¾'],
])

/** A thing asked for as a line of the citizen's own words. What no column can hold stays among the words. */
export function saidLine(point: OpenPoint): SaidLine {
  const { note } = point
  const said = shortened(point.said.trim(), mostCharacters)
  if (point.kind === 'amount' || point.quantity === null) return { said, quantity: null, note }
  const { quantity, unit } = point
  switch (unit) {
    case 'default':
      return { said, quantity: null, note }
    case 'g':
      return { said, quantity: { quantity: Math.max(1, Math.round(quantity)), unit: 'gram' }, note }
    case 'cents':
      return { said: `${said}, ${String(quantity / 100).replace('.', ',')} €`, quantity: null, note }
    case 'piece': {
      if (quantity === 1) return { said, quantity: null, note }
      if (Number.isInteger(quantity)) return { said, quantity: { quantity, unit: 'piece' }, note }
      const [whole, rest] = [Math.floor(quantity), quantity % 1]
      const sign = fractions.get(rest)
      const many = sign === undefined ? String(quantity).replace('.', ',') : `${whole > 0 ? whole : ''}${sign}`
      return { said: `${many} ${said}`, quantity: null, note }
    }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Lines of bags and orders, and what they come to.
import type { AskedLine, Bag, BagLine } from '../../engine/bags.ts'
import { type OrderLineRow, type OrderSheet, unpriced } from '../../engine/orders/reading.ts'
import type { Quantity } from '../../rules/quantity.ts'
import { join, type Markup, type Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'

/** `500 g`; pieces of goods sold by the piece are told as `× 3`. */
export function quantityOf(t: Texts, quantity: Quantity, soldBy: 'piece' | 'weight' | null): Plain {
  return quantity.unit === 'piece' && soldBy !== 'weight' ? `× ${quantity.quantity}` : t.amount(quantity)
}

/** `Pane casereccio, 500 g`; `Michetta × 3` */
function amountOf(t: Texts, name: Plain, quantity: Quantity, soldBy: 'piece' | 'weight' | null): Plain {
  const counted = quantity.unit === 'piece' && soldBy !== 'weight'
  return t.plain(counted ? 'list-item' : 'line-name', { name, amount: quantityOf(t, quantity, soldBy) })
}

/** `Pane casereccio, 500 g · 2,40 €` */
export function bagLineText(t: Texts, { product, quantity, cents, note }: BagLine): Markup {
  const what = amountOf(t, product.name, quantity, product.soldBy)
  return withNote(t, t('line-priced', { what, price: t.money(cents) }), note)
}

/** `«latte» × 2 · prezzo da chiedere` */
export function askedLineText(t: Texts, { said, quantity, note }: AskedLine): Markup {
  return withNote(t, t('line-asked-open', { what: wordsText(t, said, quantity) }), note)
}

/** All that is in a bag, line by line. */
export function bagLinesText(t: Texts, bag: Bag): Markup {
  return join([...bag.lines.map(line => bagLineText(t, line)), ...bag.asked.map(line => askedLineText(t, line))])
}

/** `«latte»`, `«latte» × 2` */
export function wordsText(t: Texts, said: string, quantity: Quantity | null): Plain {
  const words = t.plain('own-words', { said })
  return quantity ? amountOf(t, words, quantity, null) : words
}

/** How the price of the citizen's own words is told as long as nobody knows it. */
export type OpenPrice = 'open' | 'counter' | 'shop'

/** A line of an order, with the frozen name and price. */
export function orderLineText(t: Texts, line: OrderLineRow, open: OpenPrice): Markup {
  const what = whatOf(t, line)
  const cents = line.finalCents ?? line.estimatedCents
  if (line.struck) return t('line-struck', { what })
  if (cents === null) return withNote(t, t(`line-asked-${open}`, { what }), line.note)
  return withNote(t, t('line-priced', { what, price: t.money(cents) }), line.note)
}

/** A line as the shop would have it: `Pane casereccio, 500 g · 2,40 € → 400 g · 1,92 €`; or what takes its place. */
export function proposedLineText(t: Texts, line: OrderLineRow, open: OpenPrice): Markup {
  const { proposed } = line
  if (!proposed) return orderLineText(t, line, open)
  const what = whatOf(t, line)
  const before =
    line.estimatedCents === null ? what : t.plain('line-priced', { what, price: t.money(line.estimatedCents) })
  if (proposed.struck) return t('line-without', { before })
  const price = t.money(proposed.estimatedCents ?? 0)
  const { quantity, unit } = proposed
  if (proposed.productId !== line.productId && quantity !== null && unit !== null)
    return t('line-substituted', {
      before,
      what: amountOf(t, proposed.name, { quantity, unit }, proposed.soldBy),
      price,
    })
  const after = { quantity, unit }
  const same = after.quantity === line.quantity && after.unit === line.unit
  return same
    ? t('line-repriced', { before, price })
    : t('line-changed', { before, amount: amountText(t, { ...after, soldBy: line.soldBy }), price })
}

/** `Pane casereccio, 500 g` or `«latte» × 2` */
export function whatOf(t: Texts, line: OrderLineRow): Plain {
  if (line.productId !== null) return amountOf(t, line.name, line, line.soldBy)
  const { quantity, unit } = line
  return wordsText(t, line.name, quantity === null || unit === null ? null : { quantity, unit })
}

function amountText(t: Texts, line: Pick<OrderLineRow, 'quantity' | 'unit' | 'soldBy'>): Plain {
  const { quantity, unit } = line
  return quantity === null || unit === null ? '' : quantityOf(t, { quantity, unit }, line.soldBy)
}

function withNote(t: Texts, line: Markup, note: string | null): Markup {
  return join([line, note !== null && note !== '' && t('line-note', { note })])
}

/** Whether the sum is known only at the counter. */
export function estimated(lines: readonly { soldBy: 'piece' | 'weight' | null; struck?: boolean }[]): boolean {
  return lines.some(line => line.soldBy === 'weight' && line.struck !== true)
}

const mostListed = 6

/** `«latte», «burro»`; of many, how many more. */
export function listed(t: Texts, names: readonly string[]): Plain {
  const list = names.slice(0, mostListed).join(', ')
  const count = names.length - mostListed
  return count > 0 ? t.plain('list-and-more', { list, count }) : list
}

/** `Totale stimato 6,00 €…`: what the weight decides, and what has no price yet, is said. */
export function bagSumText(t: Texts, bag: Bag, cents: number): Markup {
  const price = t.money(cents)
  const open = bag.asked.map(({ said, quantity }) => wordsText(t, said, quantity))
  if (open.length > 0) return t('total-open', { price, what: listed(t, open) })
  return t(estimated(bag.lines.map(line => line.product)) ? 'total-estimated' : 'total', { price })
}

/** The sum of an order: what the weight decides, and what has no price yet, is said. */
export function orderSumText(t: Texts, id: string, order: OrderSheet): Markup {
  const price = t.money(order.finalCents ?? order.estimatedCents)
  const open = unpriced(order.lines).map(line => whatOf(t, line))
  if (open.length > 0) return t(`${id}-open`, { price, what: listed(t, open) })
  return t(order.finalCents === null && estimated(order.lines) ? `${id}-estimated` : id, { price })
}

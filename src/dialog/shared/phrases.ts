// SPDX-License-Identifier: AGPL-3.0-or-later
// Turns of phrase that several screens share.
import type { ProductRow, Shop, ShopRow } from '../../engine/shops.ts'
import { type Fulfillment, ways } from '../../rules/fulfillment.ts'
import { type Priced, priceCentsOf } from '../../rules/price.ts'
import { openness } from '../../rules/slot.ts'
import { join, type Markup, type Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'

/** `4,80 €/kg` or `0,60 €` */
export function priceOf(t: Texts, product: Priced & { soldBy: 'piece' | 'weight' }): Plain {
  const price = t.money(priceCentsOf(product))
  return product.soldBy === 'weight' ? t.plain('price-per-kilo', { price }) : price
}

/** `aperto fino alle 13:00`, `apre domani alle 7:00` */
export function openText(t: Texts, shop: Shop, now: Date): Markup {
  if (shop.pausedUntil && shop.pausedUntil > now) return t('shop-paused', { until: t.until(shop.pausedUntil) })
  const open = openness(shop.calendar, 'pickup', now)
  if (open.open) return t('shop-open', { until: t.time(open.until) })
  return open.opensAt ? t('shop-opens', { at: t.at(open.opensAt) }) : t('shop-closed')
}

/** `oggi alle 10:15`, or `oggi dalle 7:00 alle 13:00` where no slots are cut. */
export function whenText(t: Texts, order: { startsAt: Date | null; endsAt: Date | null }, shop: ShopRow): Plain {
  if (!order.startsAt) return t.plain('when-shipped', { days: shop.shipment?.days ?? 3 })
  const day = t.day(order.startsAt)
  if (shop.slotMinutes === null && order.endsAt) {
    if (order.startsAt <= t.now) return t.plain('when-until', { day, to: t.time(order.endsAt) })
    return t.plain('when-between', { day, from: t.time(order.startsAt), to: t.time(order.endsAt) })
  }
  return t.at(order.startsAt)
}

/** `Ritiro oggi alle 10:15 · Forno Rossi, Via Roma 12`, or where it is brought. */
export function handoverText(
  t: Texts,
  order: { fulfillment: Fulfillment; startsAt: Date | null; endsAt: Date | null; address: string | null },
  shop: ShopRow,
): Markup {
  const when = whenText(t, order, shop)
  return t(`handover-${order.fulfillment}`, {
    when,
    shop: shop.name,
    address: ways[order.fulfillment].addressed ? (order.address ?? '') : shop.address,
  })
}

/** `Paghi in negozio, contanti o carta.` */
export function paymentText(t: Texts, shop: ShopRow, fulfillment: Fulfillment): Markup {
  const ways = shop.payment.map(way => t.plain(`payment-${way}`))
  const last = ways.pop()
  const list = ways.length > 0 ? t.plain('list-or', { first: ways.join(', '), last: last ?? '' }) : (last ?? '')
  return t(`pay-${fulfillment}`, { ways: list })
}

/** Allergens in words, as the law wants them named. */
export function allergensText(t: Texts, product: ProductRow): Markup | undefined {
  if (product.allergens.length === 0) return undefined
  return t('allergens', { list: product.allergens.map(each => t.plain(`allergen-${each}`)).join(', ') })
}

/** A label no longer than a button can show, cut between characters as people see them. */
export function shortened(label: string, most = 60): Plain {
  // Whatever people see as one character has at least one unit: most labels need no cutting up.
  if (label.length <= most) return label
  const graphemes = [...new Intl.Segmenter('it', { granularity: 'grapheme' }).segment(label)]
  if (graphemes.length <= most) return label
  return `${graphemes
    .slice(0, most - 1)
    .map(each => each.segment)
    .join('')
    .trimEnd()}…`
}

/** Lines of ours, one below the other. */
export const lines = (...parts: readonly (Markup | undefined | false)[]): Markup => join(parts)

/** Blocks of lines with room between them. */
export const paragraphs = (...parts: readonly (Markup | undefined | false)[]): Markup => join(parts, '\n\n')

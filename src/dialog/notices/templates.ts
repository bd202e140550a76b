// SPDX-License-Identifier: AGPL-3.0-or-later
// What stands for a notice where only an approved text may be sent: its values, in the order of the text. The whole
// notice follows when its reader asks for it.
import type { TemplateView } from '../../channel.ts'
import type { OrderSheet } from '../../engine/orders/reading.ts'
import type { OrderAction } from '../../rules/order.ts'
import { type Markup, plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { whenText } from '../shared/phrases.ts'

/** For the citizen: what became of the order, or what is proposed. */
export function orderTemplate(t: Texts, order: OrderSheet, action: OrderAction): TemplateView {
  const about = [order.code, order.shop.name]
  return action === 'propose'
    ? { name: 'order_proposal', values: [...about, whenText(t, order, order.shop)] }
    : { name: 'order_news', values: [...about, t.plain(`state-${order.state}`)] }
}

/** For the citizen, before it is time. */
export function reminderTemplate(t: Texts, order: OrderSheet): TemplateView {
  return { name: 'order_reminder', values: [order.code, order.shop.name, whenText(t, order, order.shop)] }
}

/** For the shop: a new order, or what became of one. */
export function shopOrderTemplate(t: Texts, order: OrderSheet): TemplateView {
  const about = [order.code, order.shop.name]
  if (order.state !== 'placed') return { name: 'shop_order_news', values: [...about, t.plain(`state-${order.state}`)] }
  const what = `${whenText(t, order, order.shop)}, ${t.money(order.estimatedCents)}`
  return { name: 'shop_new_order', values: [...about, what, t.by(order.acceptBy)] }
}

/** For shops and town halls: a line as it stands. */
export function staffTemplate(t: Texts, town: string | null, text: Markup): TemplateView {
  // The approved text ends the sentence itself.
  const line = plain(text).replaceAll('\n', ' ').replace(/\.$/, '')
  return { name: 'staff_news', values: [town ?? t.plain('project'), line] }
}

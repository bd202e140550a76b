// SPDX-License-Identifier: AGPL-3.0-or-later
// A card is a message about one thing: a newer card of the same thing in the same chat takes its place.

/** What a card is about. */
export interface Card {
  readonly kind: 'order'
  readonly id: string
}

const orderPrefix = 'order:'

/** The card of an order. */
export function orderCardOf(orderId: string): Card {
  return { kind: 'order', id: orderId }
}

/** A card as it is stored with its message: `order:<id>`. */
export function cardKey({ kind, id }: Card): string {
  return `${kind}:${id}`
}

/** The card that is stored under a key. */
export function cardOf(key: string): Card {
  if (!key.startsWith(orderPrefix)) throw new Error('a card of no known kind')
  return orderCardOf(key.slice(orderPrefix.length))
}

/** Whether two messages are cards of the same thing. */
export function isSameCard(one: Card | undefined, other: Card | undefined): boolean {
  return one !== undefined && other !== undefined && cardKey(one) === cardKey(other)
}

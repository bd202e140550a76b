// SPDX-License-Identifier: AGPL-3.0-or-later
// How a commit is taken: once, from a message that is still the present one.
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../prepared.ts'
import { text } from '../rows.ts'

/** Locks the order that a card is about. */
export const lockingOrder = statement(
  'lock-order',
  {},
  (value: Value<'orderId'>) => sql`select from orders where id = ${value('orderId')} for update`,
)

/** Uses up the choices of a message; answers a row if nobody has before, and the message is not superseded. */
export const takingMenu = statement(
  'take-menu',
  { id: text },
  (value: Value<'id'>) => sql`
    update messages set choices_state = 'answered' where id = ${value('id')} and choices_state = 'open' returning id`,
)

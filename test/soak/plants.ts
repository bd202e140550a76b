// SPDX-License-Identifier: AGPL-3.0-or-later
// All that can be broken, by name. Of the program only types are imported here, and what reads rows: a module that was
// loaded before its fault is planted would stay whole.
import { sql } from 'drizzle-orm'
import { PgSelectQueryBuilderBase } from 'drizzle-orm/pg-core'
import type * as admission from '../../bots/admission.ts'
import type * as polling from '../../bots/telegram/polling.ts'
import type * as webPage from '../../bots/whatsapp/web-page.ts'
import type * as webSession from '../../bots/whatsapp/web-session.ts'
import type * as webSweeping from '../../bots/whatsapp/web-sweeping.ts'
import type * as dialog from '../../src/dialog/dialog.ts'
import type * as updateIds from '../../src/post/update-ids.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type * as budget from '../../src/web/budget.ts'
import type * as pages from '../../src/dialog/pages.ts'
import type * as resolving from '../../src/dialog/resolving.ts'
import type * as moving from '../../src/engine/orders/moving.ts'
import type * as reading from '../../src/engine/orders/reading.ts'
import type * as linking from '../../src/engine/people/linking.ts'
import type * as parting from '../../src/engine/people/parting.ts'
import type * as roles from '../../src/engine/people/roles.ts'
import type * as slots from '../../src/engine/slots.ts'
import type { SoleWork } from '../../src/engine/unit.ts'
import type * as order from '../../src/rules/order.ts'
import type * as markup from '../../src/text/markup.ts'
import { bodyOfPart, exported, type Plant, statement } from './planting.ts'

/** Every state of an order. */
const orderStates: readonly order.OrderState[] = [
  ...(['placed', 'proposed', 'accepted', 'ready'] as const),
  ...(['fulfilled', 'declined', 'cancelled', 'expired', 'missed'] as const),
]

export const plants = {
  /** Of two taps on one commit both act. */
  'commits are not compared': statement('take-menu', (_, values) => ({
    sql: `update messages set choices_state = 'answered' where id = $1 returning id`,
    params: [values.id],
  })),
  'the bag is not emptied': statement('place-orders', filled => ({
    ...filled,
    sql: bodyOfPart(filled.sql, 'emptied', 'select'),
  })),
  /** What was read before is all that limits how many are taken. */
  'seats are taken without looking': statement('place-orders', (filled, values) => {
    const seats = JSON.parse(String(values.seats)) as { capacity: number | null }[]
    if (seats.some(({ capacity }) => capacity === undefined)) throw new Error('a seat has no capacity any more')
    const at = filled.params.indexOf(values.seats)
    return {
      ...filled,
      params: filled.params.with(at, JSON.stringify(seats.map(seat => ({ ...seat, capacity: null })))),
    }
  }),
  'seats that are taken are not counted': exported<typeof slots>('src/engine/slots.ts')(
    'bookedAt',
    () => async () => new Map(),
  ),
  'an order moves from any state': exported<typeof order>('src/rules/order.ts')('statesBefore', () => () => [
    ...orderStates,
  ]),
  'rows are read without being locked': {
    kind: 'library',
    atStart() {
      PgSelectQueryBuilderBase.prototype.for = function (this: PgSelectQueryBuilderBase<never, never, never, never>) {
        return this
      } as never
    },
  },
  'a tapped menu is looked up without its chat': statement('recognise-', filled => {
    const guard = 'chat_id = chat.chat_id and id = came.tapped'
    if (filled.sql.includes('came.tapped') && !filled.sql.includes(guard))
      throw new Error('the guard reads otherwise now')
    return { ...filled, sql: filled.sql.replaceAll(guard, 'id = came.tapped') }
  }),
  'whoever answers an order passes for one who may': exported<typeof moving>('src/engine/orders/moving.ts')(
    'moveOrder',
    genuine => async (work, orderId, action, by) => genuine(work, orderId, action, await asOwner(work, orderId, by)),
  ),
  'whoever declines an order passes for one who may': exported<typeof moving>('src/engine/orders/moving.ts')(
    'declineOrder',
    genuine => async (work, orderId, by, reason) => genuine(work, orderId, await asOwner(work, orderId, by), reason),
  ),
  'whoever calls an order off passes for one who may': exported<typeof moving>('src/engine/orders/moving.ts')(
    'cancelOrder',
    genuine => async (work, orderId, by) => genuine(work, orderId, await asOwner(work, orderId, by)),
  ),
  'whoever asks is shown an order': exported<typeof reading>('src/engine/orders/reading.ts')(
    'orderOf',
    genuine => (look, orderId) => genuine(look, orderId, { as: 'notices' }),
  ),
  'whoever asks is shown the history of an order': exported<typeof reading>('src/engine/orders/reading.ts')(
    'orderCaseOf',
    genuine => (look, orderId) => genuine(look, orderId, { as: 'notices' }),
  ),
  'any number will do': exported<typeof linking>('src/engine/people/linking.ts')(
    'answerLink',
    genuine => async (work, linkId, who) => {
      const [row] = rowsOf<{ number: number }>(
        await work.db.execute(sql`select coalesce(number, 0) as number from links where id = ${linkId}`),
      )
      return genuine(work, linkId, who, row?.number ?? 0)
    },
  ),
  'a role comes to everybody who is linked': exported<typeof parting>('src/engine/people/parting.ts')(
    'personForRole',
    () =>
      (_, { personId }) =>
        Promise.resolve(personId),
  ),
  /** In the statement, and where it leads when it finds nobody. */
  'an id behind a known number is not looked at': statement('recognise-', filled => {
    const guard = '(came.user_id is null or chats.user_id = came.user_id or'
    if (!filled.sql.includes(guard)) throw new Error('the guard reads otherwise now')
    return { ...filled, sql: filled.sql.replaceAll(guard, `(true or`) }
  }),
  'roles do not rest': exported<typeof roles>('src/engine/people/roles.ts')(
    'freezeRoles',
    () => () => Promise.resolve(),
  ),
  'nothing is escaped': exported<typeof markup>('src/text/markup.ts')('escape', () => text => text as markup.Markup),
  'pages hold ten times as much': exported<typeof pages>('src/dialog/pages.ts')(
    'onePage',
    genuine =>
      (shown, atOnce, ...rest) =>
        genuine(shown, atOnce && atOnce * 10, ...rest),
  ),
  'updates are confirmed before they are done': exported<typeof polling>('bots/telegram/polling.ts')(
    'startPolling',
    genuine => (getUpdates, take, log) =>
      genuine(
        getUpdates,
        async update => {
          void take(update).catch(() => undefined)
        },
        log,
      ),
  ),
  'the page is not nudged': exported<typeof webPage>('bots/whatsapp/web-page.ts')('nudge', () => async () => undefined),
  'the death of the browser is not told': exported<typeof webSession>('bots/whatsapp/web-session.ts')(
    'openSession',
    genuine => (options, tell) =>
      genuine(options, message => {
        if (message.kind !== 'gone' || message.reason !== 'browser') tell(message)
      }),
  ),
  'any database is played with, and any is opened': exported<typeof admission>('bots/admission.ts')(
    'admitted',
    () => (_, config) => Promise.resolve(config.telegram === undefined ? 'a-seed' : undefined),
  ),
  'bytes in flight are not counted': exported<typeof budget>('src/web/budget.ts')('holdBytes', () => () => true),
  'a point on the map cannot be dealt with': exported<typeof resolving>('src/dialog/resolving.ts')(
    'resolve',
    genuine => (chat, cause, menu) => {
      if (cause.kind === 'location') throw new Error('no map')
      return genuine(chat, cause, menu)
    },
  ),
  'a contact is answered by nothing': exported<typeof resolving>('src/dialog/resolving.ts')(
    'resolve',
    genuine => async (chat, cause, menu) => (cause.kind === 'contact' ? {} : genuine(chat, cause, menu)),
  ),
  'updates are named by their own ids': exported<typeof updateIds>('src/post/update-ids.ts')(
    'keptUpdateId',
    () => id => id,
  ),
  'updates are named in full': exported<typeof updateIds>('src/post/update-ids.ts')('nameOfUpdate', () => id => id),
  'a mistake repeats what was said': exported<typeof dialog>('src/dialog/dialog.ts')(
    'answer',
    genuine => async (work, accounts, chat, menu, cause) => {
      if (cause.kind === 'text' && cause.text.includes('robert')) throw new Error(`cannot read ${cause.text}`)
      return genuine(work, accounts, chat, menu, cause)
    },
  ),
  'a sweep is not heard': exported<typeof webSweeping>('bots/whatsapp/web-sweeping.ts')(
    'sweepOf',
    genuine => parts => genuine({ ...parts, hear: () => false }),
  ),
} satisfies Readonly<Record<string, Plant>>

export type PlantName = keyof typeof plants

/** Somebody who has the right to move this order in the same role. */
async function asOwner(work: SoleWork, orderId: string, by: moving.Mover): Promise<moving.Mover> {
  const owner =
    by.actor === 'citizen'
      ? sql`select person_id from orders where id = ${orderId}`
      : sql`select roles.person_id from roles join orders using (shop_id)
          where orders.id = ${orderId} and roles.kind = 'owner' limit 1`
  const [row] = rowsOf<{ person_id: string }>(await work.db.execute(owner))
  const personId = row?.person_id
  return personId === undefined ? by : { ...by, personId }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A citizen calls an order off while the shop accepts it and its time runs out: the engine alone, on many connections.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import {
  cancelOrder,
  moveByClock,
  moveOrder,
  type Mover,
  ordersDue,
  proposeTime,
} from '../../src/engine/orders/moving.ts'
import { agreeToProposal } from '../../src/engine/orders/proposing.ts'
import type { OrderRow } from '../../src/engine/orders/placing.ts'
import { keepsSeat, next, type OrderState } from '../../src/rules/order.ts'
import { pause } from '../../src/system.ts'
import { look, type Platform, transact } from '../../src/transact.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { barePlatform, stoppedAt } from './bare-platform.ts'
import { exactly, type Figure, type Run, told } from './proof.ts'
import { eventsOf, type OrderEvent, placed } from './staff-orders.ts'

const begin = new Date('2026-11-24T08:00:00+01:00')
const stockAtFirst = 1_000_000
const atOnce = 5

/** So many orders, each called off, accepted and expired at once. */
export async function threes(races: number, { random, say }: Run): Promise<Figure[]> {
  return withStore(async store => {
    const early = barePlatform(store, stoppedAt(begin))
    const late = barePlatform(store, stoppedAt(new Date(begin.getTime() + 61 * 60_000)))
    const file = plainTown('fine', [{ slug: 'fine', stock: stockAtFirst, acceptWithinMinutes: 60 }])
    await transact(early, ({ work }) => importMunicipality(work, file))
    const shop = { actor: 'shopkeeper', personId: await keeperOf(store, 'fine') } as const
    const failures = new Map<string, number>()
    const expire = async (): Promise<void> => {
      for (const id of await look(late, at => ordersDue(at, 'expire', 20)))
        await transact(late, ({ work }) => moveByClock(work, 'expire', id))
    }

    for (let done = 0; done < races; done += atOnce) {
      const group = await Promise.all(
        Array.from({ length: Math.min(atOnce, races - done) }, async (_, at) => {
          const order = await placed(early, store, 'fine', `Cittadino ${done + at}`)
          // Of every three orders one waits for the citizen, and holds two seats.
          const proposed = (done + at) % 3 === 0 && (await proposedByShop(early, order, shop))
          return { order, proposed }
        }),
      )
      const acts = group.flatMap(({ order: { id, personId }, proposed }): (() => Promise<unknown>)[] => {
        const citizen = { actor: 'citizen', personId } as const
        return [
          () => transact(late, ({ work }) => cancelOrder(work, id, citizen)),
          proposed
            ? () => transact(late, ({ work }) => agreeToProposal(work, id, citizen))
            : () => transact(late, ({ work }) => moveOrder(work, id, 'accept', shop)),
        ]
      })
      // The clock moves every order that is due: once, somewhere among the others.
      acts.push(expire)
      await Promise.all(
        random
          .shuffle(acts)
          .map(act => ({ act, afterMs: random.below(20) }))
          .map(({ act, afterMs }) =>
            pause(afterMs)
              .then(act)
              .catch((error: unknown) => {
                const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
                const why = cause instanceof Error ? cause.message : 'thrown'
                failures.set(why, (failures.get(why) ?? 0) + 1)
              }),
          ),
      )
    }
    await expire()
    for (const [why, times] of failures) say(`${times} × ${why}`)
    return [
      told('three-way races: cancel, accept, expire', races),
      ...(await reckoning(store)),
      exactly(
        'units of work that failed',
        [...failures.values()].reduce((all, times) => all + times, 0),
        0,
      ),
    ]
  })
}

/** What stands in the books afterwards. */
async function reckoning(store: Store): Promise<Figure[]> {
  const orders = rowsOf<{ id: string; state: OrderState; slots: string[]; taken: number }>(
    await store.read(db =>
      db.execute(sql`
        select id, state, array_remove(array[starts_at, proposed_starts_at]::text[], null) as slots,
          (select coalesce(sum(stock_taken), 0)::int from order_lines where order_id = orders.id) as taken
        from orders`),
    ),
  )
  let [strange, waiting, taken] = [0, 0, 0]
  const ends = new Map<string, number>()
  const held = new Map<string, number>()
  for (const order of orders) {
    const events = (await eventsOf(store, order.id)).filter(event => event.action !== 'place')
    if (!lives('placed', events, order.state)) strange++
    if (order.state === 'placed' || order.state === 'proposed') waiting++
    ends.set(order.state, (ends.get(order.state) ?? 0) + 1)
    if (!keepsSeat(order.state)) continue
    taken += order.taken
    for (const slot of order.slots) held.set(slot, (held.get(slot) ?? 0) + 1)
  }
  const slots = rowsOf<{ starts_at: string; booked: number }>(
    await store.read(db => db.execute(sql`select starts_at::text, booked from slots`)),
  )
  const [goods] = rowsOf<{ stock: number }>(
    await store.read(db => db.execute(sql`select stock from products where stock is not null`)),
  )
  const wrong = slots.filter(slot => slot.booked !== (held.get(slot.starts_at) ?? 0)).length
  return [
    told('how they ended', [...ends].map(([state, count]) => `${count} ${state}`).join(', ')),
    exactly('moves that the life of an order does not know', strange, 0),
    exactly('orders without an end', waiting, 0),
    exactly('slots whose count is not that of their orders', wrong, 0),
    exactly('stock missing or given back twice', stockAtFirst - (goods?.stock ?? 0) - taken, 0),
  ]
}

/** Whether the events, in some order (several may bear one instant), lead through the life of an order to its state. */
function lives(from: OrderState, events: readonly OrderEvent[], to: OrderState): boolean {
  if (events.length === 0) return from === to
  return events.some(
    (event, at) =>
      event.action !== 'place' &&
      next(from, event.action, event.actor) === event.state &&
      lives(event.state, [...events.slice(0, at), ...events.slice(at + 1)], to),
  )
}

async function proposedByShop(platform: Platform, order: OrderRow, by: Mover): Promise<boolean> {
  const other = new Date((order.startsAt?.getTime() ?? 0) + 60 * 60_000)
  const proposed = await transact(platform, ({ work }) => proposeTime(work, order.id, by, other))
  if (!proposed.ok) throw new Error(proposed.reason)
  return true
}

/** Somebody who keeps the shop, without a chat. */
async function keeperOf(store: Store, slug: string): Promise<string> {
  const [keeper] = await store.transact(async ({ db }) => {
    const made = await db.execute(sql`
      with keeper as (insert into people (id, name, created_at) values (gen_random_uuid(), 'Rosa', now()) returning id)
      insert into roles (id, municipality_id, person_id, kind, shop_id, created_at)
      select gen_random_uuid(), shops.municipality_id, keeper.id, 'owner', shops.id, now()
      from shops, keeper where shops.slug = ${slug} returning person_id`)
    return rowsOf<{ person_id: string }>(made)
  })
  return keeper?.person_id ?? ''
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Two shopkeepers answer one order at once; a citizen calls an order off while the shop accepts it and its time runs
// out. The first race goes through the whole conversation, the second asks the engine alone, on many connections.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { putIntoBag } from '../../src/engine/bags.ts'
import { people } from '../../src/db/schema.ts'
import { importMunicipality } from '../../src/engine/importing.ts'
import {
  agreeToTime,
  cancelOrder,
  moveByClock,
  moveOrder,
  type Mover,
  proposeTime,
} from '../../src/engine/orders/moving.ts'
import { type OrderRow, placeOrder } from '../../src/engine/orders/placing.ts'
import { productsOn, shelvesOf, shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { keepsPlace, next, type OrderAction, type OrderState } from '../../src/rules/order.ts'
import { pause } from '../../src/system.ts'
import { type Ground, transact } from '../../src/transact.ts'
import { type PaperPerson, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { bareGround, stoppedAt } from './bare-ground.ts'
import { exactly, type Figure, type Proof, type Run, told } from './proof.ts'

const sizes = { quick: { pairs: 24, threes: 60 }, full: { pairs: 500, threes: 1000 } }
const counters = 4

export const staff: Proof = {
  name: 'staff',
  promise: 'two who answer one order at once: one does, the other is told; places and stock go back once',
  run: async run => [...(await pairs(run)), ...(await threes(run))],
  faults: [
    {
      name: 'a move no longer looks at the state it starts from',
      mutations: [
        {
          file: 'src/engine/orders/moving.ts',
          from: '        inArray(orders.state, statesBefore(action, by.actor)),\n        mayMove(work, by),\n        extra.where,',
          to: '        mayMove(work, by),\n        extra.where,',
        },
      ],
      reddens: 'moves that the life of an order does not know',
    },
    {
      name: 'the places of an order are read without locking it',
      mutations: [
        {
          file: 'src/engine/orders/moving.ts',
          from: ".for('update')\n  if (!order) return []",
          to: '\n  if (!order) return []',
        },
      ],
      reddens: 'slots whose count is not that of their orders',
    },
  ],
}

// ------------------------------------------------------------------ two shopkeepers

type Answer = 'accept' | 'decline' | 'propose'
/** What is tapped on the way to the last tap, and that last one. */
const ways: Record<Answer, { readonly before: readonly string[]; readonly last: string }> = {
  accept: { before: [], last: 'Accetta' },
  decline: { before: ['Rifiuta'], last: 'Finito' },
  propose: { before: ['Altro orario'], last: '' },
}

async function pairs({ size, random, say }: Run): Promise<Figure[]> {
  const races = sizes[size].pairs
  return withStore(async store => {
    const slugs = Array.from({ length: counters }, (_, at) => `banco-${at}`)
    const town = await paperTown(store, [
      plainTown(
        'gara',
        slugs.map(slug => ({ slug })),
      ),
    ])
    let [both, neither, unnamed, unanswered] = [0, 0, 0, 0]
    try {
      const plan = Array.from({ length: races }, (_, race) => ({
        race,
        answers: [random.pick(answers), random.pick(answers)] as const,
      }))
      await Promise.all(
        slugs.map(async (slug, counter) => {
          const keepers = [
            await town.shopkeeper(`Veloce${counter}`, 'gara', slug),
            await town.shopkeeper(`Rapida${counter}`, 'gara', slug),
          ] as const
          for (const { race, answers } of plan.filter(each => each.race % counters === counter)) {
            const order = await placed(town.app.ground, store, slug, `Cittadino ${race}`)
            await town.app.idle()
            const presses: (() => Promise<string | undefined>)[] = []
            for (const [at, keeper] of keepers.entries()) {
              const way = ways[answers[at as 0 | 1]]
              await keeper.tapsAbout(order.code, ...way.before)
              const { message, index } = await keeper.find(way.last, order.code)
              presses.push(async () => (await keeper.press(message, index)).toast)
            }
            const marks = keepers.map(keeper => keeper.messages().length)
            const toasts = await Promise.all(presses.map(press => press()))
            await town.app.idle()
            const moved = (await eventsOf(store, order.id)).filter(event => event.action !== 'place')
            if (moved.length > 1) both++
            if (moved.length === 0) neither++
            if (moved.length !== 1) {
              say(`${answers.join(' and ')} moved an order ${moved.length} times`)
              continue
            }
            const winner = keepers.findIndex(keeper => keeper.name === moved[0]?.name)
            const loser = 1 - winner
            const name = keepers[winner as 0 | 1].name
            const shown = newSince(keepers[loser as 0 | 1], marks[loser] ?? 0, order.code)
            if (toasts[loser] === undefined && shown.length === 0) unanswered++
            if (!`${toasts[loser] ?? ''} ${shown.join(' ')}`.includes(name)) {
              unnamed++
              say(`${answers.join(' against ')}: «${toasts[loser] ?? ''}» ${JSON.stringify(shown)}`)
            }
          }
        }),
      )
      return [
        told('races of two shopkeepers', races),
        exactly('orders moved twice', both, 0),
        exactly('orders moved by neither', neither, 0),
        exactly('losers not told who was quicker', unnamed, 0),
        exactly('taps without an answer', unanswered, 0),
        exactly(
          'units of work done again',
          town.logged.filter(line => /update-again|outbox-unsettled/.test(line)).length,
          0,
        ),
      ]
    } finally {
      await town.close()
    }
  })
}

const answers: readonly Answer[] = ['accept', 'decline', 'propose']

function newSince(keeper: PaperPerson, mark: number, code: string): string[] {
  return keeper
    .messages()
    .slice(mark)
    .map(message => message.text)
    .filter(text => text.includes(code))
}

interface Event {
  readonly action: OrderAction | 'place'
  readonly state: OrderState
  readonly actor: 'citizen' | 'shopkeeper' | 'clock'
  readonly name: string | null
}

async function eventsOf(store: Store, orderId: string): Promise<Event[]> {
  const rows = await store.read(db =>
    db.execute(sql`
      select action, state, actor, people.name from order_events left join people on people.id = person_id
      where order_id = ${orderId} order by at, order_events.id`),
  )
  return rowsOf<Event & Record<string, unknown>>(rows)
}

// ------------------------------------------------------------------ cancel, accept, expire

const begin = new Date('2026-11-24T08:00:00+01:00')
const stockAtFirst = 1_000_000
const atOnce = 5

async function threes({ size, random, say }: Run): Promise<Figure[]> {
  const races = sizes[size].threes
  return withStore(async store => {
    const early = bareGround(store, stoppedAt(begin))
    const late = bareGround(store, stoppedAt(new Date(begin.getTime() + 61 * 60_000)))
    const file = plainTown('fine', [{ slug: 'fine', stock: stockAtFirst, acceptWithinMinutes: 60 }])
    await transact(early, ({ work }) => importMunicipality(work, file))
    const shop = { actor: 'shopkeeper', personId: await keeperOf(store, 'fine') } as const
    const failures = new Map<string, number>()
    const expire = (): Promise<unknown> => transact(late, ({ work }) => moveByClock(work, 'expire', 20))

    for (let done = 0; done < races; done += atOnce) {
      const group = await Promise.all(
        Array.from({ length: Math.min(atOnce, races - done) }, async (_, at) => {
          const order = await placed(early, store, 'fine', `Cittadino ${done + at}`)
          // Of every three orders one waits for the citizen, and holds two places.
          const proposed = (done + at) % 3 === 0 && (await proposedByShop(early, order, shop))
          return { order, proposed }
        }),
      )
      const acts = group.flatMap(({ order: { id, personId }, proposed }): (() => Promise<unknown>)[] => {
        const citizen = { actor: 'citizen', personId } as const
        return [
          () => transact(late, ({ work }) => cancelOrder(work, id, citizen)),
          proposed
            ? () => transact(late, ({ work }) => agreeToTime(work, id, citizen))
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
    if (!keepsPlace(order.state)) continue
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
function lives(from: OrderState, events: readonly Event[], to: OrderState): boolean {
  if (events.length === 0) return from === to
  return events.some(
    (event, at) =>
      event.action !== 'place' &&
      next(from, event.action, event.actor) === event.state &&
      lives(event.state, [...events.slice(0, at), ...events.slice(at + 1)], to),
  )
}

// ------------------------------------------------------------------ what both need

/** An order of a new citizen, for the first free time. */
async function placed(ground: Ground, store: Store, slug: string, name: string): Promise<OrderRow> {
  const personId = ground.chance.id(ground.clock.now())
  await store.transact(({ db }) =>
    Promise.resolve(db.insert(people).values({ id: personId, name, createdAt: ground.clock.now() })),
  )
  const order = await transact(ground, async ({ work }) => {
    const shop = await shopBySlug(work, slug)
    if (!shop) throw new Error(`no shop ${slug}`)
    const [shelf] = await shelvesOf(work, shop.id)
    const [product] = await productsOn(work, shop.id, shelf?.category ?? '')
    const [slot] = await freeSlots(work, shop, 'pickup', 60)
    await putIntoBag(work, personId, product?.id ?? '', { quantity: 2, unit: 'piece' })
    return placeOrder(work, personId, shop.id, slot?.startsAt ?? null)
  })
  if (!order.ok) throw new Error(order.reason)
  return order.value
}

async function proposedByShop(ground: Ground, order: OrderRow, by: Mover): Promise<boolean> {
  const other = new Date((order.startsAt?.getTime() ?? 0) + 60 * 60_000)
  const proposed = await transact(ground, ({ work }) => proposeTime(work, order.id, by, other))
  if (!proposed.ok) throw new Error(proposed.reason)
  return true
}

/** Somebody who keeps the shop, without a chat. */
async function keeperOf(store: Store, slug: string): Promise<string> {
  const [keeper] = await store.transact(async ({ db }) => {
    const made = await db.execute(sql`
      with keeper as (insert into people (id, name, created_at) values (gen_random_uuid(), 'Rosa', now()) returning id)
      insert into roles (id, municipality_id, person_id, kind, shop_id, created_at)
      select gen_random_uuid(), shops.municipality_id, keeper.id, 'shopkeeper', shops.id, now()
      from shops, keeper where shops.slug = ${slug} returning person_id`)
    return rowsOf<{ person_id: string }>(made)
  })
  return keeper?.person_id ?? ''
}

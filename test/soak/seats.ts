// SPDX-License-Identifier: AGPL-3.0-or-later
// Four hundred citizens reach for ten seats at once, over several processes. Each process has its own connections, so
// that the race is decided by PostgreSQL and by nothing in between.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { transact } from '../../src/transact.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'
import { barePlatform, stoppedAt } from './bare-platform.ts'
import type { Reach, Reached } from './children/reach.ts'
import { atLeast, exactly, type Figure, type Proof, sum, told } from './proof.ts'

const citizens = 400
const now = new Date('2026-11-24T08:00:00+01:00')
const sizes = { quick: { processes: 2, rounds: 1, single: 1 }, full: { processes: 3, rounds: 20, single: 5 } }
const aimPerSecond = 1000

export const seats: Proof = {
  name: 'seats',
  promise: '400 citizens reach for 10 seats: 10 get one, everybody is answered',
  async run({ size, say, environment }) {
    const { processes } = sizes[size]
    const database = await freshDatabase()
    const store = await openStore({ databaseUrl: database.url, dataDir: '', prepare: true })
    const children = await Promise.all(Array.from({ length: processes }, () => startChild(database.url, environment)))
    try {
      const ten = await rush(store, children, 'dieci', 10, sizes[size].rounds, say)
      const one = await rush(store, children, 'uno', 1, sizes[size].single, say)
      const attempts = ten.attempts + one.attempts
      const perSecond = Math.round(attempts / ((ten.ms + one.ms) / 1000))
      return [
        told('processes, each with its own connections', processes),
        exactly('orders for 10 seats', ten.orders, ten.rounds * 10),
        exactly('seats booked of 10', ten.booked, ten.rounds * 10),
        exactly('orders for 1 seat', one.orders, one.rounds),
        exactly('rounds oversold or undersold', ten.wrong + one.wrong, 0),
        exactly('citizens answered', ten.answered + one.answered, attempts),
        told('units of work done again (one pickup code drawn twice)', ten.again + one.again),
        // Within `npm test` other tests share the machine.
        size === 'full'
          ? atLeast('attempts per second', perSecond, aimPerSecond)
          : told('attempts per second', perSecond),
      ] satisfies Figure[]
    } finally {
      for (const child of children) child.disconnect()
      await store.close()
      await database.drop()
    }
  },
  faults: [
    {
      name: 'the guard of the booking dropped',
      plants: ['seats are taken without looking', 'seats that are taken are not counted'],
      reddens: 'orders for 10 seats',
    },
    {
      name: 'read the seats first, then write',
      plants: ['seats are taken without looking'],
      reddens: 'orders for 10 seats',
    },
  ],
}

interface Rush {
  readonly rounds: number
  readonly attempts: number
  readonly answered: number
  readonly orders: number
  readonly booked: number
  readonly wrong: number
  readonly again: number
  readonly ms: number
}

/** So many rounds in a shop with so many seats a slot, each round for a slot of its own. */
async function rush(
  store: Store,
  children: readonly ChildProcess[],
  slug: string,
  capacity: number,
  rounds: number,
  say: (line: string) => void,
): Promise<Rush> {
  const platform = barePlatform(store, stoppedAt(now))
  await transact(platform, ({ work }) => importMunicipality(work, plainTown(`rush-${slug}`, [{ slug, capacity }])))
  const { shopId, starts } = await transact(platform, async ({ work }) => {
    const shop = await shopBySlug(work, slug)
    if (!shop) throw new Error('no shop')
    return { shopId: shop.id, starts: (await freeSlots(work, shop, 'pickup', 0)).map(slot => slot.startsAt) }
  })
  const people = await newcomers(store, shopId)
  const results = { answered: 0, orders: 0, booked: 0, wrong: 0, again: 0, ms: 0 }
  for (const startsAt of starts.slice(0, rounds)) {
    await fillBags(store, shopId)
    const share = Math.ceil(people.length / children.length)
    const begun = performance.now()
    const answers = await Promise.all(
      children.map((child, at) =>
        ask(child, { shopId, startsAt: startsAt.toISOString(), people: people.slice(at * share, (at + 1) * share) }),
      ),
    )
    results.ms += performance.now() - begun
    results.again += sum(answers.map(answer => answer.again))
    const count = (outcome: string): number => sum(answers.map(answer => answer.outcomes[outcome] ?? 0))
    results.answered += count('placed') + count('slot-full')
    const [found] = rowsOf<{ orders: number; booked: number }>(
      await store.read(db =>
        db.execute(sql`
          select (select count(*)::int from orders where shop_id = ${shopId} and starts_at = ${startsAt.toISOString()}) as orders,
            coalesce((select booked from slots where shop_id = ${shopId} and starts_at = ${startsAt.toISOString()}), 0) as booked`),
      ),
    )
    const { orders, booked } = found ?? { orders: 0, booked: 0 }
    results.orders += orders
    results.booked += booked
    if (orders !== capacity || booked !== capacity || count('placed') !== capacity) {
      results.wrong++
      say(`${orders} orders and ${booked} booked for ${capacity} seats: ${JSON.stringify(answers)}`)
    }
  }
  return { ...results, rounds, attempts: rounds * people.length }
}

async function newcomers(store: Store, shopId: string): Promise<string[]> {
  const rows = await store.transact(async ({ db }) => {
    const people = await db.execute(sql`
      insert into people (id, name, created_at)
      select gen_random_uuid(), 'Cittadino ' || number, now() from generate_series(1, ${citizens}::int) number returning id`)
    const ids = rowsOf<{ id: string }>(people).map(row => row.id)
    await db.execute(sql`
      insert into bags (id, municipality_id, person_id, shop_id, updated_at)
      select gen_random_uuid(), shops.municipality_id, person, shops.id, now()
      from shops, unnest(array[${sql.join(ids, sql`, `)}]::uuid[]) person where shops.id = ${shopId}`)
    return ids
  })
  return rows
}

/** Who got a seat has an empty bag and a live order: the one is filled and the other ended for the next round. */
async function fillBags(store: Store, shopId: string): Promise<void> {
  await store.transact(async ({ db }) => {
    await db.execute(sql`update orders set state = 'fulfilled', ended_at = now() where shop_id = ${shopId}`)
    await db.execute(sql`
      insert into bag_lines (id, bag_id, product_id, unit, quantity, created_at)
      select gen_random_uuid(), bags.id, (select id from products where shop_id = ${shopId} order by position limit 1), 'piece', 1, now()
      from bags where shop_id = ${shopId} and not exists (select 1 from bag_lines where bag_id = bags.id)`)
  })
}

async function startChild(databaseUrl: string, env: NodeJS.ProcessEnv = process.env): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./children/reach.ts', import.meta.url))
  const child = fork(script, [databaseUrl, now.toISOString()], { execArgv: [], env })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error('a process that was to reach for seats did not start')))
  })
  return child
}

function ask(child: ChildProcess, round: Reach): Promise<Reached> {
  return new Promise((resolve, reject) => {
    const lost = (): void => reject(new Error('a process that was reaching for seats has ended'))
    child.once('exit', lost)
    child.once('message', (reached: Reached) => {
      child.off('exit', lost)
      resolve(reached)
    })
    child.send(round)
  })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// (b): orders a second, from a full bag to committed rows with the shop's notice among them; nothing is sent. Those
// that come at once share a transaction, as the inbox lets them.
// Between rounds the bags are filled again and the messages counted as delivered, outside the measured time.
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import type { Account, Audience } from '../../src/channel.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { movableClock, systemChance } from '../../src/system.ts'
import { batched } from '../../src/post/batching.ts'
import { type Platform as Engine, transact, transactTogether } from '../../src/transact.ts'
import type { Work } from '../../src/engine/unit.ts'
import { type Ground, newDatabase, vacuum } from '../contestants.ts'
import { median, rounded } from '../numbers.ts'
import type { Table } from '../report.ts'
import { benchTown, openingMoment } from '../town.ts'

/** One bag that is to become an order. */
interface Wish {
  readonly personId: string
  readonly shopId: string
  readonly startsAt: Date
}

type Place = (wish: Wish) => Promise<unknown>

const shopCount = 30
const peopleCount = 512
const callerCounts = [1, 8, 32]

/** Our command against one SQL function that does the same, and against a transaction that does nothing. */
export async function placing(platform: Ground): Promise<Table[]> {
  const databaseUrl = await newDatabase(platform, 'placing')
  const ordersEachRound = platform.quick ? 128 : 384
  const repetitions = platform.quick ? 3 : 9
  const rows: Table['rows'][number][] = []
  for (const callers of callerCounts) {
    const store = await openStore({ databaseUrl, dataDir: '/nowhere', prepare: true, poolSize: callers })
    const client = postgres(databaseUrl, { max: callers, onnotice: () => undefined })
    try {
      const engine = engineOver(store)
      if (callers === callerCounts[0]) await prepare(engine, client)
      const wishes = (await wishesOf(client)).slice(0, ordersEachRound)
      const places: Record<'ours' | 'function' | 'empty', Place> = {
        ours: placeOurs(engine),
        function: wish => placeBySql(client, engine, wish),
        empty: () => client.begin(sql => sql`select 1`),
      }
      const rates = { ours: [] as number[], function: [] as number[], empty: [] as number[] }
      for (let repetition = -2; repetition < repetitions; repetition++) {
        if (repetition === -1) await vacuum({ databaseUrl })
        for (const name of ['ours', 'function', 'empty'] as const) {
          await fillBags(client)
          const rate = await ratePerSecond(places[name], wishes, callers)
          if (repetition >= 0) rates[name].push(rate)
        }
      }
      const ratio = (to: 'function' | 'empty'): number =>
        rounded(median(rates.ours.map((rate, at) => rate / (rates[to][at] ?? Number.NaN))))
      rows.push({
        callers,
        'placeOrder/s': rounded(median(rates.ours)),
        'SQL function/s': rounded(median(rates.function)),
        'empty transactions/s': rounded(median(rates.empty)),
        'ours ÷ function': ratio('function'),
        'ours ÷ empty': ratio('empty'),
      })
    } finally {
      await client.end()
      await store.close()
    }
  }
  return [
    {
      id: 'b',
      title: 'Placing an order: the command against one hand-written SQL function and an empty transaction',
      notes: [
        `callers pick among ${shopCount} shops; ours that come at once share a transaction, the others have a connection each`,
        'the aim is at least 0.6 of the function',
      ],
      rows,
    },
  ]
}

function engineOver(store: Engine['store']): Engine {
  const clock = movableClock()
  clock.set(openingMoment)
  const account = (audience: Audience): Account => ({
    name: `telegram:${audience}`,
    channel: 'telegram',
    audiences: [audience],
    edits: true,
    toasts: true,
    link: () => undefined,
  })
  const accounts = [account('citizen'), account('staff')]
  return {
    store,
    clock,
    chance: systemChance,
    accounts: new Map(accounts.map(each => [each.name, each])),
    processId: systemChance.id(clock.now()),
    deliver: () => undefined,
  }
}

async function prepare(engine: Engine, client: postgres.Sql): Promise<void> {
  await transact(engine, ({ work }) => importMunicipality(work, benchTown(shopCount, 24)))
  await client.unsafe(readFileSync(new URL('../place-order.sql', import.meta.url), 'utf8'))
  await client.unsafe(`
    insert into people select gen_random_uuid(), 'Anna ' || n, now() from generate_series(1, ${peopleCount}) n;
    insert into bags (id, municipality_id, person_id, shop_id, updated_at)
      select gen_random_uuid(), s.municipality_id, p.id, s.id, now()
      from (select *, row_number() over (order by id) as n from people) p
      join (select *, row_number() over (order by id) as n from shops) s on s.n = 1 + p.n % ${shopCount};
    insert into people select md5('keeper' || id)::uuid, 'Fornaio', now() from shops;
    insert into chats (id, account, audience, address, person_id, municipality_id, language, last_inbound_at, created_at)
      select gen_random_uuid(), 'telegram:staff', 'staff', id::text, md5('keeper' || id)::uuid, municipality_id, 'it', now(), now()
      from shops;
    insert into roles (id, municipality_id, person_id, kind, shop_id, created_at)
      select gen_random_uuid(), municipality_id, md5('keeper' || id)::uuid, 'shopkeeper', id, now() from shops;
    analyze`)
}

async function wishesOf(client: postgres.Sql): Promise<Wish[]> {
  const rows = await client<{ person: string; shop: string }[]>`
    select person_id as person, shop_id as shop from bags order by md5(id::text)`
  // Of the many times of a day, so that callers meet on one as seldom as they do in a town.
  return rows.map(({ person, shop }, at) => ({
    personId: person,
    shopId: shop,
    startsAt: new Date(openingMoment.getTime() + (60 + 15 * (at % 8)) * 60_000),
  }))
}

async function fillBags(client: postgres.Sql): Promise<void> {
  await client.unsafe(`
    update orders set state = 'fulfilled', ended_at = now() where state = 'placed';
    update messages set delivery = 'delivered' where delivery in ('queued', 'sending');
    insert into bag_lines (id, bag_id, product_id, unit, quantity, created_at)
      select gen_random_uuid(), b.id, p.id, case p.sold_by when 'weight' then 'gram' else 'piece' end,
        case p.sold_by when 'weight' then 500 else 2 end, now()
      from bags b join products p on p.shop_id = b.shop_id and p.sku in ('pane-casereccio', 'michetta')
      on conflict do nothing`)
}

function placeOurs(engine: Engine): Place {
  const placeIn = async (work: Work, { personId, shopId, startsAt }: Wish): Promise<void> => {
    const placed = await placeOrder(work, personId, shopId, startsAt)
    if (!placed.ok) throw new Error(placed.reason)
  }
  return batched({ most: 32, patienceMs: 250 }, async (wishes: readonly Wish[]) => {
    await transactTogether(engine, begin => Promise.all(wishes.map(wish => placeIn(begin().work, wish))))
    return wishes.map(() => undefined)
  })
}

async function placeBySql(client: postgres.Sql, { clock, chance, processId }: Engine, wish: Wish): Promise<void> {
  const now = clock.now()
  const id = (): string => chance.id(now)
  const drawn = Array.from({ length: 8 }, () => String(chance.below(10_000)).padStart(4, '0'))
  const [row] = await client<{ came: string }[]>`
    select bench_place_order(${wish.personId}, ${wish.shopId}, ${wish.startsAt}, ${now}, ${id()}, ${id()},
      ${[id(), id(), id()]}, ${drawn}, ${processId}) as came`
  if (row?.came !== 'done') throw new Error(row?.came)
}

async function ratePerSecond(place: Place, wishes: readonly Wish[], callers: number): Promise<number> {
  const rest = [...wishes]
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let wish = rest.pop(); wish; wish = rest.pop()) await placeOnce(place, wish)
    }),
  )
  return wishes.length / ((performance.now() - begun) / 1000)
}

/** Two that draw the same pickup code at once: the later one is done again, as the inbox does it. */
async function placeOnce(place: Place, wish: Wish): Promise<void> {
  for (;;) {
    try {
      await place(wish)
      return
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
      if (!(cause instanceof postgres.PostgresError) || cause.code !== '23505') throw error
    }
  }
}

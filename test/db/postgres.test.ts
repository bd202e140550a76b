// SPDX-License-Identifier: AGPL-3.0-or-later
// What only a server can do to us.
import { sql } from 'drizzle-orm'
import { createServer, connect, type Socket } from 'node:net'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { DatabaseRefused, isUnavailable } from '../../src/db/failures.ts'
import { manyBy } from '../../src/db/loaders.ts'
import { statement, type Value } from '../../src/db/prepared.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { processes } from '../../src/db/schema.ts'
import type { Db, Store } from '../../src/db/store.ts'
import { pause } from '../../src/system.ts'
import { freshDatabase } from '../support/postgres.ts'

const row = (number: number) => ({
  id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  seenAt: new Date(0),
})

let url = ''
let drop: () => Promise<void>
let store: Store
beforeEach(async () => {
  ;({ url, drop } = await freshDatabase())
  store = await openStore({ databaseUrl: url, dataDir: '', prepare: true, poolSize: 2 })
})
afterEach(async () => {
  await store.close()
  await drop()
})

const errorOf = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'no error',
    (error: unknown) => error,
  )

async function pidOf(db: Db): Promise<number> {
  const [found] = rowsOf<{ pid: number }>(await db.execute(sql`select pg_backend_pid() as pid`))
  return found?.pid ?? 0
}

async function elsewhere<T>(work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(url, { max: 1 })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const terminate = (pid: number): Promise<unknown> =>
  elsewhere(client => client`select pg_terminate_backend(${pid}, 5000)`)

const addProcess = statement(
  'test-add-process',
  {},
  (value: Value<'id'>) => sql`insert into processes (id, seen_at) values (${value('id')}::uuid, now())`,
)
const adding = ([id = '']: readonly string[]) => addProcess({ id })
const terminateBackend = statement(
  'test-terminate',
  {},
  (value: Value<'pid'>) => sql`select pg_terminate_backend(${value('pid')}::int)`,
)
const terminating = ([pid]: readonly number[]) => terminateBackend({ pid })

test('every query is a prepared statement of the server, also one without parameters', async () => {
  const names = await store.transact(async ({ db, lastly }) => {
    await db.insert(processes).values(row(1))
    await db.select().from(processes)
    lastly(adding, row(2).id)
    return rowsOf<{ statement: string }>(
      await db.execute(sql`select statement from pg_prepared_statements where statement like '%processes%' order by 1`),
    )
  })
  expect(names.map(({ statement }) => statement)).toEqual([
    'insert into "processes" ("id", "seen_at") values ($1, $2)',
    'select "id", "seen_at" from "processes"',
    expect.stringContaining('pg_prepared_statements'),
  ])
})

test('behind a pooler nothing is prepared, and the time limits travel with BEGIN', async () => {
  const pooled = await openStore({ databaseUrl: url, dataDir: '', prepare: false, poolSize: 1 })
  await pooled.transact(async ({ db }) => {
    await db.insert(processes).values(row(1))
    await db.select().from(processes)
    const [found] = rowsOf<{ n: number; limit: string }>(
      await db.execute(
        sql`select (select count(*) from pg_prepared_statements) as n, current_setting('statement_timeout') as limit`,
      ),
    )
    expect(found).toEqual({ n: 0, limit: '30s' })
  })
  const outside = rowsOf<{ limit: string }>(
    await pooled.read(db => db.execute(sql`select current_setting('statement_timeout') as limit`)),
  )
  expect(outside).toEqual([{ limit: '0' }])
  await pooled.close()
})

test('nothing waits for ever: a transaction left idle and a statement are ended', async () => {
  const found = await store.read(db =>
    db.execute(sql`select current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`),
  )
  expect(rowsOf(found)).toEqual([{ idle: '30s', statement: '30s', lock: '15s' }])
})

test('a connection that breaks inside a transaction loses the transaction and nothing else', async () => {
  for (const number of [1, 2, 3, 4, 5]) {
    const error = await errorOf(
      store.transact(async ({ db }) => {
        await db.insert(processes).values(row(number))
        await terminate(await pidOf(db))
        await db.insert(processes).values(row(number + 10))
      }),
    )
    expect(isUnavailable(error)).toBe(true)
  }
  // Five broken on a pool of two: none is missing, and none did half.
  await Promise.all([6, 7, 8, 9].map(number => store.transact(({ db }) => db.insert(processes).values(row(number)))))
  expect(await store.read(db => db.select().from(processes))).toHaveLength(4)
})

test('in a shared transaction what many ask travels together, and each gets their own answer', async () => {
  const before = { ...store.counts }
  const answers = await store.transact(
    ({ db }) =>
      Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const asked = sql`select ${at}::int as n, pg_sleep(${(at % 3) / 1000})`
          const [first] = rowsOf<{ n: number }>(await db.execute(asked))
          const [second] = rowsOf<{ n: number }>(await db.execute(asked))
          return [first?.n, second?.n]
        }),
      ),
    true,
  )
  expect(answers).toEqual(Array.from({ length: 20 }, (_, at) => [at, at]))
  // begin and the first questions, the second ones, the commit
  expect(store.counts.statements - before.statements).toBe(42)
  expect(store.counts.roundTrips - before.roundTrips).toBe(3)
})

test('a shared transaction gives up soon where it would wait for a lock', async () => {
  await store.transact(({ db }) => db.insert(processes).values(row(1)))
  await elsewhere(client =>
    client.begin(async held => {
      await held`select from processes for update`
      const begun = performance.now()
      const error = await errorOf(store.transact(({ db }) => db.delete(processes), true))
      expect(String((error as Error).cause ?? error)).toMatch(/lock timeout/)
      expect(performance.now() - begun).toBeLessThan(3000)
    }),
  )
  // The connection waits its usual time again.
  const [shown] = rowsOf<{ lock_timeout: string }>(await store.read(db => db.execute(sql`show lock_timeout`)))
  expect(shown?.lock_timeout).toBe('15s')
})

test('a connection that breaks inside a shared transaction: what waited for its turn is never run', async () => {
  const everything = manyBy({
    rows: ({ db }, _: readonly number[]) => db.select().from(processes),
    nameOf: () => 'all',
    keyOf: () => 'all',
  })
  for (const number of [1, 2, 3]) {
    const error = await errorOf(
      store.transact(async ({ db, load }) => {
        const pid = await pidOf(db)
        const sleeping = errorOf(db.execute(sql`select pg_sleep(10)`))
        await pause(50)
        const waiting = errorOf(db.insert(processes).values(row(number)))
        const looking = errorOf(load(everything, number))
        await terminate(pid)
        expect(isUnavailable(await sleeping)).toBe(true)
        expect(isUnavailable(await waiting)).toBe(true)
        expect(isUnavailable(await looking)).toBe(true)
      }, true),
    )
    expect(isUnavailable(error)).toBe(true)
  }
  await store.transact(({ db }) => db.insert(processes).values(row(9)), true)
  expect(await store.transact(({ load }) => load(everything, 9), true)).toEqual([row(9)])
})

test('a connection that breaks during a statement, with others waiting behind it, fails them all', async () => {
  const error = await errorOf(
    store.transact(async ({ db, lastly }) => {
      const pid = await pidOf(db)
      lastly(adding, row(2).id)
      const sleeping = db.execute(sql`select pg_sleep(10)`).then(undefined, (reason: unknown) => reason)
      const waiting = Array.from({ length: 5 }, (_, number) => errorOf(db.insert(processes).values(row(number))))
      await terminate(pid)
      expect(isUnavailable(await sleeping)).toBe(true)
      for (const reason of await Promise.all(waiting)) expect(isUnavailable(reason)).toBe(true)
    }),
  )
  expect(isUnavailable(error)).toBe(true)
  // Nothing of it was run on a new connection, outside the transaction.
  expect(await store.read(db => db.select().from(processes))).toEqual([])
})

test('connections that break while nobody uses them are not noticed', async () => {
  const pids = await Promise.all([store.read(pidOf), store.read(pidOf)])
  for (const pid of pids) await terminate(pid)
  await Promise.all([1, 2, 3, 4].map(number => store.transact(({ db }) => db.insert(processes).values(row(number)))))
  expect(await store.read(db => db.select().from(processes))).toHaveLength(4)
})

test('a server that goes away is told apart, and used again when it is back', async () => {
  const road = await openRoad(url)
  const distant = await openStore({ databaseUrl: road.url, dataDir: '', prepare: true, poolSize: 2 })
  await distant.transact(({ db }) => db.insert(processes).values(row(1)))
  await road.block()
  const attempts = [2, 3, 4, 5, 6].map(number =>
    errorOf(distant.transact(({ db }) => db.insert(processes).values(row(number)))),
  )
  for (const error of await Promise.all(attempts)) expect(isUnavailable(error)).toBe(true)
  expect(isUnavailable(await errorOf(openStore({ databaseUrl: road.url, dataDir: '', prepare: true })))).toBe(true)
  await road.free()
  await Promise.all([7, 8, 9].map(number => distant.transact(({ db }) => db.insert(processes).values(row(number)))))
  expect(await distant.read(db => db.select().from(processes))).toHaveLength(4)
  await distant.close()
  await road.block()
})

test('a transaction whose commit is lost on the way says that the database was away', async () => {
  const error = await errorOf(
    store.transact(async ({ db, lastly }) => {
      const pid = await pidOf(db)
      await db.insert(processes).values(row(1))
      lastly(terminating, pid)
    }),
  )
  expect(isUnavailable(error)).toBe(true)
  expect(await store.read(db => db.select().from(processes))).toEqual([])
})

test('closing waits for what runs', async () => {
  const running = store.transact(async ({ db }) => {
    await db.execute(sql`select pg_sleep(0.2)`)
    await db.insert(processes).values(row(1))
  })
  await store.close()
  await running
  expect(await elsewhere(client => client`select id from processes`)).toHaveLength(1)
})

test('callers are served in the order they came', async () => {
  await Promise.all([store.read(pidOf), store.read(pidOf)])
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 64 }, (_, number) =>
      store.transact(async ({ db }) => {
        order.push(number)
        await db.insert(processes).values(row(number))
      }),
    ),
  )
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

test('a wrong password is a plain refusal, not a database that is away', async () => {
  const wrong = new URL(url)
  wrong.password = 'wrong'
  const error = await errorOf(openStore({ databaseUrl: wrong.href, dataDir: '', prepare: true }))
  expect(error).toBeInstanceOf(Error)
  expect(isUnavailable(error)).toBe(false)
  expect(error).not.toBeInstanceOf(DatabaseRefused)
})

/** A road to the server that can be blocked. */
async function openRoad(to: string): Promise<{ url: string; block(): Promise<void>; free(): Promise<void> }> {
  const target = new URL(to)
  const sockets = new Set<Socket>()
  const server = createServer(here => {
    const there = connect(Number(target.port), target.hostname)
    for (const socket of [here, there]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    here.pipe(there).pipe(here)
  })
  const listen = (port: number): Promise<void> => new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const road = new URL(to)
  road.port = String(port)
  return {
    url: road.href,
    block: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        sockets.forEach(socket => socket.destroy())
      }),
    free: () => listen(port),
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { count, eq, inArray, sql } from 'drizzle-orm'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isUniqueViolation } from '../../src/db/failures.ts'
import { byId } from '../../src/db/loaders.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { processes } from '../../src/db/schema.ts'
import type { Db, Question, Statement, Store, Transaction } from '../../src/db/store.ts'
import { engines, freshStore, type OpenedStore } from './engines.ts'

const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const
const row = (id: string = ids[0]) => ({ id, seenAt: new Date('2026-03-01T10:00:00.123Z') })

/** Processes by id; told the keys before each search. */
const processesById = (searching: (keys: readonly string[]) => void): Question<string, { id: string }> =>
  byId((db, { ids }) => {
    searching(ids)
    return db
      .select({ id: processes.id })
      .from(processes)
      .where(inArray(processes.id, [...ids]))
  })

describe.each(engines)('the store on %s', { timeout: 60_000 }, engine => {
  let opened: OpenedStore
  let store: Store
  beforeAll(async () => {
    opened = await freshStore(engine)
    store = opened.store
  })
  afterEach(async () => {
    await store.transact(({ db }) => db.delete(processes))
  })
  afterAll(() => opened.end())

  const stored = async (): Promise<number> =>
    (await store.read(db => db.select({ n: count() }).from(processes)))[0]?.n ?? -1
  async function counted<T>(work: () => Promise<T>): Promise<Store['counts']> {
    const before = { ...store.counts }
    await work()
    return {
      statements: store.counts.statements - before.statements,
      roundTrips: store.counts.roundTrips - before.roundTrips,
    }
  }

  test('what was done in a transaction stays, and its result is handed back', async () => {
    const result = await store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      return 'done'
    })
    expect(result).toBe('done')
    expect(await stored()).toBe(1)
    expect(await store.read(db => db.select().from(processes))).toEqual([row()])
  })

  test('a transaction that throws leaves nothing, and its error comes out as it was', async () => {
    const reason = new Error('no')
    const run = store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      throw reason
    })
    await expect(run).rejects.toBe(reason)
    expect(await stored()).toBe(0)
  })

  test('what many look up in a shared transaction is found by one statement, and each gets their own', async () => {
    await store.transact(({ db }) => db.insert(processes).values(ids.map(row)))
    const searches: string[][] = []
    const byId = processesById(keys => searches.push([...keys]))
    const nobody = '00000000-0000-7000-8000-000000000009'
    const asked = [ids[0], ids[1], ids[0], nobody]
    const lookThrice = ({ askTogether }: Transaction) =>
      Promise.all(
        asked.map(async id => {
          const first = await askTogether(byId, id)
          // Another round, with what was looked up before.
          return [first, await askTogether(byId, id)]
        }),
      )
    const expected = asked.map(id => [id === nobody ? [] : [{ id }], id === nobody ? [] : [{ id }]])
    expect(await store.transact(lookThrice, true)).toEqual(expected)
    expect(searches).toEqual([
      [ids[0], ids[1], nobody],
      [ids[0], ids[1], nobody],
    ])
    searches.length = 0
    expect(await store.transact(lookThrice)).toEqual(expected)
    // Alone, nothing waits for what others may want.
    expect(searches).toHaveLength(8)
  })

  test('what was asked to be written is there for whoever asks after it, in the same round too', async () => {
    const byId = processesById(() => undefined)
    const written: string[][] = []
    const write: Question<string, { id: string }> = {
      async answer({ db }, keys) {
        written.push([...keys])
        return db
          .insert(processes)
          .values(keys.map(id => ({ id, seenAt: new Date(0) })))
          .returning({ id: processes.id })
      },
      nameOf: id => id,
      keyOf: ({ id }) => id,
    }
    for (const shared of [true, false]) {
      const both = ids.map((_, at) => `00000000-0000-7000-8000-0000000001${shared ? 1 : 0}${at}`)
      const seen = await store.transact(
        ({ askTogether }) => Promise.all(both.map(id => Promise.all([askTogether(write, id), askTogether(byId, id)]))),
        shared,
      )
      expect(seen).toEqual(both.map(id => [[{ id }], [{ id }]]))
      expect(written.splice(0)).toEqual(shared ? [both] : both.map(id => [id]))
    }
  })

  test('a question that fails fails whoever asked, and the transaction after it finds what it looks for', async () => {
    let broken = true
    const byId = processesById(() => {
      if (broken) throw new Error('no')
    })
    const look = ({ askTogether }: Transaction) => Promise.all(ids.map(id => askTogether(byId, id)))
    for (const shared of [true, false]) await expect(store.transact(look, shared)).rejects.toThrow('no')
    broken = false
    for (const shared of [true, false]) expect(await store.transact(look, shared)).toEqual([[], []])
  })

  test('a failed statement leaves nothing, and says which constraint it broke', async () => {
    const run = store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      await db.insert(processes).values(row())
    })
    const error: unknown = await run.catch((caught: unknown) => caught)
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(error, 'processes_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'another')).toBe(false)
    expect(await stored()).toBe(0)
  })

  test('a failed statement whose error is swallowed does not look like a success', async () => {
    const run = store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      await db
        .insert(processes)
        .values(row())
        .catch(() => undefined)
    })
    await expect(run).rejects.toThrow('nothing was committed')
    expect(await stored()).toBe(0)
  })

  test('a last write travels with the commit', async () => {
    const cost = await counted(() =>
      store.transact(async ({ lastly }) => lastly(db => db.insert(processes).values(row()))),
    )
    expect(cost).toEqual({ statements: 3, roundTrips: 1 })
    expect(await stored()).toBe(1)
  })

  test('last writes keep their order, whatever kind they are', async () => {
    await store.transact(async ({ lastly }) => {
      lastly(db => db.insert(processes).values(row()))
      lastly(async (db: Db) => {
        await wait(5)
        await db.update(processes).set({ id: ids[1] }).where(eq(processes.id, ids[0]))
      })
      lastly(db => db.execute(sql`update processes set seen_at = '2026-05-05T00:00:00Z' where id = ${ids[1]}`))
    })
    const found = await store.read(db => db.select().from(processes))
    expect(found).toEqual([{ id: ids[1], seenAt: new Date('2026-05-05T00:00:00Z') }])
  })

  test('a last write that fails undoes everything, and its error comes out', async () => {
    const run = store.transact(async ({ db, lastly }) => {
      await db.insert(processes).values(row())
      lastly(db => db.insert(processes).values(row(ids[1])))
      lastly(db => db.insert(processes).values(row()))
      lastly(db => db.delete(processes))
    })
    const error: unknown = await run.catch((caught: unknown) => caught)
    expect(isUniqueViolation(error, 'processes_pkey')).toBe(true)
    expect(await stored()).toBe(0)
  })

  test('a last write that throws before it is sent undoes everything', async () => {
    const run = store.transact(async ({ db, lastly }) => {
      await db.insert(processes).values(row())
      lastly(async () => {
        throw new Error('on second thoughts')
      })
    })
    await expect(run).rejects.toThrow('on second thoughts')
    expect(await stored()).toBe(0)
  })

  test('rows of one kind travel in one statement with the commit', async () => {
    const adding = (rows: readonly { id: string }[]): Statement => ({
      sql: 'insert into processes (id, seen_at) select unnest($1::uuid[]), now()',
      params: [rows.map(({ id }) => id)],
    })
    const used = await counted(() =>
      store.transact(({ gather }) => {
        gather(adding, { id: ids[0] })
        gather(adding, { id: ids[1] })
        return Promise.resolve()
      }),
    )
    expect((await store.read(db => db.select({ id: processes.id }).from(processes))).map(({ id }) => id)).toEqual(ids)
    // begin, insert, commit
    expect(used.statements).toBe(3)
  })

  test('using the store inside a transaction is refused at once instead of hanging', async () => {
    await store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      await expect(store.transact(async () => 1)).rejects.toThrow('the store was used inside a transaction')
      await expect(store.read(async () => 1)).rejects.toThrow('the store was used inside a transaction')
    })
    await expect(store.read(() => store.transact(async () => 1))).rejects.toThrow('the store was used inside a read')
    expect(await stored()).toBe(1)
  })

  test('work that a transaction left behind may use the store once the transaction is over', async () => {
    let later: Promise<number> | undefined
    await store.transact(async ({ db }) => {
      await db.insert(processes).values(row())
      later = wait(50).then(stored)
    })
    expect(await later).toBe(1)
  })

  test('a handle cannot be used after its transaction, nor inside another one', async () => {
    const leaked = await store.transact(async transaction => transaction)
    const sentence = /outside its transaction/
    const causeOf = async (run: PromiseLike<unknown>): Promise<string> => {
      try {
        await run
      } catch (error) {
        return String(error instanceof Error && error.cause ? error.cause : error)
      }
      return 'nothing was thrown'
    }
    expect(await causeOf(leaked.db.insert(processes).values(row()))).toMatch(sentence)
    expect(() => leaked.lastly(db => db.delete(processes))).toThrow(sentence)
    let stray: Promise<string> | undefined
    await store.transact(async ({ db }) => {
      stray = wait(30).then(() => causeOf(db.insert(processes).values(row())))
    })
    await store.transact(async () => wait(60))
    expect(await stray).toMatch(sentence)
    expect(await stored()).toBe(0)
  })

  test('the first statement takes BEGIN along: one insert costs two round trips', async () => {
    const cost = await counted(() => store.transact(({ db }) => db.insert(processes).values(row())))
    expect(cost).toEqual({ statements: 3, roundTrips: 2 })
  })

  test('what does not depend on each other goes out together', async () => {
    const cost = await counted(() =>
      store.transact(async ({ db, lastly }) => {
        await Promise.all([db.insert(processes).values(row()), db.select().from(processes), db.execute(sql`select 1`)])
        lastly(db => db.insert(processes).values(row(ids[1])))
      }),
    )
    expect(cost).toEqual({ statements: 6, roundTrips: 2 })
  })

  test('a transaction that asks nothing costs nothing, a look costs one round trip', async () => {
    expect(await counted(() => store.transact(async () => 1))).toEqual({ statements: 0, roundTrips: 0 })
    const looking = (): Promise<unknown> =>
      store.read(db => Promise.all([db.select().from(processes), db.select().from(processes)]))
    expect(await counted(looking)).toEqual({ statements: 2, roundTrips: 1 })
  })

  test('raw statements are asked and answered alike on both engines', async () => {
    const at = new Date('2026-03-01T10:00:00.123Z')
    const query = sql`select count(*) as n, 4::int8 as big, 1.50::numeric as exact, true as yes, null as nothing,
      '{"a": [1]}'::jsonb as json, '2026-03-01'::date as day, '2026-03-01 10:00:00.123456Z'::timestamptz as instant,
      ${sql.param(['a', 'b,c'])}::text[] as list, (${at}::timestamptz = '2026-03-01 10:00:00.123Z') as same`
    const [found] = rowsOf<Record<string, unknown>>(await store.read(db => db.execute(query)))
    expect(found).toEqual({
      ...{ n: 1, big: 4, exact: '1.50', yes: true, nothing: null, json: { a: [1] }, day: '2026-03-01' },
      ...{ instant: '2026-03-01 10:00:00.123456+00', list: ['a', 'b,c'], same: true },
    })
  })

  test('sixty callers at once are all served', async () => {
    let most = 0
    let now = 0
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store.transact(async ({ db }) => {
          most = Math.max(most, ++now)
          await db.insert(processes).values(row(`00000000-0000-7000-8000-${String(index).padStart(12, '0')}`))
          now--
        }),
      ),
    )
    expect(await stored()).toBe(60)
    expect(most > 1).toBe(engine === 'postgres')
    expect(most).toBeLessThanOrEqual(10)
  })

  test('a closed store says so', async () => {
    const other = await freshStore(engine)
    await other.store.close()
    await expect(other.store.transact(async () => 1)).rejects.toThrow('the store is closed')
    await other.end()
  })
})

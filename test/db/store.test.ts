// SPDX-License-Identifier: AGPL-3.0-or-later
import { count, inArray, sql } from 'drizzle-orm'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isUniqueViolation } from '../../src/db/failures.ts'
import { byId } from '../../src/db/loaders.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { processes } from '../../src/db/schema.ts'
import { statement, type Value } from '../../src/db/prepared.ts'
import type { GroupedWrite, Loader, Statement, Store, Transaction } from '../../src/db/store.ts'
import { engines, freshStore, type OpenedStore } from './engines.ts'

const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const
const row = (id: string = ids[0]) => ({ id, seenAt: new Date('2026-03-01T10:00:00.123Z') })

const addProcesses = statement(
  'test-add-processes',
  {},
  (value: Value<'ids'>) => sql`
    insert into processes (id, seen_at) select id, '2026-03-01T10:00:00.123Z' from unnest(${value('ids')}::uuid[]) as id`,
)
/** Adds processes with the commit. */
const adding = (rows: readonly { id: string }[]): Statement => addProcesses({ ids: rows.map(({ id }) => id) })

const renameProcesses = statement(
  'test-rename-processes',
  {},
  (value: Value<'to'>) => sql`update processes set id = ${value('to')}::uuid`,
)
const renaming = ([to = '']: readonly string[]): Statement => renameProcesses({ to })

const dateProcesses = statement(
  'test-date-processes',
  {},
  () => sql`update processes set seen_at = '2026-05-05T00:00:00Z'`,
)
const dating = (): Statement => dateProcesses({})

/** Processes by id; told the keys before each search. */
const processesById = (searching: (keys: readonly string[]) => void): Loader<string, { id: string } | undefined> =>
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
    const lookThrice = ({ load }: Transaction) =>
      Promise.all(
        asked.map(async id => {
          const first = await load(byId, id)
          // Another round, with what was looked up before.
          return [first, await load(byId, id)]
        }),
      )
    const expected = asked.map(id => [id === nobody ? undefined : { id }, id === nobody ? undefined : { id }])
    expect(await store.transact(lookThrice, true)).toEqual(expected)
    expect(searches).toEqual([
      [ids[0], ids[1], nobody],
      [ids[0], ids[1], nobody],
    ])
    searches.length = 0
    expect(await store.transact(lookThrice)).toEqual(expected)
    // Alone, what is asked in the same moment travels together as well.
    expect(searches.map(({ length }) => length)).toEqual([3, 3])
  })

  test('what was asked to be written is there for whoever asks after it, in the same round too', async () => {
    const byId = processesById(() => undefined)
    const written: string[][] = []
    const write: GroupedWrite<string, string> = {
      async write({ ask }, keys) {
        written.push([...keys])
        await ask(addProcesses({ ids: keys }))
        return keys
      },
    }
    for (const shared of [true, false]) {
      const both = ids.map((_, at) => `00000000-0000-7000-8000-0000000001${shared ? 1 : 0}${at}`)
      const seen = await store.transact(
        ({ load, write: writeTogether }) =>
          Promise.all(both.map(id => Promise.all([writeTogether(write, id), load(byId, id)]))),
        shared,
      )
      expect(seen).toEqual(both.map(id => [id, { id }]))
      expect(written.splice(0)).toEqual([both])
    }
  })

  test('a lookup that fails fails all who asked, and the transaction after it finds what it looks for', async () => {
    let broken = true
    const byId = processesById(() => {
      if (broken) throw new Error('no')
    })
    const look = ({ load }: Transaction) => Promise.all(ids.map(id => load(byId, id)))
    for (const shared of [true, false]) await expect(store.transact(look, shared)).rejects.toThrow('no')
    broken = false
    for (const shared of [true, false]) expect(await store.transact(look, shared)).toEqual([undefined, undefined])
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
    const cost = await counted(() => store.transact(async ({ lastly }) => lastly(adding, { id: ids[0] })))
    expect(cost).toEqual({ statements: 3, roundTrips: 1 })
    expect(await stored()).toBe(1)
  })

  test('last writes keep the order in which their kinds were first registered', async () => {
    await store.transact(async ({ lastly }) => {
      lastly(adding, { id: ids[0] })
      lastly(renaming, ids[1])
      lastly(dating, undefined)
    })
    const found = await store.read(db => db.select().from(processes))
    expect(found).toEqual([{ id: ids[1], seenAt: new Date('2026-05-05T00:00:00Z') }])
  })

  test('a last write that fails undoes everything, and its error comes out', async () => {
    const run = store.transact(async ({ db, lastly }) => {
      await db.insert(processes).values(row())
      lastly(adding, { id: ids[1] })
      lastly(adding, { id: ids[0] })
      lastly(dating, undefined)
    })
    const error: unknown = await run.catch((caught: unknown) => caught)
    expect(isUniqueViolation(error, 'processes_pkey')).toBe(true)
    expect(await stored()).toBe(0)
  })

  test('a last write that throws before it is sent undoes everything', async () => {
    const run = store.transact(async ({ db, lastly }) => {
      await db.insert(processes).values(row())
      lastly((): Statement => {
        throw new Error('on second thoughts')
      }, undefined)
    })
    await expect(run).rejects.toThrow('on second thoughts')
    expect(await stored()).toBe(0)
  })

  test('rows of one kind travel in one statement with the commit', async () => {
    const used = await counted(() =>
      store.transact(({ lastly }) => {
        for (const id of ids) lastly(adding, { id })
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
    expect(() => leaked.lastly(dating, undefined)).toThrow(sentence)
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
        lastly(adding, { id: ids[1] })
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

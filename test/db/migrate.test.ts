// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import * as drizzleKit from 'drizzle-kit/api'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'
import { tablesInOrder } from '../../src/db/tables.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { DatabaseRefused, DatabaseTooNew } from '../../src/db/failures.ts'
import { knownMigrations, migrateDatabase } from '../../src/db/migrate.ts'
import { rowsOf } from '../../src/db/rows.ts'
import * as schema from '../../src/db/schema.ts'
import { people } from '../../src/db/schema.ts'
import { administer, databaseUrl, freshDatabase } from '../support/postgres.ts'
import { startChild } from './children.ts'
import { engines, freshStore } from './engines.ts'

describe.each(engines)('migrating on %s', { timeout: 60_000 }, engine => {
  test('a fresh database has every table of the schema, and names sort as people sort', async () => {
    const { store, end } = await freshStore(engine)
    const tables = rowsOf<{ name: string }>(
      await store.read(db => db.execute(sql`select tablename as name from pg_tables where schemaname = 'public'`)),
    )
    expect(tables.map(({ name }) => name).sort()).toEqual(tablesInOrder().sort())
    const names = ['Zucca', 'àncora', 'Ananas', 'zenzero', 'Banana']
    await store.transact(({ db }) =>
      db.insert(people).values(
        names.map((name, number) => ({
          id: `00000000-0000-7000-8000-00000000000${number}`,
          name,
          createdAt: new Date(0),
        })),
      ),
    )
    const sorted = await store.read(db => db.select({ name: people.name }).from(people).orderBy(people.name))
    expect(sorted.map(({ name }) => name)).toEqual(['Ananas', 'àncora', 'Banana', 'zenzero', 'Zucca'])
    const collated = rowsOf<{ table: string }>(
      await store.read(db =>
        db.execute(sql`select table_name as table from information_schema.columns
          where table_schema = 'public' and column_name = 'name' and collation_name = 'und-x-icu' order by 1`),
      ),
    )
    expect(collated.map(({ table }) => table)).toEqual(['municipalities', 'people', 'products', 'shops'])
    await end()
  })

  test('a database that is newer than the program is refused and left alone', async () => {
    const { store, reopen, end } = await freshStore(engine)
    const newer = (knownMigrations().at(-1)?.madeAt ?? 0) + 1
    await store.transact(({ db }) =>
      db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('from the future', ${newer})`),
    )
    const refused: unknown = await reopen().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseTooNew)
    expect(String(refused)).toContain('update the program')
    await end()
  })

  test('a database that was made otherwise is refused', async () => {
    const { store, reopen, end } = await freshStore(engine)
    await store.transact(({ db }) =>
      db.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at - 1`),
    )
    await expect(reopen()).rejects.toBeInstanceOf(DatabaseRefused)
    await end()
  })

  test('starting again changes nothing', async () => {
    const { store, reopen, end } = await freshStore(engine)
    const look = sql`select id, hash, created_at from drizzle.__drizzle_migrations order by id`
    const before = rowsOf(await store.read(db => db.execute(look)))
    const again = await reopen()
    expect(rowsOf(await again.read(db => db.execute(look)))).toEqual(before)
    expect(before).toHaveLength(knownMigrations().length)
    await end()
  })
})

describe('on a server', () => {
  const made: string[] = []
  const base = process.env.SPESA_TEST_SERVER ?? ''
  async function emptyDatabase(): Promise<string> {
    const name = `spesa_empty_${randomBytes(6).toString('hex')}`
    await administer(base, `create database ${name}`)
    made.push(name)
    return databaseUrl(base, name)
  }
  afterAll(async () => {
    for (const name of made) await administer(base, `drop database ${name} with (force)`)
  })

  test('several processes may start at once on an empty database', { timeout: 60_000 }, async () => {
    const url = await emptyDatabase()
    const children = [1, 2, 3].map(() => startChild('open', url))
    await Promise.all(children.map(({ over }) => over))
    expect(children.map(({ lines }) => lines)).toEqual([['opened'], ['opened'], ['opened']])
    const client = postgres(url, { max: 1 })
    expect(await client`select 1 from drizzle.__drizzle_migrations`).toHaveLength(knownMigrations().length)
    await client.end()
  })

  test('several stores of one process too', async () => {
    const url = await emptyDatabase()
    const stores = await Promise.all(
      [1, 2, 3, 4].map(() => openStore({ databaseUrl: url, dataDir: '', prepare: true })),
    )
    await Promise.all(stores.map(store => store.close()))
  })

  test('a migration that fails leaves nothing of itself', async () => {
    const url = await emptyDatabase()
    const client = postgres(url, { max: 1, onnotice: () => undefined })
    const [first] = knownMigrations()
    if (first === undefined) throw new Error('there is no migration')
    const broken = { ...first, tag: 'broken', madeAt: first.madeAt + 1, statements: ['select 1', 'nonsense'] }
    const run = async (text: string): Promise<Record<string, unknown>[]> => [...(await client.unsafe(text))]
    await expect(migrateDatabase(run, [first, broken])).rejects.toThrow('syntax error')
    expect(await client`select 1 from pg_tables where schemaname in ('public', 'drizzle')`).toHaveLength(0)
    await migrateDatabase(run, [first])
    expect(await client`select 1 from drizzle.__drizzle_migrations`).toHaveLength(1)
    await client.end()
  })

  test('a database of an earlier version is brought up to date', async () => {
    const url = await emptyDatabase()
    const client = postgres(url, { max: 1, onnotice: () => undefined })
    await migrateDatabase(async text => [...(await client.unsafe(text))], knownMigrations().slice(0, 1))
    await client.end()
    const store = await openStore({ databaseUrl: url, dataDir: '', prepare: true })
    expect(await store.read(db => db.select().from(people))).toEqual([])
    await store.close()
  })

  test('a clone for tests is migrated', async () => {
    const { url, drop } = await freshDatabase()
    const client = postgres(url, { max: 1 })
    expect(await client`select 1 from drizzle.__drizzle_migrations`).toHaveLength(knownMigrations().length)
    await client.end()
    await drop()
  })
})

// Its own types are for zod 3.
const kit = drizzleKit as unknown as {
  generateDrizzleJson(schema: object, previous: undefined, filters: undefined, casing: string): object
  generateMigration(from: object, to: object): Promise<string[]>
}

test('the migrations make exactly what the schema says', async () => {
  const folder = new URL('../../drizzle/meta/', import.meta.url)
  const snapshots = readdirSync(folder).filter(name => name.endsWith('_snapshot.json'))
  const last = JSON.parse(readFileSync(new URL(snapshots.sort().at(-1) ?? '', folder), 'utf8')) as object
  const now = kit.generateDrizzleJson(schema, undefined, undefined, 'snake_case')
  // What drizzle-kit would still have to write.
  expect(await kit.generateMigration(last, now)).toEqual([])
})

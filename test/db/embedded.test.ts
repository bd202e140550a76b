// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { DatabaseDamaged, DatabaseInUse } from '../../src/db/failures.ts'
import { holdDirectory } from '../../src/db/engines/lock.ts'
import { people, processes } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { makePrivate, openToOthers } from '../../src/db/engines/private-directory.ts'
import { compiledPlainly, freshDirectory } from '../support/embedded.ts'
import { type Child, startChild } from './children.ts'

let dataDir = ''
let remove = (): void => undefined
beforeEach(async () => ({ dataDir, remove } = await freshDirectory()))
afterEach(() => remove())

const open = (): Promise<Store> => openStore({ dataDir, prepare: true })

describe('only one process at a time uses the embedded database', { timeout: 60_000 }, () => {
  let first: Child
  afterEach(() => first.kill())

  test('the second one is told within a second who has it, and may once the first one was killed', async () => {
    first = startChild('hold', dataDir)
    await first.said(1)
    const started = performance.now()
    const refused: unknown = await open().catch((error: unknown) => error)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(refused).toBeInstanceOf(DatabaseInUse)
    expect(refused).toHaveProperty('pid', first.pid)
    expect(String(refused)).toContain(`in use by the process ${first.pid}`)

    await first.kill()
    const store = await open()
    expect(await store.read(db => db.select().from(people))).toEqual([])
    await store.close()
  })

  test('it is the same directory by any of its names', async () => {
    const other = `${dataDir}-link`
    fs.symlinkSync(dataDir, other)
    first = startChild('hold', dataDir)
    await first.said(1)
    await expect(openStore({ dataDir: other, prepare: true })).rejects.toBeInstanceOf(DatabaseInUse)
    fs.unlinkSync(other)
  })

  test('a process that is stopped and does not answer keeps it all the same', async () => {
    first = startChild('hold', dataDir)
    await first.said(1)
    process.kill(first.pid, 'SIGSTOP')
    const started = performance.now()
    expect(() => holdDirectory(dataDir)).toThrow(DatabaseInUse)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

test('the same process does not open it twice, but again after closing', async () => {
  const store = await open()
  await expect(open()).rejects.toThrow(`in use by the process ${process.pid}`)
  await store.close()
  await (await open()).close()
})

test(
  'a process in another network namespace, as in another container, is refused too',
  { timeout: 60_000 },
  async () => {
    const child = startChild('hold', dataDir)
    await child.said(1)
    const script = fileURLToPath(new URL('./children/open.ts', import.meta.url))
    const elsewhere = spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n'] : []
    const [command = '', ...rest] = [...elsewhere, process.execPath, compiledPlainly, script, dataDir]
    const opened = (): string => spawnSync(command, rest, { encoding: 'utf8' }).stdout
    expect(opened()).toMatch(/^DatabaseInUse: /)
    await child.kill()
    expect(opened()).toBe('opened\n')
  },
)

test('nothing in the data directory is open to other users, whatever the umask and whatever was there', async () => {
  const loose = process.umask(0o022)
  try {
    fs.chmodSync(dataDir, 0o755)
    fs.chmodSync(join(dataDir, 'db'), 0o755)
    fs.chmodSync(join(dataDir, 'db', 'PG_VERSION'), 0o666)
    fs.mkdirSync(join(dataDir, 'profile', 'deep'), { recursive: true, mode: 0o777 })
    fs.writeFileSync(join(dataDir, 'profile', 'deep', 'cookie'), 'x', { mode: 0o644 })
    expect(openToOthers(dataDir).length).toBeGreaterThanOrEqual(5)
    const store = await open()
    expect(openToOthers(dataDir)).toEqual([])
    await store.transact(({ db }) => db.execute(sql`create table big as select * from generate_series(1, 1000)`))
    await store.close()
    // PGlite sets modes past the umask.
    expect(openToOthers(dataDir)).toEqual([])
    expect(fs.statSync(join(dataDir, 'db')).mode & 0o777).toBe(0o700)
  } finally {
    process.umask(loose)
  }
})

test('a folder that others use as well is no data directory', () => {
  for (const path of ['/', tmpdir(), homedir(), fileURLToPath(new URL('../..', import.meta.url))])
    expect(() => makePrivate(path), path).toThrow('must be a folder of its own')
})

// The time is for a slow machine: starting PGlite compiles 10 MB of WebAssembly.
test('what was acknowledged is there after kill -9, time and again', { timeout: 120_000 }, async () => {
  let expected = 0
  for (const round of ['1', '2', '3']) {
    const child = startChild('write', dataDir, round)
    await child.said(5 + 7 * Number(round))
    await child.kill()
    expected += Number(child.lines.at(-1))
    const store = await open()
    const found = await store.read(db => db.select().from(people))
    // The last one may have been committed without having been able to say so.
    expect(found.length - expected).toBeOneOf([0, 1])
    // What went along with a commit is there as well: one name for all.
    expect(new Set(found.map(({ name }) => name)).size).toBe(1)
    expected = found.length
    await store.close()
  }
})

test('a first start that is killed half-way leaves nothing half', { timeout: 120_000 }, async () => {
  const empty = join(dataDir, 'new')
  fs.mkdirSync(empty)
  const child = startChild('hold', empty)
  await vi.waitUntil(() => fs.existsSync(join(empty, 'db-being-made', 'PG_VERSION')), { timeout: 60_000, interval: 5 })
  await child.kill()
  expect(fs.existsSync(join(empty, 'db'))).toBe(false)
  // Where it leaves off nothing is taken up: the next start makes all of it anew.
  expect(await startChild('open', empty).said(1)).toEqual(['opened'])
  const store = await openStore({ dataDir: empty, prepare: true })
  expect(await store.read(db => db.select().from(people))).toEqual([])
  await store.close()
  expect(fs.readdirSync(empty).sort()).toEqual(['db', 'lock', 'lock.pid'])
})

test('every commit is synced to the disk', async () => {
  const store = await open()
  const sync = fs.fsyncSync
  let syncs = 0
  fs.fsyncSync = file => {
    syncs++
    sync(file)
  }
  syncBuiltinESMExports()
  try {
    for (let number = 0; number < 20; number++) {
      const id = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
      await store.transact(({ db }) => db.insert(processes).values({ id, seenAt: new Date(0) }))
      expect(syncs).toBeGreaterThan(number)
    }
  } finally {
    fs.fsyncSync = sync
    syncBuiltinESMExports()
  }
  await store.close()
})

test('nothing is said about syncing when it works', async () => {
  const warn = vi.fn()
  const store = await openStore({ dataDir, prepare: true, warn })
  await store.close()
  expect(warn).not.toHaveBeenCalled()
})

test('closing writes a checkpoint, so that the next start has nothing to replay', async () => {
  const store = await open()
  await store.transact(({ db }) => db.execute(sql`create table big as select * from generate_series(1, 1000)`))
  await store.close()
  const again = await open()
  const found = await again.read(db =>
    db.execute(sql`select (pg_current_wal_insert_lsn() - checkpoint_lsn)::int as bytes from pg_control_checkpoint()`),
  )
  // The table is 70 kB of log; what the start itself writes is small.
  expect(found).toHaveProperty(
    'rows.0.bytes',
    expect.toSatisfy((bytes: number) => bytes < 10_000),
  )
  await again.close()
})

describe('a damaged directory is refused in one sentence', { timeout: 60_000 }, () => {
  test.each<[string, (db: string) => void]>([
    ['without its version', db => fs.rmSync(join(db, 'PG_VERSION'))],
    ['with an overwritten control file', db => fs.writeFileSync(join(db, 'global/pg_control'), Buffer.alloc(8192, 7))],
    ['without its log', db => fs.rmSync(join(db, 'pg_wal'), { recursive: true })],
    ['without its tables', db => fs.rmSync(join(db, 'base'), { recursive: true })],
  ])('%s', async (_, damage) => {
    const db = join(dataDir, 'db')
    damage(db)
    const before = filesOf(db)
    const refused: unknown = await open().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseDamaged)
    expect(String(refused)).toMatch(
      /^DatabaseDamaged: The database in .* cannot be read .*move that folder .*npm run restore -- FILE/,
    )
    expect(filesOf(db)).toEqual(expect.arrayContaining(before))
    // And it is not held on to.
    holdDirectory(dataDir).release()
  })
})

// Before it gives up, PostgreSQL may add a folder, mark its control file, and drop a cache that it makes anew.
const filesOf = (directory: string): string[] =>
  fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(name => !name.endsWith('pg_internal.init'))

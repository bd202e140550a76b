// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backupTo, restoreFrom } from '../../src/db/copies/backup.ts'
import { tablesInOrder } from '../../src/db/tables.ts'
import { DatabaseRefused } from '../../src/db/failures.ts'
import { kindOf, markAs } from '../../src/db/deployment.ts'
import { startKeeping, superfluous } from '../../src/db/copies/hourly-backups.ts'
import { knownMigrations } from '../../src/db/migrate.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { people, processes } from '../../src/db/schema.ts'
import { earlierBackup, earlierDatabase } from './earlier.ts'
import { engines, freshStore, type OpenedStore } from './engines.ts'
import { fillEveryTable, hashesOf, rowsOfTable } from './filled.ts'

const folder = mkdtempSync(join(tmpdir(), 'spesa-backup-'))
const allRows = (): number => tablesInOrder().reduce((sum, name) => sum + rowsOfTable(name), 0)
const fileOf = (name: string): string => join(folder, `${name}.jsonl.gz`)
const filled: Partial<Record<(typeof engines)[number], OpenedStore>> = {}

beforeAll(async () => {
  for (const engine of engines) {
    const opened = await freshStore(engine)
    filled[engine] = opened
    await fillEveryTable(opened.store)
    await backupTo(opened.store, fileOf(engine))
  }
})
afterAll(async () => {
  for (const engine of engines) await filled[engine]?.end()
  rmSync(folder, { recursive: true })
})

const linesOf = (file: string): string[] => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
const write = (name: string, lines: string[]): string => {
  writeFileSync(fileOf(name), gzipSync(`${lines.join('\n')}\n`))
  return fileOf(name)
}

describe.each(engines.flatMap(from => engines.map(to => [from, to] as const)))(
  'from %s to %s',
  { timeout: 60_000 },
  (from, to) => {
    test('every row of every table comes back as it was', async () => {
      const target = await freshStore(to)
      const source = filled[from]
      if (source === undefined) throw new Error('there is no source')
      const before = await hashesOf(source.store)
      for (const [name, hash] of Object.entries(before)) expect(hash).toContain(`${rowsOfTable(name)} rows`)
      const restored = await restoreFrom(target.store, fileOf(from))
      expect(restored).toEqual({ rows: allRows() })
      expect(await hashesOf(target.store)).toEqual(before)
      // The next message comes after those that were restored.
      const [next] = rowsOf<{ position: number }>(
        await target.store.transact(({ db }) =>
          db.execute(sql`insert into messages (id, chat_id, account, audience, priority, view, choices, choices_state, rings, delivery, due_at, created_at)
          select '00000000-0000-7000-8000-0000000000ff', chat_id, account, audience, priority, view, choices, choices_state, rings, delivery, due_at, created_at
          from messages limit 1 returning position`),
        ),
      )
      expect(next?.position).toBe(1004)
      await target.end()
    })
  },
)

describe.each(engines)('restoring on %s', { timeout: 60_000 }, engine => {
  let target: OpenedStore
  beforeAll(async () => {
    target = await freshStore(engine)
  })
  afterAll(() => target.end())
  const nothing = async (): Promise<void> => {
    for (const hash of Object.values(await hashesOf(target.store))) expect(hash).toMatch(/^0 rows/)
  }

  test('a file that breaks off, or is no backup, or has a row too few restores nothing', async () => {
    const lines = linesOf(fileOf(engine))
    const short = fileOf('short')
    writeFileSync(short, readFileSync(fileOf(engine)))
    truncateSync(short, Math.floor(statSync(short).size / 2))
    const other = fileOf('other')
    writeFileSync(other, 'not a backup at all')
    const damaged = [
      short,
      other,
      write('no-end', lines.slice(0, -1)),
      write('fewer', lines.toSpliced(2, 1)),
      write('twice', [...lines, ...lines.slice(1)]),
      write('empty', ['']),
      write('unknown', lines.toSpliced(1, 1, '{"table":"nowhere","columns":["id"]}')),
    ]
    for (const file of damaged) {
      await expect(restoreFrom(target.store, file), file).rejects.toThrow(`The backup ${file} is damaged`)
    }
    await nothing()
  })

  test.each([
    ['a demo', true, 'The backup is of a demo, and this database is a real one'],
    ['a real database', false, 'The backup is of a real database, and this one is a demo'],
  ])(
    'a backup of %s is not restored into one that is marked otherwise, though it is empty',
    async (_, demo, refusal) => {
      const lines = linesOf(fileOf(engine)).map(line => line.replace(/^\["true", "\w+"/, `["true", "${demo}"`))
      const file = write('of-its-kind', lines)
      const own = await freshStore(engine)
      await own.store.transact(({ db }) => markAs(db, demo ? 'real' : 'demo', new Date(0)))
      const before = await hashesOf(own.store)
      await expect(restoreFrom(own.store, file)).rejects.toThrow(refusal)
      expect(await hashesOf(own.store)).toEqual(before)
      await own.end()
      // Where the kinds are the same it is.
      const same = await freshStore(engine)
      await same.store.transact(({ db }) => markAs(db, demo ? 'demo' : 'real', new Date(0)))
      await restoreFrom(same.store, file)
      expect(await same.store.read(kindOf)).toBe(demo ? 'demo' : 'real')
      await same.end()
    },
  )

  test('a backup of a newer program is refused', async () => {
    const [header = '', ...rest] = linesOf(fileOf(engine))
    const told = JSON.parse(header) as { migrations: string[] }
    const newer = { ...told, migrations: [...told.migrations, '9999_later'] }
    const run = restoreFrom(target.store, write('newer', [JSON.stringify(newer), ...rest]))
    await expect(run).rejects.toThrow('made by a newer version')
    await nothing()
  })

  test('a file that is not there has its own error', async () => {
    await expect(restoreFrom(target.store, fileOf('nowhere'))).rejects.toThrow('ENOENT')
  })

  test.each([1, 2])('a backup of an earlier version, of %i migrations, is brought up to date', async migrations => {
    const earlier = await earlierDatabase(engine, migrations)
    const old = write('old', await earlier.raw(run => earlierBackup(run, migrations)))
    const own = await freshStore(engine)
    await restoreFrom(own.store, old)
    const upgraded = await earlier.open()
    // When a role was last confirmed is the moment of each upgrade.
    for (const { store } of [own, { store: upgraded }])
      await store.read(db => db.execute(sql`update roles set proven_at = null`))
    const hashes = await hashesOf(own.store)
    expect(hashes.orders).toMatch(/^12 rows/)
    expect(hashes).toEqual(await hashesOf(upgraded))
    await upgraded.close()
    await earlier.end()
    const again = await own.reopen()
    const applied = await again.read(db => db.execute(sql`select 1 from drizzle.__drizzle_migrations`))
    expect(rowsOf(applied)).toHaveLength(knownMigrations().length)
    const names = await again.read(db =>
      db.execute(sql`select 1 from information_schema.columns where collation_name = 'und-x-icu'`),
    )
    expect(rowsOf(names)).toHaveLength(4)
    await own.end()
  })

  test('a database with anything in it is refused', async () => {
    await target.store.transact(({ db }) =>
      db.insert(processes).values({ id: '00000000-0000-7000-8000-000000000001', seenAt: new Date(0) }),
    )
    const refused: unknown = await restoreFrom(target.store, fileOf(engine)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseRefused)
    expect(String(refused)).toContain('not empty')
    expect(await target.store.read(db => db.select().from(people))).toEqual([])
  })
})

test('a table of the schema cannot be forgotten: the backup names each, after those it refers to', () => {
  const names = linesOf(fileOf('postgres'))
    .filter(line => line.startsWith('{"table"'))
    .map(line => (JSON.parse(line) as { table: string }).table)
  expect(names).toEqual(tablesInOrder())
  expect(names.indexOf('orders')).toBeGreaterThan(names.indexOf('shops'))
})

test('a backup is one moment, whatever is written meanwhile, and only its owner may read it', async () => {
  const opened = await freshStore('postgres')
  const { store } = opened
  const person = (number: number) => ({
    id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    name: 'x'.repeat(200),
    createdAt: new Date(0),
  })
  await store.transact(({ db }) =>
    db.insert(people).values(Array.from({ length: 5000 }, (_, number) => person(number))),
  )
  let writing = true
  const writer = (async () => {
    for (let number = 5000; writing; number++) {
      await store.transact(async ({ db }) => {
        await db.insert(people).values(person(number))
        await db.insert(processes).values({ id: person(number).id, seenAt: new Date(0) })
      })
    }
  })()
  const { rows } = await backupTo(store, fileOf('moment'))
  writing = false
  await writer
  const told = linesOf(fileOf('moment'))
  expect(told.at(-1)).toBe(`{"rows":${rows}}`)
  // Whoever was added came with a process of the same number: both or neither.
  const added = told.filter(line => line.startsWith('["') && line.includes('xxx')).length - 5000
  expect(added).toBe(rows - 5000 - added)
  expect(await store.read(db => db.select().from(processes))).not.toHaveLength(added)
  expect(statSync(fileOf('moment')).mode & 0o077).toBe(0)
  await opened.end()
})

test('a backup that cannot be written leaves the old one alone and no half one', async () => {
  const store = filled.postgres?.store
  if (store === undefined) throw new Error('there is no source')
  await expect(backupTo(store, join(folder, 'no', 'such', 'folder'))).rejects.toThrow('ENOENT')
  // /dev/full takes nothing: a disk without space.
  if (existsSync('/dev/full')) {
    const full = join(folder, 'full')
    symlinkSync('/dev/full', `${full}.part`)
    await expect(backupTo(store, full)).rejects.toThrow('ENOSPC')
    expect(existsSync(full)).toBe(false)
    expect(existsSync(`${full}.part`)).toBe(false)
  }
  expect(await store.read(db => db.select().from(people))).toHaveLength(3)
})

describe('the embedded database keeps its own backups', () => {
  test('when something was written, and at the end; what it keeps can be restored', async () => {
    const { store, end } = await freshStore('embedded')
    const dataDir = mkdtempSync(join(folder, 'data-'))
    const warn = (sentence: string, error: unknown): void => {
      throw new Error(sentence, { cause: error })
    }
    const keeping = startKeeping(store, dataDir, { everyMs: 3_600_000, warn })
    await fillEveryTable(store)
    await keeping.stop()
    const [name = ''] = readdirSync(join(dataDir, 'backups'))
    expect(name).toMatch(/^spesa-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.jsonl\.gz$/)
    expect(linesOf(join(dataDir, 'backups', name)).at(-1)).toBe(`{"rows":${allRows()}}`)
    await end()
  })

  test('the last seven stay, and the last one of each of seven days', () => {
    const names: string[] = []
    for (let day = 1; day <= 12; day++) {
      for (const hour of ['08', '12', '16'])
        names.push(`spesa-2026-05-${String(day).padStart(2, '0')}T${hour}-00-00Z.jsonl.gz`)
    }
    const gone = superfluous([...names, 'notes.txt', 'spesa-2026-05-12T16-00-00Z.jsonl.gz.part'])
    const kept = names.filter(name => !gone.includes(name)).map(name => name.slice(14, 19))
    expect(kept).toEqual([
      ...['06T16', '07T16', '08T16', '09T16', '10T16'],
      ...['11T08', '11T12', '11T16', '12T08', '12T12', '12T16'],
    ])
    expect(gone).not.toContain('notes.txt')
    expect(superfluous(names.slice(0, 7))).toEqual([])
  })
})

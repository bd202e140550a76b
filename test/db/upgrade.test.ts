// SPDX-License-Identifier: AGPL-3.0-or-later
// A database of the version before comes to today's with all that is in it.
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { knownMigrations } from '../../src/db/migrate.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { keptUpdateId } from '../../src/post/update-ids.ts'
import { type Earlier, earlierDatabase, type Told, toldBy } from './earlier.ts'
import { engines, freshStore } from './engines.ts'

/** Migrations of the version before. */
const before = 2

const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  messages: {
    lane: 'priority',
    place: 'spot',
    menu: 'choices_state',
    held_by: 'claimed_by',
    strayed_at: 'undelivered_at',
  },
  chats: { place: 'spot' },
}

const ended = ['fulfilled', 'declined', 'cancelled', 'expired', 'missed']

/** What must stand there afterwards, from what stood there before. */
function expected(earlier: Told): Told {
  const today = Object.fromEntries(
    Object.entries(earlier).map(([table, rows]) => [
      table,
      rows.map(row => {
        const names = renamed[table] ?? {}
        return Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value]))
      }),
    ]),
  )
  const changed = (table: string, change: (row: Record<string, unknown>) => Record<string, unknown>): Told => ({
    [table]: (today[table] ?? []).map(row => ({ ...row, ...change(row) })),
  })
  return {
    ...today,
    ...changed('messages', ({ delivery }) => ({
      wait_scope: null,
      delivery: delivery === 'held' ? 'awaiting-reader' : delivery,
      emptied_at: null,
    })),
    ...changed('orders', ({ state, updated_at }) => ({
      ended_at: ended.includes(String(state)) ? updated_at : null,
      cleared_at: null,
    })),
    ...changed('roles', ({ kind, person_id, municipality_id, shop_id }) => ({
      kind: kind === 'shopkeeper' ? 'owner' : 'publisher',
      granted_by:
        earlier.invitations?.find(
          each =>
            each.used_by === person_id &&
            each.kind === kind &&
            each.municipality_id === municipality_id &&
            each.shop_id === shop_id,
        )?.invited_by ?? null,
      frozen_at: null,
      frozen_because: null,
    })),
    ...changed('invitations', ({ kind }) => ({
      kind: kind === 'shopkeeper' ? 'owner' : 'publisher',
      revoked_at: null,
    })),
    ...changed('audit', () => ({ subject: null })),
    // Its towns are not those of the demo.
    deployment: [{ only: true, demo: false, play_seed: null }],
    ...changed('inbox', ({ update_id: id, incoming }) => {
      const kept = keptUpdateId(String(id))
      const isObject = typeof incoming === 'object' && incoming !== null && !Array.isArray(incoming)
      return { replay_at: null, update_id: kept, incoming: isObject ? { ...incoming, updateId: kept } : incoming }
    }),
    ...changed('shops', () => ({ max_live_orders: null })),
    shop_refusals: [],
    ...changed('chats', () => ({ leaving_at: null, user_id: null })),
    consents: [],
    erasures: [],
    links: [],
    errands: [],
    files: [],
    sweep_failures: [],
  }
}

function sorted(told: Told): Told {
  const byText = (rows: Record<string, unknown>[]): Record<string, unknown>[] =>
    rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  return Object.fromEntries(Object.entries(told).map(([table, rows]) => [table, byText(rows)]))
}

/** A row as text, its columns by name. */
function keyOf(row: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** All rows, without what the migration itself drew: ids of invitations, when the mark was made, and when a role was last confirmed. */
async function told(store: Store): Promise<Told> {
  const all = await store.transact(({ db }) => toldBy(async text => rowsOf(await db.execute(sql.raw(text)))))
  const without = (rows: Told[string] | undefined, name: string): Told[string] =>
    (rows ?? []).map(({ [name]: drawn, ...row }) => {
      expect(drawn, name).toEqual(expect.any(String))
      return row
    })
  return {
    ...all,
    invitations: without(all.invitations, 'id'),
    roles: without(all.roles, 'proven_at'),
    deployment: without(all.deployment, 'created_at'),
  }
}

describe.each(engines)('a database of the version before on %s', { timeout: 60_000 }, engine => {
  // The first embedded database of a run takes its time.
  beforeAll(async () => (await freshStore(engine)).end())

  async function filled(): Promise<{ earlier: Earlier; rows: Told }> {
    const earlier = await earlierDatabase(engine, before)
    return { earlier, rows: await earlier.raw(toldBy) }
  }

  test('is brought up to date with all its rows', async () => {
    const { earlier, rows } = await filled()
    expect(rows.messages?.map(({ delivery }) => delivery)).toContain('held')
    expect(new Set(rows.orders?.map(({ state }) => state)).size).toBeGreaterThanOrEqual(9)
    const store = await earlier.open()
    const now = await told(store)
    expect(sorted(now)).toEqual(sorted(expected(rows)))
    expect(now.orders?.filter(({ ended_at }) => ended_at !== null)).toHaveLength(ended.length)
    await store.close()
    await earlier.end()
  })

  test('stays as it was where that is interrupted half-way, and comes up to date when it is tried again', async () => {
    const { earlier, rows } = await filled()
    // What it makes after the columns have their new names is there already.
    await earlier.raw(run => run('create table files (nothing int)'))
    await expect(earlier.open()).rejects.toThrow()
    await earlier.raw(async run => {
      await run('drop table files')
      expect(await toldBy(run)).toEqual(rows)
      expect(await run('select 1 from drizzle.__drizzle_migrations')).toHaveLength(before)
    })
    const store = await earlier.open()
    expect(sorted(await told(store))).toEqual(sorted(expected(rows)))
    const done = await store.read(db => db.execute(sql`select 1 from drizzle.__drizzle_migrations`))
    expect(rowsOf(done)).toHaveLength(knownMigrations().length)
    await store.close()
    await earlier.end()
  })
})

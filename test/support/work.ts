// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import type { Happening } from '../../src/engine/events.ts'
import type { SoleWork, Work } from '../../src/engine/unit.ts'
import { systemChance } from '../../src/system.ts'
import { type Platform, transact, transactTogether } from '../../src/transact.ts'
import { freshDatabase } from './postgres.ts'

/** Runs a unit of work that is alone in its transaction, or one that shares it. */
export interface RunWork {
  <T>(fn: (work: SoleWork) => Promise<T>): Promise<T>
  readonly shared: <T>(fn: (work: Work) => Promise<T>) => Promise<T>
}

/** Units of work at the given instant, with nobody to be told; `happened` collects what they noted once committed. */
export function workOn(store: Store, now: () => Date = () => new Date(), happened: Happening[] = []): RunWork {
  const platform: Platform = {
    store,
    clock: { now },
    chance: systemChance,
    accounts: new Map(),
    processId: systemChance.id(now()),
    deliver: () => undefined,
    noted: event => void happened.push(event),
  }
  const run = <T>(fn: (work: SoleWork) => Promise<T>): Promise<T> => transact(platform, ({ work }) => fn(work))
  const shared = <T>(fn: (work: Work) => Promise<T>): Promise<T> =>
    transactTogether(platform, begin => fn(begin().work))
  return Object.assign(run, { shared })
}

/** A database of one's own, and units of work on it. */
export async function freshWork(
  now: () => Date,
  happened: Happening[] = [],
): Promise<{ store: Store; work: RunWork; close(): Promise<void> }> {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: tmpdir(), prepare: true, poolSize: 10 })
  return {
    store,
    work: workOn(store, now, happened),
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

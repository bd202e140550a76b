// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import type { Happening } from '../../src/engine/events.ts'
import type { SoleWork } from '../../src/engine/unit.ts'
import { systemChance } from '../../src/system.ts'
import { freshDatabase } from './postgres.ts'

/** Runs a unit of work of its own, or several in one transaction. */
export type RunWork = <T>(fn: (work: SoleWork) => Promise<T>, shared?: boolean) => Promise<T>

/** Units of work as the engine sees them, at the given instant; `happened` collects what they noted once committed. */
export function workOn(store: Store, now: () => Date = () => new Date(), happened: Happening[] = []): RunWork {
  return async (fn, shared = false) => {
    const at = now()
    let noted: Happening[] = []
    const value = await store.transact(async transaction => {
      noted = []
      const asked: Promise<void>[] = []
      const value = await fn({
        ...transaction,
        now: at,
        ...({ alone: !shared } as { alone: true }),
        newId: () => systemChance.id(at),
        newToken: () => systemChance.token(),
        below: limit => systemChance.below(limit),
        happened(event, isSo = Promise.resolve(true)) {
          const told = isSo.then(so => void (so && noted.push(event)))
          // Where the unit fails, nobody waits for it.
          told.catch(() => undefined)
          asked.push(told)
        },
      })
      await Promise.all(asked)
      return value
    }, shared)
    happened.push(...noted)
    return value
  }
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

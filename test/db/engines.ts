// SPDX-License-Identifier: AGPL-3.0-or-later
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { freshDirectory } from '../support/embedded.ts'
import { freshDatabase } from '../support/postgres.ts'

/** Both engines: what holds for a store must hold on each. */
export const engines = ['postgres', 'embedded'] as const

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens the same database again. */
  reopen(): Promise<Store>
  end(): Promise<void>
}

/** A store over a database of its own, migrated and empty. */
export async function freshStore(engine: (typeof engines)[number], poolSize?: number): Promise<OpenedStore> {
  const database = engine === 'postgres' ? await freshDatabase() : undefined
  const directory = engine === 'embedded' ? await freshDirectory() : undefined
  const open = (): Promise<Store> =>
    openStore({ databaseUrl: database?.url, dataDir: directory?.dataDir ?? '', prepare: true, poolSize })
  let store = await open()
  return {
    store,
    async reopen() {
      await store.close()
      return (store = await open())
    },
    async end() {
      await store.close()
      await database?.drop()
      directory?.remove()
    },
  }
}

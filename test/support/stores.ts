// SPDX-License-Identifier: AGPL-3.0-or-later
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { type Beginning, freshDatabase } from './postgres.ts'

/** Runs `use` with a store over a PostgreSQL database of its own, which is gone afterwards. */
export async function withStore<T>(
  use: (store: Store, databaseUrl: string) => Promise<T>,
  beginning: Beginning = 'empty',
): Promise<T> {
  const database = await freshDatabase(beginning)
  try {
    const store = await openStore({ databaseUrl: database.url, dataDir: '', prepare: true })
    try {
      return await use(store, database.url)
    } finally {
      await store.close()
    }
  } finally {
    await database.drop()
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What many units of one transaction ask for at the same time travels as one statement: nearly all of them want a shop
// and a bag, and each statement costs the server and us more than the row that it finds or writes.
import DataLoader from 'dataloader'
import type { Asking, Batches, GroupedWrite, Loader, ReadAsking, ReadDb } from './store.ts'

/** The batches of one transaction. `sending` calls back when what is asked now is about to be sent. */
export function openBatches(asking: Asking, sending: (send: () => void) => void): Batches {
  const open = new Map<object, DataLoader<unknown, unknown>>()

  /** Nothing is cached: in a transaction that writes, the second answer may differ from the first. */
  function batchOf<Key, Found>(
    definition: object,
    run: (keys: readonly Key[]) => Promise<readonly Found[]>,
  ): DataLoader<Key, Found> {
    const found = open.get(definition) as DataLoader<Key, Found> | undefined
    if (found) return found
    const made = new DataLoader<Key, Found>(run, { cache: false, batchScheduleFn: sending })
    open.set(definition, made)
    return made
  }

  return {
    load: (loader, key) => batchOf(loader, keys => loadEach(loader, asking, keys)).load(key),
    write: (write, row) => batchOf(write, (rows: readonly (typeof row)[]) => write.write(asking, rows)).load(row),
  }
}

/** Each key is asked for once, and its answer given to all who asked for it. */
async function loadEach<Key, Found>(
  loader: Loader<Key, Found>,
  asking: Asking,
  keys: readonly Key[],
): Promise<Found[]> {
  const names = keys.map(key => loader.nameOf(key))
  const distinct = new Map(names.map((name, at) => [name, keys[at] as Key]))
  const found = await loader.load(asking, [...distinct.values()])
  const byName = new Map([...distinct.keys()].map((name, at) => [name, found[at] as Found]))
  return names.map(name => byName.get(name) as Found)
}

interface Lookup<Key, Row> {
  /** The rows of all these keys, in any order. */
  readonly rows: (asking: ReadAsking, keys: readonly Key[]) => Promise<readonly Row[]>
  /** A text that is the same for equal keys. */
  readonly nameOf: (key: Key) => string
  /** The same text of the key that a row belongs to. */
  readonly keyOf: (row: Row) => string
}

/** A loader of all rows of a key, in the order in which the statement answers them. */
export function manyBy<Key, Row>({ rows, nameOf, keyOf }: Lookup<Key, Row>): Loader<Key, readonly Row[]> {
  return {
    nameOf,
    async load(asking, keys) {
      const byName = Map.groupBy(await rows(asking, keys), keyOf)
      return keys.map(key => byName.get(nameOf(key)) ?? [])
    },
  }
}

/** A loader of the one row of a key. */
export function oneBy<Key, Row>(lookup: Lookup<Key, Row>): Loader<Key, Row | undefined> {
  const { nameOf, load } = manyBy(lookup)
  return { nameOf, load: async (asking, keys) => (await load(asking, keys)).map(([row]) => row) }
}

/** A loader of rows by their id. */
export function byId<Row extends { readonly id: string }>(
  find: (db: ReadDb, values: { ids: readonly string[] }) => Promise<readonly Row[]>,
): Loader<string, Row | undefined> {
  return oneBy({ rows: ({ db }, ids) => find(db, { ids }), nameOf: id => id, keyOf: ({ id }) => id })
}

/** A write of many rows by one statement, whose outcome nobody waits for by itself. */
export function groupedWrite<Row>(
  write: (asking: Asking, rows: readonly Row[]) => Promise<unknown>,
): GroupedWrite<Row, undefined> {
  return {
    async write(asking, rows) {
      await write(asking, rows)
      return rows.map(() => undefined)
    },
  }
}

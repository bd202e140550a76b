// SPDX-License-Identifier: AGPL-3.0-or-later
// Asking for many at once: of those who share a transaction nearly all want a shop and a bag, and each statement costs
// the server and us more than the row that it finds or writes.
import type { Asking, Db, Question, Transaction } from './store.ts'

interface Batch {
  readonly keys: Map<string, unknown>
  readonly found: Promise<Map<string, readonly unknown[]>>
}

/** The questions of one transaction. `sending` calls back when what is asked now is about to be sent. */
export function openQuestions(asking: Asking, sending: (ask: () => void) => void): Transaction['askTogether'] {
  const open = new Map<object, Batch>()

  function begin<Key, Found>(question: Question<Key, Found>, first: Key): Batch {
    const keys = new Map([[question.nameOf(first), first]])
    const { promise, resolve, reject } = Promise.withResolvers<Map<string, Found[]>>()
    // Nobody may be left to hear that it failed.
    promise.catch(() => undefined)
    const batch = { keys, found: promise }
    open.set(question, batch)
    const answer = async (): Promise<Map<string, Found[]>> =>
      Map.groupBy(await question.answer(asking, [...keys.values()]), found => question.keyOf(found))
    sending(() => {
      open.delete(question)
      answer().then(resolve, reject)
    })
    return batch
  }

  return async (question, key) => {
    const name = question.nameOf(key)
    const waiting = open.get(question)
    waiting?.keys.set(name, key)
    const { found } = waiting ?? begin(question, key)
    return ((await found).get(name) ?? []) as never
  }
}

/** The question for rows by their id. */
export function byId<Found extends { readonly id: string }>(
  find: (db: Db, values: { ids: readonly string[] }) => Promise<readonly Found[]>,
): Question<string, Found> {
  return { answer: ({ db }, ids) => find(db, { ids }), nameOf: id => id, keyOf: ({ id }) => id }
}

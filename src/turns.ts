// SPDX-License-Identifier: AGPL-3.0-or-later
// Taking turns: one after another for each key, or one run at a time.

/** One after another for each key, in the order of asking; different keys run side by side. */
export interface Turns {
  take<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Resolves when all that has been asked for so far is over. */
  idle(): Promise<void>
}

export function turnsByKey(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
      const over = turn.then(
        () => undefined,
        () => undefined,
      )
      last.set(key, over)
      void over.then(() => {
        if (last.get(key) === over) last.delete(key)
      })
      return turn
    },
    async idle() {
      await Promise.all(last.values())
    },
  }
}

/** One run after the other: a caller gets a run that began after the call. */
export function oneByOne<T>(run: () => Promise<T>): () => Promise<T> {
  const turns = turnsByKey()
  return () => turns.take('', run)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { pause } from '../system.ts'

/** Runs for all of `items`; an answer given early, by its place, does not wait for the others. */
export type Run<Item, Answer> = (
  items: readonly Item[],
  early: (at: number, answer: Answer) => void,
) => Promise<readonly Answer[]>

/**
 * Whoever comes while a run is under way waits for it, and then all that waits goes in one run, up to `most`. A run that
 * takes longer than `patienceMs` no longer holds up the others.
 */
export function batched<Item, Answer>(
  { most, patienceMs }: { readonly most: number; readonly patienceMs: number },
  run: Run<Item, Answer>,
): (item: Item) => Promise<Answer> {
  let waiting: { readonly item: Item; resolve(answer: Answer): void; reject(error: unknown): void }[] = []
  let underWay = false

  const go = async (): Promise<void> => {
    underWay = true
    while (waiting.length > 0) {
      const taken = waiting.slice(0, most)
      waiting = waiting.slice(most)
      const items = taken.map(({ item }) => item)
      const over = new AbortController()
      const done = run(items, (at, answer) => taken[at]?.resolve(answer))
        .then(
          answers => answers.forEach((answer, at) => taken[at]?.resolve(answer)),
          (error: unknown) => taken.forEach(({ reject }) => reject(error)),
        )
        .finally(() => over.abort())
      await Promise.race([done, pause(patienceMs, over.signal)])
    }
    underWay = false
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!underWay) void go()
    })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Waiting for what shall come in a chat, and for nothing to come any more.
import { sleep } from './time.ts'

/** Where a chat's news is told; the answer ends that. */
type Subscribe<News> = (listener: (news: News) => void) => () => void

/** The first of the news that is what is wanted; rejects with `failure` when none has come in time. */
export function firstOf<News, Found>(
  subscribe: Subscribe<News>,
  wanted: (news: News) => Found | undefined,
  { timeoutMs, failure }: { readonly timeoutMs: number; readonly failure: () => string },
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const stop = subscribe(news => {
      const found = wanted(news)
      if (found === undefined) return
      stop()
      clearTimeout(timer)
      resolve(found)
    })
    const timer = setTimeout(() => {
      stop()
      reject(new Error(failure()))
    }, timeoutMs)
  })
}

/** Waits until a count has stood still for so long. */
export async function untilQuiet(count: () => number, quietMs: number): Promise<void> {
  for (let before = NaN; before !== count(); await sleep(quietMs)) before = count()
}

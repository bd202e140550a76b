// SPDX-License-Identifier: AGPL-3.0-or-later
// Who waits for a run, and who goes with whom.
import { expect, test } from 'vitest'
import { type Run, batched } from '../src/post/batching.ts'

/** Runs that end when they are told to. */
function held(limits: { most?: number; patienceMs?: number } = {}) {
  const runs: { readonly items: readonly string[]; end(): void; fail(error: Error): void; early(at: number): void }[] =
    []
  const run: Run<string, string> = (items, early) => {
    const { promise, resolve, reject } = Promise.withResolvers<string[]>()
    runs.push({
      items,
      end: () => resolve(items.map(item => item.toUpperCase())),
      fail: reject,
      early: at => early(at, 'early'),
    })
    return promise
  }
  return { runs, take: batched({ most: 10, patienceMs: 10_000, ...limits }, run) }
}

const soon = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))

test('whoever comes while a run is under way goes with all others who did', async () => {
  const { runs, take } = held()
  const first = take('a')
  const others = [take('b'), take('c'), take('d')]
  expect(runs.map(({ items }) => items)).toEqual([['a']])
  runs[0]?.end()
  expect(await first).toBe('A')
  await soon()
  expect(runs.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']])
  runs[1]?.end()
  expect(await Promise.all(others)).toEqual(['B', 'C', 'D'])
  const later = take('e')
  await soon()
  runs[2]?.end()
  expect(await later).toBe('E')
})

test('no more than may go at once; the rest goes next', async () => {
  const { runs, take } = held({ most: 2 })
  const all = ['a', 'b', 'c', 'd'].map(take)
  for (const at of [0, 1, 2]) {
    runs[at]?.end()
    await soon()
  }
  expect(runs.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d']])
  expect(await Promise.all(all)).toEqual(['A', 'B', 'C', 'D'])
})

test('a run that hangs holds up those in it, and nobody else', async () => {
  const { runs, take } = held({ patienceMs: 30 })
  const hanging = take('a')
  const behind = take('b')
  await expect.poll(() => runs.length).toBe(2)
  runs[1]?.end()
  expect(await behind).toBe('B')
  runs[0]?.end()
  expect(await hanging).toBe('A')
})

test('one that is let go early does not wait for the others, and a failure is everybody’s in that run', async () => {
  const { runs, take } = held()
  const first = take('a')
  const [early, late] = [take('b'), take('c')]
  runs[0]?.end()
  await first
  await soon()
  runs[1]?.early(0)
  expect(await early).toBe('early')
  runs[1]?.fail(new Error('no'))
  await expect(late).rejects.toThrow('no')
  const after = take('d')
  await soon()
  runs[2]?.end()
  expect(await after).toBe('D')
})

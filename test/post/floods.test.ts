// SPDX-License-Identifier: AGPL-3.0-or-later
// How much one person may bring in: whoever stays within it never notices it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Incoming, Input } from '../../src/channel.ts'
import { openFloods, usualBuckets, type Verdict } from '../../src/post/floods.ts'

const begin = 1_800_000_000_000

/** Floods on a clock of their own: `hear(ms, …)` is what becomes of an input at that millisecond. */
function floods(buckets = usualBuckets) {
  let nowMs = 0
  const open = openFloods(buckets, { elapsedMs: () => nowMs, wallMs: () => begin + nowMs })
  const incoming = (address: string, input: Input, sentAtMs?: number): Incoming => ({
    account: 'telegram:citizen',
    updateId: 'x',
    sentAtMs,
    from: { address, name: 'Anna' },
    input,
  })
  const hear = (ms: number, address = 'anna', input: Input = { kind: 'text', text: 'pane' }, sentAtMs?: number) => {
    nowMs = ms
    return open.verdict(incoming(address, input, sentAtMs))
  }
  return { hear, open }
}

const counted = (verdicts: readonly Verdict[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(verdicts, verdict => verdict)].map(([verdict, all]) => [verdict, all.length]))

test('50 in ten seconds and 200 in a minute are read, whenever they come', () => {
  // Waits between two inputs, so that no window of ten seconds has more than 50 and none of a minute more than 200.
  const waits = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 100, maxLength: 600 })
  fc.assert(
    fc.property(waits, all => {
      const { hear } = floods()
      const heard: number[] = []
      let at = 0
      for (const wait of all) {
        at += wait
        const most = (ms: number, count: number): number => (heard.at(-count) ?? -Infinity) + ms
        at = Math.max(at, Math.ceil(most(10_000, 50)), Math.ceil(most(60_000, 200)))
        heard.push(at)
        if (hear(at) !== 'read') return false
      }
      return true
    }),
    { numRuns: 200 },
  )
})

test('a flood is told once, and nothing of it is read until it calms', () => {
  const { hear } = floods()
  const second = Array.from({ length: 1000 }, (_, at) => hear(at))
  expect(counted(second)).toEqual({ read: 50, tell: 1, drop: 949 })
  // It goes on, slower: still nothing, since whoever writes five times a second has not stopped.
  expect(counted(Array.from({ length: 300 }, (_, at) => hear(1000 + at * 200)))).toEqual({ drop: 300 })
  expect(hear(61_000 + 9_000)).toBe('read')
})

test('somebody who was too quick and goes on slowly is read again within ten seconds', () => {
  const { hear } = floods()
  for (let at = 0; at < 100; at++) hear(at)
  const slowly = Array.from({ length: 6 }, (_, at) => hear(2000 * (at + 1)))
  expect(slowly.indexOf('read')).toBeGreaterThan(0)
  expect(slowly.indexOf('read')).toBeLessThanOrEqual(4)
})

test('a long text costs what it takes to read: five lists of 2,000 characters are as much as 45 taps', () => {
  const { hear } = floods()
  const list: Input = { kind: 'text', text: 'x'.repeat(4096) }
  expect(counted(Array.from({ length: 20 }, () => hear(0, 'anna', list)))).toEqual({ read: 5, tell: 1, drop: 14 })
})

test('one who floods does not take from another, nor from the same number on another account', () => {
  const { hear } = floods()
  for (let at = 0; at < 500; at++) hear(0, 'anna')
  expect(hear(0, 'luigi')).toBe('read')
})

test('what waited at the platform while the program was stopped is read', () => {
  const { hear } = floods()
  // Two hours of a town's busiest person, all at once: one message every half minute.
  const backlog = Array.from({ length: 240 }, (_, at) =>
    hear(0, 'anna', { kind: 'text', text: 'pane' }, begin - 7_200_000 + at * 30_000),
  )
  expect(counted(backlog)).toEqual({ read: 240 })
})

test('the result of an errand of ours is never dropped', () => {
  const { hear } = floods()
  for (let at = 0; at < 100; at++) hear(0)
  expect(hear(0, 'anna', { kind: 'errand-failed', errand: 'fetch' })).toBe('read')
})

test('so many people are remembered and no more, and a flood is not forgotten while it goes on', () => {
  const { hear, open } = floods()
  for (let at = 0; at < 100; at++) hear(0)
  for (let at = 0; at < 30_000; at++) {
    hear(0, `stranger ${at}`)
    if (at % 5000 === 0) expect(hear(0)).toBe('drop')
  }
  expect(open.remembered).toBeLessThanOrEqual(10_000)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paceOf } from '../../src/post/pace.ts'

/** When messages to one person really go out, if each wait is kept to the millisecond. */
function sentTimes(asks: readonly number[], wait: (nowMs: number) => number): number[] {
  let now = 0
  return asks.map(pauseMs => {
    now += pauseMs
    for (let waitMs = wait(now); waitMs > 0; waitMs = wait(now)) now += waitMs
    return now
  })
}

function mostWithin(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((from, at) => times.slice(at).filter(time => time < from + windowMs).length))
}

test('one person never gets more than 45 messages in six seconds nor 600 in an hour, however the bot hurries', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9000 }), { minLength: 1, maxLength: 800 }), asks => {
      const pace = paceOf()
      const times = sentTimes(asks, nowMs => pace.toPerson('39333', nowMs))
      expect(mostWithin(times, 6000)).toBeLessThanOrEqual(45)
      expect(mostWithin(times, 3_600_000)).toBeLessThanOrEqual(600)
    }),
    { numRuns: 40 },
  )
})

test('a burst goes at once and is paid back at one message each six seconds and a half', () => {
  const pace = paceOf()
  const times = sentTimes(Array<number>(42).fill(0), nowMs => pace.toPerson('39333', nowMs))
  expect(times.slice(0, 40)).toEqual(Array(40).fill(0))
  expect(times.slice(40)).toEqual([6500, 13_000])
})

test('one hurried person does not slow another', () => {
  const pace = paceOf()
  for (let sent = 0; sent < 40; sent++) expect(pace.toPerson('39333', 0)).toBe(0)
  expect(pace.toPerson('39333', 0)).toBeGreaterThan(0)
  expect(pace.toPerson('39334', 0)).toBe(0)
})

test('a refused turn costs nothing', () => {
  const pace = paceOf()
  for (let sent = 0; sent < 40; sent++) pace.toPerson('39333', 0)
  for (let asked = 0; asked < 1000; asked++) expect(pace.toPerson('39333', 0)).toBe(6500)
})

test('the number never speaks faster than 80 times in any second', () => {
  const pace = paceOf()
  const times = Array.from({ length: 500 }, (_, at) => at + pace.atNumber(at))
  expect(mostWithin(times, 1000)).toBeLessThanOrEqual(80)
  expect(mostWithin(times, 1000)).toBeGreaterThanOrEqual(70)
})

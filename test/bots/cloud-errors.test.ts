// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { alarmOf, endingOf } from '../../bots/whatsapp/cloud-errors.ts'
import type { Problem } from '../../bots/whatsapp/graph.ts'

const problem = (code: number | undefined, more: Partial<Problem> = {}): Problem => ({
  code,
  details: 'x',
  unsent: true,
  ...more,
})
const first = { chat: 0, account: 0 }

test.each([
  [131047, 'awaiting-reader'],
  [132000, 'awaiting-reader'],
  [132001, 'awaiting-reader'],
  [132015, 'awaiting-reader'],
  [131056, 'later 1000'],
  [130429, 'later 1000 account'],
  [80007, 'later 60000 account'],
  [4, 'later 60000 account'],
  [131048, 'later 60000 account'],
  [131026, 'refused closed'],
  [131049, 'refused'],
  [131050, 'refused'],
  [131062, 'refused'],
  [131051, 'refused'],
  [131009, 'refused'],
  [131008, 'refused'],
  [100, 'refused'],
  [131052, 'later 1000'],
  [131053, 'later 1000'],
  [131000, 'later 1000'],
  [131016, 'later 1000'],
  [2, 'later 1000'],
  [133004, 'later 1000'],
  [190, 'later 30000 account'],
  [0, 'later 30000 account'],
  [10, 'later 30000 account'],
  [131031, 'later 30000 account'],
  [131042, 'later 30000 account'],
  [368, 'later 30000 account'],
])('code %i: %s', (code, wanted) => {
  const ending = endingOf(problem(code), first, 0)
  const words = [
    ending.outcome,
    ...(ending.outcome === 'later'
      ? [String(ending.retryAfterMs), ...(ending.scope === 'account' ? ['account'] : [])]
      : []),
    ...(ending.outcome === 'refused' && ending.closed ? ['closed'] : []),
  ]
  expect(words.join(' ')).toBe(wanted)
})

test('a person who has been written to too often is left in peace four times as long each time', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6].map(chat => endingOf(problem(131056), { chat, account: 0 }, 0))
  expect(waits.map(wait => wait.outcome === 'later' && wait.retryAfterMs / 1000)).toEqual([
    1, 4, 16, 64, 256, 1024, 1024,
  ])
})

test('a bad half hour at Meta costs no message: eight tries last longer', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6].map(chat => endingOf(problem(131016), { chat, account: 0 }, 0))
  const total = waits.reduce((sum, wait) => sum + (wait.outcome === 'later' ? wait.retryAfterMs : 0), 0)
  expect(total).toBeGreaterThan(30 * 60_000)
})

test('a connection that was never made may be tried again; one that broke may have carried the message', () => {
  expect(endingOf(problem(undefined), first, 0)).toEqual({ outcome: 'later', retryAfterMs: 1000, scope: 'account' })
  expect(endingOf(problem(undefined, { unsent: false }), first, 0)).toMatchObject({
    outcome: 'unknown',
    retryAfterMs: 15_000,
  })
  expect(endingOf(problem(undefined, { status: 200, unsent: false }), first, 0)).toMatchObject({ outcome: 'unknown' })
  expect(endingOf(problem(undefined, { status: 502 }), first, 0)).toMatchObject({ outcome: 'later' })
})

test('whoever must mend something is told in plain words, and only then', () => {
  for (const code of [190, 0, 10, 131031, 131042, 368, 200]) expect(alarmOf(problem(code))?.words).toMatch(/^\p{L}/u)
  expect(alarmOf(problem(100, { subcode: 33 }))?.words).toContain('numero')
  expect(alarmOf(problem(undefined, { status: 404 }))?.words).toContain('404')
  expect(alarmOf(problem(undefined))?.words).toBe('Meta non risponde')
  for (const code of [100, 131047, 131026, 130429, 131000, 132001, 424_242])
    expect(alarmOf(problem(code))).toBeUndefined()
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// The life of something that is no order: a town's announcement to many.
import { expect, expectTypeOf, test } from 'vitest'
import { lifeOf } from '../../src/rules/lifecycle.ts'

const { table, states, actions, next, statesBefore, stateAfter, actionsFor, isTerminal } = lifeOf({
  drafted: { release: ['sending', 'operator'], drop: ['dropped', 'operator'] },
  sending: { hold: ['paused', 'operator', 'clock'], end: ['sent', 'clock'] },
  paused: { release: ['sending', 'operator'], drop: ['stopped', 'operator'] },
  sent: {},
  dropped: {},
  stopped: {},
})

test('states, actions and actors come from the table, for the compiler too', () => {
  expect(states).toEqual(['drafted', 'sending', 'paused', 'sent', 'dropped', 'stopped'])
  expect(actions).toEqual(['release', 'drop', 'hold', 'end'])
  expectTypeOf(next).parameters.toEqualTypeOf<
    [
      'drafted' | 'sending' | 'paused' | 'sent' | 'dropped' | 'stopped',
      'release' | 'drop' | 'hold' | 'end',
      'operator' | 'clock',
    ]
  >()
  expect(table.sending.hold).toEqual(['paused', 'operator', 'clock'])
})

test('an announcement is released by an operator, ended by the clock, and neither does the other’s', () => {
  expect(next('drafted', 'release', 'operator')).toBe('sending')
  expect(next('sending', 'end', 'clock')).toBe('sent')
  expect(next('drafted', 'release', 'clock')).toBeUndefined()
  expect(next('sending', 'end', 'operator')).toBeUndefined()
  expect(next('sent', 'release', 'operator')).toBeUndefined()
})

test('what a command compares with, and what a screen offers', () => {
  expect(statesBefore('release', 'operator')).toEqual(['drafted', 'paused'])
  expect(statesBefore('hold', 'clock')).toEqual(['sending'])
  expect(actionsFor('paused', 'operator')).toEqual(['release', 'drop'])
  expect(actionsFor('sending', 'clock')).toEqual(['hold', 'end'])
  expect(actionsFor('sent', 'operator')).toEqual([])
})

test('what has no way on is over', () => {
  expect(states.filter(isTerminal)).toEqual(['sent', 'dropped', 'stopped'])
})

test('an action leads to its one state; where it leads to several, one must say from which', () => {
  expect(stateAfter('release')).toBe('sending')
  expect(() => stateAfter('drop')).toThrow('drop does not lead to one state')
  expect([next('drafted', 'drop', 'operator'), next('paused', 'drop', 'operator')]).toEqual(['dropped', 'stopped'])
})

test('a way to a state without a row does not compile', () => {
  type Way<To extends string> = { readonly drafted: { readonly release: readonly [To, 'operator'] } }
  expectTypeOf<Way<'drafted'>>().toExtend<Parameters<typeof lifeOf<Way<'drafted'>>>[0]>()
  expectTypeOf<Way<'nowhere'>>().not.toExtend<Parameters<typeof lifeOf<Way<'nowhere'>>>[0]>()
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  actionsFor,
  type Actor,
  isTerminal,
  keepsSeat,
  lifecycle,
  next,
  orderActions,
  type OrderState,
  orderStates,
  stateAfter,
  statesBefore,
} from '../../src/rules/order.ts'

/** Where something can still happen. */
const living = orderStates.filter(state => !isTerminal(state))
const actors: readonly Actor[] = ['citizen', 'shopkeeper', 'clock']

describe('the life of an order', () => {
  test('placed, accepted, prepared, collected', () => {
    expect(next('placed', 'accept', 'shopkeeper')).toBe('accepted')
    expect(next('accepted', 'prepare', 'shopkeeper')).toBe('ready')
    expect(next('ready', 'fulfill', 'shopkeeper')).toBe('fulfilled')
  })

  test('the shop offers another time: the citizen agrees or lets go, and nobody else answers for them', () => {
    expect(next('placed', 'propose', 'shopkeeper')).toBe('proposed')
    expect(next('accepted', 'propose', 'shopkeeper')).toBe('proposed')
    expect(next('proposed', 'agree', 'citizen')).toBe('accepted')
    expect(next('proposed', 'cancel', 'citizen')).toBe('cancelled')
    expect(actionsFor('proposed', 'shopkeeper')).toEqual([])
  })

  test('nobody answers in time: only the clock lets it expire, and only while an answer is awaited', () => {
    expect(statesBefore('expire', 'clock')).toEqual(['placed', 'proposed'])
    expect(statesBefore('expire', 'shopkeeper')).toEqual([])
    expect(statesBefore('expire', 'citizen')).toEqual([])
  })

  test('the citizen may cancel until the bag is ready, and never decides for the shop', () => {
    expect(statesBefore('cancel', 'citizen')).toEqual(['placed', 'proposed', 'accepted'])
    for (const action of ['accept', 'propose', 'decline', 'prepare', 'fulfill', 'miss'] as const) {
      expect(statesBefore(action, 'citizen')).toEqual([])
    }
  })

  test('the shop may decline what it has not prepared, and does not cancel in the citizen’s name', () => {
    expect(statesBefore('decline', 'shopkeeper')).toEqual(['placed', 'accepted'])
    expect(statesBefore('cancel', 'shopkeeper')).toEqual([])
    expect(statesBefore('agree', 'shopkeeper')).toEqual([])
  })

  test('a ready bag that nobody collects is missed, said by the shop or by the clock', () => {
    expect(statesBefore('miss', 'shopkeeper')).toEqual(['ready'])
    expect(statesBefore('miss', 'clock')).toEqual(['ready'])
  })

  test('the buttons follow from the table', () => {
    expect(actionsFor('placed', 'shopkeeper')).toEqual(['accept', 'propose', 'decline'])
    expect(actionsFor('accepted', 'shopkeeper')).toEqual(['propose', 'decline', 'prepare'])
    expect(actionsFor('ready', 'shopkeeper')).toEqual(['fulfill', 'miss'])
    expect(actionsFor('placed', 'citizen')).toEqual(['cancel'])
    expect(actionsFor('ready', 'citizen')).toEqual([])
  })

  test('an action leads to one and the same state from wherever it is allowed', () => {
    for (const action of orderActions) {
      const from = orderStates.filter(state => lifecycle[state][action])
      expect(from.length).toBeGreaterThan(0)
      expect(new Set(from.map(state => lifecycle[state][action]?.[0]))).toEqual(new Set([stateAfter(action)]))
    }
  })

  test('what has ended stays ended; everything else can still end', () => {
    const ended: OrderState[] = ['fulfilled', 'declined', 'cancelled', 'expired', 'missed']
    expect(orderStates.filter(isTerminal)).toEqual(ended)
    for (const state of ended) for (const actor of actors) expect(actionsFor(state, actor)).toEqual([])
    for (const state of living) expect(reachable(state).some(isTerminal)).toBe(true)
  })

  test('every state can come about', () => {
    expect(new Set(reachable('placed'))).toEqual(new Set(orderStates))
  })

  test('someone other than the citizen can always end it, so that no order waits for ever', () => {
    for (const state of living) {
      const ends = (actor: Actor): boolean => actionsFor(state, actor).some(action => isTerminal(stateAfter(action)))
      expect(ends('clock') || ends('shopkeeper')).toBe(true)
    }
  })

  test('the place in the slot is kept while the order lives and once it was collected, and is free otherwise', () => {
    expect(orderStates.filter(keepsSeat)).toEqual(['placed', 'proposed', 'accepted', 'ready', 'fulfilled'])
  })

  test('whatever people press, in whatever order: a place once given back is never taken again', () => {
    const press = fc.record({ action: fc.constantFrom(...orderActions), actor: fc.constantFrom(...actors) })
    const ends = new Set<OrderState>()
    fc.assert(
      fc.property(fc.array(press, { maxLength: 60 }), presses => {
        let state: OrderState = 'placed'
        let givenBack = false
        for (const { action, actor } of presses) {
          const allowed = actionsFor(state, actor).includes(action)
          const to = next(state, action, actor)
          expect(to !== undefined).toBe(allowed)
          expect(statesBefore(action, actor).includes(state)).toBe(allowed)
          if (to === undefined) continue
          expect(isTerminal(state)).toBe(false)
          expect(to).toBe(stateAfter(action))
          state = to
          if (!keepsSeat(state)) givenBack = true
          expect(givenBack && keepsSeat(state)).toBe(false)
        }
        ends.add(state)
      }),
      { numRuns: 1000 },
    )
    expect(ends.size).toBeGreaterThan(4)
  })
})

function reachable(from: OrderState): OrderState[] {
  const found = new Set<OrderState>([from])
  for (const state of found) {
    for (const action of orderActions) {
      const to = lifecycle[state][action]?.[0]
      if (to) found.add(to)
    }
  }
  return [...found]
}

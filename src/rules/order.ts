// SPDX-License-Identifier: AGPL-3.0-or-later
import { lifeOf } from './lifecycle.ts'

/**
 * The life of an order. `agree` is the citizen's yes to another time, or to other lines. A shop that accepts
 * automatically does so as `shopkeeper`. The clock acts through the schedule; nobody else may act as the clock.
 */
const life = lifeOf({
  placed: {
    accept: ['accepted', 'shopkeeper'],
    propose: ['proposed', 'shopkeeper'],
    decline: ['declined', 'shopkeeper'],
    cancel: ['cancelled', 'citizen'],
    expire: ['expired', 'clock'],
  },
  proposed: {
    agree: ['accepted', 'citizen'],
    cancel: ['cancelled', 'citizen'],
    expire: ['expired', 'clock'],
  },
  accepted: {
    prepare: ['ready', 'shopkeeper'],
    propose: ['proposed', 'shopkeeper'],
    cancel: ['cancelled', 'citizen'],
    decline: ['declined', 'shopkeeper'],
  },
  ready: {
    fulfill: ['fulfilled', 'shopkeeper'],
    miss: ['missed', 'shopkeeper', 'clock'],
  },
  fulfilled: {},
  declined: {},
  cancelled: {},
  expired: {},
  missed: {},
})

/** The table, its states and its actions. */
export const { table: lifecycle, states: orderStates, actions: orderActions } = life
/** What is read from it, as `Life` says of each. */
export const { next, statesBefore, stateAfter, actionsFor, isTerminal } = life

export type OrderState = (typeof orderStates)[number]
export type OrderAction = (typeof orderActions)[number]

/** Who moves an order. */
export type Actor = Parameters<typeof next>[2]

/** Whether a live order can still be called off by its citizen: once accepted, up to a limit of the shop's. */
export function inTimeToCancel(
  { state, cancelBy }: { readonly state: OrderState; readonly cancelBy: Date | null },
  now: Date,
): boolean {
  if (!actionsFor(state, 'citizen').includes('cancel')) return false
  return state !== 'accepted' || cancelBy === null || cancelBy >= now
}

/** Whether the order keeps its seat in the slot: while it lives, and for good once the bag was collected. */
export function keepsSeat(state: OrderState): boolean {
  return state === 'fulfilled' || !isTerminal(state)
}

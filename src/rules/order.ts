// SPDX-License-Identifier: AGPL-3.0-or-later

/** Who moves an order. The clock acts through the schedule, nobody else may act as the clock. */
export type Actor = 'citizen' | 'shopkeeper' | 'clock'

export const orderStates = [
  'placed',
  'proposed',
  'accepted',
  'ready',
  'fulfilled',
  'declined',
  'cancelled',
  'expired',
  'missed',
] as const
export type OrderState = (typeof orderStates)[number]

export const orderActions = [
  'accept',
  'propose',
  'agree',
  'decline',
  'cancel',
  'prepare',
  'fulfill',
  'miss',
  'expire',
] as const
export type OrderAction = (typeof orderActions)[number]

type Moves = Partial<Record<OrderAction, readonly [to: OrderState, ...who: Actor[]]>>

/**
 * The life of an order: from each state, what may happen, where it leads, who may do it.
 * Buttons, permissions and refusals are all read from here. `agree` is the citizen's yes to another time.
 * A shop that accepts automatically does so as `shopkeeper`.
 */
export const lifecycle: Record<OrderState, Moves> = {
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
}

/** The state an action leads to, or undefined where this actor may not do it now. */
export function next(state: OrderState, action: OrderAction, actor: Actor): OrderState | undefined {
  const move = lifecycle[state][action]
  if (!move) return undefined
  const [to, ...who] = move
  return who.includes(actor) ? to : undefined
}

/** The states from which this actor may do the action: what a command's guarded update compares with. */
export function statesBefore(action: OrderAction, actor: Actor): OrderState[] {
  return orderStates.filter(state => next(state, action, actor) !== undefined)
}

/** Where an action leads; the same from every state that allows it. */
export function stateAfter(action: OrderAction): OrderState {
  for (const state of orderStates) {
    const move = lifecycle[state][action]
    if (move) return move[0]
  }
  throw new Error(`no state allows ${action}`)
}

/** What this actor may do now: the buttons a screen should offer, in the order of the table. */
export function actionsFor(state: OrderState, actor: Actor): OrderAction[] {
  return orderActions.filter(action => next(state, action, actor) !== undefined)
}

/** Nothing more can happen. */
export function isTerminal(state: OrderState): boolean {
  return Object.keys(lifecycle[state]).length === 0
}

/** States in which the order still asks something of somebody. */
export const liveStates: readonly OrderState[] = orderStates.filter(state => !isTerminal(state))

/** Whether the order keeps its place in the slot: while it lives, and for good once the bag was collected. */
export function keepsSeat(state: OrderState): boolean {
  return state === 'fulfilled' || !isTerminal(state)
}

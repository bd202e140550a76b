// SPDX-License-Identifier: AGPL-3.0-or-later
// A lifecycle is one table: from each state, what may happen, where it leads, and who may do it. Guards, buttons,
// sweeps and the end of a life are all read from that table, whatever it is the life of.

/** From each state, by action, the state it leads to and the actors who may do it. */
export type Lifecycle<State extends string, Action extends string, Actor extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Action, readonly [to: State, ...who: Actor[]]>>>>
>

type Rows = Readonly<Record<string, Readonly<Record<string, readonly [string, ...string[]]>>>>

/** The same rows, where every action must lead to a state that has a row of its own. */
type Closed<Table> = {
  readonly [State in keyof Table]: {
    readonly [Action in keyof Table[State]]: readonly [to: keyof Table & string, ...who: string[]]
  }
}

type StateOf<Table> = keyof Table & string
type ActionOf<Table> = { [State in keyof Table]: keyof Table[State] }[keyof Table] & string
type ActorOf<Table> = {
  [State in keyof Table]: {
    [Action in keyof Table[State]]: Table[State][Action] extends readonly [string, ...infer Who extends string[]]
      ? Who[number]
      : never
  }[keyof Table[State]]
}[keyof Table]

/** What is read from a lifecycle's table. */
export interface Life<State extends string, Action extends string, Actor extends string> {
  readonly table: Lifecycle<State, Action, Actor>
  /** All states, in the order of the table. */
  readonly states: readonly [State, ...State[]]
  /** All actions, in the order in which the table first names them. */
  readonly actions: readonly Action[]
  /** The state an action leads to, or undefined where this actor may not do it now. */
  next(this: void, state: State, action: Action, actor: Actor): State | undefined
  /** The states from which this actor may do the action: what a command's guarded update compares with. */
  statesBefore(this: void, action: Action, actor: Actor): State[]
  /** Where an action leads from every state that allows it; throws where that is not one and the same state. */
  stateAfter(this: void, action: Action): State
  /** What this actor may do now: the buttons a screen should offer, in the order of `actions`. */
  actionsFor(this: void, state: State, actor: Actor): Action[]
  /** Whether nothing more can happen. */
  isTerminal(this: void, state: State): boolean
}

/** Reads a table; its states, actions and actors are inferred, and an action that leads nowhere does not compile. */
export function lifeOf<const Table extends Rows>(
  table: Table & Closed<Table>,
): Life<StateOf<Table>, ActionOf<Table>, ActorOf<Table>> {
  return read<StateOf<Table>, ActionOf<Table>, ActorOf<Table>>(table as Rows as never)
}

function read<State extends string, Action extends string, Actor extends string>(
  table: Lifecycle<State, Action, Actor>,
): Life<State, Action, Actor> {
  const states = Object.keys(table) as [State, ...State[]]
  const actions = [...new Set(states.flatMap(state => Object.keys(table[state]) as Action[]))]
  const next = (state: State, action: Action, actor: Actor): State | undefined => {
    const [to, ...who] = table[state][action] ?? []
    return who.includes(actor) ? to : undefined
  }
  return {
    table,
    states,
    actions,
    next,
    statesBefore: (action, actor) => states.filter(state => next(state, action, actor) !== undefined),
    stateAfter: action => {
      const [to, ...others] = new Set(states.flatMap(state => table[state][action]?.[0] ?? []))
      if (to === undefined || others.length > 0) throw new Error(`${action} does not lead to one state`)
      return to
    },
    actionsFor: (state, actor) => actions.filter(action => next(state, action, actor) !== undefined),
    isTerminal: state => Object.keys(table[state]).length === 0,
  }
}

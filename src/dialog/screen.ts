// SPDX-License-Identifier: AGPL-3.0-or-later
// What a screen is: a name and a state (from `spots.ts`), what it shows, and what its choices and typed texts do.
//
// What a choice may do is where its handler stands. `views` only look, so they may run from any message, however old;
// `changes` may change things, from any message whose choices were not used up; `commits` run once, from the present
// message or card, and have the transaction to themselves unless `besideOrders` says otherwise.
import type { z } from 'zod'
import type { Account, Input } from '../channel.ts'
import type { Effect } from '../db/stored.ts'
import type { Look, SoleWork, Work } from '../engine/unit.ts'
import type { Markup, Plain } from '../text/markup.ts'
import type { Texts } from '../text/text.ts'
import type { StatesOf } from './spots.ts'
import type { GoAction, Shown } from './view.ts'
import type { Go } from './ways.ts'

/** The person who looks, in one chat. */
export interface Viewer {
  readonly chatId: string
  readonly account: Account
  /** Accounts of ours on other channels. */
  readonly elsewhere: readonly Account[]
  readonly personId: string
  readonly personName: string
  readonly municipalityId: string | null
  readonly timezone: string
}

/** What a screen is given: a unit of work, its state, the reader's words. */
export interface Scene<State, Unit extends Look = Look> {
  readonly work: Unit
  readonly state: State
  readonly t: Texts
  readonly viewer: Viewer
}

/** Runs one action; undefined where the stored argument no longer fits. */
type Handler<State, Unit extends Look> = (
  scene: Scene<State, Unit>,
  argument: unknown,
) => Promise<Go | undefined> | Go | undefined

/** A commit that shares its transaction with others of the kind. */
interface BesideOrders<State> {
  readonly sharing: 'orders'
  readonly run: Handler<State, Work>
}

/** A commit that may share its transaction with others that place orders: it takes by guarded statements only. */
export function besideOrders<State>(run: Handler<State, Work>): BesideOrders<State> {
  return { sharing: 'orders', run }
}

/** A handler whose choice carries an argument: the stored argument is parsed before use. */
export function taking<Argument, At>(
  schema: z.ZodType<Argument>,
  run: (scene: At, argument: Argument) => Promise<Go> | Go,
): (scene: At, argument: unknown) => Promise<Go> | Go | undefined {
  return (scene, argument) => {
    const parsed = schema.safeParse(argument)
    return parsed.success ? run(scene, parsed.data) : undefined
  }
}

/** What typed words come to where they need a transaction of their own. */
export interface Alone<State> {
  readonly kind: 'alone'
  readonly run: (scene: Scene<State, SoleWork>) => Promise<Go>
}

/** Goes on with a transaction of its own: for typed words that commit something. */
export function alone<State>(run: (scene: Scene<State, SoleWork>) => Promise<Go>): Alone<State> {
  return { kind: 'alone', run }
}

/** An errand was asked for: nothing is shown before its result comes back as an input. */
export interface Waiting {
  readonly kind: 'waiting'
}

/** Waits for the errand that was asked for. */
export const waiting: Waiting = { kind: 'waiting' }

/** What was typed or sent leads there; undefined: it was not for this screen. */
export type Heard<State> = Go | Alone<State> | Waiting | undefined

interface Definition<State, Views extends string, Changes extends string, Commits extends string> {
  readonly show: (scene: Scene<State>) => Promise<Shown<NoInfer<Views | Changes | Commits> | GoAction> | Go>
  readonly views?: { readonly [Action in Views]: Handler<State, Look> }
  readonly changes?: { readonly [Action in Changes]: Handler<State, Work> }
  readonly commits?: { readonly [Action in Commits]: Handler<State, SoleWork> | BesideOrders<State> }
  /** What is said when a card was moved on by somebody else before this tap came. */
  readonly late?: (scene: Scene<State>) => Promise<Plain>
  /** Typed words that are no choice. */
  readonly typed?: (scene: Scene<State, Work>, text: string) => Promise<Heard<State>>
  /** Anything else a person can send: a photo, a point on the map. */
  readonly sent?: (scene: Scene<State, Work>, input: Input) => Promise<Heard<State>>
}

/** An action of a screen: what it may do, and how it is run. */
export type Action =
  | { readonly effect: 'view'; readonly sharing?: undefined; readonly run: Handler<unknown, Look> }
  | { readonly effect: 'change'; readonly sharing?: undefined; readonly run: Handler<unknown, Work> }
  | { readonly effect: 'commit'; readonly sharing: 'orders'; readonly run: Handler<unknown, Work> }
  | { readonly effect: 'commit'; readonly sharing?: undefined; readonly run: Handler<unknown, SoleWork> }

/** A screen as the dialog runs it: `state` is parsed before each of its functions is called. */
export interface Screen<Name extends string = string, Actions extends string = string, State = unknown> extends Pick<
  Definition<unknown, never, never, never>,
  'late' | 'typed' | 'sent'
> {
  readonly name: Name
  readonly state: z.ZodType
  readonly show: (scene: Scene<unknown>) => Promise<Shown | Go>
  readonly actions: ReadonlyMap<string, Action>
  /** For the compiler only: the actions by name, and the state. */
  readonly offers?: Actions
  readonly at?: State
}

/** `screen(name, definition)` for the names of a list. */
export type ScreenFor<List> = <
  Name extends keyof List & string,
  Views extends string = never,
  Changes extends string = never,
  Commits extends string = never,
>(
  name: Name,
  definition: Definition<StatesOf<List>[Name], Views, Changes, Commits>,
) => Screen<Name, Views | Changes | Commits, StatesOf<List>[Name]>

/** The `screen` of a list of spots. */
export function screensOf<List extends Readonly<Record<string, z.ZodType>>>(list: List): ScreenFor<List> {
  return (name, { show, views = {}, changes = {}, commits = {}, ...rest }) => {
    const actions = new Map<string, unknown>()
    const define = (effect: Effect, handlers: Readonly<Record<string, unknown>>): void => {
      for (const [action, handler] of Object.entries(handlers)) {
        if (actions.has(action)) throw new Error(`the screen ${name} defines ${action} twice`)
        actions.set(
          action,
          typeof handler === 'function' ? { effect, run: handler } : { effect, ...(handler as object) },
        )
      }
    }
    define('view', views)
    define('change', changes)
    define('commit', commits)
    // The definition is typed by its own state; the dialog hands it nothing but a state that `state` has accepted.
    return { name, state: list[name], show, actions, ...rest } as unknown as Screen<typeof name, never, never>
  }
}

/** All that one kind of reader can see. */
export interface Audience {
  readonly screens: ReadonlyMap<string, Screen>
  /** Deep links, commands and words that mean the same everywhere. */
  readonly begin: (scene: Scene<unknown, Work>, text: string) => Promise<Heard<unknown>>
  /** Free words that the screen where they were typed has no use for; the scene has its state. */
  readonly hears?: (scene: Scene<unknown, Work>, text: string) => Promise<Heard<unknown>>
  /** Anything else that can be sent and that the screen has no use for; the scene has its state. */
  readonly receives?: (scene: Scene<unknown, Work>, input: Input) => Promise<Heard<unknown>>
  /** Opens the very first message of a chat. */
  readonly greeting?: (scene: Scene<unknown>) => Promise<Markup>
}

/** The screens of a list by name: each name has one screen, and each screen a name of the list. */
export function screensByName(
  list: Readonly<Record<string, z.ZodType>>,
  screens: readonly Screen[],
): ReadonlyMap<string, Screen> {
  const byName = new Map(screens.map(screen => [screen.name, screen]))
  if (byName.size !== screens.length) throw new Error('two screens have the same name')
  const missing = Object.keys(list).filter(name => !byName.has(name))
  if (missing.length > 0) throw new Error(`no screen for ${missing.join(', ')}`)
  return byName
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Ways from one screen to another. `GoTo` and `LinkTo` are typed by the screens that may be named; each audience has
// its own (`for-citizens.ts`, `for-staff.ts`, `for-both.ts`).
import type { Audience } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import type { Plain } from '../text/markup.ts'
import type { Given } from './spots.ts'
import { type Choice, type GoAction, goAction } from './view.ts'

/** To another screen, or to the same screen in another state. */
export interface Go extends StoredSpot {
  readonly kind: 'go'
  readonly toast?: Plain | undefined
  /** What of the chat changes: the scene is set anew. */
  readonly changes?: ChatChanges | undefined
}

/** The viewer's chat itself changes. */
export interface ChatChanges {
  readonly language?: string
  readonly municipalityId?: string
  /** The chat has come to belong to another person: linked. */
  readonly personId?: string
}

type Nothing = Record<never, never>
type StateThenToast<State> = Nothing extends State
  ? [state?: State, toast?: Plain | undefined]
  : [state: State, toast?: Plain | undefined]
type StateAlone<State> = Nothing extends State ? [state?: State] : [state: State]

/** `go(screen, state, toast)`: the toast is a line said in passing. */
export type GoTo<States> = <Name extends keyof States & string>(
  screen: Name,
  ...stateThenToast: StateThenToast<States[Name]>
) => Go

/** `link(label, screen, state)`: a choice that shows another screen, and works from any message, however old. */
export interface LinkTo<States> {
  <Name extends keyof States & string>(label: Plain, screen: Name, ...state: StateAlone<States[Name]>): Choice<GoAction>
  /** To a screen of the audience that is named. */
  <For extends Audience, Name extends keyof Given<For> & string>(
    label: Plain,
    screen: Name,
    state: Given<For>[Name],
    audience: For,
  ): Choice<GoAction>
}

/** `go` without its types. */
export function goTo(screen: string, state: unknown = {}, toast?: Plain): Go {
  return { kind: 'go', screen, state, toast }
}

/** `link` without its types. */
export function linkTo(label: Plain, screen: string, state: unknown = {}, audience?: Audience): Choice<GoAction> {
  return { label, action: goAction, argument: { screen, state, ...(audience && { audience }) } }
}

/** To a screen of the other audience, where one account serves both. */
export function goAcross<For extends Audience, Name extends keyof Given<For> & string>(
  audience: For,
  screen: Name,
  state: Given<For>[Name],
  toast?: Plain,
): Go {
  return { ...goTo(screen, state, toast), audience }
}

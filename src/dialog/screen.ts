// SPDX-License-Identifier: AGPL-3.0-or-later
// What a screen is: a name, a state, what it shows, and what its choices and typed texts do. Screens know no channel.
import type { z } from 'zod'
import type { Account, Audience as AudienceName, ChoiceView, Input, TemplateView, View } from '../channel.ts'
import type { Effect, StoredChoice, StoredSpot } from '../db/stored.ts'
import type { Work } from '../engine/unit.ts'
import type { Markup, Plain } from '../text/markup.ts'
import type { Texts } from '../text/text.ts'

/** Whoever is looking: one person in one chat. */
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

export interface Scene<State> {
  readonly work: Work
  readonly state: State
  readonly t: Texts
  readonly viewer: Viewer
}

/** A choice as a screen offers it. */
export interface Choice {
  readonly label: string
  readonly action: string
  readonly argument?: unknown
  readonly effect: Effect
  readonly description?: string | undefined
}

/** What a screen shows. */
export interface Shown {
  readonly kind: 'view'
  readonly text: Markup
  readonly rows: readonly (readonly Choice[])[]
  readonly photoId?: string | undefined
  readonly numberAnswers?: boolean | undefined
  /** See `Message.card`. */
  readonly card?: string | undefined
  readonly template?: TemplateView | undefined
}

/** To another screen, or this one in another state. */
export interface Go extends StoredSpot {
  readonly kind: 'go'
  readonly toast?: string | undefined
  /** Language or town of the chat have changed: the scene is set anew. */
  readonly changes?: ChatChanges | undefined
}

/** The viewer's chat itself changes. */
export interface ChatChanges {
  readonly language?: string
  readonly municipalityId?: string
  /** The chat has come to belong to another person: linked. */
  readonly personId?: string
}

export interface Screen<State = unknown> {
  readonly name: string
  readonly state: z.ZodType<State>
  show(scene: Scene<State>): Promise<Shown | Go>
  readonly on?: Readonly<Record<string, (scene: Scene<State>, argument: unknown) => Promise<Go> | Go>>
  /** What is said when a card was moved on by somebody else before this tap came. */
  readonly late?: (scene: Scene<State>) => Promise<Plain>
  /** Typed words that are no choice; undefined: not for this screen. */
  readonly typed?: (scene: Scene<State>, text: string) => Promise<Go | undefined>
  /** Anything else a person can send: a photo, a place. */
  readonly sent?: (scene: Scene<State>, input: Input) => Promise<Go | undefined>
}

/** All that one kind of reader can see, and where they start from. */
export interface Audience {
  readonly screens: ReadonlyMap<string, Screen>
  readonly home: string
  /** Shown for what nobody understood. */
  readonly lost: string
  /** Shown when something of ours failed. */
  readonly apology: string
  /** Deep links, commands and words that mean the same everywhere. */
  begin(scene: Scene<unknown>, text: string): Promise<Go | undefined>
  /** Free words that the screen where they were typed has no use for; the scene has its state. */
  hears?(scene: Scene<unknown>, text: string): Promise<Go | undefined>
  /** Anything else that can be sent and that the screen has no use for; the scene has its state. */
  receives?(scene: Scene<unknown>, input: Input): Promise<Go | undefined>
  /** Opens the very first message of a chat. */
  greeting?(scene: Scene<unknown>): Promise<Markup>
}

/** Screens by name; a name used twice would hide a screen. */
export function screensByName(screens: readonly Screen[]): ReadonlyMap<string, Screen> {
  const byName = new Map(screens.map(screen => [screen.name, screen]))
  if (byName.size !== screens.length) throw new Error('two screens have the same name')
  return byName
}

/** Keeps the state's type for the file that writes the screen; the dialog parses it before use. */
export function screen<State>(definition: Screen<State>): Screen {
  return definition as unknown as Screen
}

export function view(text: Markup, ...rows: readonly (Choice | readonly Choice[] | undefined | false)[]): Shown {
  return { kind: 'view', text, rows: arranged(rows) }
}

/** A choice that only looks: the default. */
export function choice(label: Plain, action: string, argument?: unknown, effect: Effect = 'view'): Choice {
  return { label, action, argument, effect }
}

/** Shows another screen, perhaps one for the other audience; works from any message, however old. */
export function link(label: Plain, to: string, state: unknown = {}, audience?: AudienceName): Choice {
  return { label, action: goAction, argument: { screen: to, state, ...(audience && { audience }) }, effect: 'view' }
}

/** The action of every `link`. */
export const goAction = 'go'

export function go(screen: string, state: unknown = {}, toast?: Plain): Go {
  return { kind: 'go', screen, state, toast }
}

/** Choices side by side, so many to a row. */
export function grid(choices: readonly Choice[], perRow: number): Choice[][] {
  const rows: Choice[][] = []
  for (let at = 0; at < choices.length; at += perRow) rows.push(choices.slice(at, at + perRow))
  return rows
}

function arranged(rows: readonly (Choice | readonly Choice[] | undefined | false)[]): Choice[][] {
  return rows
    .filter((row): row is Choice | readonly Choice[] => row !== undefined && row !== false)
    .map(row => ('label' in row ? [row] : [...row]))
    .filter(row => row.length > 0)
}

/** The view as it goes out and the choices as they are kept, in the same order. */
export function split(shown: Shown): { view: View; choices: StoredChoice[] } {
  const choices: StoredChoice[] = []
  const rows = shown.rows.map(row =>
    row.map((each): ChoiceView => {
      const { label, action, argument, effect, description } = each
      choices.push({ label, action, argument, effect })
      return { label, ...(description !== undefined && { description }) }
    }),
  )
  const { text, photoId, numberAnswers, template } = shown
  return {
    view: {
      text,
      rows,
      ...(photoId && { photoId }),
      ...(numberAnswers && { numberAnswers }),
      ...(template && { template }),
    },
    choices,
  }
}

/** What was split, whole again: for a message that is shown elsewhere as it was. */
export function unsplit({ rows, ...view }: View, choices: readonly StoredChoice[], card: string | undefined): Shown {
  let index = 0
  const whole = rows.map(row =>
    row.flatMap((each): Choice[] => {
      const stored = choices[index++]
      return stored ? [{ ...stored, ...each }] : []
    }),
  )
  return { kind: 'view', ...view, rows: whole, card }
}

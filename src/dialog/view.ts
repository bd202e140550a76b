// SPDX-License-Identifier: AGPL-3.0-or-later
// What a screen shows: a text, choices in rows, perhaps a picture. Screens know no channel.
import type { KeptFile, SecretOf, TemplateView } from '../channel.ts'
import type { StoredErrand } from '../db/stored.ts'
import type { Markup, Plain } from '../text/markup.ts'
import type { Card } from './cards.ts'

/** The action of every `link`: it needs no handler. */
export const goAction = 'go'
export type GoAction = typeof goAction

/** A choice as a screen offers it. What it may do stands with the handler of its action, in the screen's definition. */
export interface Choice<Action extends string = string> {
  readonly label: Plain
  readonly action: Action
  readonly argument?: unknown
  readonly description?: string | undefined
}

/** What a screen shows; its choices are of these actions. */
export interface Shown<Action extends string = string> {
  readonly kind: 'view'
  readonly text: Markup
  readonly rows: readonly (readonly Choice<Action>[])[]
  readonly photoId?: string | undefined
  /** Documents that go ahead of the text, from `keepDocument`. Never on a card: what replaces a card would delete them. */
  readonly file?: KeptFile | readonly KeptFile[] | undefined
  /** Work that this view waits for, such as a picture: its result comes back to the chat as an input. */
  readonly errand?: StoredErrand | undefined
  readonly numberAnswers?: boolean | undefined
  /** Of whom the secret is that the text has a mark for. */
  readonly secret?: SecretOf | undefined
  readonly card?: Card | undefined
  readonly template?: TemplateView | undefined
}

/** Choices side by side, one choice below the others, or none. */
export type Row<Action extends string> = Choice<Action> | readonly Choice<Action>[] | undefined | false

/** A text with its choices, row by row. */
export function view<Action extends string = never>(text: Markup, ...rows: readonly Row<Action>[]): Shown<Action> {
  return { kind: 'view', text, rows: arranged(rows) }
}

/** A choice whose action the screen that shows it defines. */
export function choice<const Action extends string>(label: Plain, action: Action, argument?: unknown): Choice<Action> {
  return { label, action, argument }
}

/** Choices side by side, so many to a row. */
export function grid<Action extends string>(choices: readonly Choice<Action>[], perRow: number): Choice<Action>[][] {
  const rows: Choice<Action>[][] = []
  for (let at = 0; at < choices.length; at += perRow) rows.push(choices.slice(at, at + perRow))
  return rows
}

function arranged<Action extends string>(rows: readonly Row<Action>[]): Choice<Action>[][] {
  return rows
    .filter(row => row !== undefined && row !== false)
    .map(row => ('label' in row ? [row] : [...row]))
    .filter(row => row.length > 0)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { flag, instant, integer, json, nullable, oneOf, type RowOf, text, texts } from '../rows.ts'
import type { StoredChoice, StoredSpot } from '../stored.ts'

const audiences = ['citizen', 'staff'] as const

/** What is found of one update: its chat, locked, if the update is new, and the menu it is about. */
export const columnsOfRecognised = {
  at: integer,
  /** Among which updates it may share a transaction. */
  among: oneOf(['changes', 'orders', 'alone']),
  ours: flag,
  fresh: flag,
  // The chat, if it is known.
  id: nullable(text),
  account: nullable(text),
  address: nullable(text),
  audience: nullable(oneOf(audiences)),
  personId: nullable(text),
  personName: nullable(text),
  municipalityId: nullable(text),
  timezone: nullable(text),
  language: nullable(text),
  spot: nullable(json<StoredSpot>()),
  greetedAt: nullable(instant),
  // The menu, if there is one.
  menuId: nullable(text),
  menuAudience: nullable(oneOf(audiences)),
  menuSpot: nullable(json<StoredSpot>()),
  choices: nullable(json<StoredChoice[]>()),
  choicesState: nullable(oneOf(['open', 'superseded', 'answered'])),
  card: nullable(text),
  externalIds: nullable(texts),
  photo: nullable(flag),
  numberAnswers: nullable(flag),
}

export type RecognisedRow = RowOf<typeof columnsOfRecognised>

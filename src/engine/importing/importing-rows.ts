// SPDX-License-Identifier: AGPL-3.0-or-later
// Telling two rows apart, and writing many at once.
import { isDeepStrictEqual } from 'node:util'
import { type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'

/** `returned`: was hidden and is shown again, changed or not. */
export type Change = 'added' | 'changed' | 'returned' | 'hidden' | 'unchanged'

/** Far below the 65,535 parameters that one statement may have. */
const rowsAtOnce = 1_000

/** What became of a row, judged by the names under which it differs. */
export function changeOf(
  before: { hiddenAt: Date | null } | undefined,
  fields: string[],
): { change: Change; fields: string[] } {
  if (!before) return { change: 'added', fields: [] }
  const shown = fields.filter(field => field !== 'hiddenAt')
  if (before.hiddenAt !== null) return { change: 'returned', fields: shown }
  return { change: shown.length > 0 ? 'changed' : 'unchanged', fields: shown }
}

/** The names under which two rows differ, of those that the second one has. */
export function differences(before: object, wanted: object): string[] {
  return Object.entries(wanted).flatMap(([name, value]) =>
    isDeepStrictEqual(Reflect.get(before, name), value) ? [] : [name],
  )
}

/** Whether the same rows are there, whatever their order and their ids. */
export function sameRows(before: readonly object[] | undefined, wanted: readonly object[]): boolean {
  const names = Object.keys(wanted[0] ?? {})
  if ((before ?? []).length !== wanted.length) return false
  const text = (row: object): string => JSON.stringify(names.map(name => Reflect.get(row, name) as unknown))
  return isDeepStrictEqual((before ?? []).map(text).sort(), wanted.map(text).sort())
}

/** These columns take the new value. */
export function excluded(names: readonly string[]): Record<string, SQL> {
  return Object.fromEntries(names.map(name => [name, sql`excluded.${sql.identifier(toSnakeCase(name))}`]))
}

/** Parts small enough for one statement. */
export function* inParts<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += rowsAtOnce) yield list.slice(from, from + rowsAtOnce)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Raw rows are parsed, not cast: each statement says what its columns hold, and a row that holds something else throws.

/** A row as the server answers it, in the database's names; an instant is text. */
export type RawRow = Record<string, unknown>

/** Reads the value of one column, or throws. */
export type Column<T> = (value: unknown) => T

/** What a statement answers: its columns by our names for them. */
export type Columns = Readonly<Record<string, Column<unknown>>>

/** A row of such columns. */
export type RowOf<Described extends Columns> = { readonly [Name in keyof Described]: ReturnType<Described[Name]> }

function column<T>(kind: string, isOne: (value: unknown) => value is T): Column<T> {
  return value => {
    if (!isOne(value)) throw new TypeError(`a column holds ${describe(value)} instead of ${kind}`)
    return value
  }
}

/** Never the value itself: it may be personal, and errors are logged. */
function describe(value: unknown): string {
  return value === null ? 'null' : typeof value
}

export const text = column('text', value => typeof value === 'string')
export const integer = column('an integer', (value): value is number => Number.isSafeInteger(value))
export const flag = column('a boolean', value => typeof value === 'boolean')
export const texts = column('a list of text', (value): value is string[] => Array.isArray(value))

/** An instant, which both engines answer as text. */
export const instant: Column<Date> = value => {
  const at = typeof value === 'string' ? new Date(value) : value
  if (!(at instanceof Date) || Number.isNaN(at.getTime()))
    throw new TypeError(`a column holds ${describe(value)} instead of an instant`)
  return at
}

/** One of the given words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Column<Word> {
  return column(`one of ${words.join(', ')}`, (value): value is Word => words.some(word => word === value))
}

/** JSON that the house itself has written, in the shape that its writer's type says; an object or a list. */
export function json<T extends object>(): Column<T> {
  return column('JSON', (value): value is T => typeof value === 'object' && value !== null)
}

/** The same, or nothing. */
export function nullable<T>(read: Column<T>): Column<T | null> {
  return value => (value === null ? null : read(value))
}

/** The rows of `db.execute()`: PGlite answers `{ rows }`, postgres.js an array. */
export function rowsOf<T>(result: unknown): T[] {
  if (Array.isArray(result)) return result as T[]
  if (typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows)) {
    return result.rows as T[]
  }
  throw new TypeError('this is not the result of db.execute()')
}

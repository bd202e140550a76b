// SPDX-License-Identifier: AGPL-3.0-or-later
// The kinds of fault that can be planted.

/** Some exports of a module, each replaced by what `by` makes of it. */
export interface ExportPlant {
  readonly kind: 'exports'
  /** From the repository's root. */
  readonly file: string
  readonly exports: readonly string[]
  by(genuine: unknown): unknown
}

/** Something of a library that is broken before anything else runs. */
export interface LibraryPlant {
  readonly kind: 'library'
  atStart(): void
}

export type Plant = ExportPlant | LibraryPlant

/** Exports of one module: `exported<typeof order>('src/rules/order.ts')('statesBefore', genuine => …)`. */
export function exported<Module>(file: string) {
  return <Name extends keyof Module & string>(
    name: Name,
    by: (genuine: Module[Name]) => Module[Name],
  ): ExportPlant => ({
    kind: 'exports',
    file,
    exports: [name],
    by: genuine => by(genuine as Module[Name]),
  })
}

/** What a statement asks, and with which values. */
interface Asked {
  readonly sql: string
  readonly params: readonly unknown[]
}

type Values = Readonly<Record<string, unknown>>
type Fill = (values: Values) => Asked

/**
 * A statement by its name, or all whose names begin so: `change` is given what it would ask and the values it is filled
 * with.
 */
export function statement(name: string, change: (filled: Asked, values: Values) => Asked): ExportPlant {
  return {
    kind: 'exports',
    file: 'src/db/prepared.ts',
    exports: ['statement', 'lookup'],
    by: genuine => (called: string, columns: unknown, write: unknown) => {
      const fill = (genuine as (name: string, columns: unknown, write: unknown) => Fill)(called, columns, write)
      if (called !== name && !(name.endsWith('-') && called.startsWith(name))) return fill
      const changed = (values: Values): Asked => {
        const filled = fill(values)
        return { ...filled, ...change(filled, values) }
      }
      return Object.assign(changed, { statementName: called })
    },
  }
}

/** A statement's text with another body of the part `name as (…)`. */
export function bodyOfPart(text: string, name: string, body: string): string {
  const begin = new RegExp(`\\b${name} as \\(`).exec(text)
  if (!begin) throw new Error(`the statement has no part ${name} any more`)
  const from = begin.index + begin[0].length
  let [at, depth] = [from, 1]
  for (; depth > 0; at++) {
    if (text[at] === undefined) throw new Error(`the part ${name} has no end`)
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0
  }
  return text.slice(0, from) + body + text.slice(at - 1)
}

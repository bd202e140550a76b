// SPDX-License-Identifier: AGPL-3.0-or-later
// How the municipality file is judged: rules that run whatever else is wrong, and zod's complaints in plain words.
import type { z } from 'zod'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Where in the file (`shops[2].products[14].priceCents`), and what is wrong there, in plain words. */
export interface FileProblem {
  readonly path: string
  readonly problem: string
}

/** The file cannot be taken as it is; nothing of it was. */
export class FileRefused extends Error {
  readonly problems: readonly FileProblem[]
  /** There are more: the file was not judged to its end. */
  readonly stopped: boolean

  constructor(problems: readonly FileProblem[], stopped = false) {
    super(problems.map(({ path, problem }) => `${path}: ${problem}`).join('\n'))
    this.name = 'FileRefused'
    this.problems = problems
    this.stopped = stopped
  }
}

type Issue = z.core.$ZodRawIssue
export const given = (issue: Issue): string =>
  typeof issue.input === 'string' ? `«${shown(issue.input)}»` : 'il valore'

/** As much of a text of the file as a complaint repeats. */
export const shown = (text: string): string => text.slice(0, 60)

// ------------------------------------------------------------------ rules between several values
// What they look at may still have any shape.

type Complain = (path: PropertyKey[], problem: string) => void
const always = { when: () => true }

/** The schema with a rule over several of its values, which runs even where one of them is wrong by itself. */
export function across<Schema extends z.ZodType>(
  schema: Schema,
  rule: (value: Loose, complain: Complain) => void,
): Schema {
  return schema.superRefine((value, context) => {
    const complain: Complain = (path, message) => context.addIssue({ code: 'custom', path, message })
    if (isRecord(value)) rule(value, complain)
  }, always)
}

type Loose = Readonly<Record<string, unknown>>
export const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const isInterval = (value: unknown): value is Interval => isRecord(value) && 'opens' in value

/** Names every item (or its `key`) that an earlier one has already. */
export function complainOfRepeats(
  list: unknown,
  key: string | undefined,
  path: PropertyKey[],
  complain: Complain,
): void {
  const places = new Map<unknown, number>()
  for (const [at, item] of listIn(list).entries()) {
    const value = key === undefined ? item : isRecord(item) ? item[key] : undefined
    if (typeof value !== 'string') continue
    const first = places.get(value)
    const where = [...path, at, ...(key === undefined ? [] : [key])]
    if (first !== undefined) complain(where, `«${shown(value)}» c'è già, al posto [${first}]`)
    else places.set(value, at)
  }
}

const minutesIn = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const dayMinutes = 1440
/** A night may end so late; what "ends before it begins" after that is a slip. */
const nightEnds = '06:00'

/** Slips and overlaps of openings, each given with the minute at which its day begins; the week goes round. */
export function complainOfHours(
  days: { path: PropertyKey[]; list: unknown; from: number }[],
  roundMinutes: number | undefined,
  complain: Complain,
): void {
  const spans = days.flatMap(({ path, list, from }) =>
    listIn(list).flatMap((item, at) => {
      if (!isInterval(item)) return []
      const overnight = item.closes <= item.opens
      if (overnight && (item.closes > nightEnds || item.closes === item.opens)) {
        complain([...path, at], `finisce prima di cominciare (oltre la mezzanotte si arriva al più alle ${nightEnds})`)
        return []
      }
      const start = from + minutesIn(item.opens)
      const end = from + minutesIn(item.closes) + (overnight ? dayMinutes : 0)
      return [{ path: [...path, at], start, end, text: `${item.opens}-${item.closes}` }]
    }),
  )
  const sorted = spans.sort((a, b) => a.start - b.start)
  const first = sorted[0]
  const round =
    first && roundMinutes !== undefined
      ? [{ ...first, start: first.start + roundMinutes, end: first.end + roundMinutes }]
      : []
  let latest: (typeof sorted)[number] | undefined
  for (const span of [...sorted, ...(sorted.length > 1 ? round : [])]) {
    if (latest && span.start < latest.end) complain(span.path, `si sovrappone a ${latest.text}`)
    if (!latest || span.end > latest.end) latest = span
  }
}

/** The same for a week, whose last night meets its first morning. */
export function complainOfWeek(week: unknown, path: PropertyKey[], complain: Complain): void {
  if (!isRecord(week)) return
  const days = weekdays.map((name, at) => ({ path: [...path, name], list: week[name], from: at * dayMinutes }))
  complainOfHours(days, 7 * dayMinutes, complain)
}

/** Local times; one that closes no later than it opens goes on past midnight. */
export interface Interval {
  readonly opens: string
  readonly closes: string
}

/** Such as `shops[2].products[14].priceCents`. */
export function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'il file'
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`))
    .join('')
}

const kinds: Readonly<Record<string, string>> = {
  string: 'un testo fra virgolette',
  number: 'un numero',
  boolean: 'true o false',
  array: 'un elenco [ … ]',
  object: 'un oggetto { … }',
}

/** What zod found, as one would say it to whoever wrote the file. */
export function inWords(issue: Issue): string {
  if (issue.input === undefined) return 'manca'
  if (issue.code === 'invalid_type') return `deve essere ${kinds[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value')
    return `${given(issue)} non va bene: uno di ${issue.values.map(String).join(', ')}`
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return 'non va bene'
  const [limit, bound] = issue.code === 'too_small' ? [issue.minimum, 'almeno'] : [issue.maximum, 'al più']
  if (issue.origin === 'array') return `deve avere ${bound} ${limit} ${Number(limit) === 1 ? 'elemento' : 'elementi'}`
  if (issue.origin !== 'string') return `deve essere ${bound} ${limit}`
  return issue.code === 'too_small' ? 'non può essere vuoto' : `è troppo lungo: al più ${limit} caratteri`
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Every word a person reads comes from the .ftl files of a language's folder, through `Texts`: one file for citizens, one
// for staff, and one for what both read.
import { readdirSync, readFileSync } from 'node:fs'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { DateTime } from 'luxon'
import { zoneOf } from '../rules/zone.ts'
import { escape, type Markup, type Plain, plain } from './markup.ts'

/** A string is shown exactly as given; a number may choose a plural form. */
export type TextArgument = string | number

/** The words of one reader: their language, their town's clock. */
export interface Texts {
  (id: string, args?: Record<string, TextArgument>): Markup
  readonly language: string
  /** The instant from which days are told. */
  readonly now: Date
  /** The same without emphasis: for labels and toasts. */
  plain(id: string, args?: Record<string, TextArgument>): Plain
  /** `4,80 €` */
  money(cents: number): string
  /** `500 g`, `1,5 kg`, `3 pz` */
  amount(quantity: { quantity: number; unit: 'piece' | 'gram' }): string
  /** `10:15` */
  time(at: Date): string
  /** `oggi`, `domani`, `gio 26 nov` */
  day(at: Date): string
  /** `oggi 10:15`, for labels and lists */
  moment(at: Date): string
  /** `oggi alle 10:15` */
  at(at: Date): string
  /** `oggi alle 10:15`, and `domani` for its very beginning */
  until(at: Date): string
  /** `entro le 9:40`, `entro domani alle 9:40` */
  by(at: Date): string
}

const folder = new URL('.', import.meta.url)
const bundles = new Map<string, FluentBundle>()
for (const entry of readdirSync(folder, { withFileTypes: true }).filter(each => each.isDirectory())) {
  const language = entry.name
  // Isolation marks around every value would stand in each label; `shown` adds them only where a value needs them.
  const bundle = new FluentBundle(language, { useIsolating: false })
  const here = new URL(`${language}/`, folder)
  for (const file of readdirSync(here).filter(name => name.endsWith('.ftl'))) addTexts(bundle, new URL(file, here))
  bundles.set(language, bundle)
}

/** Adds the texts of a file; a text that stands in two files of a language is an error. */
function addTexts(bundle: FluentBundle, file: URL): void {
  const source = readFileSync(file, 'utf8')
  const resource = new FluentResource(source)
  // What Fluent cannot read it leaves out without a word: every line that begins an entry must have become one.
  const written = source.match(/^-?[a-zA-Z][\w-]*(?= *=)/gm) ?? []
  const read = new Set(resource.body.map(entry => entry.id))
  const unread = written.filter(id => !read.has(id))
  const errors = bundle.addResource(resource)
  if (unread.length > 0 || errors.length > 0)
    throw new AggregateError(errors, `${file.pathname}: not valid Fluent: ${unread.join(', ')}`)
}

/** The languages there are, the first being the one for everybody else. */
export const languages: readonly string[] = ['it', ...[...bundles.keys()].filter(language => language !== 'it').sort()]

/** The language of ours that fits a client's tag such as `en-GB`. */
export function languageFor(tag: string | undefined): string {
  const primary = tag?.toLowerCase().split('-')[0]
  return languages.find(language => language === primary) ?? 'it'
}

/** The words of one language, with days told from `now` in the zone of the town. */
export function texts(language: string, timezone: string, now: Date): Texts {
  const bundle = bundles.get(language) ?? bundles.get('it')
  if (!bundle) throw new Error('the Italian texts are missing')
  const t = (id: string, args: Record<string, TextArgument> = {}): Markup => {
    const pattern = bundle.getMessage(id)?.value
    if (!pattern) throw new Error(`no text "${id}" in ${language}`)
    const shownArgs: Record<string, TextArgument> = {}
    for (const [name, value] of Object.entries(args)) shownArgs[name] = typeof value === 'string' ? shown(value) : value
    const errors: Error[] = []
    const text = bundle.formatPattern(pattern, shownArgs, errors)
    if (errors[0]) throw new Error(`text "${id}" in ${language}: ${errors[0].message}`)
    return text as Markup
  }
  const words = (id: string, args?: Record<string, TextArgument>): Plain => plain(t(id, args))
  const zone = zoneOf(timezone)
  const local = (at: Date): DateTime => DateTime.fromJSDate(at, { zone }).setLocale(language)
  const time = (at: Date): string => local(at).toFormat('H:mm')
  let near: { today: string | null; tomorrow: string | null } | undefined
  const nearDay = (at: Date): 'today' | 'tomorrow' | undefined => {
    near ??= { today: local(now).toISODate(), tomorrow: local(now).plus({ days: 1 }).toISODate() }
    const date = local(at).toISODate()
    if (date === near.today) return 'today'
    return date === near.tomorrow ? 'tomorrow' : undefined
  }
  const day = (at: Date): string => {
    const near = nearDay(at)
    if (near === undefined) return local(at).toFormat('ccc d LLL')
    return near === 'today' ? words('day-today') : words('day-tomorrow')
  }
  const at = (instant: Date): string => words('when-at', { day: day(instant), time: time(instant) })
  return Object.assign(t, {
    language,
    now,
    plain: words,
    money: (cents: number) => formatMoney(language, cents),
    amount: ({ quantity, unit }: { quantity: number; unit: 'piece' | 'gram' }) =>
      unit === 'piece'
        ? words('amount-pieces', { count: quantity })
        : quantity >= 1000
          ? words('amount-kilos', { kilos: decimal(language, quantity / 1000) })
          : words('amount-grams', { grams: String(quantity) }),
    time,
    day,
    moment: (at: Date) => `${day(at)} ${time(at)}`,
    at,
    until: (instant: Date) => (time(instant) === '0:00' ? day(instant) : at(instant)),
    by: (at: Date) =>
      nearDay(at) === 'today'
        ? words('by-time', { time: time(at) })
        : words('by-day', { day: day(at), time: time(at) }),
  })
}

const moneyFormats = new Map<string, Intl.NumberFormat>()
const decimalFormats = new Map<string, Intl.NumberFormat>()

function formatMoney(language: string, cents: number): string {
  return `${formatOf(moneyFormats, language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(cents / 100)}\u00a0€`
}

function decimal(language: string, value: number): string {
  return formatOf(decimalFormats, language, { maximumFractionDigits: 3 }).format(value)
}

function formatOf(
  formats: Map<string, Intl.NumberFormat>,
  language: string,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  let format = formats.get(language)
  if (!format) formats.set(language, (format = new Intl.NumberFormat(language, options)))
  return format
}

const needsIsolation = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/

/** A value as it stands in a text: escaped, and kept from turning the line around it when it runs right to left. */
function shown(value: string): string {
  const escaped = escape(value)
  return needsIsolation.test(value) ? `\u2068${escaped}\u2069` : escaped
}

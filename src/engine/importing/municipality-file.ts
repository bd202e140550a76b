// SPDX-License-Identifier: AGPL-3.0-or-later
// The file a town hall writes: a municipality with its shops, hours and products. Every problem is found in one go,
// also behind another one: whoever mends a file of 3,000 products should not have to come back thirty times.
import { z } from 'zod'
import { fulfillments, isSlotted } from '../../rules/fulfillment.ts'
import { ownWords, paymentMethods } from '../../rules/shop.ts'
import {
  across,
  complainOfHours,
  complainOfRepeats,
  complainOfWeek,
  type FileProblem,
  FileRefused,
  given,
  type Interval,
  inWords,
  isRecord,
  listIn,
  placeOf,
  weekdays,
} from './municipality-file-checks.ts'

/** The fourteen of Regulation (EU) 1169/2011, annex II. */
export const allergens = [
  ...(['gluten', 'crustaceans', 'eggs', 'fish', 'peanuts', 'soybeans', 'milk'] as const),
  ...(['nuts', 'celery', 'mustard', 'sesame', 'sulphites', 'lupin', 'molluscs'] as const),
] as const

// ------------------------------------------------------------------ the smallest parts

const formed = (form: RegExp, expected: string) =>
  z.string().regex(form, { error: issue => `${given(issue)} non va bene: ${expected}` })
const checked = (isRight: (text: string) => boolean, expected: string) =>
  z.string().refine(isRight, { error: issue => `${given(issue)} non va bene: ${expected}` })

const slug = formed(/^[a-z0-9-]{1,40}$/, 'da 1 a 40 fra lettere minuscole senza accenti, cifre e trattini')
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'deve stare su una riga sola')
const paragraph = z.string().trim().min(1).max(500)
// Not `z.int()`: its complaint stops every rule above it.
const whole = (least: number, most: number) =>
  z.number().refine(Number.isInteger, 'deve essere un numero intero').min(least).max(most)
const cents = whole(0, 1_000_000)
const postcodes = z.array(formed(/^\d{5}$/, 'un CAP ha cinque cifre')).min(1)
const minutesOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const time = formed(new RegExp(`^${minutesOfDay}$`), "un'ora come 07:30")
const day = checked(isDay, 'una data come 2026-12-25')
const interval = formed(
  new RegExp(`^${minutesOfDay}-(?:${minutesOfDay}|24:00)$`),
  'un orario come 07:00-13:00',
).transform((text): Interval => ({ opens: text.slice(0, 5), closes: text.slice(6) }))
const intervals = z.array(interval).default([])

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text.includes('/') || text === 'UTC'
  } catch {
    return false
  }
}

// ------------------------------------------------------------------ products

const product = across(
  z.strictObject({
    sku: formed(/^[^\s]{1,64}$/, 'da 1 a 64 caratteri senza spazi'),
    name: line(80),
    description: paragraph.optional(),
    category: line(40),
    soldBy: z.enum(['piece', 'weight']),
    priceCents: cents,
    pieceGrams: whole(1, 100_000).optional(),
    stepGrams: whole(1, 100_000).optional(),
    minQuantity: whole(1, 1_000_000).optional(),
    maxQuantity: whole(1, 1_000_000).optional(),
    stock: whole(0, 100_000_000).nullable().optional(),
    allergens: z.array(z.enum(allergens)).default([]),
    minimumAge: whole(1, 99).optional(),
    leadMinutes: whole(0, 43_200).default(0),
    photo: formed(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'il nome di una foto, senza cartelle')
      .nullable()
      .optional(),
  }),
  (value, complain) => {
    if (value.soldBy === 'piece')
      for (const name of ['pieceGrams', 'stepGrams'] as const)
        if (value[name] !== undefined) complain([name], 'vale solo per ciò che si vende a peso ("soldBy": "weight")')
    const { minQuantity: least, maxQuantity: most } = value
    if (typeof least === 'number' && typeof most === 'number' && least > most)
      complain(['maxQuantity'], `è meno di minQuantity (${least})`)
    complainOfRepeats(value.allergens, undefined, ['allergens'], complain)
  },
)

// ------------------------------------------------------------------ shops

const week = z.strictObject({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
  sat: intervals,
  sun: intervals,
})

const closure = across(
  z.strictObject({ from: day, to: day.optional(), reason: line(80).optional() }),
  ({ from, to }, complain) => {
    if (typeof from === 'string' && typeof to === 'string' && isDay(from) && isDay(to) && to < from)
      complain(['to'], `viene prima di «${from}»`)
  },
)

const specialOpening = across(z.strictObject({ date: day, hours: z.array(interval).min(1) }), ({ hours }, complain) =>
  complainOfHours([{ path: ['hours'], list: hours, from: 0 }], undefined, complain),
)

const slots = z.strictObject({
  minutes: whole(5, 720),
  capacity: whole(1, 10_000).nullable().default(null),
  leadMinutes: whole(0, 43_200).default(0),
  horizonDays: whole(0, 90).default(7),
  cutoff: z
    .strictObject({ time, daysBefore: whole(0, 30) })
    .nullable()
    .optional(),
})

const delivery = across(
  z.strictObject({
    postcodes,
    feeCents: cents,
    minimumCents: cents.default(0),
    freeFromCents: cents.nullable().default(null),
  }),
  (value, complain) => complainOfRepeats(value.postcodes, undefined, ['postcodes'], complain),
)
const shipment = z.strictObject({ feeCents: cents, freeFromCents: cents.nullable().default(null), days: whole(1, 60) })

const shop = across(
  z.strictObject({
    slug,
    name: line(60),
    category: line(40),
    address: line(120),
    hamlet: line(60).optional(),
    phone: formed(/^\+?[\d ()./-]{5,25}$/, 'un numero come +39 0331 000000').optional(),
    description: paragraph.optional(),
    openingHours: week,
    fulfillmentHours: z.strictObject({ pickup: week.optional(), delivery: week.optional() }).optional(),
    closures: z.array(closure).default([]),
    specialOpenings: z.array(specialOpening).default([]),
    slots: slots.nullable().default(null),
    acceptWithinMinutes: whole(1, 10_080).default(30),
    autoAccept: z.boolean().default(false),
    ownWords: z.enum(ownWords).default('beside'),
    cancelUntilMinutes: whole(0, 43_200).default(0),
    fulfillment: z.strictObject({
      pickup: z.boolean().default(false),
      delivery: delivery.nullable().default(null),
      shipment: shipment.nullable().default(null),
    }),
    payment: z.array(z.enum(paymentMethods)).min(1),
    products: z.array(product).max(5_000),
  }),
  (value, complain) => {
    complainOfRepeats(value.products, 'sku', ['products'], complain)
    complainOfRepeats(value.specialOpenings, 'date', ['specialOpenings'], complain)
    complainOfRepeats(value.payment, undefined, ['payment'], complain)
    complainOfWeek(value.openingHours, ['openingHours'], complain)
    const ways = value.fulfillment
    if (isRecord(ways) && !fulfillments.some(way => ways[way]))
      complain(['fulfillment'], 'nessun modo di ricevere la spesa: serve almeno uno fra pickup, delivery e shipment')
    const own = value.fulfillmentHours
    if (!isRecord(own)) return
    for (const way of fulfillments.filter(isSlotted)) {
      const hours = own[way]
      if (!isRecord(hours)) continue
      complainOfWeek(hours, ['fulfillmentHours', way], complain)
      if (isRecord(ways) && !ways[way]) complain(['fulfillmentHours', way], `il negozio non offre ${way}`)
      // No row at all would mean: the usual hours.
      else if (weekdays.every(name => listIn(hours[name]).length === 0))
        complain(['fulfillmentHours', way], 'non ha nemmeno un orario: toglietelo, e varranno gli orari di apertura')
    }
  },
)

// ------------------------------------------------------------------ the file

const file = across(
  z.strictObject({
    municipality: across(
      z.strictObject({
        slug,
        name: line(60),
        istat: formed(/^\d{6}$/, 'il codice ISTAT ha sei cifre').optional(),
        province: formed(/^[A-Z]{2}$/, 'la sigla della provincia, come VA'),
        postcodes,
        timezone: checked(isTimezone, 'un fuso orario come Europe/Rome').default('Europe/Rome'),
        patronDay: checked(text => isDay(`2024-${text}`), 'mese e giorno, come 01-17').optional(),
        hamlets: z.array(line(60)).default([]),
        privacyUrl: checked(
          text => text.startsWith('https://') && URL.canParse(text),
          'un indirizzo https://',
        ).optional(),
      }),
      (value, complain) => {
        complainOfRepeats(value.postcodes, undefined, ['postcodes'], complain)
        complainOfRepeats(value.hamlets, undefined, ['hamlets'], complain)
      },
    ),
    shops: z.array(shop).max(1_000),
  }),
  (value, complain) => {
    complainOfRepeats(value.shops, 'slug', ['shops'], complain)
    const town = value.municipality
    if (!isRecord(town) || !Array.isArray(town.hamlets)) return
    for (const [at, item] of listIn(value.shops).entries())
      if (isRecord(item) && typeof item.hamlet === 'string' && !listIn(town.hamlets).includes(item.hamlet))
        complain(['shops', at, 'hamlet'], `«${item.hamlet}» non è fra le frazioni del comune (municipality.hamlets)`)
  },
)

export type MunicipalityFile = z.output<typeof file>
export type ShopInFile = MunicipalityFile['shops'][number]
export type ProductInFile = ShopInFile['products'][number]

/** Checks what was parsed from JSON. Throws a FileRefused that lists every problem. */
export function readMunicipalityFile(json: unknown): MunicipalityFile {
  const parsed = file.safeParse(json, { error: inWords })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue): FileProblem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => ({ path: placeOf([...issue.path, key]), problem: 'non è un nome conosciuto' }))
      : [{ path: placeOf(issue.path), problem: issue.message }],
  )
  throw new FileRefused(problems)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The file a town hall writes: a municipality with its shops, hours and products. Every problem is found in one go,
// also behind another one: whoever mends a file of 3,000 products should not have to come back thirty times.
import { z } from 'zod'
import { fulfillments, isSlotted } from '../../rules/fulfillment.ts'
import { mostLiveOrders } from '../../rules/live-orders.ts'
import { ownWords, paymentMethods } from '../../rules/shop.ts'
import {
  across,
  complainOfHours,
  complainOfRepeats,
  complainOfWeek,
  type FileProblem,
  FileRefused,
  inWords,
  isRecord,
  listIn,
  placeOf,
  shown,
  weekdays,
} from './municipality-file-checks.ts'
import {
  cents,
  checked,
  day,
  formed,
  interval,
  intervals,
  isDay,
  isTimezone,
  line,
  paragraph,
  postcodes,
  slug,
  time,
  whole,
} from './municipality-file-parts.ts'

/** The fourteen of Regulation (EU) 1169/2011, annex II. */
export const allergens = [
  ...(['gluten', 'crustaceans', 'eggs', 'fish', 'peanuts', 'soybeans', 'milk'] as const),
  ...(['nuts', 'celery', 'mustard', 'sesame', 'sulphites', 'lupin', 'molluscs'] as const),
] as const

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
    allergens: z.array(z.enum(allergens)).max(allergens.length).default([]),
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

const specialOpening = across(
  z.strictObject({ date: day, hours: z.array(interval).min(1).max(12) }),
  ({ hours }, complain) => complainOfHours([{ path: ['hours'], list: hours, from: 0 }], undefined, complain),
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
    closures: z.array(closure).max(500).default([]),
    specialOpenings: z.array(specialOpening).max(500).default([]),
    slots: slots.nullable().default(null),
    acceptWithinMinutes: whole(1, 10_080).default(30),
    autoAccept: z.boolean().default(false),
    ownWords: z.enum(ownWords).default('beside'),
    cancelUntilMinutes: whole(0, 43_200).default(0),
    maxLiveOrders: whole(1, mostLiveOrders).optional(),
    fulfillment: z.strictObject({
      pickup: z.boolean().default(false),
      delivery: delivery.nullable().default(null),
      shipment: shipment.nullable().default(null),
    }),
    payment: z.array(z.enum(paymentMethods)).min(1).max(paymentMethods.length),
    products: z.array(z.unknown()).max(5_000),
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

const municipality = across(
  z.strictObject({
    slug,
    name: line(60),
    istat: formed(/^\d{6}$/, 'il codice ISTAT ha sei cifre').optional(),
    province: formed(/^[A-Z]{2}$/, 'la sigla della provincia, come VA'),
    postcodes,
    timezone: checked(isTimezone, 'un fuso orario come Europe/Rome').default('Europe/Rome'),
    patronDay: checked(text => isDay(`2024-${text}`), 'mese e giorno, come 01-17').optional(),
    hamlets: z.array(line(60)).max(500).default([]),
    privacyUrl: checked(text => text.startsWith('https://') && URL.canParse(text), 'un indirizzo https://').optional(),
  }),
  (value, complain) => {
    complainOfRepeats(value.postcodes, undefined, ['postcodes'], complain)
    complainOfRepeats(value.hamlets, undefined, ['hamlets'], complain)
  },
)

/** What holds the parts together; each part is judged by itself. */
const frame = across(
  z.strictObject({ municipality: z.unknown(), shops: z.array(z.unknown()).max(1_000) }),
  (value, complain) => {
    complainOfRepeats(value.shops, 'slug', ['shops'], complain)
    const town = value.municipality
    if (!isRecord(town) || !Array.isArray(town.hamlets)) return
    const hamlets = new Set<unknown>(town.hamlets)
    for (const [at, item] of listIn(value.shops).entries())
      if (isRecord(item) && typeof item.hamlet === 'string' && !hamlets.has(item.hamlet))
        complain(
          ['shops', at, 'hamlet'],
          `«${shown(item.hamlet)}» non è fra le frazioni del comune (municipality.hamlets)`,
        )
  },
)

export interface MunicipalityFile {
  readonly municipality: z.output<typeof municipality>
  readonly shops: readonly ShopInFile[]
}
export type ProductInFile = z.output<typeof product>
export interface ShopInFile extends Omit<z.output<typeof shop>, 'products'> {
  readonly products: readonly ProductInFile[]
}

/** So many problems are enough: nobody mends more at once. */
const mostProblems = 100

/**
 * Checks what was parsed from JSON. Throws a FileRefused that lists every problem, up to a hundred. Part by part, so that
 * a file of nothing but problems is not judged to its end.
 */
export function readMunicipalityFile(json: unknown): MunicipalityFile {
  const problems: FileProblem[] = []
  const judged = <Schema extends z.ZodType>(schema: Schema, value: unknown, ...at: PropertyKey[]) => {
    const parsed = schema.safeParse(value, { error: inWords })
    for (const issue of parsed.error?.issues ?? []) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : undefined
      const path = [...at, ...issue.path]
      problems.push(
        ...(keys?.map(key => ({ path: placeOf([...path, shown(key)]), problem: 'non è un nome conosciuto' })) ?? [
          { path: placeOf(path), problem: issue.message },
        ]),
      )
      if (problems.length > mostProblems) throw new FileRefused(problems.slice(0, mostProblems), true)
    }
    return parsed.data
  }
  const town = isRecord(json) ? judged(municipality, json.municipality, 'municipality') : undefined
  const shops: ShopInFile[] = []
  for (const [at, item] of listIn(isRecord(json) ? json.shops : undefined).entries()) {
    const found = judged(shop, item, 'shops', at)
    const products = listIn(isRecord(item) ? item.products : undefined).flatMap(
      (each, index) => judged(product, each, 'shops', at, 'products', index) ?? [],
    )
    if (found) shops.push({ ...found, products })
  }
  judged(frame, json)
  if (problems.length > 0 || !town) throw new FileRefused(problems)
  return { municipality: town, shops }
}

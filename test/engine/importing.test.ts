// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import {
  closures,
  municipalities,
  openingHours,
  photos,
  products,
  shops,
  specialOpenings,
} from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { type ImportChanges, importMunicipality, type PhotoSource } from '../../src/engine/importing/importing.ts'
import { FileRefused } from '../../src/engine/importing/municipality-file-checks.ts'
import { readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import type { Work } from '../../src/engine/unit.ts'
import { keepPhoto, photoOf, PhotoUnreadable, rememberUpload, safePhoto } from '../../src/engine/photos.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type RunWork, workOn } from '../support/work.ts'

let store: Store
let drop: () => Promise<void>
let work: RunWork
const now = new Date('2026-11-23T09:00:00Z')

beforeAll(async () => {
  const database = await freshDatabase()
  drop = () => database.drop()
  store = await openStore({ databaseUrl: database.url, dataDir: tmpdir(), prepare: true, poolSize: 4 })
  work = workOn(store, () => now)
})
afterAll(async () => {
  await store.close()
  await drop()
})

type Json = Record<string, unknown>

function bread(more: Json = {}): Json {
  const price = { soldBy: 'weight', priceCents: 480, pieceGrams: 500, stepGrams: 100 }
  return { sku: 'pane', name: 'Pane casereccio', category: 'Pane', ...price, allergens: ['gluten'], ...more }
}

function eggs(more: Json = {}): Json {
  return {
    sku: 'uova-6',
    name: 'Uova, confezione da 6',
    category: 'Dispensa',
    soldBy: 'piece',
    priceCents: 240,
    stock: 20,
    ...more,
  }
}

function bakery(more: Json = {}): Json {
  return {
    slug: 'forno',
    name: 'Forno Rossi',
    category: 'bakery',
    address: 'Via Roma 12',
    openingHours: { mon: ['07:00-13:00', '16:00-19:30'], sun: [] },
    closures: [{ from: '2026-12-25', to: '2026-12-26', reason: 'Natale' }],
    slots: { minutes: 15, capacity: 3, leadMinutes: 30, horizonDays: 7 },
    fulfillment: { pickup: true, delivery: { postcodes: ['21053'], feeCents: 250 }, shipment: null },
    payment: ['cash', 'card'],
    products: [bread(), eggs()],
    ...more,
  }
}

let towns = 0
/** A file of its own town, whose shops carry the town's slug behind their own. */
function townFile(shopsInFile: Json[], slug = `paese-${towns++}`): { municipality: Json; shops: Json[] } {
  const municipality = { slug, name: 'Paese', province: 'VA', postcodes: ['21053'], timezone: 'Europe/Rome' }
  return { municipality, shops: shopsInFile.map(shop => ({ ...shop, slug: `${String(shop.slug)}-${slug}` })) }
}

const bring = (json: unknown, photoSource?: PhotoSource): Promise<ImportChanges> =>
  work(work => importMunicipality(work, readMunicipalityFile(json), photoSource))
const shopRows = (municipalityId: string) =>
  store.read(db => db.select().from(shops).where(eq(shops.municipalityId, municipalityId)).orderBy(asc(shops.slug)))
const productRows = (municipalityId: string) =>
  store.read(db =>
    db.select().from(products).where(eq(products.municipalityId, municipalityId)).orderBy(asc(products.position)),
  )

function problemsOf(json: unknown): Record<string, string> {
  try {
    readMunicipalityFile(json)
  } catch (error) {
    if (error instanceof FileRefused)
      return Object.fromEntries(error.problems.map(({ path, problem }) => [path, problem]))
    throw error
  }
  throw new Error('the file was accepted')
}

test('a first import brings everything in as the file says it', async () => {
  const changes = await bring(townFile([bakery({ fulfillmentHours: { delivery: { mon: ['10:00-12:00'] } } })]))
  const id = changes.municipalityId
  expect(changes.municipality.change).toBe('added')
  expect(changes.shops).toMatchObject([
    { name: 'Forno Rossi', change: 'added', products: { added: ['Pane casereccio', 'Uova, confezione da 6'] } },
  ])
  const [shop] = await shopRows(id)
  expect(shop).toMatchObject({
    slotMinutes: 15,
    slotCapacity: 3,
    acceptWithinMinutes: 30,
    autoAccept: false,
    ownWords: 'beside',
    hiddenAt: null,
    cutoffTime: null,
  })
  expect(shop?.delivery).toEqual({ postcodes: ['21053'], feeCents: 250, minimumCents: 0, freeFromCents: null })
  expect(await productRows(id)).toMatchObject([
    {
      sku: 'pane',
      soldBy: 'weight',
      priceCents: 480,
      pieceGrams: 500,
      stepGrams: 100,
      stock: null,
      position: 0,
      allergens: ['gluten'],
    },
    { sku: 'uova-6', soldBy: 'piece', priceCents: 240, pieceGrams: null, stock: 20, position: 1, allergens: [] },
  ])
  const of = shop?.id ?? ''
  const hours = await store.read(db => db.select().from(openingHours).where(eq(openingHours.shopId, of)))
  expect(hours.map(({ fulfillment, weekday, opens, closes }) => [fulfillment, weekday, opens, closes])).toEqual(
    expect.arrayContaining([
      [null, 1, '07:00', '13:00'],
      [null, 1, '16:00', '19:30'],
      ['delivery', 1, '10:00', '12:00'],
    ]),
  )
  expect(hours).toHaveLength(3)
  expect(await store.read(db => db.select().from(closures).where(eq(closures.shopId, of)))).toMatchObject([
    { firstDay: '2026-12-25', lastDay: '2026-12-26', reason: 'Natale' },
  ])
})

test('the same file again changes nothing, not one row', async () => {
  const file = townFile([bakery(), bakery({ slug: 'forno2' })])
  const { municipalityId } = await bring(file)
  const versions = () =>
    store.read(db =>
      db
        .select({ id: products.id, version: sql<string>`${products}.xmin::text` })
        .from(products)
        .where(eq(products.municipalityId, municipalityId)),
    )
  const before = await versions()
  const again = await bring(file)
  expect(again.municipality).toMatchObject({ change: 'unchanged', fields: [] })
  for (const shop of again.shops) {
    expect(shop).toMatchObject({ change: 'unchanged', fields: [] })
    expect(shop.products).toEqual({ added: [], changed: [], returned: [], hidden: [], unchanged: 2 })
  }
  expect(await versions()).toEqual(before)
})

test('what differs is changed in place, and named', async () => {
  const slug = 'paese-cambia'
  const first = await bring(townFile([bakery()], slug))
  const idsBefore = (await productRows(first.municipalityId)).map(row => row.id)
  const changed = townFile([bakery({ address: 'Via Milano 1', products: [bread({ priceCents: 500 }), eggs()] })], slug)
  changed.municipality.name = 'Paese Nuovo'
  const changes = await bring(changed)
  expect(changes.municipality).toEqual({ name: 'Paese Nuovo', change: 'changed', fields: ['name'] })
  expect(changes.shops).toMatchObject([
    { change: 'changed', fields: ['address'], products: { changed: ['Pane casereccio'], unchanged: 1 } },
  ])
  const rows = await productRows(first.municipalityId)
  expect(rows.map(row => row.id)).toEqual(idsBefore)
  expect(rows[0]?.priceCents).toBe(500)
  expect((await shopRows(first.municipalityId))[0]?.address).toBe('Via Milano 1')
})

test('hours, closures and special openings are replaced as a whole', async () => {
  const slug = 'paese-orari'
  const { municipalityId } = await bring(townFile([bakery()], slug))
  const special = { specialOpenings: [{ date: '2026-12-08', hours: ['08:00-12:00', '15:00-18:00'] }], closures: [] }
  const changes = await bring(townFile([bakery({ openingHours: { tue: ['08:00-12:00'] }, ...special })], slug))
  expect(changes.shops[0]).toMatchObject({ change: 'changed', fields: ['openingHours', 'closures', 'specialOpenings'] })
  const of = (await shopRows(municipalityId))[0]?.id ?? ''
  expect(await store.read(db => db.select().from(openingHours).where(eq(openingHours.shopId, of)))).toMatchObject([
    { weekday: 2, opens: '08:00' },
  ])
  expect(await store.read(db => db.select().from(closures).where(eq(closures.shopId, of)))).toEqual([])
  expect(await store.read(db => db.select().from(specialOpenings).where(eq(specialOpenings.shopId, of)))).toHaveLength(
    2,
  )
})

test('what is gone from the file is hidden, and shown again when it comes back', async () => {
  const slug = 'paese-torna'
  const both = townFile([bakery(), bakery({ slug: 'edicola', name: 'Edicola' })], slug)
  const { municipalityId } = await bring(both)
  const less = await bring(townFile([bakery({ products: [eggs()] })], slug))
  expect(less.shops).toMatchObject([
    { name: 'Forno Rossi', change: 'unchanged', products: { hidden: ['Pane casereccio'], unchanged: 1 } },
    { name: 'Edicola', change: 'hidden' },
  ])
  expect((await shopRows(municipalityId)).map(row => row.hiddenAt)).toEqual([now, null])
  expect((await productRows(municipalityId)).filter(row => row.hiddenAt).map(row => row.sku)).toEqual(['pane'])
  const again = await bring(townFile([bakery({ products: [eggs()] })], slug))
  expect(again.shops).toMatchObject([{ change: 'unchanged', products: { hidden: [] } }])
  const back = await bring(both)
  expect(back.shops).toMatchObject([
    { change: 'unchanged', products: { returned: ['Pane casereccio'] } },
    { change: 'returned' },
  ])
  expect((await shopRows(municipalityId)).map(row => row.hiddenAt)).toEqual([null, null])
  expect(await productRows(municipalityId)).toHaveLength(4)
})

test('what the shop keeps in chat stays where the file does not speak of it: pause, stock, photo', async () => {
  const slug = 'paese-negozio'
  const { municipalityId } = await bring(townFile([bakery()], slug))
  const pausedUntil = new Date('2026-11-23T12:00:00Z')
  await work(async work => {
    const photoId = await storePhoto(work, municipalityId, await picture())
    await work.db.update(shops).set({ pausedUntil }).where(eq(shops.municipalityId, municipalityId))
    await work.db.update(products).set({ stock: 3, photoId }).where(eq(products.municipalityId, municipalityId))
  })
  await bring(
    townFile([bakery({ name: 'Forno Verdi', products: [bread({ priceCents: 1 }), eggs({ priceCents: 1 })] })], slug),
  )
  expect((await shopRows(municipalityId))[0]).toMatchObject({ name: 'Forno Verdi', pausedUntil })
  const [loaf, box] = await productRows(municipalityId)
  expect([loaf?.stock, box?.stock]).toEqual([3, 20])
  expect(loaf?.photoId).not.toBeNull()
  await bring(townFile([bakery({ products: [bread({ stock: null, photo: null }), eggs()] })], slug))
  expect((await productRows(municipalityId))[0]).toMatchObject({ stock: null, photoId: null })
})

test('a new product on top moves the others without calling them changed', async () => {
  const slug = 'paese-vetrina'
  const { municipalityId } = await bring(townFile([bakery()], slug))
  const changes = await bring(
    townFile([bakery({ products: [eggs({ sku: 'uova-12', name: 'Dodici' }), bread(), eggs()] })], slug),
  )
  expect(changes.shops[0]?.products).toEqual({ added: ['Dodici'], changed: [], returned: [], hidden: [], unchanged: 2 })
  expect((await productRows(municipalityId)).map(row => row.sku)).toEqual(['uova-12', 'pane', 'uova-6'])
})

test('a shop of another town is not taken over, and nothing else of the file is brought in either', async () => {
  const here = townFile([bakery()], 'paese-qui')
  await bring(here)
  const there = townFile([bakery({ slug: 'altro' })], 'paese-la')
  there.shops.push({ ...here.shops[0] })
  await expect(bring(there)).rejects.toMatchObject({ problems: [{ path: 'shops[1].slug' }] })
  const towns = await store.read(db =>
    db
      .select()
      .from(municipalities)
      .where(inArray(municipalities.slug, ['paese-la'])),
  )
  expect(towns).toEqual([])
})

test('a town of 30 shops with 100 products each takes a handful of statements and moments, again and changed as well', async () => {
  const many = (priceCents: number): Json[] =>
    Array.from({ length: 30 }, (_, at) =>
      bakery({
        slug: `n${at}`,
        products: Array.from({ length: 100 }, (_, index) =>
          bread({ sku: `p${index}`, name: `Prodotto ${index}`, priceCents }),
        ),
      }),
    )
  const slug = 'paese-grande'
  const statements: number[] = []
  for (const price of [100, 100, 200]) {
    const file = readMunicipalityFile(townFile(many(price), slug))
    const before = store.counts.statements
    // Of processor time, which a busy machine does not stretch: 0.6 s measured for the first import.
    const { user: usedBefore } = process.cpuUsage()
    await work(work => importMunicipality(work, file))
    expect(process.cpuUsage().user - usedBefore).toBeLessThan(3_000_000)
    statements.push(store.counts.statements - before)
  }
  expect(Math.max(...statements)).toBeLessThan(30)
})

// ------------------------------------------------------------------ problems of the file

test('every problem is named with its place, also behind another one', () => {
  const { municipality } = townFile([])
  const file = {
    municipality: {
      ...municipality,
      timezone: 'Marte',
      patronDay: '02-30',
      postcodes: ['123'],
      hamlets: ['Centro'],
      motto: 'x',
    },
    shops: [
      bakery({
        name: undefined,
        hamlet: 'Altrove',
        fulfillment: { pickup: false },
        payment: ['crypto'],
        ownWords: 'forse',
      }),
      bakery({
        openingHours: {
          mon: ['07:00-13:00', '12:00-15:00', '25:00-26:00', '19:00-13:00', '8-12'],
          sun: ['22:00-02:00'],
          lun: [],
        },
        closures: [{ from: '2026-02-30' }, { from: '2026-03-02', to: '2026-03-01' }],
        specialOpenings: [{ date: '2026-12-08', hours: [] }],
        fulfillmentHours: { delivery: { mon: [] } },
        fulfillment: { pickup: true, delivery: { postcodes: [], feeCents: 250 } },
        slots: { minutes: 15, capacity: 0, cutoff: { time: '24:30', daysBefore: 1 } },
        products: [
          bread({ priceCents: -1, stepGrams: 0 }),
          bread({ priceCents: 4.8, allergens: ['glutine', 'gluten', 'gluten'] }),
          eggs({ pieceGrams: 60, minQuantity: 5, maxQuantity: 2, prezzo: 3 }),
          { sku: 'x' },
        ],
      }),
    ],
  }
  expect(Object.keys(problemsOf(file)).sort()).toEqual(
    [
      'municipality.motto',
      'municipality.patronDay',
      'municipality.postcodes[0]',
      'municipality.timezone',
      'shops[0].fulfillment',
      'shops[0].hamlet',
      'shops[0].name',
      'shops[0].ownWords',
      'shops[0].payment[0]',
      'shops[1].closures[0].from',
      'shops[1].closures[1].to',
      'shops[1].fulfillment.delivery.postcodes',
      'shops[1].fulfillmentHours.delivery',
      'shops[1].openingHours.lun',
      'shops[1].openingHours.mon[1]',
      'shops[1].openingHours.mon[2]',
      'shops[1].openingHours.mon[3]',
      'shops[1].openingHours.mon[4]',
      'shops[1].products[0].priceCents',
      'shops[1].products[0].stepGrams',
      'shops[1].products[1].allergens[0]',
      'shops[1].products[1].allergens[2]',
      'shops[1].products[1].priceCents',
      'shops[1].products[1].sku',
      'shops[1].products[2].maxQuantity',
      'shops[1].products[2].pieceGrams',
      'shops[1].products[2].prezzo',
      'shops[1].products[3].category',
      'shops[1].products[3].name',
      'shops[1].products[3].priceCents',
      'shops[1].products[3].soldBy',
      'shops[1].slots.capacity',
      'shops[1].slots.cutoff.time',
      'shops[1].slug',
      'shops[1].specialOpenings[0].hours',
    ].sort(),
  )
})

const hoursOf = (openingHours: Json) => townFile([bakery({ openingHours })], 'orari')

test.each([
  ['a night that goes on past midnight', { fri: ['19:00-24:00'], sat: ['19:00-02:00'] }],
  ['two openings that touch', { mon: ['07:00-13:00', '13:00-19:00'] }],
  ['the whole day', { mon: ['00:00-24:00'], tue: ['00:00-24:00'] }],
  ['an early morning after a night', { sat: ['22:00-02:00'], sun: ['02:00-06:00'] }],
])('%s is fine', (_, openingHours) => {
  expect(() => readMunicipalityFile(hoursOf(openingHours))).not.toThrow()
})

test.each([
  ['a night that meets the next morning', { sat: ['22:00-02:00'], sun: ['01:00-05:00'] }, 'sun[0]'],
  ['a Sunday night that meets Monday', { sun: ['22:00-02:00'], mon: ['01:00-05:00'] }, 'mon[0]'],
  ['an opening inside another', { mon: ['07:00-19:00', '08:00-09:00'] }, 'mon[1]'],
  ['an opening of no length', { mon: ['08:00-08:00'] }, 'mon[0]'],
  ['an evening written backwards', { mon: ['19:00-16:00'] }, 'mon[0]'],
])('%s is named', (_, openingHours, place) => {
  expect(Object.keys(problemsOf(hoursOf(openingHours)))).toEqual([`shops[0].openingHours.${place}`])
})

test.each([null, [], 'x', 1, {}, { municipality: 1, shops: {} }])('%j is no municipality file', json => {
  expect(Object.keys(problemsOf(json)).length).toBeGreaterThan(0)
})

test('the words are plain: no jargon of types, no English', () => {
  const words = Object.values(
    problemsOf({ municipality: { slug: 5, name: '', province: 'Varese', postcodes: 'x', istat: null }, shops: [1] }),
  )
  expect(words).toEqual([
    'deve essere un testo fra virgolette',
    'non può essere vuoto',
    'deve essere un testo fra virgolette',
    '«Varese» non va bene: la sigla della provincia, come VA',
    'deve essere un elenco [ … ]',
    'deve essere un oggetto { … }',
  ])
})

// ------------------------------------------------------------------ photos

const storePhoto = async (work: Work, municipalityId: string, bytes: Uint8Array): Promise<string> =>
  keepPhoto(work, municipalityId, await safePhoto(bytes))

function picture(options: { width?: number; height?: number; colour?: string } = {}): Promise<Buffer> {
  const { width = 300, height = 200, colour = '#c08040' } = options
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .withExif({ IFD0: { Artist: 'CANARY' }, IFD3: { GPSLatitude: '45/1 36/1 0/1' } })
    .jpeg()
    .toBuffer()
}

test('photos come in once, however many products and imports share them', async () => {
  const slug = 'paese-foto'
  const bytes = await picture()
  let asked = 0
  const source: PhotoSource = async name => {
    asked += 1
    return name === 'pane.jpg' ? { bytes, mime: 'image/jpeg' } : undefined
  }
  const file = townFile([bakery({ products: [bread({ photo: 'pane.jpg' }), eggs({ photo: 'pane.jpg' })] })], slug)
  const { municipalityId } = await bring(file, source)
  expect(asked).toBe(1)
  const again = await bring(file, source)
  expect(again.shops[0]?.products.unchanged).toBe(2)
  const ids = new Set((await productRows(municipalityId)).map(row => row.photoId))
  expect(ids.size).toBe(1)
  expect([...ids][0]).toBeTruthy()
})

test('a photo that is missing or broken is named, and nothing is brought in', async () => {
  const slug = 'paese-senza-foto'
  const file = townFile([bakery({ products: [bread({ photo: 'manca.jpg' }), eggs({ photo: 'rotta.jpg' })] })], slug)
  const source: PhotoSource = async name =>
    name === 'rotta.jpg' ? { bytes: Buffer.from('no picture'), mime: 'image/jpeg' } : undefined
  await expect(bring(file, source)).rejects.toMatchObject({
    problems: [
      { path: 'shops[0].products[0].photo', problem: "la foto «manca.jpg» non c'è" },
      { path: 'shops[0].products[1].photo', problem: 'la foto «rotta.jpg» non si lascia leggere' },
    ],
  })
  expect(await store.read(db => db.select().from(municipalities).where(eq(municipalities.slug, slug)))).toEqual([])
})

test('our own drawings may be SVG; a picture sent by somebody may not', async () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="red"/></svg>',
  )
  const { municipalityId } = await bring(townFile([bakery({ products: [bread({ photo: 'pane' })] })]), async () => ({
    bytes: svg,
    mime: 'image/svg+xml',
  }))
  expect((await productRows(municipalityId))[0]?.photoId).toBeTruthy()
  const other = Buffer.concat([svg, Buffer.from(' ')])
  await expect(work(work => storePhoto(work, municipalityId, other))).rejects.toThrow(PhotoUnreadable)
})

test('a kept photo is an upright JPEG of at most 1280 pixels without any metadata', async () => {
  const { municipalityId } = await bring(townFile([]))
  const sideways = await sharp(await picture({ width: 3000, height: 1000 }))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const id = await work(work => storePhoto(work, municipalityId, sideways))
  const kept = await store.read(db => photoOf(db, id, 'citizen'))
  expect(kept?.mime).toBe('image/jpeg')
  const { width, height, exif, icc, orientation } = await sharp(kept?.bytes).metadata()
  expect({ width, height, exif, icc, orientation }).toEqual({
    width: 427,
    height: 1280,
    exif: undefined,
    icc: undefined,
    orientation: undefined,
  })
  expect(Buffer.from(kept?.bytes ?? []).includes('CANARY')).toBe(false)
})

test('a flood of pixels in a few bytes is refused in a moment', async () => {
  const { municipalityId } = await bring(townFile([]))
  const flood = await sharp({ create: { width: 12_000, height: 6_000, channels: 3, background: '#fff' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const started = performance.now()
  await expect(work(work => storePhoto(work, municipalityId, flood))).rejects.toThrow(PhotoUnreadable)
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('the same picture sent twice at once is kept once', async () => {
  const { municipalityId } = await bring(townFile([]))
  const bytes = await picture({ colour: '#123456' })
  const ids = await Promise.all([1, 2, 3].map(() => work(work => storePhoto(work, municipalityId, bytes))))
  expect(new Set(ids).size).toBe(1)
  expect(await store.read(db => db.select({ id: photos.id }).from(photos).where(inArray(photos.id, ids)))).toHaveLength(
    1,
  )
})

test('each account remembers its own file id of a photo, the newest one', async () => {
  const { municipalityId } = await bring(townFile([]))
  const id = await work(async work => storePhoto(work, municipalityId, await picture({ colour: '#654321' })))
  for (const [account, fileId] of [
    ['citizen', 'A'],
    ['staff', 'B'],
    ['citizen', 'C'],
  ] as const)
    await work(work => rememberUpload(work.db, id, account, fileId))
  const fileIdFor = async (account: string) => (await store.read(db => photoOf(db, id, account)))?.fileId
  expect([await fileIdFor('citizen'), await fileIdFor('staff'), await fileIdFor('other')]).toEqual([
    'C',
    'B',
    undefined,
  ])
  expect(await store.read(db => photoOf(db, '01936b3e-1234-7123-8123-012345678901', 'citizen'))).toBeUndefined()
})

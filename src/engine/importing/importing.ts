// SPDX-License-Identifier: AGPL-3.0-or-later
// Brings a municipality file into the database: what is new is added, what differs is changed, what is gone is hidden
// (orders still speak of it), what comes back is shown again. All in the caller's transaction, in a handful of
// statements whatever the size of the town.
import { eq, inArray, or } from 'drizzle-orm'
import { closures, municipalities, openingHours, products, shops, specialOpenings } from '../../db/schema.ts'
import {
  compareProducts,
  hideProducts,
  noProducts,
  type ProductChanges,
  type ProductRow,
  type ProductWrite,
  writeProducts,
} from './importing-products.ts'
import { type Change, changeOf, differences, excluded, inParts, sameRows } from './importing-rows.ts'
import { closureRows, hourRows, municipalityRow, shopRow, specialOpeningRows } from './municipality-rows.ts'
import { type FileProblem, FileRefused } from './municipality-file-checks.ts'
import type { MunicipalityFile } from './municipality-file.ts'
import { type Picture, storePhotos } from '../photos.ts'
import type { Work } from '../unit.ts'

export interface ShopChanges {
  readonly slug: string
  readonly name: string
  readonly change: Change
  /** What differs about the shop itself. */
  readonly fields: readonly string[]
  readonly products: ProductChanges
}

export interface ImportChanges {
  readonly municipalityId: string
  readonly municipality: { readonly name: string; readonly change: Change; readonly fields: readonly string[] }
  readonly shops: readonly ShopChanges[]
}

/** A picture by the name the file gives it; undefined where there is none. */
export type PhotoSource = (name: string) => Promise<Picture | undefined>

/** Brings the file in. Throws FileRefused, and nothing may then be committed. */
export async function importMunicipality(
  work: Work,
  file: MunicipalityFile,
  photos?: PhotoSource,
): Promise<ImportChanges> {
  const town = await importTown(work, file)
  const kept = await shopsBefore(work, file, town.id)
  const photoIds = photos ? await importPhotos(work, file, town.id, photos) : new Map<string, string>()
  const [hours, closed, special, goods] = await rowsOfShops(
    work,
    kept.map(shop => shop.id),
  )

  const shopWrites: (typeof shops.$inferInsert)[] = []
  const productWrites: ProductWrite[] = []
  const productsToHide: string[] = []
  const calendars: Calendars = { shopIds: [], hours: [], closures: [], specialOpenings: [] }
  const changes: ShopChanges[] = []
  for (const shop of file.shops) {
    const before = kept.find(row => row.slug === shop.slug)
    const id = before?.id ?? work.newId()
    const row = { ...shopRow(shop), hiddenAt: null }
    const fields = before ? differences(before, row) : []
    const wanted = { hours: hourRows(shop), closures: closureRows(shop), specialOpenings: specialOpeningRows(shop) }
    if (!sameRows(hours.get(id), wanted.hours)) fields.push('openingHours')
    if (!sameRows(closed.get(id), wanted.closures)) fields.push('closures')
    if (!sameRows(special.get(id), wanted.specialOpenings)) fields.push('specialOpenings')
    if (fields.some(field => calendarFields.has(field))) {
      const own = <Row>(rows: readonly Row[]) => rows.map(row => ({ ...row, id: work.newId(), shopId: id }))
      calendars.shopIds.push(id)
      calendars.hours.push(...own(wanted.hours))
      calendars.closures.push(...own(wanted.closures))
      calendars.specialOpenings.push(...own(wanted.specialOpenings))
    }
    if (!before || fields.some(field => !calendarFields.has(field)))
      shopWrites.push({ id, municipalityId: town.id, createdAt: before?.createdAt ?? work.now, ...row })
    const compared = compareProducts(work, shop, { id, municipalityId: town.id }, goods.get(id) ?? [], photoIds)
    productWrites.push(...compared.writes)
    productsToHide.push(...compared.hide)
    changes.push({ slug: shop.slug, name: shop.name, ...changeOf(before, fields), products: compared.changes })
  }
  const gone = kept.filter(shop => shop.hiddenAt === null && !file.shops.some(({ slug }) => slug === shop.slug))
  for (const { slug, name } of gone) changes.push({ slug, name, change: 'hidden', fields: [], products: noProducts })

  for (const rows of inParts(shopWrites)) {
    // Only what the file speaks of: a shop that is paused stays so.
    const set = excluded(
      Object.keys(rows[0] ?? {}).filter(name => !['id', 'municipalityId', 'createdAt', 'slug'].includes(name)),
    )
    await work.db.insert(shops).values(rows).onConflictDoUpdate({ target: shops.slug, set })
  }
  await writeCalendars(work, calendars)
  await writeProducts(work, productWrites)
  await hideProducts(work, productsToHide)
  if (gone.length > 0) {
    const ids = gone.map(shop => shop.id)
    await work.db.update(shops).set({ hiddenAt: work.now }).where(inArray(shops.id, ids))
  }
  return { municipalityId: town.id, municipality: town.changes, shops: changes }
}

const calendarFields = new Set(['openingHours', 'closures', 'specialOpenings'])

/** The municipality's row stays locked until the end: two imports of one town follow one another. */
async function importTown(
  work: Work,
  file: MunicipalityFile,
): Promise<{ id: string; changes: ImportChanges['municipality'] }> {
  const row = municipalityRow(file.municipality)
  const [before] = await work.db.select().from(municipalities).where(eq(municipalities.slug, row.slug)).for('update')
  if (!before) {
    const id = work.newId()
    await work.db.insert(municipalities).values({ id, createdAt: work.now, ...row })
    return { id, changes: { name: row.name, change: 'added', fields: [] } }
  }
  const fields = differences(before, row)
  if (fields.length > 0) await work.db.update(municipalities).set(row).where(eq(municipalities.id, before.id))
  return { id: before.id, changes: { name: row.name, change: fields.length > 0 ? 'changed' : 'unchanged', fields } }
}

/** The town's shops as they are, hidden ones too. A link names a shop in the whole deployment: no slug is taken over. */
async function shopsBefore(
  work: Work,
  file: MunicipalityFile,
  municipalityId: string,
): Promise<(typeof shops.$inferSelect)[]> {
  const slugs = file.shops.map(shop => shop.slug)
  const inFile = slugs.length > 0 ? inArray(shops.slug, slugs) : undefined
  const rows = await work.db
    .select()
    .from(shops)
    .where(or(eq(shops.municipalityId, municipalityId), inFile))
  const foreign = new Set(rows.filter(row => row.municipalityId !== municipalityId).map(row => row.slug))
  const problems = [...slugs.entries()].flatMap(([at, slug]): FileProblem[] =>
    foreign.has(slug)
      ? [{ path: `shops[${at}].slug`, problem: `«${slug}» è già di un negozio di un altro comune` }]
      : [],
  )
  if (problems.length > 0) throw new FileRefused(problems)
  return rows
}

async function importPhotos(
  work: Work,
  file: MunicipalityFile,
  municipalityId: string,
  source: PhotoSource,
): Promise<Map<string, string>> {
  const places = new Map<string, string>()
  for (const [at, shop] of file.shops.entries())
    for (const [index, { photo }] of shop.products.entries())
      if (typeof photo === 'string' && !places.has(photo)) places.set(photo, `shops[${at}].products[${index}].photo`)
  const pictures = new Map<string, Picture>()
  for (const name of places.keys()) {
    const found = await source(name)
    if (found) pictures.set(name, found)
  }
  const ids = await storePhotos(work, municipalityId, pictures)
  const problems = [...places].flatMap(([name, path]): FileProblem[] => {
    if (ids.has(name)) return []
    return [
      { path, problem: pictures.has(name) ? `la foto «${name}» non si lascia leggere` : `la foto «${name}» non c'è` },
    ]
  })
  if (problems.length > 0) throw new FileRefused(problems)
  return ids
}

type HourRow = typeof openingHours.$inferSelect
type ClosureRow = typeof closures.$inferSelect
type SpecialRow = typeof specialOpenings.$inferSelect

async function rowsOfShops(
  work: Work,
  shopIds: string[],
): Promise<[Map<string, HourRow[]>, Map<string, ClosureRow[]>, Map<string, SpecialRow[]>, Map<string, ProductRow[]>]> {
  if (shopIds.length === 0) return [new Map(), new Map(), new Map(), new Map()]
  const [hours, closed, special, goods] = await Promise.all([
    work.db.select().from(openingHours).where(inArray(openingHours.shopId, shopIds)),
    work.db.select().from(closures).where(inArray(closures.shopId, shopIds)),
    work.db.select().from(specialOpenings).where(inArray(specialOpenings.shopId, shopIds)),
    work.db.select().from(products).where(inArray(products.shopId, shopIds)),
  ])
  const byShop = <Row extends { shopId: string }>(rows: Row[]) => Map.groupBy(rows, row => row.shopId)
  return [byShop(hours), byShop(closed), byShop(special), byShop(goods)]
}

// ------------------------------------------------------------------ calendars

interface Calendars {
  readonly shopIds: string[]
  readonly hours: (typeof openingHours.$inferInsert)[]
  readonly closures: (typeof closures.$inferInsert)[]
  readonly specialOpenings: (typeof specialOpenings.$inferInsert)[]
}

/** Replaced as a whole where anything differs. */
async function writeCalendars(work: Work, calendars: Calendars): Promise<void> {
  const { shopIds } = calendars
  if (shopIds.length === 0) return
  for (const table of [openingHours, closures, specialOpenings] as const)
    await work.db.delete(table).where(inArray(table.shopId, shopIds))
  for (const rows of inParts(calendars.hours)) await work.db.insert(openingHours).values(rows)
  for (const rows of inParts(calendars.closures)) await work.db.insert(closures).values(rows)
  for (const rows of inParts(calendars.specialOpenings)) await work.db.insert(specialOpenings).values(rows)
}

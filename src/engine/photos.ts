// SPDX-License-Identifier: AGPL-3.0-or-later
// A picture is decoded and written anew on its way in: what it carried besides pixels (the place where it was taken,
// a second file hidden in it) stays behind.
import { createHash } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import sharp from 'sharp'
import { photos, photoUploads } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import type { Work } from './unit.ts'

/** The bytes are no picture that we take; nothing was kept. */
export class PhotoUnreadable extends Error {
  constructor(cause?: unknown) {
    super('the picture cannot be read', { cause })
    this.name = 'PhotoUnreadable'
  }
}

export interface Photo {
  readonly bytes: Uint8Array
  readonly mime: string
  /** The id that the account got for it when it uploaded it. */
  readonly fileId?: string | undefined
}

/** A picture as it comes from a folder or from our own drawings. */
export interface Picture {
  readonly bytes: Uint8Array
  readonly mime: string
}

const mime = 'image/jpeg'
const drawing = 'image/svg+xml'
const maxSidePixels = 1280
/** 50 megapixels take up to 200 MB while they are decoded; a Telegram photo has at most 25. */
const maxPixels = 50_000_000
const rasters = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif'])
/** Rows of about 150 kB each. */
const rowsAtOnce = 25

/** A picture that was decoded and written anew: safe to be kept and shown. */
export interface SafePhoto {
  /** SHA-256 of what came in. */
  readonly hash: string
  /** A JPEG of at most 1280 pixels a side, without metadata. */
  readonly bytes: Uint8Array
}

/** Decodes a picture and writes it anew; takes the processor, so never inside a unit. Throws PhotoUnreadable. */
export async function safePhoto(bytes: Uint8Array): Promise<SafePhoto> {
  return { hash: hashOf(bytes), bytes: await encoded(bytes, false) }
}

/** A picture that `safePhoto` wrote earlier, as it came back from where it was stored meanwhile. */
export function photoWritten(bytes: Uint8Array): SafePhoto {
  return { hash: hashOf(bytes), bytes }
}

/** Keeps a picture, the same one only once, and answers its id. */
export async function keepPhoto(work: Work, municipalityId: string, { hash, bytes }: SafePhoto): Promise<string> {
  return (await idsOf(work.db, [hash])).get(hash) ?? insertPhoto(work, municipalityId, hash, bytes)
}

/** Keeps many pictures, drawings (SVG) that say so included: ids by name. A picture that cannot be read is left out. */
export async function storePhotos(
  work: Work,
  municipalityId: string,
  pictures: ReadonlyMap<string, Picture>,
): Promise<Map<string, string>> {
  const hashes = new Map([...pictures].map(([name, { bytes }]) => [name, hashOf(bytes)]))
  const known = await idsOf(work.db, [...hashes.values()])
  const fresh = new Map<string, Picture>()
  for (const [name, picture] of pictures) {
    const hash = hashes.get(name)
    if (hash !== undefined && !known.has(hash)) fresh.set(hash, picture)
  }
  const queue = [...fresh]
  while (queue.length > 0) {
    const rows = await Promise.all(
      queue.splice(0, rowsAtOnce).map(async ([hash, picture]) => ({
        hash,
        bytes: await encoded(picture.bytes, picture.mime === drawing).catch(unlessUnreadable),
      })),
    )
    const good = rows.flatMap(({ hash, bytes }) =>
      bytes ? [{ id: work.newId(), municipalityId, hash, mime, bytes }] : [],
    )
    if (good.length === 0) continue
    await work.db.insert(photos).values(good).onConflictDoNothing({ target: photos.hash })
    for (const [hash, id] of await idsOf(
      work.db,
      good.map(row => row.hash),
    ))
      known.set(hash, id)
  }
  return new Map(
    [...hashes].flatMap(([name, hash]) => {
      const id = known.get(hash)
      return id === undefined ? [] : [[name, id] as const]
    }),
  )
}

/** A kept picture, with the file id that this account has for it. */
export async function photoOf(db: Db, photoId: string, account: string): Promise<Photo | undefined> {
  const [row] = await db
    .select({ bytes: photos.bytes, mime: photos.mime, fileId: photoUploads.fileId })
    .from(photos)
    .leftJoin(photoUploads, and(eq(photoUploads.photoId, photos.id), eq(photoUploads.account, account)))
    .where(eq(photos.id, photoId))
  return row && { bytes: row.bytes, mime: row.mime, fileId: row.fileId ?? undefined }
}

/** The account uploaded the picture and got this id for it: the newest one counts. */
export async function rememberUpload(db: Db, photoId: string, account: string, fileId: string): Promise<void> {
  await db
    .insert(photoUploads)
    .values({ photoId, account, fileId })
    .onConflictDoUpdate({ target: [photoUploads.photoId, photoUploads.account], set: { fileId } })
}

/** Of what came in, not of what we made of it: so a picture that is here already need not be decoded again. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function idsOf(db: Db, hashes: string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map()
  const rows = await db.select({ hash: photos.hash, id: photos.id }).from(photos).where(inArray(photos.hash, hashes))
  return new Map(rows.map(row => [row.hash, row.id]))
}

async function insertPhoto(work: Work, municipalityId: string, hash: string, bytes: Uint8Array): Promise<string> {
  const id = work.newId()
  const made = await work.db
    .insert(photos)
    .values({ id, municipalityId, hash, mime, bytes })
    .onConflictDoNothing({ target: photos.hash })
    .returning({ id: photos.id })
  if (made.length > 0) return id
  // Somebody else kept the same picture in the meantime.
  return (await idsOf(work.db, [hash])).get(hash) ?? id
}

async function encoded(bytes: Uint8Array, mayBeDrawing: boolean): Promise<Uint8Array> {
  try {
    const picture = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    const { format } = await picture.metadata()
    // A drawing is a program: from strangers we take none.
    if (!rasters.has(format) && !(mayBeDrawing && format === 'svg')) throw new PhotoUnreadable()
    return await picture
      .rotate()
      .resize(maxSidePixels, maxSidePixels, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
  } catch (error) {
    throw error instanceof PhotoUnreadable ? error : new PhotoUnreadable(error)
  }
}

function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof PhotoUnreadable)) throw error
}

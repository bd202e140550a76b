// SPDX-License-Identifier: AGPL-3.0-or-later
// What is done between two units for a chat: fetched or drawn once, and brought in once.
import { readFileSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Download } from '../../src/channel.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { photos, products } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { askAgain, setAsideThings } from '../../src/engine/set-aside.ts'
import { look, transact } from '../../src/transact.ts'
import { PaperChannel, type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

/** A channel whose downloads can fail for a while. */
class FailingChannel extends PaperChannel {
  failures = 0
  downloads = 0

  override download(fileId: string, mostBytes?: number): Promise<Download> {
    this.downloads++
    if (this.failures-- > 0) return Promise.resolve({ ok: false, error: 'the connection broke', again: true })
    return super.download(fileId, mostBytes)
  }
}

let store: Store
let town: PaperTown
let staff: FailingChannel
let baker: PaperPerson
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  staff = new FailingChannel('staff')
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], {
    channels: [new PaperChannel('citizen'), staff],
  })
  baker = await town.shopkeeper('Marco', 'paese', 'forno')
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

async function jpeg(): Promise<Uint8Array> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#a0522d' } })
    .jpeg()
    .toBuffer()
}

/** Sends a photo, and waits until what came of it is there. */
async function sends(person: PaperPerson, fileId: string, caption: string): Promise<void> {
  await staff.bring(person.address, person.name, { kind: 'photo', fileId, caption })
  await settle()
}

/** The last message, with the line that was said in passing. */
function told(person: PaperPerson): string {
  const last = person.messages().at(-1)
  return `${last?.toast ?? ''}\n${last?.text ?? ''}`
}

async function settle(): Promise<void> {
  await town.app.sweep()
  await town.app.idle()
}

async function photoOfProduct(name: string): Promise<{ width: number; format: string } | undefined> {
  const [row] = await store.read(db =>
    db
      .select({ bytes: photos.bytes })
      .from(products)
      .innerJoin(photos, eq(photos.id, products.photoId))
      .where(eq(products.name, name)),
  )
  if (!row) return undefined
  const { width, format } = await sharp(row.bytes).metadata()
  return { width, format }
}

async function count(what: string): Promise<number> {
  const rows = await store.read(db => db.execute(sql.raw(`select count(*)::int as n from ${what}`)))
  return rowsOf<{ n: number }>(rows)[0]?.n ?? -1
}

/** Makes due at once what was put off. */
async function hasten(): Promise<void> {
  await store.read(db => db.execute(sql`update errands set due_at = clock_timestamp()`))
  await settle()
}

test('the baker sends a photo with the product’s name below it, and it stands in the window', async () => {
  staff.files.set('foto', { ok: true, bytes: await jpeg() })
  await sends(baker, 'foto', 'michetta 0')
  expect(told(baker)).toContain('Foto nuova in vetrina per Michetta 0')
  expect(await photoOfProduct('Michetta 0')).toEqual({ width: 40, format: 'jpeg' })
  // The file was given to the screen, and is kept nowhere else.
  expect(await count('files')).toBe(0)
  expect(await count(`errands where state = 'done'`)).toBe(1)
})

test('a photo without a name, or of something that is not sold, changes nothing and is answered', async () => {
  staff.files.set('foto', { ok: true, bytes: await jpeg() })
  await sends(baker, 'foto', '')
  expect(told(baker)).toContain('scrivi sotto il nome del prodotto')
  expect(staff.downloads).toBe(0)
  await sends(baker, 'foto', 'astronave')
  expect(told(baker)).toContain('«astronave» non è fra i tuoi prodotti')
  expect(await count('products where photo_id is not null')).toBe(0)
})

test('what is no picture is refused in a sentence', async () => {
  staff.files.set('foto', { ok: true, bytes: new TextEncoder().encode('<svg onload="alert(1)"/>') })
  await sends(baker, 'foto', 'Michetta 0')
  expect(told(baker)).toContain('non sono riuscito a scaricarlo')
  expect(await count('photos')).toBe(0)
})

test('a download that fails is tried again by itself; after three failures it is set aside, told, and done when asked', async () => {
  staff.files.set('foto', { ok: true, bytes: await jpeg() })
  staff.failures = 1
  await sends(baker, 'foto', 'Michetta 0')
  await hasten()
  expect(told(baker)).toContain('Foto nuova')
  expect(staff.downloads).toBe(2)

  staff.failures = 3
  await sends(baker, 'foto', 'Michetta 1')
  await hasten()
  await hasten()
  expect(told(baker)).toContain('non sono riuscito a scaricarlo')
  const [aside] = await look(town.app.platform, setAsideThings)
  expect(aside).toMatchObject({ kind: 'errand', error: 'Error: the connection broke' })
  expect(await transact(town.app.platform, ({ work }) => askAgain(work, aside?.id ?? ''))).toBe(1)
  await settle()
  expect(told(baker)).toContain('Foto nuova in vetrina per Michetta 1')
})

test('an errand done twice, because a process died in between, is brought in once', async () => {
  staff.files.set('foto', { ok: true, bytes: await jpeg() })
  await sends(baker, 'foto', 'Michetta 0')
  const before = baker.messages().length
  await store.read(db => db.execute(sql`update errands set state = 'queued', done_at = null`))
  await settle()
  expect(staff.downloads).toBe(2)
  expect(baker.messages()).toHaveLength(before)
})

test('the result of an errand does not count as something the person wrote', async () => {
  staff.files.set('foto', { ok: true, bytes: await jpeg() })
  await staff.bring(baker.address, baker.name, { kind: 'photo', fileId: 'foto', caption: 'Michetta 0' })
  const [wrote] = rowsOf<{ at: string }>(
    await store.read(db => db.execute(sql`select max(last_inbound_at)::text as at from chats`)),
  )
  town.clock.forward(3_600_000)
  await settle()
  expect(told(baker)).toContain('Foto nuova')
  const [now] = rowsOf<{ at: string }>(
    await store.read(db => db.execute(sql`select max(last_inbound_at)::text as at from chats`)),
  )
  expect(now).toEqual(wrote)
})

test('the town hall sends its file and reads whether it is fine, and what is not', async () => {
  const operator = await town.operator('Giulia', 'paese')
  const good = readFileSync(new URL('../../demo/town.json', import.meta.url))
  staff.files.set('buono', { ok: true, bytes: good })
  staff.files.set('storto', { ok: true, bytes: new TextEncoder().encode('{"municipality":{"slug":"x"}}') })
  for (const [fileId, words] of [
    ['buono', 'Borgo Sereno è a posto: 8 negozi'],
    ['storto', 'problemi'],
  ] as const) {
    await staff.bring(operator.address, operator.name, { kind: 'document', fileId, caption: '' })
    await settle()
    expect(told(operator)).toContain(words)
  }
  expect(await count('municipalities')).toBe(1)
})

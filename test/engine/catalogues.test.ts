// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { products } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { catalogueOf, productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { shopBySlug } from '../../src/engine/shops.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type RunWork, workOn } from '../support/work.ts'

let store: Store
let drop: () => Promise<void>
let work: RunWork
let shopId: string

beforeAll(async () => {
  const database = await freshDatabase()
  drop = () => database.drop()
  store = await openStore({ databaseUrl: database.url, dataDir: tmpdir(), prepare: true, poolSize: 2 })
  work = workOn(store)
  await work(work => importMunicipality(work, plainTown('paese', [{ slug: 'bottega', products: 3, stock: 5 }])))
  shopId = (await work(work => shopBySlug(work, 'bottega')))?.id ?? ''
})
afterAll(async () => {
  await store.close()
  await drop()
})

const catalogue = () => work(work => catalogueOf(work, shopId))
const change = (news: Partial<typeof products.$inferInsert>) =>
  work(work => work.db.update(products).set(news).where(eq(products.sku, 'merce-0')))

test('the index of a catalogue is built once, and what is sold in between does not touch it', async () => {
  const first = await catalogue()
  await change({ stock: 1 })
  expect(await catalogue()).toBe(first)
})

test('whatever a message can speak of makes a new index as soon as it changes', async () => {
  for (const news of [
    { name: 'Rosetta' },
    { description: 'soffiata' },
    { category: 'Panini' },
    { priceCents: 99 },
    { sku: 'merce-0', pieceGrams: 80 },
    { hiddenAt: new Date('2026-11-24T08:00:00Z') },
  ]) {
    const before = await catalogue()
    await change(news)
    expect(await catalogue(), Object.keys(news).join()).not.toBe(before)
  }
})

test('what is hidden is not offered by its sku', async () => {
  const found = await work(work => productsBySku(work, shopId, ['merce-0', 'merce-1', 'nessuna']))
  expect([...found.keys()]).toEqual(['merce-1'])
})

test('a shop that lists nothing has an index too', async () => {
  await work(work => work.db.update(products).set({ hiddenAt: new Date('2026-11-24T08:00:00Z') }))
  expect(await catalogue()).toBe(await catalogue())
})

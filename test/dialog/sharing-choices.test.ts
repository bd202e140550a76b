// SPDX-License-Identifier: AGPL-3.0-or-later
// Whether an update may share its transaction is read from the stored choices, whatever screen they are of.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input } from '../../src/channel.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import type { StoredChoice } from '../../src/db/stored.ts'
import { arrivals, type Recognised } from '../../src/post/recognising.ts'
import { transactTogether } from '../../src/transact.ts'
import { menusOf } from '../support/crawler.ts'
import { type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let anna: PaperPerson
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
  anna = town.citizen('Anna')
  await anna.says('/start s-forno')
})
afterEach(() => close())

/** What an input of Anna's is found to be among those that share. */
async function foundAmong(input: Input, among: 'changes' | 'orders'): Promise<Recognised['found'] | 'ours'> {
  const { account, address, name } = anna
  const incoming = { account, updateId: 'one', from: { address, name }, input }
  const enough = new Error('enough')
  let found: Recognised['found'] | undefined
  await transactTogether(town.app.platform, async begin => {
    ;[{ found } = { found: undefined }] = await arrivals(begin().work, [incoming], among)
    // Nothing of it stays.
    throw enough
  }).catch((error: unknown) => {
    if (error !== enough) throw error
  })
  if (found === undefined) throw new Error('nothing was found')
  return typeof found === 'object' ? 'ours' : found
}

async function tapOn(label: string): Promise<Input> {
  const { message, index } = await anna.find(label)
  return { kind: 'choice', choice: `${message.id}:${index}` }
}

const words: Input = { kind: 'text', text: 'ciao' }

async function choicesNow(): Promise<readonly StoredChoice[]> {
  const [menu] = await menusOf(store, anna)
  return menu?.choices ?? []
}

test('sending an order may share with others that send orders, looking back from there with everybody', async () => {
  expect(await foundAmong(words, 'changes')).toBe('ours')
  await anna.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando', 'oggi')
  expect((await choicesNow()).map(({ effect, sharing }) => [effect, sharing])).toEqual([
    ['commit', 'orders'],
    ['view', undefined],
  ])
  expect(await foundAmong(await tapOn("Invia l'ordine"), 'changes')).toBe('orders')
  expect(await foundAmong(await tapOn("Invia l'ordine"), 'orders')).toBe('ours')
  expect(await foundAmong(await tapOn('Modifica'), 'changes')).toBe('ours')
  // Typed words may mean any choice.
  expect(await foundAmong(words, 'changes')).toBe('orders')
  expect(await foundAmong(words, 'orders')).toBe('ours')
})

test('calling an order off is done alone, by a tap or in words', async () => {
  await anna.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando', 'oggi', "Invia l'ordine", 'Annulla')
  expect((await choicesNow()).map(({ effect, sharing }) => [effect, sharing])).toEqual([
    ['commit', undefined],
    ['view', undefined],
  ])
  for (const among of ['changes', 'orders'] as const) {
    expect(await foundAmong(await tapOn('Sì, annulla'), among)).toBe('alone')
    expect(await foundAmong(words, among)).toBe('alone')
  }
  expect(await foundAmong(await tapOn('No, lascialo'), 'changes')).toBe('ours')
})

test('of several commits on one message, one that must be alone is enough for typed words', async () => {
  const both: StoredChoice[] = [
    { label: 'Invia', action: 'place', effect: 'commit', sharing: 'orders' },
    { label: 'Annulla', action: 'cancel', effect: 'commit' },
  ]
  await store.transact(({ db }) =>
    Promise.resolve(db.execute(sql`update messages set choices = ${JSON.stringify(both)}::jsonb`)),
  )
  expect(await foundAmong(words, 'orders')).toBe('alone')
  const [menu] = await menusOf(store, anna)
  expect(await foundAmong({ kind: 'choice', choice: `${menu?.id}:0` }, 'orders')).toBe('ours')
  expect(await foundAmong({ kind: 'choice', choice: `${menu?.id}:1` }, 'orders')).toBe('alone')
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// What is stored and no longer fits, as a deployment may leave it: the person is led on, and the log says so.
import { type SQL, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import type { StoredChoice, StoredSpot } from '../../src/db/stored.ts'
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
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', products: 3 }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
  anna = town.citizen('Anna')
  await anna.says('/start s-forno')
})
afterEach(() => close())

const change = (statement: SQL): Promise<unknown> => store.transact(({ db }) => Promise.resolve(db.execute(statement)))

/** The message that Anna was sent last, as an earlier version might have stored it. */
async function storedAs(choice: StoredChoice, spot: StoredSpot): Promise<void> {
  await change(sql`
    update messages set choices = ${JSON.stringify([choice])}::jsonb, spot = ${JSON.stringify(spot)}::jsonb
    where position = (select max(position) from messages)`)
}

/** What the log says of screens, without the time. */
function unknownScreens(): unknown[] {
  return town.logged
    .map((line): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'screen-unknown')
    .map(({ time: _, ...said }) => said)
}

async function tapsFirst(): Promise<void> {
  const message = anna.messages().at(-1)
  await anna.chooses(`${message?.id}:0`, message?.externalId)
}

const said = (screen: string) => ({ level: 'warn', event: 'screen-unknown', screen, audience: 'citizen' })
const shop = { screen: 'shop', state: {} }

test('a button that leads to a screen that is gone leads home, and the log says so once', async () => {
  const argument = { screen: 'vetrina', state: { shopId: 'x' } }
  await storedAs({ label: 'Vetrina', action: 'go', argument, effect: 'view' }, shop)
  await tapsFirst()
  expect(anna.sees()).toContain('Da quale negozio?')
  expect(unknownScreens()).toEqual([said('vetrina')])
})

test('a button that leads to a screen whose state no longer fits leads home', async () => {
  const argument = { screen: 'product', state: { productID: 7 } }
  await storedAs({ label: 'Michetta', action: 'go', argument, effect: 'view' }, shop)
  await tapsFirst()
  expect(anna.sees()).toContain('Da quale negozio?')
  expect(unknownScreens()).toEqual([said('product')])
})

test('a choice on a message of a screen that is gone shows where the chat stands', async () => {
  await storedAs({ label: 'Ancora', action: 'more', effect: 'view' }, { screen: 'vetrina', state: {} })
  await tapsFirst()
  expect(anna.sees()).toContain('Bottega forno')
  expect(anna.toast).toContain('schermata vecchia')
  expect(unknownScreens()).toEqual([said('vetrina')])
})

test('a choice that its screen no longer knows, or whose argument no longer fits, shows where the chat stands', async () => {
  await anna.taps('Pane')
  const spot = { screen: 'category', state: { shopId: 'x', category: 'Pane' } }
  await storedAs({ label: 'Meno', action: 'fewer', effect: 'view' }, spot)
  await tapsFirst()
  expect(anna.sees()).toBe('Pane')
  await storedAs({ label: 'Altri', action: 'more', argument: 'dieci', effect: 'view' }, spot)
  await tapsFirst()
  expect(anna.sees()).toBe('Pane')
  expect(anna.toast).toContain('schermata vecchia')
  expect(unknownScreens()).toEqual([said('category'), said('category')])
})

test('words in a chat that stands at a screen that is gone are answered', async () => {
  await change(sql`update chats set spot = '{"screen": "vetrina", "state": {}}'::jsonb`)
  await change(sql`update messages set choices_state = 'superseded'`)
  await anna.says('due michette')
  expect(anna.sees()).toContain("questo non l'ho capito")
  expect(unknownScreens()).toEqual([said('vetrina')])
})

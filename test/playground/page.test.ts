// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground as a newcomer meets it: a real Chromium, the real bots over the emulator's HTTP, a real database.
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import {
  complaintsOfAxe,
  desktop,
  inApp,
  last,
  openVisits,
  phone,
  reach,
  goTo,
  says,
  seat,
  taps,
  type ViewOf,
  type Visits,
  writes,
} from '../support/page.ts'
import { type RunningPlayground, runPlayground } from '../support/playground.ts'
import { freshDatabase } from '../support/postgres.ts'

const tuesdayMorning = '2026-11-24T08:30:00+01:00'

let database: { url: string; drop(): Promise<void> }
let store: Store
let playground: RunningPlayground
let visits: Visits
const visit = (...how: ViewOf): Promise<Page> => visits.visit(playground.url, ...how)

beforeAll(async () => {
  database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  ;[playground, visits] = await Promise.all([runPlayground(store, tuesdayMorning), openVisits()])
})

afterEach(async context => {
  if (context.task.result?.state === 'fail')
    console.log(playground.logged.join(''), await pending(), await visits.transcript())
  expect(await visits.leave()).toEqual([])
})

afterAll(async () => {
  await visits?.close()
  await playground?.stop()
  await store?.close()
  await database?.drop()
})

/** What stands in the way of a message that does not come. */
async function pending(): Promise<unknown> {
  const columns = sql`chat_id, position, delivery, attempts, error, due_at, claimed_by`
  const found = await store.read(db =>
    db.execute(sql`select ${columns} from messages where delivery in ('queued', 'sending', 'refused')`),
  )
  return rowsOf(found)
}

const wayToOrder = ['Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare', 'oggi', "Invia l'ordine"]

test('Anna orders bread from the poster, the baker prepares it, Anna collects it', async () => {
  const page = await visit()
  const [anna, shop] = [seat(page, 'anna'), seat(page, 'shop')]
  await says(shop, 'da ora gli ordini arrivano qui')
  await anna.getByRole('button', { name: 'Avvia' }).click()
  await says(anna, 'Ciao Anna')
  expect(await last(anna).locator('strong').allTextContents()).toContain('Forno Rossi')
  await taps(anna, 'Pane', 'Pane casereccio')
  const picture = anna.getByRole('img', { name: /^Foto: Pane casereccio/ })
  await picture.waitFor()
  await page.waitForFunction("document.querySelector('#seat-anna .bubble img').naturalWidth > 400")
  await taps(anna, '500 g')
  await anna.getByRole('status').filter({ hasText: 'Aggiunto: Pane casereccio, 500 g' }).waitFor()
  await taps(anna, ...wayToOrder.slice(2))
  await says(anna, /Ordine [A-Z]-\d{4} inviato/)
  await says(shop, /Nuovo ordine [A-Z]-\d{4}/)
  await taps(shop, 'Accetta')
  await says(anna, 'accettato')
  await taps(shop, 'Pronta')
  await says(anna, 'la busta è pronta')
  await taps(shop, 'Consegnata')
  await says(anna, 'ritirato')
  await says(shop, 'consegnato')
  expect(await shop.locator('.stamp', { hasText: 'modificato' }).count()).toBeGreaterThan(0)
})

test('Anna asks for her data, and the page saves both documents under their names', async () => {
  const page = await visit()
  const anna = seat(page, 'anna')
  await writes(anna, 'i miei dati')
  await says(anna, 'una pagina da leggere')
  for (const name of ['i-miei-dati.html', 'i-miei-dati.json']) {
    const link = anna.getByRole('link', { name: `Scarica il file: ${name}` })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe(name)
    expect(readFileSync(await download.path(), 'utf8')).toContain('Anna')
  }
})

test('Luigi orders and the baker answers by keyboard alone, and the focus never gets lost', async () => {
  const page = await visit()
  const [luigi, shop] = [seat(page, 'luigi'), seat(page, 'shop')]
  await goTo(page, 'luigi')
  for (const label of ['Telegram', 'Avvia']) {
    await reach(page, 'luigi', label)
    await page.keyboard.press('Enter')
  }
  await says(luigi, 'Da quale negozio?')
  for (const label of ['Forno Rossi', 'Pane', ...wayToOrder]) {
    await reach(page, 'luigi', label)
    await page.keyboard.press('Enter')
    await playground.app.idle()
  }
  await says(luigi, /Ordine [A-Z]-\d{4} inviato/)
  await goTo(page, 'shop')
  for (const label of ['Accetta', 'Pronta', 'Consegnata']) {
    await reach(page, 'shop', label)
    await page.keyboard.press('Enter')
    await playground.app.idle()
  }
  await says(luigi, 'ritirato')

  await reach(page, 'shop', 'Comandi')
  await page.keyboard.press('Enter')
  await reach(page, 'shop', '/oggi')
  await page.keyboard.press('Enter')
  await says(shop, 'oggi, 2 ordini')
  await page.keyboard.type('aiuto')
  await page.keyboard.press('Enter')
  await says(shop, 'Qui arrivano gli ordini')
})

test('a message is edited in place without taking the focus away', async () => {
  const page = await visit()
  const anna = seat(page, 'anna')
  await writes(anna, 'negozi')
  await says(anna, 'Da quale negozio?')
  const id = await last(anna).getAttribute('data-id')
  await last(anna).getByRole('button', { name: 'Forno Rossi' }).focus()
  const place = await page.evaluate<number[]>(placeInFocus)
  await page.keyboard.press('Enter')
  await last(anna).getByText('Scrivi cosa ti serve').waitFor()
  expect(await last(anna).getAttribute('data-id')).toBe(id)
  expect(place).not.toContain(-1)
  expect(place).not.toEqual([0, 0])
  expect(await page.evaluate<number[]>(placeInFocus)).toEqual(place)
  // A key that exists no more hands the focus on to a key that does.
  await last(anna).getByRole('button', { name: 'Aiuto' }).focus()
  await page.keyboard.press('Enter')
  await last(anna).getByText('Come funziona').waitFor()
  expect(await anna.locator('.key:focus').count()).toBe(1)
})

/** Row and column of the key in focus; in the page's own language. */
const placeInFocus = `(() => {
  const key = document.activeElement
  const row = key.parentElement
  return [[...row.parentElement.children].indexOf(row), key.matches('.key') ? [...row.children].indexOf(key) : -1]
})()`

test('pushing the clock brings the reminder, and an order that nobody answers runs out', async () => {
  const page = await visit()
  const [anna, shop] = [seat(page, 'anna'), seat(page, 'shop')]
  const order = async (slot: string): Promise<void> => {
    await writes(anna, 'negozi')
    await says(anna, 'Da quale negozio?')
    await taps(
      anna,
      'Forno Rossi',
      'Pane',
      ...wayToOrder.slice(0, 4),
      ...(slot === 'oggi' ? [] : ['più tardi']),
      slot,
      "Invia l'ordine",
    )
    await says(anna, /Ordine [A-Z]-\d{4} inviato/)
    await last(shop).getByText('Nuovo ordine').waitFor()
  }
  await order('11:')
  await taps(shop, 'Accetta')
  await says(anna, 'accettato')
  const clock = page.getByRole('group', { name: 'Orologio della prova' })
  const before = await clock.locator('time').textContent()
  await clock.getByRole('button', { name: '+1 ora' }).click()
  await clock.getByRole('button', { name: '+1 ora' }).click()
  await says(anna, 'Ti ricordiamo il ritiro alle 11:')
  expect(before).toMatch(/^mar 24 nov, 08:3\d$/)
  expect(await clock.locator('time').textContent()).toMatch(/^mar 24 nov, 10:3\d$/)
  expect(await clock.getByRole('status').textContent()).toMatch(/10:3\d/)

  await order('oggi')
  for (const push of ['+15 min', '+15 min', '+15 min']) await clock.getByRole('button', { name: push }).click()
  await says(anna, 'non ha risposto in tempo')
  await says(shop, 'scaduto senza risposta')
})

test('the town hall invites the florist, whose chat opens where the link is followed', async () => {
  const page = await visit()
  const [town, shop] = [seat(page, 'town'), seat(page, 'shop')]
  await says(town, 'Comune di Borgo Sereno')
  expect(await town.locator('.text').allTextContents()).not.toContain('Forno Rossi · ancora nessuno in chat')
  await taps(town, 'Fiori di Campo', 'Manda un invito')
  await last(town)
    .getByRole('button', { name: /^https:\/\/t\.me/ })
    .click()
  await shop.getByText('di Chiara Riva').waitFor()
  await says(shop, 'Fiori di Campo · oggi, nessun ordine')
  await says(town, /Chiara Riva .*Fiori di Campo/)

  await shop.getByLabel('Negozio').selectOption('Macelleria Colombo')
  await says(shop, 'Macelleria Colombo · oggi, nessun ordine')
  expect(await shop.getByText('Fiori di Campo · oggi').count()).toBe(0)
})

test('on a phone there is one chat at a time, and nothing is cut off', async () => {
  const page = await visit(phone)
  const tabs = page.getByRole('tablist', { name: 'Le chat' })
  const visible = (): Promise<string[]> =>
    page.evaluate(
      "[...document.querySelectorAll('.seat')].filter(each => each.checkVisibility()).map(each => each.dataset.place)",
    )
  expect(await visible()).toEqual(['anna'])
  await tabs.getByRole('tab', { name: 'Anna' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await visible()).toEqual(['shop'])
  expect(await page.evaluate('document.activeElement.id')).toBe('tab-shop')

  await tabs.getByRole('tab', { name: 'Comune' }).click()
  await elsewhere('shop:forno-rossi/telegram', 'aiuto')
  await tabs.getByRole('tab', { name: 'Negozio (messaggi nuovi)' }).waitFor()
  await tabs.getByRole('tab', { name: 'Negozio' }).click()
  await tabs.getByRole('tab', { name: 'Negozio (messaggi nuovi)' }).waitFor({ state: 'detached' })
  await tabs.getByRole('tab', { name: 'Comune' }).click()

  for (const viewport of [phone, { width: 800, height: 450 }, { width: 320, height: 640 }]) {
    await page.setViewportSize(viewport)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
    const composer = seat(page, 'town').getByLabel('Scrivi come Giulia')
    await composer.scrollIntoViewIfNeeded()
    expect((await composer.boundingBox())?.width).toBeGreaterThan(100)
  }
})

test.each([
  ['on a desktop', desktop, 'light', 'it'],
  ['on a desktop in the dark, in English', desktop, 'dark', 'en'],
  ['on a phone', phone, 'light', 'en'],
  ['on a phone in the dark', phone, 'dark', 'it'],
] as const)('axe finds nothing to complain of %s', async (_where, viewport, colorScheme, language) => {
  const page = await visit(viewport, { colorScheme })
  const anna = seat(page, 'anna')
  await writes(anna, 'negozi')
  await anna.getByRole('button', { name: 'Comandi' }).click()
  if (viewport === phone) await page.getByRole('button', { name: 'Guida' }).click()
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await complaintsOfAxe(page)).toEqual([])
})

test('a chat in English is marked as English, its commands too', async () => {
  const page = await visit()
  const luigi = seat(page, 'luigi')
  await inApp(luigi, 'Telegram')
  await writes(luigi, 'english')
  await taps(luigi, 'English')
  await luigi.locator('.text[lang=en]').last().waitFor()
  await writes(luigi, 'help')
  expect(await luigi.locator('.message').last().locator('.keys').getAttribute('lang')).toBe('en')
  await luigi.getByRole('button', { name: 'Comandi' }).click()
  expect(await luigi.locator('.commands button').first().getAttribute('lang')).toBe('en')
  await writes(luigi, 'italiano')
  await taps(luigi, 'Italiano')
  await luigi.locator('.text[lang=it]').last().waitFor()
})

test('what a person writes is shown as text, never run', async () => {
  const page = await visit()
  const anna = seat(page, 'anna')
  await writes(anna, '<img src=x onerror="alert(1)"> <b>ciao</b>')
  await anna.locator('.mine .text', { hasText: '<img src=x onerror="alert(1)"> <b>ciao</b>' }).waitFor()
  expect(await anna.locator('.mine img, .mine b').count()).toBe(0)
})

/** Somebody writes, in another window as it were. */
async function elsewhere(chat: string, text: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  await fetch(`${playground.url}/text`, { method: 'POST', headers, body: JSON.stringify({ chat, text }) })
}

test('another site cannot play', async () => {
  const post = (headers: Record<string, string>, body: unknown): Promise<number> =>
    fetch(`${playground.url}/text`, { method: 'POST', headers, body: JSON.stringify(body) }).then(
      ({ status }) => status,
    )
  const json = { 'Content-Type': 'application/json' }
  const words = { chat: 'anna/telegram', text: 'ciao' }
  expect(await post({ ...json, Origin: 'https://altrove.example' }, words)).toBe(403)
  expect(await post({ ...json, 'Sec-Fetch-Site': 'cross-site' }, words)).toBe(403)
  expect(await post({ 'Content-Type': 'text/plain' }, words)).toBe(415)
  expect(await post(json, { ...words, more: 1 })).toBe(400)
  expect(await post(json, { ...words, chat: 'nessuno' })).toBe(404)
  expect(await post(json, words)).toBe(200)
  const page = await fetch(playground.url)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
})

test('a second start over the same database finds empty chats that work, pictures included', async () => {
  await playground.stop()
  playground = await runPlayground(store, '2026-11-25T08:30:00+01:00')
  const page = await visit()
  const [anna, shop] = [seat(page, 'anna'), seat(page, 'shop')]
  expect(await anna.locator('.message').count()).toBe(0)
  expect(await shop.locator('.message').count()).toBe(0)
  await anna.getByRole('button', { name: 'Avvia' }).click()
  await taps(anna, 'Pane', 'Pane casereccio')
  await anna.getByRole('img', { name: /^Foto: Pane casereccio/ }).waitFor()
  await taps(anna, ...wayToOrder.slice(1))
  await says(anna, /Ordine [A-Z]-\d{4} inviato/)
  // Who kept the shop before is still reached, and need not be invited again.
  await says(shop, /Nuovo ordine [A-Z]-\d{4}/)
  await taps(shop, 'Accetta')
  await says(anna, 'accettato')
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// WhatsApp as a newcomer meets it on the playground's page: the real adapter against the Cloud API stub, templates and
// the window included.
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import {
  complaintsOfAxe,
  desktop,
  goTo,
  inApp,
  last,
  openVisits,
  phone,
  reach,
  says,
  seat,
  taps,
  type ViewOf,
  type Visits,
  writes,
} from '../support/page.ts'
import { type RunningPlayground, runPlayground } from '../support/playground.ts'
import { freshDatabase } from '../support/postgres.ts'

let database: { url: string; drop(): Promise<void> }
let store: Store
let playground: RunningPlayground
let visits: Visits
const visit = (...how: ViewOf): Promise<Page> => visits.visit(playground.url, ...how)

beforeAll(async () => {
  database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  ;[playground, visits] = await Promise.all([runPlayground(store, '2026-11-24T08:30:00+01:00'), openVisits()])
})

afterEach(async context => {
  if (context.task.result?.state === 'fail') console.log(playground.logged.join(''), await visits.transcript())
  expect(await visits.leave()).toEqual([])
})

afterAll(async () => {
  await visits?.close()
  await playground?.stop()
  await store?.close()
  await database?.drop()
})

/** Chooses what begins so from the newest menu: by its button, or by a row of its list. */
async function chooses(of: Locator, ...labels: string[]): Promise<void> {
  for (const label of labels) {
    const menu = of.locator('.message:has(.key)').last()
    const begins = new RegExp(`^${label}`)
    const before = await of.locator('.message').count()
    const list = menu.locator('.key.menu')
    if (await list.isVisible()) {
      await list.click()
      await of.locator('.sheet-row', { hasText: begins }).first().click()
    } else await menu.locator('.key', { hasText: begins }).click()
    await answered(of, before)
  }
}

/** Writes a line, and waits for what it brings. */
async function asks(of: Locator, text: string): Promise<void> {
  const before = await of.locator('.message').count()
  await writes(of, text)
  await answered(of, before)
}

/** Until what the person did, and what came of it, stands there. */
async function answered(of: Locator, before: number): Promise<void> {
  await of
    .locator('.message.theirs')
    .and(of.locator(`.message:nth-of-type(n + ${before + 2})`))
    .first()
    .waitFor()
  await playground.app.idle()
}

/** The rows of the newest list, which is put away again by Escape. */
async function rows(page: Page, of: Locator): Promise<string[]> {
  await of.locator('.key.menu').last().click()
  const found = await of.locator('.sheet-title').allTextContents()
  await page.keyboard.press('Escape')
  await of.locator('.sheet').waitFor({ state: 'hidden' })
  expect(await of.locator('.key.menu:focus').count()).toBe(1)
  return found
}

/** Sends what the link has written. */
async function sends(of: Locator): Promise<void> {
  await of.getByRole('button', { name: 'Invia', exact: true }).click()
  await of.locator('.message.theirs').last().waitFor()
}

const wayToOrder = ['Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando', 'oggi', "Invia l'ordine"]

test('Luigi orders by lists and buttons, the baker takes up WhatsApp and answers there', async () => {
  const page = await visit()
  const [luigi, shop] = [seat(page, 'luigi'), seat(page, 'shop')]
  await inApp(shop, 'WhatsApp')
  await says(shop, 'da ora gli ordini arrivano qui')
  await says(shop, 'Forno Rossi')
  expect(await luigi.getByLabel('Scrivi come Luigi').inputValue()).toBe('Ciao! m-borgo-sereno')
  await sends(luigi)
  await says(luigi, 'Da quale negozio?')
  await chooses(luigi, 'Forno Rossi', 'Pane', 'Pane casereccio')
  await luigi.getByRole('img', { name: /^Foto/ }).waitFor()
  expect(await luigi.locator('.mine .quote').last().textContent()).toContain('Spesa in Comune')
  await chooses(luigi, ...wayToOrder.slice(2))
  await says(luigi, /Ordine [A-Z]-\d{4} inviato/)
  await says(shop, /Nuovo ordine [A-Z]-\d{4}/)
  await luigi.getByRole('img', { name: 'letto' }).last().waitFor()
  await chooses(shop, 'Accetta')
  await says(luigi, 'accettato')
  await chooses(shop, 'Pronta')
  await says(luigi, 'la busta è pronta')
  await chooses(shop, 'Consegnata')
  await says(shop, 'consegnato')

  // Invited into each app by itself, the shop has heard of the order in both; changing over they write a line.
  await inApp(shop, 'Telegram')
  await shop
    .locator('.text', { hasText: /[A-Z]-\d{4}/ })
    .first()
    .waitFor()
  await says(shop, /oggi, \d ordin/)
})

test('Anna orders on WhatsApp by typed numbers, and by a list of her own words', async () => {
  const page = await visit()
  const anna = seat(page, 'anna')
  await inApp(anna, 'WhatsApp')
  await sends(anna)
  await says(anna, 'Forno Rossi')
  for (const label of ['Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando', 'oggi']) {
    const offered = (await last(anna).locator('.key.menu').isVisible())
      ? await rows(page, anna)
      : await last(anna).locator('.key').allTextContents()
    const place = offered.findIndex(each => each.startsWith(label))
    expect(place, `${label} in ${offered.join(', ')}`).toBeGreaterThanOrEqual(0)
    // Where a number is a quantity, the choices have letters.
    await asks(anna, label === '500 g' ? String.fromCharCode(65 + place) : String(place + 1))
  }
  await says(anna, 'Tutto giusto?')
  await chooses(anna, "Invia l'ordine")
  await says(anna, /Ordine [A-Z]-\d{4} inviato/)

  await writes(anna, 's-forno-rossi')
  await says(anna, 'Scrivi cosa ti serve')
  await writes(anna, 'mezzo chilo di pane casereccio e 3 michette')
  await says(anna, 'Ho messo nella busta')
  expect(await last(anna).locator('.text').textContent()).toMatch(/pane casereccio.*500 g.*michett/is)
})

test('an answer may quote an older menu, and is understood by it', async () => {
  const page = await visit()
  const luigi = seat(page, 'luigi')
  await asks(luigi, 'negozi')
  await last(luigi).getByText('Da quale negozio?').waitFor()
  const menu = last(luigi)
  const shops = await rows(page, luigi)
  await asks(luigi, 'aiuto')
  await last(luigi).getByText('Come funziona').waitFor()
  await menu.hover()
  await luigi.locator('.answer').nth(-2).click()
  await luigi.locator('.answering').getByText('Borgo Sereno').waitFor()
  await asks(luigi, String(shops.indexOf('Forno Rossi') + 1))
  expect(await luigi.locator('.mine').last().locator('.quote').count()).toBe(1)
  await last(luigi).getByText('Via Roma 12').waitFor()
  expect(await luigi.locator('.answering').isVisible()).toBe(false)
})

test('Luigi orders on WhatsApp by keyboard alone, and the focus never gets lost', async () => {
  const page = await visit()
  const luigi = seat(page, 'luigi')
  await goTo(page, 'luigi')
  await reach(page, 'luigi', 'Invia')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('s-forno-rossi')
  await page.keyboard.press('Enter')
  await says(luigi, 'Via Roma 12')
  await playground.app.idle()
  for (const label of wayToOrder) {
    const before = await luigi.locator('.message').count()
    if (await luigi.locator('.message:has(.key)').last().locator('.key.menu').isVisible()) {
      await reach(page, 'luigi', 'Scegli')
      await page.keyboard.press('Enter')
      await luigi.locator('.sheet-row').first().waitFor()
      for (let rows = 0; rows < 10; rows++) {
        const row = luigi.locator('.sheet-row:focus', { hasText: new RegExp(`^${label}`) })
        if ((await row.count()) === 1) break
        await page.keyboard.press('ArrowDown')
      }
    } else await reach(page, 'luigi', label)
    await page.keyboard.press('Enter')
    await answered(luigi, before)
    // It follows to the next menu by itself.
    if (label !== wayToOrder.at(-1)) await luigi.locator('.message:last-of-type .key:focus').waitFor()
  }
  await says(luigi, /Ordine [A-Z]-\d{4} inviato/)
})

test('«collega» on Telegram and the link that follows make two chats one', async () => {
  const page = await visit()
  const anna = seat(page, 'anna')
  await inApp(anna, 'Telegram')
  await writes(anna, 'collega')
  await taps(anna, 'Collega un')
  await anna.getByRole('button', { name: /wa\.me/ }).click()
  await anna.locator('.top').getByText('account dell’attività').waitFor()
  expect(await anna.getByLabel('Scrivi come Anna').inputValue()).toMatch(/^k-[2-9A-Z]{8}$/)
  await page.keyboard.press('Enter')
  await says(anna, 'Questo codice è di una chat su Telegram')
  await chooses(anna, 'Sì, sono io')
  const shown = async (): Promise<string> => {
    await says(anna, 'Il numero è')
    return /\b\d\d\b/.exec((await last(anna).textContent()) ?? '')?.[0] ?? ''
  }
  const number = await shown()
  await inApp(anna, 'Telegram')
  await says(anna, 'quale numero vedi')
  await taps(anna, number)
  // Where she has ordered on WhatsApp before, that chat is asked in its turn.
  await says(anna, /WhatsApp, usata|Il numero è/)
  if ((await last(anna).textContent())?.includes('Il numero è')) {
    const back = await shown()
    await inApp(anna, 'WhatsApp')
    await says(anna, 'quale numero vedi')
    await chooses(anna, back)
    await inApp(anna, 'Telegram')
  }
  await says(anna, /WhatsApp, usata|è collegata alla tua/)
})

test('the town hall on WhatsApp invites the florist, who finds the message written already', async () => {
  const page = await visit()
  const [town, shop] = [seat(page, 'town'), seat(page, 'shop')]
  await inApp(town, 'WhatsApp')
  await says(town, 'questo è il tuo comune')
  await chooses(town, 'Fiori di Campo', 'Manda un invito')
  await town
    .getByRole('button', { name: /wa\.me/ })
    .last()
    .click()
  await shop.getByText('di Chiara Riva').waitFor()
  expect(await shop.getByLabel('Scrivi come Chiara').inputValue()).toMatch(/^i-/)
  await sends(shop)
  await says(shop, 'Fiori di Campo')
  await says(town, /Chiara Riva/)
})

test.each([
  ['on a desktop', desktop, 'light', 'it'],
  ['on a desktop in the dark', desktop, 'dark', 'en'],
  ['on a phone', phone, 'light', 'en'],
  ['on a phone in the dark', phone, 'dark', 'it'],
] as const)(
  'axe finds nothing to complain of %s, a list open or not',
  async (_where, viewport, colorScheme, language) => {
    const page = await visit(viewport, { colorScheme })
    if (viewport === phone) await page.getByRole('tab', { name: 'Luigi' }).click()
    const luigi = seat(page, 'luigi')
    await writes(luigi, 'negozi')
    await says(luigi, 'Da quale negozio?')
    await luigi.locator('.answer').last().click()
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
    expect(await complaintsOfAxe(page)).toEqual([])
    await luigi.locator('.key.menu').last().click()
    await luigi.locator('.sheet-row').first().waitFor()
    expect(await complaintsOfAxe(page)).toEqual([])
  },
)

test('on a phone the list rises over the chat, and nothing is cut off', async () => {
  const page = await visit(phone)
  await page.getByRole('tab', { name: 'Luigi' }).click()
  const luigi = seat(page, 'luigi')
  await asks(luigi, 'negozi')
  await last(luigi).getByText('Da quale negozio?').waitFor()
  for (const viewport of [phone, { width: 800, height: 450 }, { width: 320, height: 640 }]) {
    await page.setViewportSize(viewport)
    await luigi.locator('.key.menu').last().click()
    await luigi.locator('.sheet-row').last().scrollIntoViewIfNeeded()
    const box = await luigi.locator('.sheet-card').boundingBox()
    expect(box?.height).toBeGreaterThan(150)
    expect((box?.x ?? -1) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
    await luigi.getByRole('button', { name: 'Chiudi' }).last().click()
    for (const app of ['Telegram', 'WhatsApp']) {
      const button = await luigi.locator('.switch').getByRole('button', { name: app }).boundingBox()
      expect((button?.x ?? -1) + (button?.width ?? 0)).toBeLessThanOrEqual(viewport.width)
      expect(button?.height).toBeGreaterThanOrEqual(24)
    }
  }
})

test('a day later an approved text comes, and its button brings the order', async () => {
  const page = await visit()
  const [luigi, shop] = [seat(page, 'luigi'), seat(page, 'shop')]
  await shop.getByLabel('Negozio').selectOption('Forno Rossi')
  await inApp(shop, 'Telegram')
  await asks(luigi, 's-forno-rossi')
  await chooses(luigi, ...wayToOrder.slice(0, 5), 'domani', 'domani', "Invia l'ordine")
  await shop.locator('.text', { hasText: /Nuovo ordine.*domani/ }).waitFor()
  await taps(shop, 'Accetta')
  await says(luigi, 'accettato')
  await page.getByRole('button', { name: 'domani 9:00' }).click()
  await taps(shop, 'Pronta')
  const news = luigi.locator('.message.theirs', { hasText: 'Forno Rossi: pronto' }).last()
  await news.getByRole('button', { name: "Vedi l'ordine" }).click()
  await last(luigi).getByText('Forno Rossi, Via Roma 12').waitFor()
})

test('a second start over the same database: WhatsApp writes to who was there, pictures included', async () => {
  await playground.stop()
  playground = await runPlayground(store, '2026-11-25T09:30:00+01:00')
  const page = await visit()
  const luigi = seat(page, 'luigi')
  expect(await luigi.locator('.mine').count()).toBe(0)
  await asks(luigi, 'negozi')
  await last(luigi).getByText('Da quale negozio?').waitFor()
  await chooses(luigi, 'Forno Rossi', 'Pane', 'Pane casereccio')
  await luigi.getByRole('img', { name: /^Foto/ }).waitFor()
})

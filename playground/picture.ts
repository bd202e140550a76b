// SPDX-License-Identifier: AGPL-3.0-or-later
// Takes the picture for the README, played through the page itself: Anna has ordered, and the baker has just accepted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openStore } from '../src/db/engines/connect.ts'
import { openBrowser } from '../test/support/browser.ts'
import { runPlayground } from '../test/support/playground.ts'

const into = new URL('../docs/playground.png', import.meta.url).pathname
const dataDir = mkdtempSync(join(tmpdir(), 'spesa-picture-'))
const store = await openStore({ dataDir, prepare: true, warn: () => undefined })
const playground = await runPlayground(store, '2026-11-24T08:40:00+01:00', true)
// The letters that come with the browser, and the machine's for the signs that those lack; a font for formulas fills
// circles that should be empty.
const fonts = join(dataDir, 'fonts.conf')
writeFileSync(
  fonts,
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${join(tmpdir(), 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(dataDir, 'cache')}</cachedir>
    <selectfont><rejectfont><glob>*/DejaVuMath*</glob></rejectfont></selectfont>
    <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  </fontconfig>`,
)
process.env.FONTCONFIG_FILE = fonts
const browser = await openBrowser()
try {
  const page = await browser.newPage({
    viewport: { width: 1600, height: 950 },
    reducedMotion: 'reduce',
    locale: 'it-IT',
  })
  await page.goto(playground.url)
  await page.locator('body.ready').waitFor()
  await play(page)
  await page.screenshot({ path: into })
} finally {
  await browser.close()
  await playground.stop()
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
}

async function play(page: Page): Promise<void> {
  const shops = page.locator('#seat-shop select')
  for (const name of [
    'Ortofrutta La Primizia',
    'Trattoria del Ponte',
    'Edicola della Stazione',
    'Caseificio San Rocco',
    'Forno Rossi',
  ]) {
    await shops.selectOption({ label: name })
    await page.locator('#seat-shop .message.theirs').first().waitFor()
  }
  await page.locator('#seat-anna .begin').click()
  await taps(page, 'anna', 'Pane', 'Pane casereccio', '500 g', 'Michetta', '2 pezzi')
  await taps(page, 'anna', 'La mia busta', 'Scegli quando ritirare', '9:30', "Invia l'ordine")
  await page.locator('#seat-shop .text', { hasText: 'Nuovo ordine' }).waitFor()
  await taps(page, 'shop', 'Accetta')
  await page.locator('#seat-shop .text', { hasText: 'Accettato da' }).waitFor()
  await page.locator('#seat-anna .text', { hasText: 'Ti aspettiamo' }).waitFor()
  await page.locator('#seat-luigi .send').click()
  await page.locator('#seat-luigi .key').last().waitFor()
  await taps(page, 'luigi', 'Forno Rossi', 'Pane', 'Pane casereccio')
  await page.locator('#seat-luigi img[alt^="Foto"]').waitFor()
  await page.locator('#seat-town input').fill('/inizio')
  await page.locator('#seat-town .send').click()
  await page.locator('#seat-town .text', { hasText: 'Comune di Borgo Sereno' }).last().waitFor()
  // Toasts go by themselves.
  await page.waitForTimeout(4000)
  await page.locator('h1').click()
}

async function taps(page: Page, seat: string, ...labels: string[]): Promise<void> {
  const at = page.locator(`#seat-${seat}`)
  for (const label of labels) {
    const begins = { hasText: new RegExp(`^${label}`) }
    const seen = await at.locator('.message').count()
    const list = at.locator('.message:has(.key)').last().locator('.key.menu')
    if (await list.isVisible()) {
      await list.click()
      await at.locator('.sheet-row', begins).first().click()
    } else await at.locator('.key', begins).last().click()
    // What was tapped on WhatsApp stands there as well, and then the answer.
    if (seat === 'luigi')
      await at
        .locator('.message')
        .nth(seen + 1)
        .waitFor()
    await playground.app.idle()
    await page.waitForTimeout(100)
  }
}

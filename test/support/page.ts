// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground's page in a real Chromium, in the words of whoever plays there.
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser } from './browser.ts'

export const desktop = { width: 1600, height: 900 }
export const phone = { width: 390, height: 844 }

/** How large the window is, and in which colours. */
export type ViewOf = [
  viewport?: { width: number; height: number },
  options?: { colorScheme?: 'dark' | 'light'; hasTouch?: boolean },
]

export interface Visits {
  /** Opens the page, and waits for the town. */
  visit(url: string, ...how: ViewOf): Promise<Page>
  /** Closes every page; answers what they complained of in their consoles. */
  leave(): Promise<string[]>
  /** Everything that stands in the chats in view, for a test that failed. */
  transcript(): Promise<string>
  close(): Promise<void>
}

/** One browser for all visits, and in it one page for all that look at it alike: to open one takes a second. */
export async function openVisits(): Promise<Visits> {
  const browser = await openBrowser()
  const idle = new Map<string, Page>()
  const pages = new Map<string, Page>()
  const complaints: string[] = []
  async function open(options: NonNullable<ViewOf[1]>): Promise<Page> {
    const context = await browser.newContext({ locale: 'it-IT', reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', error => void complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    return page
  }
  return {
    async visit(url, viewport = desktop, options = {}) {
      const kind = JSON.stringify(options)
      const page = idle.get(kind) ?? (await open(options))
      idle.delete(kind)
      pages.set(kind, page)
      await page.setViewportSize(viewport)
      await page.goto(url)
      await page.locator('body.ready').waitFor()
      return page
    },
    async leave() {
      for (const [kind, page] of pages) {
        await page.evaluate('localStorage.clear()')
        await page.goto('about:blank')
        idle.set(kind, page)
      }
      pages.clear()
      return complaints.splice(0)
    },
    async transcript() {
      const logs = [...pages.values()].flatMap(page =>
        ['anna', 'luigi', 'shop', 'town'].map(name => seat(page, name).locator('.log')),
      )
      const texts = await Promise.all(logs.map(log => log.allInnerTexts()))
      return texts.flat().join('\n---\n')
    },
    close: () => browser.close(),
  }
}

/** One of the four chats. */
export function seat(page: Page, name: string): Locator {
  return page.locator(`#seat-${name}`)
}

export function last(of: Locator): Locator {
  return of.locator('.message').last()
}

/** Waits until a message says so. */
export async function says(of: Locator, text: string | RegExp): Promise<void> {
  await of.locator('.message .text', { hasText: text }).last().waitFor()
}

/** Taps the newest buttons with these labels, or labels that begin so. */
export async function taps(of: Locator, ...labels: string[]): Promise<void> {
  for (const label of labels)
    await of
      .getByRole('button', { name: beginning(label) })
      .last()
      .click()
}

function beginning(label: string): RegExp {
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`)
}

/** Writes a line, in a chat that is begun if it was not. */
export async function writes(of: Locator, text: string): Promise<void> {
  const begin = of.getByRole('button', { name: 'Avvia' })
  if (await begin.isVisible()) await begin.click()
  await of.getByLabel('Scrivi come').fill(text)
  await of.getByRole('button', { name: 'Invia', exact: true }).click()
  await of.locator('.mine', { hasText: text }).last().waitFor()
}

/** Takes up the telephone's other app, if it is not in view. */
export async function inApp(of: Locator, app: 'Telegram' | 'WhatsApp'): Promise<void> {
  const button = of.locator('.switch').getByRole('button', { name: app })
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
}

/** What is wrong with the page for whoever cannot see it, or not well. */
export async function complaintsOfAxe(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(passes.map(({ id }) => id)).toContain('color-contrast')
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** By the links at the top of the page, which one meets first. */
export async function goTo(page: Page, name: string): Promise<void> {
  const link = page.locator(`.skips a[href="#seat-${name}"]:focus`)
  for (let tabs = 0; tabs < 300 && (await link.count()) === 0; tabs++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
}

/** Which key leads from the element in focus to the newest button with a label; in the page's own language. */
const wayTo = `(seat, label) => {
  const named = each => (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith(label)
  const wanted = [...document.querySelectorAll(seat + ' button')].filter(each => each.checkVisibility() && named(each)).at(-1)
  const active = document.activeElement
  if (!wanted) return 'absent'
  if (active === wanted) return 'there'
  if (active === document.body) return 'lost'
  return wanted.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Shift+Tab' : 'Tab'
}`

/** Tabs, forward or back, until the newest button with that label is in focus. */
export async function reach(page: Page, name: string, label: string): Promise<void> {
  await seat(page, name)
    .getByRole('button', { name: beginning(label) })
    .last()
    .waitFor()
  for (let tabs = 0; tabs < 200; tabs++) {
    const way = await page.evaluate<string>(`(${wayTo})('#seat-${name}', ${JSON.stringify(label)})`)
    if (way === 'there') return
    expect(way, `the focus, on the way to ${label}`).toMatch(/Tab$/)
    await page.keyboard.press(way)
  }
  throw new Error(`no way by Tab to ${label}`)
}

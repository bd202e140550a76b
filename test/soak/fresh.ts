// SPDX-License-Identifier: AGPL-3.0-or-later
// A newcomer: a fresh clone, an empty environment, the README's first command, and an order in a real browser.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { configNames } from '../../src/config.ts'
import { openBrowser } from '../support/browser.ts'
import { atMost, exactly, type Proof, told } from './proof.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const started = /http:\/\/\S+\/playground/
const port = 3999

export const fresh: Proof = {
  name: 'fresh',
  promise: 'fresh clone, empty environment: npm ci && npm start, and a whole order within a minute of the install',
  async run({ say, fault }) {
    const home = mkdtempSync(join(tmpdir(), 'spesa-fresh-'))
    const clone = join(home, 'clone')
    const env = { ...withoutOurs(process.env), PORT: String(port) }
    try {
      run('git', ['clone', '--quiet', root, clone], home, env)
      const installing = performance.now()
      run('npm', ['ci', '--no-audit', '--no-fund'], clone, env)
      const installSeconds = secondsSince(installing)
      say('installed')
      const begun = performance.now()
      // A program group of its own: npm and the program below it end together.
      const program = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      try {
        const url = await linkOf(program)
        const startSeconds = secondsSince(begun)
        const collected = fault === undefined ? await order(url) : false
        return [
          told('installed in', installSeconds, ' s'),
          told('the page is there after', startSeconds, ' s'),
          exactly('orders collected', collected ? 1 : 0, 1),
          atMost('from npm start to the bag collected', secondsSince(begun), 60, ' s'),
        ]
      } finally {
        if (program.pid !== undefined) process.kill(-program.pid, 'SIGTERM')
        await new Promise(resolve => program.once('exit', resolve))
      }
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
  faults: [{ name: 'nobody-orders', reddens: 'orders collected' }],
}

/** The machine's own settings (its proxies, its certificates) without one of ours or of the npm that runs us. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = new Set<string>(configNames)
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !ours.has(name) && !/^npm_|^INIT_CWD$/.test(name)),
  )
}

function run(command: string, words: string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(command, words, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed: ${stderr.slice(-2000)}`)
}

/** The link that the program prints for a newcomer. */
function linkOf(program: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (piece: Buffer): void => {
      said += piece.toString()
      const link = started.exec(said)?.[0]
      if (link !== undefined) resolve(link)
    }
    program.stdout?.on('data', hear)
    program.stderr?.on('data', hear)
    program.once('exit', () => reject(new Error(`it ended: ${said.slice(-2000)}`)))
  })
}

/** From the poster to the bag collected, with a mouse. */
async function order(url: string): Promise<boolean> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 950 }, locale: 'it-IT' })
    page.setDefaultTimeout(20_000)
    await page.goto(url)
    const [anna, shop] = [page.locator('#seat-anna'), page.locator('#seat-shop')]
    await anna.getByRole('button', { name: 'Avvia' }).click()
    await taps(anna, 'Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare')
    await says(anna, 'Quando passi?')
    // Whatever the hour and the day at which the proof is run: the first time there is.
    await anna
      .locator('.message')
      .last()
      .locator('..')
      .getByRole('button', { name: /\d{1,2}:\d\d$/ })
      .first()
      .click()
    await taps(anna, "Invia l'ordine")
    await says(shop, 'Nuovo ordine')
    await taps(shop, 'Accetta', 'Pronta', 'Consegnata')
    await says(anna, 'ritirato. Grazie da Forno Rossi.')
    return true
  } finally {
    await browser.close()
  }
}

async function taps(of: Locator, ...labels: string[]): Promise<void> {
  for (const label of labels) {
    await of
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .last()
      .click()
  }
}

async function says(of: Locator, text: string): Promise<void> {
  await of.locator('.message .text', { hasText: text }).last().waitFor()
}

function secondsSince(then: number): number {
  return Math.round((performance.now() - then) / 100) / 10
}

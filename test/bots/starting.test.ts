// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole program, started as an administrator starts it: what it loads, and what it says when it cannot start.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { startProgram } from '../soak/program.ts'
import { freshDatabase } from '../support/postgres.ts'
import { bareEnvironment } from '../support/processes.ts'
import { telegramSecrets } from '../support/telegram-street.ts'

const root = new URL('../../', import.meta.url)
const recorder = new URL('test/support/loaded-modules.ts', root).href
const withoutWebLibrary = new URL('test/support/without-web-library.ts', root).href

let emulator: TelegramEmulator
let database: { url: string; drop(): Promise<void> }
let folder: string

beforeAll(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'spesa-starting-'))
  emulator = await TelegramEmulator.start()
  emulator.addBot({ username: 'spesa_bot', token: telegramSecrets.citizen })
  emulator.addBot({ username: 'spesa_negozi_bot', token: telegramSecrets.staff })
})
afterAll(async () => {
  await emulator?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true })
})

/** The modules that a start with both tokens has loaded when it is ready, with these modules loaded before it. */
async function loadedBy(name: string, ...before: string[]): Promise<string[]> {
  const file = join(folder, name)
  const program = startProgram({
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    TELEGRAM_API_ROOT: emulator.apiRoot,
    TELEGRAM_CITIZEN_TOKEN: telegramSecrets.citizen,
    TELEGRAM_STAFF_TOKEN: telegramSecrets.staff,
    LOADED_MODULES: file,
    NODE_OPTIONS: [recorder, ...before].map(module => `--import=${module}`).join(' '),
  })
  const ready = await program.ready
  await program.kill('SIGTERM')
  expect(ready, program.complaints.join('')).toBeDefined()
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(url => url.startsWith(root.href))
    .map(url => url.slice(root.href.length))
}

const onlyWhenUsed: Readonly<Record<string, RegExp>> = {
  playground: /^playground\//,
  demo: /^demo\//,
  'date-holidays': /node_modules\/date-holidays/,
  puppeteer: /node_modules\/puppeteer/,
  'whatsapp-web.js': /node_modules\/whatsapp-web\.js\//,
}

/** Which of the things that are loaded only when they are used were loaded. */
function loadedTooEarly(loaded: readonly string[]): string[] {
  return Object.keys(onlyWhenUsed).filter(name => loaded.some(path => onlyWhenUsed[name]?.test(path)))
}

// A start compiles all of the program: seconds, on a busy machine many.
const patient = { timeout: 60_000 }

test(
  'a start with tokens loads neither the playground nor the demo town nor a library that it does not use',
  patient,
  async () => {
    const loaded = await loadedBy('modules')
    // A recorder that sees nothing would be green for ever.
    expect(loaded).toContain('bots/start.ts')
    expect(loaded).toContain('src/rules/holiday.ts')
    expect(loaded.filter(path => path.includes('node_modules/grammy/')).length).toBeGreaterThan(0)
    expect(loadedTooEarly(loaded)).toEqual([])
  },
)

test('a planted import of each of them is seen', patient, async () => {
  const modules = ['playground/playground.ts', 'demo/begin.ts'].map(path => new URL(path, root).href)
  const libraries = ['date-holidays', 'puppeteer', 'whatsapp-web.js'].map(name => import.meta.resolve(name))
  expect(loadedTooEarly(await loadedBy('modules-planted', ...modules, ...libraries))).toEqual(Object.keys(onlyWhenUsed))
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a program where whatsapp-web.js is not installed, until it ends by itself. */
function runWithoutWebLibrary(script: string, environment: Readonly<Record<string, string>>): Promise<Ended> {
  const path = fileURLToPath(new URL(script, root))
  const child = spawn(process.execPath, ['--import', withoutWebLibrary, path], {
    cwd: folder,
    env: {
      ...bareEnvironment(),
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: '0',
      ...environment,
    },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', data => (out += String(data)))
  child.stderr.on('data', data => (err += String(data)))
  return new Promise(resolve => child.on('close', code => resolve({ code, out, err })))
}

test('WHATSAPP_WEB=on without its library: one plain sentence, and doctor says it too', patient, async () => {
  const [started, examined] = await Promise.all([
    runWithoutWebLibrary('bots/start.ts', { WHATSAPP_WEB: 'on' }),
    runWithoutWebLibrary('bots/commands/doctor.ts', { WHATSAPP_WEB: 'on', WHATSAPP_WEB_CHROMIUM: process.execPath }),
  ])
  expect(started).toEqual({
    code: 2,
    out: '',
    err: 'WHATSAPP_WEB: è on, ma la libreria whatsapp-web.js non è installata; serve «npm ci --include=optional», oppure WHATSAPP_WEB=off\n',
  })
  expect(examined).toMatchObject({ code: 1, err: '' })
  expect(examined.out).toContain(
    '✗ Per WHATSAPP_WEB serve la libreria whatsapp-web.js, e non è installata: il programma non parte.\n    Installatela con npm ci --include=optional, o scrivete WHATSAPP_WEB=off.',
  )
})

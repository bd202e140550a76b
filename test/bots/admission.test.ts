// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole program over a database of the other kind: a real one without tokens, a demo with them. It starts nothing,
// says what helps, and writes no row.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { forgetDemo, kindOf, markAs } from '../../src/db/deployment.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { chats, deployment, municipalities, people, roles } from '../../src/db/schema.ts'
import { hashesOf } from '../db/filled.ts'
import { plantedEnvironment } from '../soak/planted.ts'
import type { PlantName } from '../soak/plants.ts'
import { freshDirectory } from '../support/embedded.ts'
import { type Beginning, freshDatabase } from '../support/postgres.ts'
import { bareEnvironment } from '../support/processes.ts'
import { telegramSecrets } from '../support/telegram-street.ts'

const root = new URL('../../', import.meta.url)
const patient = { timeout: 120_000 }
const tokens = {
  TELEGRAM_CITIZEN_TOKEN: telegramSecrets.citizen,
  TELEGRAM_STAFF_TOKEN: telegramSecrets.staff,
}

let emulator: TelegramEmulator
let folder: string
const ends: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spesa-admission-'))
  emulator = await TelegramEmulator.start()
  emulator.addBot({ username: 'spesa_bot', token: telegramSecrets.citizen })
  emulator.addBot({ username: 'spesa_negozi_bot', token: telegramSecrets.staff })
  const town = JSON.parse(readFileSync(new URL('demo/town.json', root), 'utf8')) as { municipality: object }
  const real = { ...town, municipality: { ...town.municipality, slug: 'paese', name: 'Paese' } }
  writeFileSync(join(folder, 'paese.json'), JSON.stringify(real))
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(async () => {
  await emulator?.stop()
  rmSync(folder, { recursive: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a program of ours until it ends; one that is ready is asked to stop. */
function run(
  script: string,
  environment: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, root)), ...parameters], {
    cwd: folder,
    env: {
      ...bareEnvironment(),
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      TELEGRAM_API_ROOT: emulator.apiRoot,
      ...environment,
    },
  })
  let out = ''
  let err = ''
  let asked = false
  child.stdout.on('data', data => {
    out += String(data)
    // A second signal would not wait.
    if (!asked && out.includes('"event":"started"')) asked = child.kill('SIGTERM')
  })
  child.stderr.on('data', data => (err += String(data)))
  return new Promise(resolve => child.on('close', code => resolve({ code, out, err })))
}

async function database(beginning?: Beginning): Promise<{ url: string; store: Store }> {
  const { url, drop } = await freshDatabase(beginning)
  const store = await openStore({ databaseUrl: url, dataDir: '', prepare: true })
  ends.push(drop, () => store.close())
  return { url, store }
}

/** A database that a municipality was imported into, by the command. */
async function realDatabase(): Promise<{ url: string; store: Store }> {
  const made = await database()
  expect(await run('bots/commands/import.ts', { DATABASE_URL: made.url }, [join(folder, 'paese.json')])).toMatchObject({
    code: 0,
    err: '',
  })
  return made
}

/** A database that the playground was begun in. */
async function demoDatabase(): Promise<{ url: string; store: Store }> {
  const made = await database('town')
  await made.store.transact(({ db }) => markAs(db, 'demo', new Date()))
  return made
}

const planted = (...names: readonly PlantName[]): Record<string, string> => {
  const { SPESA_PLANTED = '', NODE_OPTIONS = '' } = plantedEnvironment(names)
  return { SPESA_PLANTED, NODE_OPTIONS }
}

const sentence = (text: RegExp): RegExp => new RegExp(`^${text.source}\\n$`)

test(
  'a real database without tokens starts nothing, says which are missing, and holds what it held',
  patient,
  async () => {
    const { url, store } = await realDatabase()
    const before = await hashesOf(store)
    for (const playground of ['', 'on']) {
      const ended = await run('bots/start.ts', { DATABASE_URL: url, PLAYGROUND: playground })
      expect(ended).toMatchObject({ code: 1, out: '' })
      expect(ended.err).toMatch(
        sentence(/Questo database è di un comune vero .* mancano TELEGRAM_CITIZEN_TOKEN e TELEGRAM_STAFF_TOKEN, .*\./),
      )
    }
    expect(await hashesOf(store)).toEqual(before)
  },
)

test('so does one that was never marked, whatever its town is called', patient, async () => {
  const { url, store } = await database('town')
  await store.transact(({ db }) => db.delete(deployment))
  const before = await hashesOf(store)
  const ended = await run('bots/start.ts', { DATABASE_URL: url })
  expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('comune vero') as string })
  expect(await hashesOf(store)).toEqual(before)
})

test('a demo with tokens starts nothing, names the command that helps, and holds what it held', patient, async () => {
  const { url, store } = await demoDatabase()
  const before = await hashesOf(store)
  const ended = await run('bots/start.ts', { DATABASE_URL: url, ...tokens })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toMatch(
    sentence(
      /Questo database è quello di prova.*TELEGRAM_CITIZEN_TOKEN, TELEGRAM_STAFF_TOKEN.*«npm run forget-demo».*\./,
    ),
  )
  const imported = await run('bots/commands/import.ts', { DATABASE_URL: url }, [join(folder, 'paese.json')])
  expect(imported).toMatchObject({ code: 1, out: '', err: expect.stringContaining('«npm run forget-demo»') as string })
  expect(await hashesOf(store)).toEqual(before)
})

test(
  'planted: where the database is not asked, the real one is written to and the demo is opened',
  patient,
  async () => {
    const fault = planted('any database is played with, and any is opened')
    const real = await realDatabase()
    const realBefore = await hashesOf(real.store)
    await run('bots/start.ts', { DATABASE_URL: real.url, ...fault })
    expect(await hashesOf(real.store)).not.toEqual(realBefore)

    const demo = await demoDatabase()
    const ended = await run('bots/start.ts', { DATABASE_URL: demo.url, ...tokens, ...fault })
    expect(ended.out).toContain('Spesa in Comune è pronta')
    expect(ended.code).toBe(0)
  },
)

test('a new database with nothing configured becomes a demo; its people exist nowhere else', patient, async () => {
  const people = async (): Promise<{ names: string[]; addresses: string[]; roles: number }> => {
    const { url, store } = await database()
    const ended = await run('bots/start.ts', { DATABASE_URL: url })
    expect(ended, ended.err).toMatchObject({ code: 0 })
    expect(await store.read(kindOf)).toBe('demo')
    const found = await store.read(db => db.select().from(chats))
    const held = await store.read(db => db.$count(roles))
    return { names: found.map(({ account }) => account), addresses: found.map(({ address }) => address), roles: held }
  }
  const [one, other] = [await people(), await people()]
  expect(one.roles).toBeGreaterThanOrEqual(2)
  // No real account is called so, and Telegram gives nobody so high a number.
  for (const name of one.names) expect(name).toMatch(/^play:/)
  for (const address of one.addresses) expect(Number(address)).toBeGreaterThan(1e11)
  expect(one.addresses.filter(address => other.addresses.includes(address))).toEqual([])
})

test('the playground beyond this machine needs its key', patient, async () => {
  const { url, store } = await database()
  const ended = await run('bots/start.ts', { DATABASE_URL: url, HOST: '0.0.0.0' })
  expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('PLAYGROUND_KEY') as string })
  expect(await store.read(kindOf)).toBe('new')
})

test('forget-demo makes a real database of a demo, and touches no other', patient, async () => {
  const { url, store } = await demoDatabase()
  expect(await run('bots/commands/forget-demo.ts', { DATABASE_URL: url })).toMatchObject({ code: 2, out: '' })
  expect(await store.read(kindOf)).toBe('demo')
  expect(await run('bots/commands/forget-demo.ts', { DATABASE_URL: url }, ['--yes'])).toMatchObject({
    code: 0,
    err: '',
  })
  expect(await store.read(kindOf)).toBe('real')
  expect(await store.read(db => db.$count(municipalities))).toBe(0)
  // Nothing but the mark is left.
  const left = Object.entries(await hashesOf(store)).filter(([, hash]) => !hash.startsWith('0 rows'))
  expect(left.map(([name]) => name)).toEqual(['deployment'])

  const real = await realDatabase()
  const before = await hashesOf(real.store)
  const refused = await run('bots/commands/forget-demo.ts', { DATABASE_URL: real.url }, ['--yes'])
  expect(refused).toEqual({ code: 1, out: '', err: 'Questo database non è di prova: non è stato svuotato niente.\n' })
  expect(await hashesOf(real.store)).toEqual(before)
})

test('a demo that a program is playing with is not emptied', async () => {
  const { store } = await demoDatabase()
  await store.transact(({ db }) =>
    db.execute(`insert into processes (id, seen_at) values (gen_random_uuid(), clock_timestamp())`),
  )
  await expect(forgetDemo(store, new Date())).rejects.toThrow('is running')
  expect(await store.read(db => db.$count(people))).toBeGreaterThanOrEqual(0)
  expect(await store.read(kindOf)).toBe('demo')
})

test('on the embedded database it is the same', patient, async () => {
  const { dataDir, remove } = await freshDirectory()
  ends.push(() => Promise.resolve(remove()))
  const where = { DATA_DIR: dataDir }
  expect(await run('bots/start.ts', where)).toMatchObject({ code: 0, err: '' })
  const ended = await run('bots/start.ts', { ...where, ...tokens })
  expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('«npm run forget-demo»') as string })
  const examined = await run('bots/commands/doctor.ts', { ...where, ...tokens })
  expect(examined.out).toContain('✗ Il database è quello di prova')
  expect(await run('bots/commands/forget-demo.ts', where, ['--yes'])).toMatchObject({ code: 0, err: '' })
  expect(await run('bots/start.ts', where)).toMatchObject({ code: 1, out: '' })
})

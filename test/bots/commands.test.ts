// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { holdDirectory } from '../../src/db/engines/lock.ts'
import { inbox, municipalities, people, products } from '../../src/db/schema.ts'
import { redeemInvitation } from '../../src/engine/people/invitations.ts'
import { administer, freshDatabase } from '../support/postgres.ts'
import { bareEnvironment } from '../support/processes.ts'
import { workOn } from '../support/work.ts'

const root = join(import.meta.dirname, '../..')
const staffToken = '2222222222:AAstaffCANARYstaffstaffstaffstaffst'
const citizenToken = '1111111111:AAcitizenCANARYcitizencitizenciti'
let url: string
let drop: () => Promise<void>
let folder: string
let telegram: Server
let apiRoot: string
/** What the pretended Telegram answers, by method. */
let answers: Record<string, { status?: number; body: unknown; date?: string }>

beforeAll(async () => {
  const database = await freshDatabase()
  url = database.url
  drop = () => database.drop()
  telegram = createServer((request, response) => {
    const [, bot, method] = /^\/bot(\d+):[^/]+\/(\w+)/.exec(request.url ?? '') ?? []
    const answer = answers[`${method} ${bot}`] ?? answers[method ?? ''] ?? { status: 404, body: { ok: false } }
    if (answer.date !== undefined) response.setHeader('Date', answer.date)
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>(resolve => telegram.listen(0, '127.0.0.1', resolve))
  apiRoot = `http://127.0.0.1:${(telegram.address() as AddressInfo).port}`
  folder = mkdtempSync(join(tmpdir(), 'spesa-commands-'))
})
afterAll(async () => {
  telegram.close()
  rmSync(folder, { recursive: true })
  await drop()
})
beforeEach(() => {
  answers = {
    getMe: { body: { ok: true, result: { username: 'paese_negozi_bot' } } },
    getWebhookInfo: { body: { ok: true, result: { url: '', pending_update_count: 0 } } },
  }
})

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs a command as npm would, in a folder of its own. */
function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...bareEnvironment(), DATABASE_URL: url, DATA_DIR: join(folder, 'data'), ...environment }
  const child = spawn(process.execPath, [join(root, `bots/commands/${command}.ts`), ...args], { cwd: folder, env })
  let out = ''
  let err = ''
  child.stdout.on('data', data => (out += String(data)))
  child.stderr.on('data', data => (err += String(data)))
  return new Promise(resolve => child.on('close', code => resolve({ code, out, err })))
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const loaf = {
  sku: 'pane',
  name: 'Pane casereccio',
  category: 'Pane',
  soldBy: 'weight',
  priceCents: 480,
  stepGrams: 100,
}
const bakery = {
  slug: 'forno-rossi',
  name: 'Forno Rossi',
  category: 'bakery',
  address: 'Via Roma 12',
  openingHours: { mon: ['07:00-13:00'] },
  fulfillment: { pickup: true },
  payment: ['cash'],
  products: [loaf],
}
const town = {
  municipality: { slug: 'castellanza', name: 'Castellanza', province: 'VA', postcodes: ['21053'] },
  shops: [bakery],
}

test.each(['import', 'invite', 'backup', 'restore', 'doctor'])(
  '%s explains itself, and says when it was typed wrongly',
  async command => {
    const [help, wrong] = await Promise.all([run(command, ['--help']), run(command, ['--nonsense'])])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain(`npm run ${command}`)
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain(`npm run ${command} -- --help`)
    expect(wrong.err).not.toContain('    at ')
  },
)

test('a town is imported, and what changes the next time is printed', async () => {
  const path = file('town.json', `\ufeff${JSON.stringify(town)}`)
  const first = await run('import', [path])
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toBe(
    'Castellanza: aggiunto\n  Forno Rossi: aggiunto\n    1 prodotto aggiunto: Pane casereccio\nIn tutto: 1 negozio, 1 prodotto.\n',
  )
  const rolls = ['Michetta', 'Rosetta'].map(name => ({ ...loaf, sku: name, name }))
  const changed = {
    ...town,
    shops: [{ ...bakery, name: 'Forno Verdi', products: [{ ...loaf, priceCents: 500 }, ...rolls] }],
  }
  const second = await run('import', [file('town.json', JSON.stringify(changed))])
  expect(second.out).toBe(
    'Castellanza: invariato\n  Forno Verdi: aggiornato (name)\n    2 prodotti aggiunti: Michetta, Rosetta\n    1 prodotto aggiornato: Pane casereccio\nIn tutto: 1 negozio, 3 prodotti.\n',
  )
})

test('photos are taken from the folder that is named, and a missing one is said', async () => {
  const photos = join(root, 'test')
  const shops = [{ ...bakery, slug: 'altro-forno', products: [{ ...loaf, photo: 'manca' }] }]
  const path = file('photos.json', JSON.stringify({ municipality: { ...town.municipality, slug: 'con-foto' }, shops }))
  const ended = await run('import', [path, '--photos', photos])
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toContain("shops[0].products[0].photo: la foto «manca» non c'è")
})

test('a file with problems names all of them and brings nothing in', async () => {
  const broken = { municipality: { ...town.municipality, slug: 'rotto', cap: 1 }, shops: [{ ...bakery, payment: [] }] }
  const ended = await run('import', [file('broken.json', JSON.stringify(broken))])
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err.split('\n').slice(0, 3)).toEqual([
    'Il file ha 2 problemi e non è stato importato niente:',
    '  municipality.cap: non è un nome conosciuto',
    '  shops[0].payment: deve avere almeno 1 elemento',
  ])
})

test.each([
  ['a missing file', () => join(folder, 'none.json'), "non c'è"],
  ['a file that is no JSON', () => file('no.json', '{\n  "municipality": }'), 'riga 2'],
  ['a file in another encoding', () => file('latin.json', Buffer.from('{"a":"perch\xe9"}', 'latin1')), 'UTF-8'],
])('%s is told in one sentence', async (_, path, words) => {
  const ended = await run('import', [path()])
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toContain(words)
  expect(ended.err.trim().split('\n')).toHaveLength(1)
})

test('a wrong configuration stops a command with every problem, and no secret', async () => {
  const ended = await run('backup', ['x'], { PORT: 'x', TELEGRAM_STAFF_TOKEN: 'CANARY', TELEGRAM_UPDATES: 'foo' })
  expect(ended.code).toBe(1)
  for (const name of ['PORT', 'TELEGRAM_STAFF_TOKEN', 'TELEGRAM_UPDATES']) expect(ended.err).toContain(`  ${name}: `)
  expect(ended.err).not.toContain('CANARY')
})

test('a database that does not answer is told in one sentence, without its password', async () => {
  const away = 'postgres://spesa:CANARY@127.0.0.1:1/spesa'
  const ended = await run('invite', ['--municipality', 'x', '--operator'], { DATABASE_URL: away })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toBe('Il database non risponde: controllate DATABASE_URL e che il server sia acceso.\n')
})

test('an invitation is a link to the staff bot that works once', async () => {
  const telegramOn = { TELEGRAM_STAFF_TOKEN: staffToken, TELEGRAM_API_ROOT: apiRoot }
  const ended = await run('invite', ['--municipality', 'castellanza', '--shop', 'forno-rossi'], telegramOn)
  expect(ended).toMatchObject({ code: 0, err: '' })
  const token = /^https:\/\/t\.me\/paese_negozi_bot\?start=i-([\w-]{27})\n/.exec(ended.out)?.[1] ?? ''
  const store = await openStore({ databaseUrl: url, dataDir: folder, prepare: true, poolSize: 1 })
  try {
    const redeemed = await workOn(store)(async work => {
      const personId = work.newId()
      await work.db.insert(people).values({ id: personId, name: 'Bruno', createdAt: work.now })
      return redeemInvitation(work, token, { chatId: work.newId(), personId })
    })
    expect(redeemed).toMatchObject({ ok: true, value: { kind: 'owner' } })
  } finally {
    await store.close()
  }
})

test('without a staff bot the invitation is a code, with how to use it', async () => {
  const ended = await run('invite', ['--municipality', 'castellanza', '--operator'])
  expect(ended.code).toBe(0)
  expect(ended.out).toMatch(/^i-[\w-]{27}\nQuesto codice vale una volta sola[^\n]*\n$/)
})

test('where WhatsApp is set up the invitation has a link to its number too', async () => {
  const stub = await CloudStub.start({ displayPhoneNumber: '+39 0331 555012' })
  try {
    const ended = await run('invite', ['--municipality', 'castellanza', '--operator'], {
      WHATSAPP_CLOUD_PHONE_NUMBER_ID: stub.world.options.phoneNumberId,
      WHATSAPP_CLOUD_ACCESS_TOKEN: stub.world.options.accessToken,
      WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'una-parola-che-nessuno-indovina-mai',
      WHATSAPP_CLOUD_API_ROOT: stub.apiRoot,
    })
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(ended.out).toMatch(/^https:\/\/wa\.me\/390331555012\?text=i-[\w-]{27}\nVale una volta sola/)
  } finally {
    await stub.stop()
  }
})

test('an invitation for nobody is refused; one for two is wrong usage', async () => {
  const [noTown, noShop, both, neither] = await Promise.all([
    run('invite', ['--municipality', 'atlantide', '--operator']),
    run('invite', ['--municipality', 'castellanza', '--shop', 'nessuno']),
    run('invite', ['--municipality', 'castellanza', '--shop', 'x', '--operator']),
    run('invite', ['--operator']),
  ])
  expect([noTown.code, noShop.code, both.code, neither.code]).toEqual([1, 1, 2, 2])
  expect(noTown.err).toContain('«atlantide» non c')
  expect(noShop.err).toContain('«nessuno»')
})

test('roles and open invitations are listed, and taken away by what the list shows', async () => {
  await run('invite', ['--municipality', 'castellanza', '--shop', 'forno-rossi', '--as', 'assistant'])
  const listed = await run('roles', ['list'])
  expect(listed).toMatchObject({ code: 0, err: '' })
  const role = /^([0-9a-f]{12})  owner +forno-rossi  Bruno  /m.exec(listed.out)?.[1] ?? ''
  const invitation = /^([0-9a-f]{12})  assistant  Forno Verdi  invito aperto fino al /m.exec(listed.out)?.[1] ?? ''
  expect(await run('roles', ['revoke', invitation])).toMatchObject({ code: 0, out: 'Invito ritirato.\n' })
  expect(await run('roles', ['remove', role])).toMatchObject({ code: 0, out: 'Ruolo tolto.\n' })
  const after = await run('roles', ['list'])
  expect(after.out).not.toContain(role)
  expect(after.out).not.toContain(invitation)
  const audit = await run('roles', ['audit', 'castellanza'])
  expect(audit.out.split('\n')[0]).toContain('at,who,action,subject,about,detail')
  expect(audit.out).toMatch(/,,role-removed,person:[0-9a-f-]{36},Bruno,owner/)
  const [again, unknown, nothing] = await Promise.all([
    run('roles', ['remove', role]),
    run('roles', ['audit', 'atlantide']),
    run('roles', ['remove']),
  ])
  expect([again.code, unknown.code, nothing.code]).toEqual([1, 1, 2])
}, 60_000)

// Several processes one after the other, on a machine that may be busy.
const patient = { timeout: 60_000 }

test('a backup comes back whole in another database, and only in an empty one', patient, async () => {
  const path = join(folder, 'copy.gz')
  expect(await run('backup', [path])).toMatchObject({ code: 0, err: '' })
  const again = await run('backup', [path])
  expect(again.code).toBe(1)
  const other = await freshDatabase()
  try {
    expect(await run('restore', [path], { DATABASE_URL: other.url })).toMatchObject({ code: 0, err: '' })
    const store = await openStore({ databaseUrl: other.url, dataDir: folder, prepare: true, poolSize: 1 })
    expect(await store.read(db => db.select({ slug: municipalities.slug }).from(municipalities))).toContainEqual({
      slug: 'castellanza',
    })
    expect((await store.read(db => db.select().from(products))).length).toBeGreaterThan(0)
    await store.close()
    const second = await run('restore', [path], { DATABASE_URL: other.url })
    expect(second).toMatchObject({
      code: 1,
      err: 'Il database non è vuoto: una copia si ripristina solo in un database nuovo.\n',
    })
  } finally {
    await other.drop()
  }
})

test('an embedded database in use by the running program is said to be so', async () => {
  const dataDir = join(folder, 'embedded')
  mkdirSync(join(dataDir, 'db'), { recursive: true })
  const hold = holdDirectory(dataDir)
  try {
    const [backup, doctor] = await Promise.all([
      run('backup', [join(folder, 'used.gz')], { DATABASE_URL: '', DATA_DIR: dataDir }),
      run('doctor', [], { DATABASE_URL: '', DATA_DIR: dataDir, PORT: '1' }),
    ])
    expect(backup).toMatchObject({ code: 1, out: '' })
    expect(backup.err).toContain(`è in uso (il processo ${process.pid})`)
    expect(doctor.out).toContain('✗ Un processo usa il database incorporato')
  } finally {
    hold.release()
  }
})

const bots = { TELEGRAM_CITIZEN_TOKEN: citizenToken, TELEGRAM_STAFF_TOKEN: staffToken }

test('doctor finds nothing where nothing is wrong', async () => {
  const ended = await run('doctor', [], { ...bots, TELEGRAM_API_ROOT: apiRoot })
  expect(ended.out).toContain('Tutto a posto.')
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(ended.out).toContain('✓ TELEGRAM_STAFF_TOKEN è di @paese_negozi_bot.')
  expect(ended.out).not.toContain('✗')
})

test('doctor names what is wrong with Telegram and the clock, and how to mend each', async () => {
  answers['getMe 2222222222'] = { status: 401, body: { ok: false } }
  answers.getMe = { body: { ok: true, result: { username: 'paese_bot' } }, date: 'Mon, 23 Nov 2020 09:00:00 GMT' }
  const failed = { last_error_date: Math.floor(Date.now() / 1000) - 60, last_error_message: 'SSL error' }
  answers.getWebhookInfo = {
    body: { ok: true, result: { url: 'https://altrove.example/x?CANARY', pending_update_count: 500, ...failed } },
  }
  const webhook = {
    TELEGRAM_UPDATES: 'webhook',
    PUBLIC_URL: 'https://spesa.example.it',
    TELEGRAM_WEBHOOK_SECRET: 'CANARY-0123456789-0123456789-abcdef',
  }
  const ended = await run('doctor', [], { ...bots, ...webhook, TELEGRAM_API_ROOT: apiRoot })
  expect(ended.code).toBe(1)
  const bad = ended.out.split('\n').filter(line => line.startsWith('✗'))
  for (const words of [
    'TELEGRAM_STAFF_TOKEN non è riconosciuto',
    'orologio',
    'altrove.example',
    'SSL error',
    '500 aggiornamenti',
  ])
    expect(bad.some(line => line.includes(words))).toBe(true)
  expect(bad).toHaveLength(5)
  expect(ended.out).not.toContain('CANARY')
  expect(ended.out.split('\n').filter(line => line.startsWith('    '))).toHaveLength(5)
})

test('doctor sees a webhook left over where polling is wanted, and a Telegram that is out of reach', async () => {
  answers.getWebhookInfo = {
    body: { ok: true, result: { url: 'https://spesa.example.it/telegram/staff', pending_update_count: 0 } },
  }
  const left = await run('doctor', [], { TELEGRAM_STAFF_TOKEN: staffToken, TELEGRAM_API_ROOT: apiRoot })
  expect(left.out).toContain('✗ @paese_negozi_bot manda gli aggiornamenti a un webhook')
  const away = await run('doctor', [], { TELEGRAM_STAFF_TOKEN: staffToken, TELEGRAM_API_ROOT: 'http://127.0.0.1:1' })
  expect(away.out).toContain('✗ 127.0.0.1:1 non risponde.')
})

test('doctor reads .env: who may read it, and names that nothing reads', async () => {
  const path = file('.env', `TELEGRAM_TOKEN=${staffToken}\n`)
  try {
    chmodSync(path, 0o644)
    const loose = await run('doctor', [])
    expect(loose.out).toContain('chmod 600 .env')
    expect(loose.out).toContain("✗ Nel file .env c'è TELEGRAM_TOKEN, che nessuno legge.")
    expect(loose.out).not.toContain('CANARY')
    chmodSync(path, 0o600)
    writeFileSync(path, 'PORT=abc\n')
    const tight = await run('doctor', [])
    expect(tight.out).not.toContain('chmod')
    expect(tight.out).toContain('✗ PORT: «abc» non va bene.')
    expect(tight.code).toBe(1)
  } finally {
    rmSync(path)
  }
})

test('doctor counts what was set aside, by its kind, without what was in it', async () => {
  const store = await openStore({ databaseUrl: url, dataDir: folder, prepare: true, poolSize: 1 })
  const receivedAt = new Date('2026-11-23T09:15:00Z')
  const row = {
    account: 'telegram-citizen',
    updateId: '4711',
    receivedAt,
    error: 'TypeError: CANARY Rossi',
    incoming: { text: 'CANARY' },
  }
  await store.transact(async ({ db }) => db.insert(inbox).values(row))
  const ended = await run('doctor', [])
  await store.transact(async ({ db }) => db.delete(inbox))
  await store.close()
  expect(ended.code).toBe(1)
  expect(ended.out).toContain('1 cosa è stata messa da parte dopo tre tentativi falliti.')
  expect(ended.out).toContain('    aggiornamenti: 1\n')
  for (const secret of ['CANARY', '4711']) expect(ended.out).not.toContain(secret)
})

test('doctor says what keeps it out of the database', async () => {
  const wrong = new URL(url)
  wrong.password = 'CANARY'
  const [refused, away] = await Promise.all([
    run('doctor', [], { DATABASE_URL: wrong.href }),
    run('doctor', [], { DATABASE_URL: 'postgres://a:CANARY@127.0.0.1:1/b' }),
  ])
  expect(refused.out).toContain('✗ Il database rifiuta (28P01).')
  expect(away.out).toContain('✗ Il database non risponde')
  expect(refused.out + refused.err + away.out + away.err).not.toContain('CANARY')
})

test('doctor looks at an empty database without touching it', async () => {
  const name = `spesa_empty_${process.pid}`
  const empty = new URL(url)
  await administer(url, `create database ${name}`)
  empty.pathname = `/${name}`
  try {
    const ended = await run('doctor', [], { DATABASE_URL: empty.href })
    expect(ended.out).toContain('Il database è vuoto')
    expect((await run('doctor', [], { DATABASE_URL: empty.href })).out).toContain('Il database è vuoto')
  } finally {
    await administer(url, `drop database ${name} with (force)`)
  }
})

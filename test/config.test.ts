// SPDX-License-Identifier: AGPL-3.0-or-later
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  ConfigError,
  configNames,
  type Environment,
  readConfig,
  readEnvironment,
  secretsOf,
  webhookSecretsOf,
} from '../src/config.ts'

const citizen = '1111111111:AAcitizencitizencitizencitizencitiz'
const staff = '2222222222:AAstaffstaffstaffstaffstaffstaffsta'
const appSecret = '0123456789abcdef0123456789abcdef'
const verifyToken = 'una-parola-che-nessuno-indovina-mai'
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'spesa-config-'))
  folders.push(made)
  return made
}

function refusal(environment: Environment): ConfigError {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

const wrongNames = (environment: Environment): string[] => refusal(environment).problems.map(problem => problem.name)

test('with nothing configured the database decides whether it is played: embedded database, this machine only', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: undefined,
    databasePrepare: true,
    dataDir: './data',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: undefined,
    telegram: undefined,
    whatsappCloud: undefined,
    whatsappWeb: undefined,
    playground: undefined,
    playgroundKey: undefined,
    metricsKey: undefined,
    logLevel: 'info',
  })
})

test('an example file copied with empty values is the same as no file', () => {
  expect(readConfig(Object.fromEntries(configNames.map(name => [name, ' '])))).toEqual(readConfig({}))
})

test('two bots by polling switch the playground off', () => {
  const config = readConfig({ TELEGRAM_CITIZEN_TOKEN: citizen, TELEGRAM_STAFF_TOKEN: ` ${staff}\n` })
  expect(config.telegram).toEqual({
    citizenToken: citizen,
    staffToken: staff,
    apiRoot: 'https://api.telegram.org',
    updates: { by: 'polling' },
  })
  expect(config.playground).toBe(false)
  expect(wrongNames({ TELEGRAM_CITIZEN_TOKEN: citizen, PLAYGROUND: 'on' })).toEqual(['PLAYGROUND'])
})

test('a webhook carries its address and its secret', () => {
  const config = readConfig({
    TELEGRAM_CITIZEN_TOKEN: citizen,
    TELEGRAM_UPDATES: 'webhook',
    PUBLIC_URL: 'https://spesa.example.it/bot/',
    TELEGRAM_WEBHOOK_SECRET: 's3cret_-s3cret_-s3cret_-s3cret_-',
  })
  expect(config.telegram?.updates).toEqual({
    by: 'webhook',
    publicUrl: 'https://spesa.example.it/bot',
    secret: 's3cret_-s3cret_-s3cret_-s3cret_-',
  })
})

test('a webhook without address and secret names both', () => {
  expect(wrongNames({ TELEGRAM_CITIZEN_TOKEN: citizen, TELEGRAM_UPDATES: 'webhook' })).toEqual([
    'PUBLIC_URL',
    'TELEGRAM_WEBHOOK_SECRET',
  ])
})

test('every problem is named at once, each once, with what would be right', () => {
  const { problems } = refusal({
    DATABASE_URL: 'mysql://root:hunter2@db/spesa',
    DATABASE_PREPARE: 'yes',
    HOST: 'http://qui',
    PORT: '70000',
    PUBLIC_URL: 'http://spesa.example.it',
    TELEGRAM_CITIZEN_TOKEN: 'incolla qui il codice',
    TELEGRAM_API_ROOT: 'api.telegram.org',
    TELEGRAM_UPDATES: 'foo',
    TELEGRAM_WEBHOOK_SECRET: 'ha degli spazi',
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: '+39 0331',
    WHATSAPP_CLOUD_API_ROOT: 'ftp://graph',
    WHATSAPP_WEB: 'maybe',
    PLAYGROUND: '1',
    LOG_LEVEL: 'loud',
  })
  expect(problems.map(problem => problem.name)).toEqual([
    'DATABASE_URL',
    'DATABASE_PREPARE',
    'HOST',
    'PORT',
    'PUBLIC_URL',
    'TELEGRAM_CITIZEN_TOKEN',
    'TELEGRAM_API_ROOT',
    'TELEGRAM_UPDATES',
    'TELEGRAM_WEBHOOK_SECRET',
    'WHATSAPP_CLOUD_PHONE_NUMBER_ID',
    'WHATSAPP_CLOUD_API_ROOT',
    'WHATSAPP_WEB',
    'PLAYGROUND',
    'LOG_LEVEL',
    'WHATSAPP_CLOUD_ACCESS_TOKEN',
    'WHATSAPP_CLOUD_APP_SECRET',
    'WHATSAPP_CLOUD_VERIFY_TOKEN',
  ])
  expect(problems.find(problem => problem.name === 'TELEGRAM_UPDATES')).toEqual({
    name: 'TELEGRAM_UPDATES',
    wrong: '«foo» non va bene',
    right: 'polling o webhook',
  })
  for (const problem of problems) expect(problem.right).not.toBe('')
})

test('the value of a secret is never repeated, however wrong it is', () => {
  const canary = 'CANARY segreto'
  const secrets = ['DATABASE_URL', 'TELEGRAM_CITIZEN_TOKEN', 'TELEGRAM_STAFF_TOKEN', 'TELEGRAM_WEBHOOK_SECRET']
  const whatsapp = ['WHATSAPP_CLOUD_ACCESS_TOKEN', 'WHATSAPP_CLOUD_APP_SECRET', 'WHATSAPP_CLOUD_VERIFY_TOKEN']
  const error = refusal(Object.fromEntries([...secrets, ...whatsapp].map(name => [name, canary])))
  expect(error.problems).toHaveLength(8)
  expect(JSON.stringify(error.problems) + error.message + error.stack).not.toContain('CANARY')
})

test('one bot cannot be both bots', () => {
  expect(wrongNames({ TELEGRAM_CITIZEN_TOKEN: citizen, TELEGRAM_STAFF_TOKEN: citizen })).toEqual([
    'TELEGRAM_STAFF_TOKEN',
  ])
  const renewed = '1111111111:AArenewedrenewedrenewedrenewedrenew'
  expect(wrongNames({ TELEGRAM_CITIZEN_TOKEN: citizen, TELEGRAM_STAFF_TOKEN: renewed })).toEqual([
    'TELEGRAM_STAFF_TOKEN',
  ])
})

test.each(['http://127.0.0.1:3000', 'http://localhost:8081', 'http://[::1]:1', 'https://spesa.example.it'])(
  '%s is a public address',
  url => {
    expect(readConfig({ PUBLIC_URL: url }).publicUrl).toBe(url)
  },
)

test.each([
  'http://127.example.it',
  'http://10.0.0.1',
  'spesa.example.it',
  'https://a:b@example.it',
  'https://example.it/?x',
])('%s is no public address', url => {
  expect(wrongNames({ PUBLIC_URL: url })).toEqual(['PUBLIC_URL'])
})

test.each(['0', '65535', '080'])('port %s is a port', port => {
  expect(readConfig({ PORT: port }).port).toBe(Number(port))
})

test.each(['65536', '-1', '3000a', '1e3', '3.5'])('port %s is none', port => {
  expect(wrongNames({ PORT: port })).toEqual(['PORT'])
})

test('WhatsApp is known: the four values of the Cloud API go together, Chromium takes its options', () => {
  const config = readConfig({
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: '1234',
    WHATSAPP_CLOUD_ACCESS_TOKEN: 'EAAtoken',
    WHATSAPP_CLOUD_APP_SECRET: appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
    WHATSAPP_WEB: 'on',
    WHATSAPP_WEB_CHROMIUM_ARGS: '--no-sandbox  --lang=it',
  })
  expect(config.whatsappCloud?.apiRoot).toBe('https://graph.facebook.com/v24.0')
  expect(config.whatsappWeb).toEqual({
    chromium: undefined,
    chromiumArguments: ['--no-sandbox', '--lang=it'],
    phone: undefined,
  })
  expect(config.playground).toBe(false)
  expect(secretsOf(config)).toEqual(['EAAtoken', appSecret, verifyToken])
})

test('a number to pair is written as people write it, with its country code', () => {
  const phone = (given: string) => readConfig({ WHATSAPP_WEB: 'on', WHATSAPP_WEB_PHONE: given }).whatsappWeb?.phone
  expect(phone('+39 333 123-4567')).toBe('393331234567')
  expect(phone('15550001111')).toBe('15550001111')
  for (const wrong of ['0333 1234567', 'tre tre tre', '+39', '+39 333 1234567 890123'])
    expect(wrongNames({ WHATSAPP_WEB_PHONE: wrong })).toEqual(['WHATSAPP_WEB_PHONE'])
})

test('secrets include the password of the database, written and meant', () => {
  const url = 'postgres://spesa:p%40ss@db/spesa'
  expect(secretsOf(readConfig({ DATABASE_URL: url }))).toEqual([url, 'p%40ss', 'p@ss'])
})

test('.env adds to the environment and never overrules it', () => {
  const dir = folder()
  writeFileSync(join(dir, '.env'), '# porta\nPORT=4000\nHOST="0.0.0.0"\n')
  expect(readEnvironment(dir, { PORT: '5000' })).toEqual({ PORT: '5000', HOST: '0.0.0.0' })
  expect(readEnvironment(folder(), { PORT: '5000' })).toEqual({ PORT: '5000' })
})

test('a .env that is a folder is said to be unreadable', () => {
  const dir = folder()
  mkdirSync(join(dir, '.env'))
  expect(() => readEnvironment(dir, {})).toThrow(ConfigError)
})

const whatsapp = {
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: '1234',
  WHATSAPP_CLOUD_ACCESS_TOKEN: 'EAAtoken',
  WHATSAPP_CLOUD_APP_SECRET: appSecret,
  WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
}

test.each([
  'TELEGRAM_WEBHOOK_SECRET',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
  'PLAYGROUND_KEY',
  'METRICS_KEY',
])('%s is refused where it can be guessed', name => {
  const right = 'una-chiave-lunga-che-nessuno-sa-1234'
  expect(() => readConfig({ ...whatsapp, [name]: right })).not.toThrow()
  for (const guessed of ['a', right.slice(0, 31), 'a'.repeat(64), 'abcabcabcabcabcabcabcabcabcabcabcabc'])
    expect(wrongNames({ ...whatsapp, [name]: guessed })).toEqual([name])
})

test('of two equal secrets the second is refused, and neither is repeated', () => {
  const shared = { ...whatsapp, TELEGRAM_WEBHOOK_SECRET: appSecret, METRICS_KEY: verifyToken }
  expect(wrongNames(shared)).toEqual(['WHATSAPP_CLOUD_APP_SECRET', 'METRICS_KEY'])
  expect(refusal(shared).message).toContain('è uguale a TELEGRAM_WEBHOOK_SECRET')
  expect(refusal(shared).message).not.toContain(appSecret)
})

test.each(['TELEGRAM_API_ROOT', 'WHATSAPP_CLOUD_API_ROOT'])(
  '%s sends tokens in the clear to this machine only',
  name => {
    for (const root of ['http://127.0.0.1:8081', 'http://localhost:8081', 'https://api.example.it/x'])
      expect(() => readConfig({ [name]: root })).not.toThrow()
    for (const root of ['http://10.0.0.7:8081', 'http://api.example.it', 'http://127.example.it'])
      expect(wrongNames({ [name]: root })).toEqual([name])
  },
)

test('each bot has a webhook secret of its own, and no log shows one', () => {
  const secret = 's3cret_-s3cret_-s3cret_-s3cret_-'
  const { citizen: citizens, staff: shops } = webhookSecretsOf(secret)
  expect(new Set([secret, citizens, shops]).size).toBe(3)
  for (const each of [citizens, shops]) expect(each).toMatch(/^[A-Za-z0-9_-]{32,256}$/)
  const config = readConfig({
    ...{ TELEGRAM_CITIZEN_TOKEN: citizen, TELEGRAM_UPDATES: 'webhook', TELEGRAM_WEBHOOK_SECRET: secret },
    PUBLIC_URL: 'https://spesa.example.it',
  })
  expect(secretsOf(config)).toEqual(expect.arrayContaining([secret, citizens, shops]))
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import type { LogLevel } from '../src/config.ts'
import { createLog, type Log } from '../src/log.ts'

function logOf(
  level: LogLevel,
  secrets: string[] = [],
): { log: Log; all: () => string; lines: () => Record<string, unknown>[] } {
  const written: string[] = []
  const log = createLog(level, secrets, { write: line => void written.push(line) })
  return {
    log,
    all: () => written.join(''),
    lines: () => written.map(line => JSON.parse(line) as Record<string, unknown>),
  }
}

const token = '1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'

test('one event is one line of JSON with level, time and fields', () => {
  const { log, lines } = logOf('info')
  log.info('started', { port: 3000, engine: 'embedded', accounts: ['citizen', 'staff'] })
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      event: 'started',
      port: 3000,
      engine: 'embedded',
      accounts: ['citizen', 'staff'],
    },
  ])
})

test('what lies below the level is not written', () => {
  const { log, lines } = logOf('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  expect(lines().map(line => line.event)).toEqual(['c', 'd'])
  const silent = logOf('silent')
  silent.log.error('x')
  expect(silent.all()).toBe('')
})

test('a field cannot pose as the level or the event', () => {
  const { log, all, lines } = logOf('info')
  log.info('real', { event: 'false', level: 'false', time: 'false' })
  expect(lines()[0]).toMatchObject({ event: 'real', level: 'info', _event: 'false' })
  expect(all().match(/"event"/g)).toHaveLength(1)
})

test('an error is its name, code and message; its stack only at debug', () => {
  const error = Object.assign(new TypeError('no such chat'), { code: 'ECHAT', payload: { text: 'CANARY' } })
  const usual = logOf('info')
  usual.log.error('failed', { error })
  expect(usual.lines()[0]?.error).toEqual({ name: 'TypeError', code: 'ECHAT', message: 'no such chat' })
  const debugging = logOf('debug')
  debugging.log.error('failed', { error })
  expect(debugging.lines()[0]?.error).toHaveProperty('stack')
  expect(debugging.all()).toContain('log.test.ts')
  expect(debugging.all()).not.toContain('CANARY')
})

test.each<LogLevel>(['info', 'debug'])('the parameters of a failed query never appear at %s', level => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "people_pkey"'), {
    code: '23505',
    detail: 'Key (name)=(CANARY Rossi) already exists.',
  })
  const query = 'insert into "people" ("name") values ($1)'
  const error = new Error(`Failed query: ${query}\nparams: CANARY Rossi,via CANARY 3\n    at CANARY (x:1:2)`, { cause })
  const { log, all } = logOf(level)
  log.error('failed', { error, detail: cause.detail, again: String(error) })
  expect(all()).not.toContain('CANARY')
  expect(all()).toContain('insert into')
  expect(all()).toContain('23505')
})

test('a value that the database could not read never appears', () => {
  const { log, all } = logOf('debug')
  log.error('failed', { error: new Error('invalid input syntax for type uuid: "CANARY Rossi"') })
  expect(all()).toContain('invalid input syntax for type uuid')
  expect(all()).not.toContain('CANARY')
})

test('configured secrets never appear, plain or encoded, in a key, an event or a nested field', () => {
  const secrets = ['pass/CANARY=word', 'CANARY', 'CANARY-longer']
  const { log, all } = logOf('debug', secrets)
  log.warn('CANARY', {
    url: `https://x/${encodeURIComponent('pass/CANARY=word')}`,
    deep: { list: [{ CANARY: 'pass/CANARY=word' }, new Map([['a', 'CANARY-longer']])] },
    error: new Error('pass/CANARY=word', { cause: new AggregateError([new Error('CANARY')], 'CANARY') }),
  })
  expect(all()).not.toMatch(/CANARY|longer/)
})

const personal = [
  token,
  `https://api.telegram.org/bot${token}/sendMessage`,
  'http://127.0.0.1:8081/bot42:short/getMe',
  'http://127.0.0.1:8081/file/bot42:short/photos/file_1.jpg',
  'https://t.me/castellanza_staff_bot?start=i-abcdefghijklmnopqrstuvwxyz0',
  'i-abcdefghijklmnopqrstuvwxyz0',
  '+39 0331 526011',
  '0331/526011',
  '333.123.4567',
  '(+39) 333-12-34-567',
  '3331234567',
  'anna.bianchi@example.it',
  'anna+spesa@posta.comune.castellanza.va.it',
]

test.each(personal)('%s never appears', value => {
  const { log, all } = logOf('debug')
  log.error('failed', {
    error: new Error(`Call failed: ${value}, sorry`),
    value,
    quoted: `"${value}"`,
    in: `chi=${value}`,
  })
  expect(all()).not.toContain(value)
  const telling = value.match(/AAHd\w+|short|i-abc\w+|526011|4567|bianchi|anna/)?.[0] ?? value
  expect(all()).not.toContain(telling)
})

test('addresses of chats never appear, as text or as number', () => {
  const { log, all } = logOf('debug')
  log.info('x', { chat: 1234567890, group: -1001234567890, text: '1234567890', big: 1234567890n, ms: 1200.5 })
  expect(all()).not.toContain('1234567')
  expect(all()).toContain('1200.5')
})

test('our own ids, instants and order codes stay readable', () => {
  const { log, lines } = logOf('info')
  const fields = {
    order: '01936b3e-1234-7123-8123-012345678901',
    at: '2026-11-26T09:15:00.000Z',
    day: '2026-12-25',
    code: 'C-4821',
    took: 12.5,
  }
  log.info('x', fields)
  expect(lines()[0]).toMatchObject(fields)
})

test('circles, depth, bytes and odd values do not break a line', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const { log, lines } = logOf('info')
  log.info('x', { circle, bytes: new Uint8Array(3), at: new Date(NaN), nothing: null, f: () => 1, thrown: 'text' })
  expect(lines()[0]).toMatchObject({ bytes: '[3 bytes]', at: 'Invalid Date', thrown: 'text' })
})

test('a hostile message of 200,000 characters is scrubbed in a moment', () => {
  const { log } = logOf('info')
  const started = performance.now()
  for (const piece of ['1 ', 'a@', '1-', 'params', 'https://', '1:', 'i-a', '((((', 'a.b@c.'])
    log.info('x', { text: piece.repeat(200_000 / piece.length) })
  expect(performance.now() - started).toBeLessThan(2_000)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb, type WebParts } from '../../src/web/web.ts'
import type { Webhook } from '../../src/web/webhook.ts'

const header = 'X-Telegram-Bot-Api-Secret-Token'
const secret = 'Zz0_-secret-secret-secret-secret'
/** What the server says of a request from this machine. */
const here = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function webOf(parts: Partial<WebParts> = {}): Hono {
  return createWeb({ checks: [], metrics: createMetrics(), webhooks: [], log: createLog('silent', []), ...parts })
}

function hook(handle: Webhook['handle'] = async () => undefined): { webhook: Webhook; taken: unknown[] } {
  const taken: unknown[] = []
  const webhook: Webhook = {
    path: '/telegram/citizen',
    secretHeader: header,
    secret,
    async handle(body) {
      const answer = await handle(body)
      taken.push(body)
      return answer
    },
  }
  return { webhook, taken }
}

async function served(web: Hono): Promise<number> {
  const server = await serveWeb(web, '127.0.0.1', 0)
  stops.push(() => server.stop())
  return server.port
}

const post = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { [header]: secret },
): RequestInit => ({
  method: 'POST',
  body,
  headers,
})

test('an update with the secret is taken, and answered with an empty 200 only once it is safe', async () => {
  let safe = (): void => undefined
  const { webhook, taken } = hook(() => new Promise<undefined>(resolve => (safe = () => resolve(undefined))))
  const web = webOf({ webhooks: [webhook] })
  let answered = false
  const answer = Promise.resolve(web.request('/telegram/citizen', post('{"update_id":1}'))).finally(
    () => (answered = true),
  )
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(answered).toBe(false)
  safe()
  const response = await answer
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(taken).toEqual([{ update_id: 1 }])
})

test('emoji, accents and zero-width joiners arrive as they were sent', async () => {
  const { webhook, taken } = hook()
  const web = webOf({ webhooks: [webhook] })
  const text = '👩‍👩‍👧‍👦 perché 🥖🧀 ❤️‍🔥 \u202e<b>& "\\'
  expect((await web.request('/telegram/citizen', post(JSON.stringify({ text })))).status).toBe(200)
  expect(taken).toEqual([{ text }])
})

test('of 1,000 requests with a mutated secret none is taken, and all are answered alike', async () => {
  const { webhook, taken } = hook()
  const web = webOf({ webhooks: [webhook] })
  const mutated = fc.oneof(
    fc.constantFrom(
      undefined,
      '',
      ' ',
      secret.toLowerCase(),
      secret.slice(1),
      secret.slice(0, -1),
      `${secret}0`,
      `${secret},${secret}`,
    ),
    fc.nat({ max: secret.length - 1 }).map(at => `${secret.slice(0, at)}~${secret.slice(at + 1)}`),
    fc.string({ maxLength: 300 }).map(text => text.replace(/[^\x21-\x7e]/g, '')),
    fc.nat({ max: 256 }).map(length => 'a'.repeat(length)),
  )
  const answers = new Set<string>()
  await fc.assert(
    fc.asyncProperty(mutated, fc.constantFrom(header, 'X-Hub-Signature-256', 'Authorization'), async (value, name) => {
      fc.pre(value !== secret)
      const response = await web.request(
        '/telegram/citizen',
        post('{"update_id":1}', value === undefined ? {} : { [name]: value }),
      )
      answers.add(`${response.status} ${await response.text()} ${JSON.stringify([...response.headers])}`)
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toEqual([])
  expect([...answers]).toHaveLength(1)
  expect([...answers][0]).toMatch(/^401 /)
})

test('a webhook whose secret is missing or empty lets nobody in', async () => {
  for (const wanted of [undefined, '']) {
    const { webhook, taken } = hook()
    const web = webOf({ webhooks: [{ ...webhook, secret: wanted }] })
    for (const headers of [{}, { [header]: '' }, { [header]: 'undefined' }])
      expect((await web.request('/telegram/citizen', post('{}', headers))).status).toBe(401)
    expect(taken).toEqual([])
  }
})

test.each(['', 'x', '{"a":', '[1,', '\ufeff'])('%j is no JSON', async body => {
  const { webhook, taken } = hook()
  const response = await webOf({ webhooks: [webhook] }).request('/telegram/citizen', post(body))
  expect(response.status).toBe(400)
  expect(taken).toEqual([])
})

test('bytes that are no UTF-8 are refused instead of being guessed at', async () => {
  const { webhook, taken } = hook()
  const body = Buffer.from([0x22, 0xff, 0xfe, 0x22])
  expect((await webOf({ webhooks: [webhook] }).request('/telegram/citizen', post(body))).status).toBe(400)
  expect(taken).toEqual([])
})

test('an update that could not be kept is asked for again a second later', async () => {
  const { webhook } = hook(() => Promise.reject(new Error('no database')))
  const response = await webOf({ webhooks: [webhook] }).request('/telegram/citizen', post('{}'))
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
})

test('what is asked for in the wrong way, or is not there, is said plainly', async () => {
  const web = webOf({ webhooks: [hook().webhook] })
  const wrong = await web.request('/telegram/citizen')
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await web.request('/healthz', { method: 'POST' })).status).toBe(405)
  expect((await web.request('/telegram')).status).toBe(404)
  expect((await web.request('/playground')).status).toBe(404)
  expect((await web.request('/telegram/staff', post('{}'))).status).toBe(404)
})

const oneMegabyte = 1_048_576
const letters = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`

test('a body of one megabyte is taken, one byte more is not', async () => {
  const { webhook, taken } = hook()
  const port = await served(webOf({ webhooks: [webhook] }))
  const url = `http://127.0.0.1:${port}/telegram/citizen`
  expect((await fetch(url, post(letters(oneMegabyte)))).status).toBe(200)
  expect((await fetch(url, post(letters(oneMegabyte + 1)))).status).toBe(413)
  expect(taken).toHaveLength(1)
})

/** Sends pieces one after the other, without a length, until the server has answered. */
function sendSlowly(port: number, piece: Buffer, limit: number): Promise<{ status: number; pieces: number }> {
  return new Promise((resolve, reject) => {
    let pieces = 0
    let status = 0
    const request = httpRequest(
      { port, path: '/telegram/citizen', method: 'POST', headers: { [header]: secret } },
      response => {
        status = response.statusCode ?? 0
        response.resume()
        request.destroy()
        resolve({ status, pieces })
      },
    )
    request.on('error', error => (status ? undefined : reject(error)))
    const send = (): void => {
      if (status) return
      if (pieces === limit) return void request.end()
      pieces += 1
      request.write(piece, () => setTimeout(send, 2))
    }
    send()
  })
}

test('a body that comes in slowly and without a length is refused as soon as it is too large', async () => {
  const { webhook, taken } = hook()
  const port = await served(webOf({ webhooks: [webhook] }))
  const { status, pieces } = await sendSlowly(port, Buffer.alloc(100_000, 0x20), 200)
  expect(status).toBe(413)
  expect(pieces).toBeLessThan(40)
  expect(taken).toEqual([])
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
})

/** Everything the server says to these bytes. */
function said(port: number, bytes: string): Promise<string> {
  return new Promise(resolve => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', data => (answer += data.toString()))
    socket.on('error', () => resolve(answer))
    socket.on('close', () => resolve(answer))
    setTimeout(() => socket.destroy(), 500)
  })
}

test('a length that lies gets nothing taken but what it covers', async () => {
  const { webhook, taken } = hook()
  const port = await served(webOf({ webhooks: [webhook] }))
  const head = (length: number): string =>
    `POST /telegram/citizen HTTP/1.1\r\nHost: x\r\n${header}: ${secret}\r\nContent-Length: ${length}\r\n\r\n`
  expect(await said(port, `${head(99_999_999)}{}`)).toMatch(/^HTTP\/1.1 413 /)
  expect(await said(port, `${head(2)}{"update_id":1}`)).toMatch(/^HTTP\/1.1 400 /)
  await said(port, `${head(50)}{"update_id":1}`)
  expect(taken).toEqual([])
})

test('a stranger with a large body is refused without its being kept', async () => {
  const { webhook, taken } = hook()
  const port = await served(webOf({ webhooks: [webhook] }))
  const response = await fetch(`http://127.0.0.1:${port}/telegram/citizen`, post(letters(900_000), {}))
  expect(response.status).toBe(401)
  expect(taken).toEqual([])
})

test('ready is who passes every check; one that fails, throws or stays silent is named', async () => {
  const good = { name: 'database', look: async () => ({ ok: true, detail: 'migrated' }) }
  const ready = await webOf({ checks: [good] }).request('/readyz', {}, here)
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, checks: [{ name: 'database', ok: true, detail: 'migrated' }] },
  ])
  const checks = [
    good,
    { name: 'citizen', look: async () => ({ ok: false, detail: 'no updates for 90 s' }) },
    { name: 'staff', look: () => Promise.reject(new Error('secret reason')) },
    { name: 'stuck', look: () => new Promise<never>(() => undefined) },
  ]
  const response = await webOf({ checks }).request('/readyz', {}, here)
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({
    ready: false,
    checks: [
      { name: 'database', ok: true, detail: 'migrated' },
      { name: 'citizen', ok: false, detail: 'no updates for 90 s' },
      { name: 'staff', ok: false, detail: 'failed' },
      { name: 'stuck', ok: false, detail: 'no answer' },
    ],
  })
})

test('metrics count what happened, by account and outcome', async () => {
  const metrics = createMetrics()
  const counts = { statements: 3, roundTrips: 2 }
  metrics.watch(counts)
  metrics.watchOutbox(async () => 7)
  metrics.updateHandled('citizen', 'done', 0.02)
  metrics.updateHandled('citizen', 'repeated', 0.001)
  metrics.messageTried('staff', 'delivered')
  metrics.orderMoved('accept')
  counts.statements = 5
  const text = await (await webOf({ metrics }).request('/metrics', {}, here)).text()
  for (const line of [
    'updates_total{account="citizen",outcome="done"} 1',
    'updates_total{account="citizen",outcome="repeated"} 1',
    'update_seconds_count{account="citizen"} 1',
    'messages_total{account="staff",outcome="delivered"} 1',
    'orders_total{action="accept"} 1',
    'outbox_pending 7',
    'database_statements_total 5',
    'database_round_trips_total 2',
  ])
    expect(text.split('\n')).toContain(line)
})

test('metrics are there even when the database is not', async () => {
  const metrics = createMetrics()
  metrics.watchOutbox(() => Promise.reject(new Error('no database')))
  const response = await webOf({ metrics }).request('/metrics', {}, here)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('outbox_pending Nan')
})

test('the first page leads to the playground where there is one, and its pages cannot be framed or sniffed', async () => {
  const pages = new Hono()
  pages.get('/', context => context.html('<p>paese'))
  pages.get('/strict', context => context.text('x', 200, { 'Content-Security-Policy': "default-src 'none'" }))
  const web = webOf({ pages })
  const first = await web.request('/')
  expect([first.status, first.headers.get('location')]).toEqual([302, '/playground'])
  for (const path of ['/playground', '/playground/']) {
    const page = await web.request(path)
    expect(await page.text()).toBe('<p>paese')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  }
  expect((await web.request('/playground/strict')).headers.get('content-security-policy')).toBe("default-src 'none'")
  expect(await (await webOf().request('/')).text()).toBe('Spesa in Comune\n')
})

test('a call for Telegram travels in the body of the answer', async () => {
  const call = '{"method":"answerCallbackQuery","callback_query_id":"7"}'
  const { webhook } = hook(() => Promise.resolve(call))
  const answer = await webOf({ webhooks: [webhook] }).request('/telegram/citizen', post('{"update_id":1}'))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.text()).toBe(call)
})

test('a stop waits for the update in hand and takes no other', async () => {
  let finish = (): void => undefined
  const begun = Promise.withResolvers<undefined>()
  const { webhook, taken } = hook(() => {
    begun.resolve(undefined)
    return new Promise<undefined>(resolve => (finish = () => resolve(undefined)))
  })
  const server = await serveWeb(webOf({ webhooks: [webhook] }), '127.0.0.1', 0)
  const url = `http://127.0.0.1:${server.port}/telegram/citizen`
  const answer = fetch(url, post('{}'))
  await begun.promise
  const stopped = server.stop()
  await expect(fetch(url, post('{}'))).rejects.toThrow()
  finish()
  expect((await answer).status).toBe(200)
  await stopped
  expect(taken).toHaveLength(1)
})

test('a port that is taken is refused instead of being waited for', async () => {
  const port = await served(webOf())
  await expect(serveWeb(webOf(), '127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

const key = 'una-chiave-per-chi-guarda-da-fuori-01'
const there = { incoming: { socket: { remoteAddress: '203.0.113.9' } } }

test.each<[string, RequestInit & { url?: string }, object, boolean]>([
  ['this machine', {}, here, true],
  ['this machine by its newer address', {}, { incoming: { socket: { remoteAddress: '::1' } } }, true],
  ['this machine by both addresses in one', {}, { incoming: { socket: { remoteAddress: '::ffff:127.0.0.1' } } }, true],
  ['somebody else', {}, there, false],
  ['somebody behind a proxy on this machine', { headers: { 'X-Forwarded-For': '203.0.113.9' } }, here, false],
  ['somebody behind a proxy that says so in its own way', { headers: { Forwarded: 'for=203.0.113.9' } }, here, false],
  ['a page whose name leads to this machine', { url: 'http://evil.example:3000' }, here, false],
  ['who has the key', { headers: { Authorization: `Bearer ${key}` } }, there, true],
  ['who has the key, through the proxy', { headers: { Authorization: `Bearer ${key}`, Via: '1.1 x' } }, here, true],
  ['who has another key', { headers: { Authorization: `Bearer ${key}x` } }, there, false],
  ['who has no key but says so', { headers: { Authorization: 'Bearer ' } }, there, false],
])('%s sees the metrics and the checks, or does not', async (_, { url = 'http://localhost', ...init }, env, sees) => {
  const checks = [{ name: 'database', look: async () => ({ ok: false, detail: 'postgres' }) }]
  const web = webOf({ checks, metricsKey: key })
  const metrics = await web.request(`${url}/metrics`, init, env)
  expect(metrics.status).toBe(sees ? 200 : 401)
  const ready = await web.request(`${url}/readyz`, init, env)
  // The load balancer learns what it needs in every case.
  expect(ready.status).toBe(503)
  expect(await ready.text()).toBe(
    sees ? '{"ready":false,"checks":[{"name":"database","ok":false,"detail":"postgres"}]}' : '{"ready":false}',
  )
})

test('without a key in the configuration no key opens anything', async () => {
  const asked = { headers: { Authorization: 'Bearer undefined' } }
  expect((await webOf().request('/metrics', asked, there)).status).toBe(401)
})

test('over the wire this machine is recognised, and a forwarded request is not', async () => {
  const port = await served(webOf())
  const statusOf = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).status
  expect(await statusOf({})).toBe(200)
  expect(await statusOf({ 'X-Forwarded-For': '127.0.0.1' })).toBe(401)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// Who is let in to the playground: this machine by its own name, or who has the key; nobody by another name.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { type DoorParts, guardsOf } from '../../playground/door.ts'
import { openStream } from '../../playground/stream.ts'
import { pause } from '../../src/system.ts'
import { serveWeb } from '../../src/web/web.ts'

const key = 'una-chiave-per-il-paese-di-prova-01'

function behind(door: DoorParts): Hono {
  const pages = new Hono({ strict: false })
  pages.use(...guardsOf(door))
  pages.get('/', context => context.text('the town'))
  pages.post('/text', async context => context.text(String((await context.req.text()).length)))
  return new Hono({ strict: false }).route('/playground', pages)
}

const asked = (door: DoorParts, host: string, path = '/playground', headers: Record<string, string> = {}) =>
  behind(door).request(path, { headers: { Host: host, ...headers } })

test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])('%s is this machine', async host => {
  expect((await asked({}, host)).status).toBe(200)
})

test.each(['evil.example:4103', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.7:3000', '', ' ', 'a b'])(
  'the name «%s» is not',
  async host => {
    expect((await asked({}, host)).status).toBe(421)
  },
)

test('the host of PUBLIC_URL is a name of ours', async () => {
  const door = { publicUrl: 'https://prova.example.it/x' }
  expect((await asked(door, 'prova.example.it')).status).toBe(200)
  expect((await asked(door, 'altrove.example.it')).status).toBe(421)
})

test('with a key: nobody without it, and who brings it once has a cookie that is not the key', async () => {
  const door = { key, publicUrl: 'https://prova.example.it' }
  for (const path of ['/playground', '/playground?key=', `/playground?key=${key}x`])
    expect((await asked(door, 'prova.example.it', path)).status).toBe(401)
  expect((await asked(door, 'prova.example.it', '/playground', { Cookie: `spesa_playground=${key}` })).status).toBe(401)
  const entered = await asked(door, 'prova.example.it', `/playground?key=${key}`)
  expect([entered.status, entered.headers.get('location')]).toEqual([302, '/playground'])
  const cookie = entered.headers.get('set-cookie') ?? ''
  expect(cookie).not.toContain(key)
  expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/)
  const brought = { Cookie: cookie.split(';')[0] ?? '' }
  expect((await asked(door, 'prova.example.it', '/playground', brought)).status).toBe(200)
  expect((await asked(door, 'evil.example', '/playground', brought)).status).toBe(421)
})

test('a body of 100 MB is refused before it is read, whether it says its length or not', async () => {
  const server = await serveWeb(behind({}), '127.0.0.1', 0)
  const url = `http://127.0.0.1:${server.port}/playground/text`
  const before = process.memoryUsage.rss()
  try {
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(4096) })).status).toBe(200)
    const told = await fetch(url, { method: 'POST', body: 'x'.repeat(70_000) })
    expect(told.status).toBe(413)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent > 100e6) return controller.close()
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const untold = fetch(url, { method: 'POST', body: endless, duplex: 'half' })
    expect(await untold.then(({ status }) => status).catch(() => 413)).toBe(413)
    expect(process.memoryUsage.rss() - before).toBeLessThan(60e6)
  } finally {
    await server.stop()
  }
})

test('so many pages may be open, and not one more until one is closed', async () => {
  const stream = openStream(() => ({ ready: false }) as never)
  const pages = new Hono().get('/events', context => stream.open(context))
  const server = await serveWeb(pages, '127.0.0.1', 0)
  const url = `http://127.0.0.1:${server.port}/events`
  try {
    const closing = new AbortController()
    const open = await Promise.all(Array.from({ length: 32 }, () => fetch(url, { signal: closing.signal })))
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200))
    expect((await fetch(url)).status).toBe(503)
    closing.abort()
    let status = 503
    for (let waits = 0; status === 503 && waits < 100; waits++) {
      await pause(20)
      status = (await fetch(url)).status
    }
    expect(status).toBe(200)
  } finally {
    stream.close()
    await server.stop()
  }
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// How calls to Telegram end, on the libraries' own ways of calling: what was never sent is sent again, what may have
// arrived is not.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { TelegramParts } from '../../bots/telegram/channel.ts'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import type { Message, PhotoStore } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { escape } from '../../src/text/markup.ts'
import { freePort } from '../support/port.ts'

const bots = [
  { library: 'grammY', bot: citizenBot },
  { library: 'Telegraf', bot: staffBot },
]

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)
const photos: PhotoStore = {
  photo: () => Promise.resolve({ bytes, mime: 'image/jpeg' }),
  remember: () => Promise.resolve(),
  file: () => Promise.resolve(undefined),
}

function partsFor(port: number): TelegramParts {
  const apiRoot = `http://127.0.0.1:${port}`
  return { token: '1:secret', apiRoot, updates: { by: 'polling' }, photos, log: createLog('silent', []) }
}

/** A server that answers as given; its port, and what it was sent. */
async function serverThat(answers: (request: IncomingMessage, response: ServerResponse) => void) {
  const heard: Buffer[] = []
  const server = createServer((request, response) => {
    void buffer(request).then(body => {
      heard.push(body)
      answers(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard, server }
}

const accepts = (_: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, result: { message_id: 7, photo: [{ file_id: 'f' }] } }))
}

const message: Message = {
  id: '019aa0b1-8a30-7cc0-9d53-6f1f5f3a2c11',
  address: '5',
  language: 'it',
  lastHeardAt: new Date(0),
  view: { text: escape('Pane «di grano» & uova'), rows: [[{ label: 'Sì' }]] },
  toast: undefined,
}

describe.each(bots)('on $library', ({ bot }) => {
  test('a message arrives, also on a connection that has rested and was closed', async () => {
    const { port, heard, server } = await serverThat(accepts)
    const channel = bot(partsFor(port))
    expect(await channel.send(message)).toEqual({ outcome: 'delivered', externalIds: ['7'] })
    server.closeIdleConnections()
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(await channel.send(message)).toEqual({ outcome: 'delivered', externalIds: ['7'] })
    expect(heard.map(body => (JSON.parse(body.toString()) as { text: string }).text)).toEqual([
      'Pane «di grano» & uova',
      'Pane «di grano» & uova',
    ])
  })

  test('a picture arrives byte by byte', async () => {
    const { port, heard } = await serverThat(accepts)
    const delivery = await bot(partsFor(port)).send({ ...message, view: { ...message.view, photoId: 'p' } })
    expect(delivery).toEqual({ outcome: 'delivered', externalIds: ['7'] })
    expect(heard[0]?.includes(Buffer.from(bytes))).toBe(true)
  })

  test('where nobody listens nothing was sent: later, however often, and whoever it is for', async () => {
    const channel = bot(partsFor(await freePort()))
    for (let times = 0; times < 3; times++)
      expect(await channel.send(message)).toEqual({ outcome: 'later', retryAfterMs: 2000, scope: 'account' })
  })

  test('nobody knows of a message whose connection broke', async () => {
    const { port, heard } = await serverThat(request => request.socket.destroy())
    expect(await bot(partsFor(port)).send(message)).toMatchObject({ outcome: 'unknown' })
    expect(heard).toHaveLength(1)
  })

  test('nor of one that was answered by something that is not Telegram', async () => {
    const { port } = await serverThat((_, response) => response.writeHead(200).end('<html>Accedi al Wi-Fi</html>'))
    expect(await bot(partsFor(port)).send(message)).toMatchObject({ outcome: 'unknown' })
  })
})

test('over a connection that is never made nothing was sent: both bots give it up before the call itself', async () => {
  // Whoever listens there never says a word of TLS.
  const sockets = new Set<Socket>()
  const silent = createSocketServer(socket => sockets.add(socket.on('error', () => undefined)))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const { port } = silent.address() as AddressInfo
  const endings = bots.map(({ bot }) => bot({ ...partsFor(port), apiRoot: `https://127.0.0.1:${port}` }).send(message))
  for (const ending of await Promise.all(endings))
    expect(ending).toEqual({ outcome: 'later', retryAfterMs: 2000, scope: 'account' })
})

test('grammY follows no redirection with the token', async () => {
  const elsewhere = await serverThat(accepts)
  const location = `http://localhost:${elsewhere.port}/bot1:secret/sendMessage`
  const { port } = await serverThat((_, response) => response.writeHead(307, { location }).end())
  expect(await citizenBot(partsFor(port)).send(message)).toMatchObject({ outcome: 'unknown' })
  expect(elsewhere.heard).toEqual([])
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// What people send is fetched from where it lies, and no token goes anywhere else: both Telegram bots against the
// emulator, the Cloud API against its stub, and all three against servers that do what no platform should.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { usualLimits as telegramLimits } from '../../bots/telegram/calling.ts'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import { usualLimits as graphLimits } from '../../bots/whatsapp/graph.ts'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import type { Channel, Incoming } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { elapsedMs, systemClock } from '../../src/system.ts'
import { messageTo, runCloud } from '../support/cloud.ts'

const photos = {
  photo: () => Promise.resolve(undefined),
  remember: () => Promise.resolve(),
  file: () => Promise.resolve(undefined),
}
const log = createLog('silent', [])
const token = '71:a-secret-of-the-bot'
const accessToken = 'EAAsecretOfTheNumber'

type Answers = (path: string, request: IncomingMessage, response: ServerResponse) => void

/** A server that answers as given; its root, what it was asked for, and by whose word. */
async function serverThat(answers: Answers) {
  const asked: string[] = []
  const given: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    given.push(request.headers.authorization ?? '')
    request.resume()
    response.on('error', () => undefined)
    answers(path, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, given }
}

/** Sends pieces until the other side lets go; how much it got away, and whether that has happened. */
function endless(response: ServerResponse): { sent: number; over: boolean } {
  const told = { sent: 0, over: false }
  response.on('close', () => (told.over = true))
  const piece = Buffer.alloc(64 * 1024, 'x')
  const more = (): void => {
    while (!response.destroyed && response.write(piece)) told.sent += piece.length
    told.sent += piece.length
  }
  response.on('drain', more)
  more()
  return told
}

const telegramBots = [
  { library: 'grammY', bot: citizenBot },
  { library: 'Telegraf', bot: staffBot },
]

describe.each(telegramBots)('on Telegram, by $library', ({ bot: make }) => {
  async function world() {
    const emulator = await TelegramEmulator.start()
    const bot = emulator.addBot({ username: 'spesa_bot' })
    const heard: Incoming['input'][] = []
    const limits = { ...telegramLimits, callMs: 500, downloadMs: 700 }
    const parts = {
      token: bot.token,
      apiRoot: emulator.apiRoot,
      updates: { by: 'polling' } as const,
      photos,
      log,
      limits,
    }
    const channel = make(parts)
    onTestFinished(async () => {
      await channel.stop()
      await emulator.stop()
    })
    await channel.start({
      take: async ({ input }) => (heard.push(input), { fresh: true }),
      ignore: () => undefined,
      report: async () => undefined,
    })
    const chat = emulator.addUser({ first_name: 'Anna' }).chatWith(bot)
    const fileIds = async (count: number): Promise<string[]> => {
      await expect.poll(() => heard.length).toBe(count)
      return heard.map(input => ('fileId' in input ? input.fileId : ''))
    }
    return { emulator, bot, channel, chat, heard, fileIds }
  }

  test('photos and documents arrive byte by byte, under the names and in the albums they were sent with', async () => {
    const { channel, chat, heard, fileIds } = await world()
    const list = Buffer.from('prodotto;prezzo\npane;3,50\n')
    chat.sendDocument(list, { name: 'listino.csv', mime: 'text/csv', caption: 'il listino' })
    chat.sendAlbum([{ caption: 'la vetrina' }, {}])
    chat.sendPhoto()
    const [document = '', first = ''] = await fileIds(4)
    expect(await channel.download(document)).toEqual({ ok: true, bytes: list, mime: undefined })
    expect(await channel.download(first)).toEqual({ ok: true, bytes: ONE_POINT_PNG, mime: undefined })
    expect(heard[0]).toMatchObject({ kind: 'document', name: 'listino.csv', caption: 'il listino' })
    const albums = heard.slice(1).map(input => (input.kind === 'photo' ? input.album : 'none'))
    expect(albums[0]).toEqual(expect.any(String))
    expect(albums).toEqual([albums[0], albums[0], undefined])
  })

  test('what is larger than wanted is not fetched; what Telegram does not have is not there', async () => {
    const { channel, chat, fileIds } = await world()
    chat.sendDocument(Buffer.alloc(2000))
    chat.sendDocument(Buffer.alloc((20 << 20) + 1))
    const [small = '', large = ''] = await fileIds(2)
    const tooLarge = { ok: false, error: 'too large', again: false }
    expect(await channel.download(small, 1999)).toEqual(tooLarge)
    expect(await channel.download(small, 2000)).toMatchObject({ ok: true })
    expect(await channel.download(large)).toEqual(tooLarge)
    expect(await channel.download('never-sent')).toEqual({ ok: false, error: 'not found', again: false })
  })

  test('under a bad network it may be had later, and is', async () => {
    const { emulator, bot, channel, chat, fileIds } = await world()
    chat.sendPhoto()
    const [photo = ''] = await fileIds(1)
    for (const method of ['getFile', 'file'])
      for (const type of ['reset', 'garbage', '500', '429', 'timeout'] as const) {
        emulator.failNext({ type, method })
        const failed = await channel.download(photo)
        expect(failed, `${type} on ${method}`).toMatchObject({ ok: false, again: true })
        expect(JSON.stringify(failed)).not.toContain(bot.token.split(':')[1])
      }
    expect(emulator.faultsLeft).toBe(0)
    expect(await channel.download(photo)).toMatchObject({ ok: true })
  })

  /** The Bot API of somebody who does as they like with files. */
  async function against(path: string, answers: Answers) {
    const server = await serverThat((asked, request, response) => {
      if (!asked.includes('/getFile')) return answers(asked, request, response)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: true, result: { file_id: 'f', file_path: path } }))
    })
    const limits = { ...telegramLimits, downloadMs: 500 }
    const channel: Channel = make({ token, apiRoot: server.root, updates: { by: 'polling' }, photos, log, limits })
    return { ...server, channel }
  }

  test('a file without an end is let go of as soon as it is too large', async () => {
    let told = { sent: 0, over: false }
    const { channel } = await against('photos/file_1.jpg', (_, __, response) => (told = endless(response)))
    expect(await channel.download('f', 500_000)).toEqual({ ok: false, error: 'too large', again: false })
    expect(told.sent).toBeLessThan(20 << 20)
    await expect.poll(() => told.over).toBe(true)
  })

  test('a file that says it is too large is not begun, one that breaks off is not taken for whole', async () => {
    const says = await against('photos/file_1.jpg', (_, __, response) => {
      response.writeHead(200, { 'content-length': 600_000 }).flushHeaders()
    })
    const begun = elapsedMs()
    expect(await says.channel.download('f', 500_000)).toMatchObject({ error: 'too large' })
    expect(elapsedMs() - begun).toBeLessThan(400)
    const breaks = await against('photos/file_1.jpg', (_, __, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('x'.repeat(500), () => response.destroy())
    })
    expect(await breaks.channel.download('f')).toEqual({ ok: false, error: 'connection broken', again: true })
    const trickles = await against('photos/file_1.jpg', (_, __, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('x')
    })
    expect(await trickles.channel.download('f')).toEqual({ ok: false, error: 'no answer for 0.5 s', again: true })
  })

  test('no token follows a redirection, and no path leads out of its folder', async () => {
    const elsewhere = await serverThat((_, __, response) => response.end('here it is'))
    const { channel, asked } = await against('photos/file_1.jpg', (path, _, response) =>
      response.writeHead(302, { location: `${elsewhere.root}${path}` }).end(),
    )
    expect(await channel.download('f')).toEqual({ ok: false, error: 'HTTP 302', again: false })
    expect(elsewhere.asked).toEqual([])
    expect(asked.filter(path => path.startsWith('/file/'))).toEqual([`/file/bot${token}/photos/file_1.jpg`])
    for (const path of ['../../bot/getMe', '/var/lib/bot/file', '@evil.example/x', 'a\\b', 'photos/%2e%2e/x', '']) {
      const { channel: other, asked: nothing } = await against(path, (_, __, response) => response.end('?'))
      expect(await other.download('f'), path).toEqual({ ok: false, error: 'a path that cannot be had', again: false })
      expect(nothing.filter(each => !each.includes('/getFile'))).toEqual([])
    }
  })
})

describe('on the Cloud API', () => {
  test('photos and documents arrive byte by byte, documents under their names', async () => {
    const { stub, channel, heard, stop } = await runCloud()
    onTestFinished(stop)
    const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
    chat.sendImage(ONE_POINT_PNG, { caption: 'la vetrina' })
    chat.sendDocument(Buffer.from('%PDF-1.4 listino'), { name: 'listino.pdf' })
    await stub.settled()
    const inputs = heard.map(({ input }) => input)
    expect(inputs).toMatchObject([{ kind: 'photo' }, { kind: 'document', name: 'listino.pdf' }])
    const [photo = '', document = ''] = inputs.map(input => ('fileId' in input ? input.fileId : ''))
    expect(await channel.download(photo)).toEqual({ ok: true, bytes: ONE_POINT_PNG, mime: 'image/png' })
    const pdf = { ok: true, bytes: Buffer.from('%PDF-1.4 listino'), mime: 'application/pdf' }
    expect(await channel.download(document)).toEqual(pdf)
    expect(await channel.download(document, 15)).toEqual({ ok: false, error: 'too large', again: false })
    expect(await channel.download('1234567890')).toEqual({ ok: false, error: 'not found', again: false })
    stub.expireMedia()
    expect(await channel.download(document)).toEqual({ ok: false, error: 'not found', again: false })
  })

  test('under a bad network it may be had later, and is; the conversation goes on meanwhile', async () => {
    const limits = { callMs: 400, uploadMs: 400, downloadMs: 400 }
    const { stub, channel, clock, heard, logLines, stop } = await runCloud({}, undefined, limits)
    onTestFinished(stop)
    const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
    chat.sendImage()
    await stub.settled()
    const [input] = heard.map(each => each.input)
    const photo = input && 'fileId' in input ? input.fileId : ''
    for (const on of ['media', 'download'] as const) {
      for (const type of ['reset', 'garbage', 'silence'] as const) {
        stub.failNext({ type, on })
        expect(await channel.download(photo), `${type} on ${on}`).toMatchObject({ ok: false, again: true })
      }
      stub.failNext({ type: 'refuse', on, code: 190, httpStatus: 401, details: `token ${accessToken} expired` })
      const refused = await channel.download(photo)
      expect(refused).toMatchObject({ ok: false, again: true })
      expect(JSON.stringify(refused)).not.toContain(accessToken)
    }
    expect(await channel.download(photo)).toMatchObject({ ok: true })
    expect(await channel.send(messageTo('393331234567', clock, { text: 'Bella!' }))).toMatchObject({
      outcome: 'delivered',
    })
    expect(logLines.join('')).not.toContain(accessToken)
  })

  /** Graph, saying of each file what it is told to. */
  async function against(told: (root: string) => object, answers: Answers) {
    const server = await serverThat((path, request, response) => {
      if (!path.startsWith('/v24.0/')) return answers(path, request, response)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: '1', mime_type: 'image/png', ...told(server.root) }))
    })
    const channel = whatsappCloudChannel({
      phoneNumberId: '1',
      businessAccountId: undefined,
      accessToken,
      appSecret: 's',
      verifyToken: 'v',
      apiRoot: `${server.root}/v24.0`,
      photos,
      log,
      clock: systemClock,
      limits: { ...graphLimits, downloadMs: 500 },
    })
    return { ...server, channel }
  }

  test('the token goes to the link only, and only where the link may be trusted with it', async () => {
    const elsewhere = await serverThat((_, __, response) => response.end('here it is'))
    const good = await against(
      root => ({ url: `${root}/files/x`, file_size: '10' }),
      (_, __, response) => response.end('here it is'),
    )
    expect(await good.channel.download('17')).toMatchObject({ ok: true, mime: 'image/png' })
    expect(good.asked).toEqual(['/v24.0/17', '/files/x'])
    expect(good.given).toEqual([`Bearer ${accessToken}`, `Bearer ${accessToken}`])
    for (const url of [`${elsewhere.root}/files/x`, 'ftp://127.0.0.1/x', 'file:///etc/passwd', 'no link'])
      expect(
        await (
          await against(
            () => ({ url }),
            () => undefined,
          )
        ).channel.download('17'),
        url,
      ).toEqual({
        ok: false,
        error: 'a link that leads elsewhere',
        again: false,
      })
    const redirecting = await against(
      root => ({ url: `${root}/files/x` }),
      (path, _, response) => response.writeHead(307, { location: `${elsewhere.root}${path}` }).end(),
    )
    expect(await redirecting.channel.download('17')).toEqual({ ok: false, error: 'HTTP 307', again: false })
    for (const id of ['../me', '17?fields=id', '17/messages', ''])
      expect(await good.channel.download(id)).toEqual({ ok: false, error: 'not found', again: false })
    expect(elsewhere.asked).toEqual([])
    expect(good.asked).toHaveLength(2)
  })

  test('a file is bounded by what comes, whatever was said of it', async () => {
    let told = { sent: 0, over: false }
    const { channel } = await against(
      root => ({ url: `${root}/files/x`, file_size: 10 }),
      (_, __, response) => (told = endless(response)),
    )
    expect(await channel.download('17', 500_000)).toEqual({ ok: false, error: 'too large', again: false })
    expect(told.sent).toBeLessThan(20 << 20)
    const large = await against(
      root => ({ url: `${root}/files/x`, file_size: 500_001 }),
      () => undefined,
    )
    expect(await large.channel.download('17', 500_000)).toEqual({ ok: false, error: 'too large', again: false })
    expect(large.asked).toHaveLength(1)
  })
})

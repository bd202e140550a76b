// SPDX-License-Identifier: AGPL-3.0-or-later
import { afterEach, expect, test } from 'vitest'
import type { CloudStubOptions } from '../../playground/whatsapp/cloud-stub.ts'
import { type CloudParts, whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import type { Incoming, Receipt } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { elapsedMs, pause, systemClock } from '../../src/system.ts'
import { messageTo, type RunningCloud, runCloud } from '../support/cloud.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function cloud(
  options?: CloudStubOptions,
  take?: (incoming: Incoming) => Promise<Receipt>,
  limits?: CloudParts['limits'],
): Promise<RunningCloud> {
  const running = await runCloud(options, take, limits)
  stops.push(() => running.stop())
  return running
}

const hourMs = 3_600_000
const news = { name: 'order_news', values: ['C-4821', 'Forno Rossi', 'la busta è pronta'] } as const
const sends = (running: RunningCloud) => running.stub.requests.filter(({ kind }) => kind === 'send')
const uploads = (running: RunningCloud) => running.stub.requests.filter(({ kind }) => kind === 'upload')

test('the number is learnt at the start and stands in the links', async () => {
  const { channel } = await cloud({ displayPhoneNumber: '+39 0331 000000' })
  expect(channel.account.link('s-forno-rossi')).toBe('https://wa.me/390331000000?text=s-forno-rossi')
  expect(channel.health()).toEqual({ ok: true, detail: '+39 0331 000000' })
})

test('a network that is away does not keep the program from starting', { timeout: 15_000 }, async () => {
  const channel = whatsappCloudChannel({
    phoneNumberId: '1',
    businessAccountId: undefined,
    accessToken: 'EAAtoken',
    appSecret: 's',
    verifyToken: 'v',
    apiRoot: 'http://127.0.0.1:9',
    photos: {
      photo: () => Promise.resolve(undefined),
      remember: () => Promise.resolve(),
      file: () => Promise.resolve(undefined),
    },
    log: createLog('silent', []),
    clock: systemClock,
  })
  const begun = elapsedMs()
  await channel.start({
    take: () => Promise.resolve({ fresh: true }),
    ignore: () => undefined,
    report: () => Promise.resolve(),
  })
  expect(elapsedMs() - begun).toBeLessThan(8000)
  expect(channel.health()).toEqual({ ok: false, detail: 'Meta non risponde' })
  expect(channel.account.link('x')).toBeUndefined()
  await channel.stop()
})

test('whatever a person sends arrives in the terms of every channel', async () => {
  const running = await cloud()
  const { stub, channel, clock, heard } = running
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567', userId: 'IT.1349' })
  chat.sendText('2 etti di crudo')
  await stub.settled()
  const menu = messageTo('393331234567', clock, { text: 'Che cosa?', labels: ['Pane', 'Latte'] })
  const sent = await channel.send(menu)
  const [on] = sent.outcome === 'delivered' ? sent.externalIds : []
  chat.tap('Latte')
  await stub.settled()
  chat.sendText('il primo', { quoting: on ?? '' })
  await stub.settled()
  const list = messageTo('393331234567', clock, { text: 'Quale?', labels: ['uno', 'due', 'tre', 'quattro'] })
  await channel.send(list)
  chat.tap('tre')
  await stub.settled()
  chat.sendImage(undefined, { caption: 'questo' })
  chat.sendDocument(Buffer.from('%PDF-1.4'), { caption: 'listino' })
  chat.sendLocation({ latitude: 45.6, longitude: 8.9 })
  chat.sendContact({ name: 'Ugo', phone: '393339999999' })
  chat.sendOrder([{ retailerId: 'pane', quantity: 2, priceCents: 1 }])
  chat.sendSticker()
  chat.sendVoice()
  chat.sendUnsupported()
  chat.sendReaction(on ?? '', '👍')
  await stub.settled()
  expect(heard.map(({ input }) => input)).toMatchObject([
    { kind: 'text', text: '2 etti di crudo' },
    { kind: 'choice', choice: `${menu.id}:1`, on },
    { kind: 'text', text: 'il primo', quoted: on },
    { kind: 'choice', choice: `${list.id}:2` },
    { kind: 'photo', caption: 'questo' },
    { kind: 'document', caption: 'listino' },
    { kind: 'location', latitude: 45.6, longitude: 8.9 },
    { kind: 'contact', phone: '+393339999999' },
    { kind: 'order', items: [{ retailerId: 'pane', quantity: 2 }] },
    { kind: 'other' },
    { kind: 'other' },
    { kind: 'other' },
  ])
  const from = { address: '393331234567', userId: 'IT.1349', name: 'Maria', language: 'it' }
  for (const incoming of heard) expect([incoming.account, incoming.from]).toEqual(['whatsapp-cloud', from])
})

test('a person who shows no number is heard and answered by their id', async () => {
  const { stub, channel, clock, heard } = await cloud()
  const { chat } = stub.addPerson({ name: 'Ada', userId: 'GB.1349120865', username: 'ada' })
  chat.sendText('hello')
  await stub.settled()
  expect(heard[0]?.from).toEqual({
    address: 'GB.1349120865',
    userId: 'GB.1349120865',
    name: 'Ada',
    language: 'en',
  })
  expect(await channel.send(messageTo('GB.1349120865', clock, { text: 'Hello' }))).toMatchObject({
    outcome: 'delivered',
  })
  expect(chat.messages.at(-1)).toMatchObject({ from: 'business', text: 'Hello' })
})

test('posts with many messages, shuffled together from many people, bring each chat its messages in their order', async () => {
  const { stub, heard } = await cloud({ delivery: { batch: 12 } }, async () => {
    await pause(Math.random() * 4)
    return { fresh: true }
  })
  const people = Array.from({ length: 6 }, (_, at) => stub.addPerson({ name: `p${at}`, phone: `39333000000${at}` }))
  for (let round = 0; round < 20; round++) for (const { chat } of people) chat.sendText(String(round))
  await stub.settled()
  for (const { chat } of people) {
    const texts = heard.flatMap(({ from, input }) =>
      from.address === chat.person.phone && input.kind === 'text' ? [Number(input.text)] : [],
    )
    expect(texts).toEqual(Array.from({ length: 20 }, (_, round) => round))
  }
})

test('a post is answered 200 only when all of it is safe: one failure brings it again, whole', async () => {
  let fails = 1
  const { stub, heard } = await cloud({ delivery: { batch: 5, retryMs: 20 }, random: () => 0.99 }, incoming =>
    incoming.input.kind === 'text' && incoming.input.text === 'b' && fails-- > 0
      ? Promise.reject(new Error('no database'))
      : Promise.resolve({ fresh: true }),
  )
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  for (const text of ['a', 'b', 'c']) chat.sendText(text)
  await stub.settled()
  expect(stub.posts.map(({ status }) => status)).toEqual([503, 200])
  expect(heard.map(({ input }) => input.kind === 'text' && input.text)).toEqual(['a', 'a', 'b', 'c'])
})

test('what is for another number of the same app, or of a kind not known yet, is left alone and takes nothing with it', async () => {
  const { stub, channel, heard, reports } = await cloud()
  await stub.settled()
  const { phoneNumberId } = stub.world.options
  const value = (id: string, messages: unknown[], more: object = {}) => ({
    field: 'messages',
    value: { messaging_product: 'whatsapp', metadata: { phone_number_id: id }, messages, ...more },
  })
  const text = (id: string) => ({ id, from: '393331234567', type: 'text', text: { body: id } })
  const webhook = (channel as ReturnType<typeof whatsappCloudChannel>).webhook
  await webhook.handle({
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [value('999', [text('theirs')]), { field: 'user_preferences', value: { a: 1 } }, null] },
      { id: '1', changes: 'nonsense' },
      {
        id: '1',
        changes: [
          value(phoneNumberId, [null, { id: 7 }, { id: 'x', from: '39', type: 'hologram' }, text('ours')], {
            contacts: 'nonsense',
            statuses: [{ id: 's', status: 'deleted' }, 3],
          }),
        ],
      },
    ],
  })
  expect(heard.map(({ updateId, input }) => [updateId, input.kind])).toEqual([
    ['x', 'other'],
    ['ours', 'text'],
  ])
  expect(reports).toEqual([])
})

test('a message goes out in its parts, in order, and is told how far it came', async () => {
  const { stub, channel, clock, reports } = await cloud()
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  await stub.settled()
  const long = `${'Pane e latte. '.repeat(400)}Fine.`
  const message = messageTo('393331234567', clock, { text: long, labels: ['Sì', 'No'] })
  const sent = await channel.send(message)
  await stub.settled()
  const shown = chat.messages.filter(({ from }) => from === 'business')
  expect(shown.length).toBeGreaterThan(1)
  expect(sent).toEqual({ outcome: 'delivered', externalIds: shown.map(({ id }) => id) })
  expect(shown.at(-1)?.buttons.map(({ id }) => id)).toEqual([`${message.id}:0`, `${message.id}:1`])
  const last = shown.at(-1)?.id
  expect(reports.filter(report => report.messageId === message.id)).toEqual(
    ['sent', 'delivered', 'read'].map(reach => ({ externalId: last, news: reach, messageId: message.id })),
  )
  expect(reports).toHaveLength(3 * shown.length)
})

test('a photo is uploaded once for everybody, and once more when the upload has expired', async () => {
  const running = await cloud()
  const { stub, channel, clock, shelf } = running
  const people = ['393331234567', '393331234568'].map(phone => stub.addPerson({ name: phone, phone }))
  for (const { chat } of people) chat.sendText('ciao')
  const photo = (address: string) => messageTo(address, clock, { text: 'Pane', photoId: 'pane', labels: ['Compra'] })
  for (const address of ['393331234567', '393331234568', '393331234567'])
    expect(await channel.send(photo(address))).toMatchObject({ outcome: 'delivered' })
  expect(uploads(running)).toHaveLength(1)
  const before = shelf.get('pane')
  stub.expireMedia()
  expect(await channel.send(photo('393331234567'))).toMatchObject({ outcome: 'delivered' })
  expect(uploads(running)).toHaveLength(2)
  expect(shelf.get('pane')).not.toBe(before)
  for (const { chat } of people) {
    const own = chat.messages.filter(({ from }) => from === 'business')
    expect(own.every(({ image, kind }) => image !== undefined && kind === 'buttons')).toBe(true)
  }
})

test('a photo that is gone, or that Meta will not have, does not keep its words back', async () => {
  const { stub, channel, clock } = await cloud()
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  stub.failNext({ type: 'refuse', on: 'upload', code: 131053 })
  for (const photoId of ['pane', 'gone']) {
    const sent = await channel.send(messageTo('393331234567', clock, { text: photoId, photoId }))
    expect(sent).toMatchObject({ outcome: 'delivered' })
    expect(chat.messages.at(-1)).toMatchObject({ kind: 'text', text: photoId })
  }
})

test('an expired upload that is noticed only later costs one more try, not the message', async () => {
  const running = await cloud({ errorsIn: 'status' })
  const { stub, channel, clock, reports } = running
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  const message = messageTo('393331234567', clock, { text: 'Pane', photoId: 'pane' })
  await channel.send(message)
  stub.expireMedia()
  const again = { ...message, id: `${message.id}x` }
  await channel.send(again)
  await stub.settled()
  const later = reports.find(report => typeof report.news !== 'string')
  expect(later).toMatchObject({ messageId: again.id, news: { outcome: 'later', scope: 'message' } })
  expect(await channel.send(again)).toMatchObject({ outcome: 'delivered' })
  expect(uploads(running)).toHaveLength(2)
  expect(chat.messages.at(-1)).toMatchObject({ kind: 'image', mark: again.id })
})

test('a day after the last word only the approved text goes out, and its button opens the talk again', async () => {
  const running = await cloud()
  const { stub, channel, clock, heard } = running
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  const lastHeardAt = clock.now()
  clock.forward(24 * hourMs + 1)
  const view = { text: 'La busta è pronta.', labels: ['Vedi'], template: { ...news, values: ['C-1', 'A\nB', '   '] } }
  const message = messageTo('393331234567', clock, view, { lastHeardAt })
  expect(await channel.send(message)).toMatchObject({ outcome: 'delivered' })
  expect(chat.messages.at(-1)).toMatchObject({
    kind: 'template',
    template: { name: 'order_news', language: 'it', values: ['C-1', 'A B', '·'] },
    mark: message.id,
  })
  chat.pressTemplateButton("Vedi l'ordine")
  await stub.settled()
  expect(heard.at(-1)?.input).toMatchObject({ kind: 'choice', choice: `${message.id}:open` })
  expect(await channel.send(messageTo('393331234567', clock, view))).toMatchObject({ outcome: 'delivered' })
  expect(chat.messages.at(-1)).toMatchObject({ kind: 'buttons', text: 'La busta è pronta.' })
})

test('a day after the last word what has no approved text is held, and nothing is asked of Meta', async () => {
  const running = await cloud()
  const { stub, channel, clock } = running
  stub.addPerson({ name: 'Maria', phone: '393331234567' }).chat.sendText('ciao')
  const lastHeardAt = clock.now()
  clock.forward(24 * hourMs - 59_000)
  const sent = await channel.send(messageTo('393331234567', clock, { text: 'Offerta!' }, { lastHeardAt }))
  expect(sent).toMatchObject({ outcome: 'awaiting-reader' })
  expect(sends(running)).toEqual([])
})

test.each(['response', 'status'] as const)(
  'where Meta finds the window shut before we do (in the %s), the approved text goes instead',
  async errorsIn => {
    const running = await cloud({ errorsIn })
    const { stub, channel, clock, reports } = running
    const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
    chat.sendText('ciao')
    clock.forward(25 * hourMs)
    const message = messageTo('393331234567', clock, { text: 'Pronta.', template: news })
    expect(await channel.send(message)).toMatchObject({ outcome: 'delivered' })
    await stub.settled()
    if (errorsIn === 'status') {
      expect(reports).toMatchObject([{ messageId: message.id, news: { outcome: 'later' } }])
      expect(await channel.send(message)).toMatchObject({ outcome: 'delivered' })
    }
    expect(chat.messages.filter(({ from }) => from === 'business').map(({ kind }) => kind)).toEqual(['template'])
    const plain = messageTo('393331234567', clock, { text: 'Pronta.' })
    if (errorsIn === 'response') expect(await channel.send(plain)).toMatchObject({ outcome: 'awaiting-reader' })
  },
)

test('an approved text that Meta does not know is held and told to us', async () => {
  const { stub, channel, clock, logLines } = await cloud()
  stub.addPerson({ name: 'Maria', phone: '393331234567' })
  stub.world.templates.remove('order_news', 'it')
  const lastHeardAt = new Date(clock.now().getTime() - 30 * hourMs)
  const sent = await channel.send(messageTo('393331234567', clock, { text: 'x', template: news }, { lastHeardAt }))
  expect(sent).toMatchObject({ outcome: 'awaiting-reader', error: expect.stringContaining('132001') as string })
  expect(logLines.some(line => line.includes('whatsapp-refused') && line.includes('132001'))).toBe(true)
})

test.each(['refuse', 'reset', 'lost-answer'] as const)(
  'a message whose second part goes wrong (%s) is taken up there, and its first part is not told twice',
  async type => {
    const running = await cloud()
    const { stub, channel, clock } = running
    const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
    chat.sendText('ciao')
    const labels = ['uno', 'due', 'tre', 'quattro']
    const message = messageTo('393331234567', clock, { text: 'Quale?', photoId: 'pane', labels })
    stub.onEvent(event => {
      // As soon as the first part is there.
      if (event.type === 'message' && event.message.kind === 'image') stub.failNext({ type })
    })
    const first = await channel.send(message)
    expect(first.outcome).toBe(type === 'refuse' ? 'later' : 'unknown')
    const second = await channel.send(message)
    expect(second.outcome === 'delivered' && second.externalIds).toHaveLength(2)
    const kinds = chat.messages.filter(({ from }) => from === 'business').map(({ kind }) => kind)
    expect(kinds).toEqual(type === 'lost-answer' ? ['image', 'list', 'list'] : ['image', 'list'])
  },
)

test('a message whose answer was lost is unknown, and its status tells that it arrived', async () => {
  const { stub, channel, clock, reports } = await cloud()
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  stub.failNext({ type: 'lost-answer' })
  const message = messageTo('393331234567', clock, { text: 'Ordine preso.' })
  expect(await channel.send(message)).toMatchObject({ outcome: 'unknown', retryAfterMs: 15_000 })
  await stub.settled()
  const externalId = chat.messages.at(-1)?.id
  expect(reports).toContainEqual({ messageId: message.id, externalId, news: 'delivered' })
})

test('a request that nobody answers ends when its limit passes: a message is unknown, an upload is made again', async () => {
  const { stub, channel, clock, heard } = await cloud({}, undefined, { callMs: 400, uploadMs: 800, downloadMs: 800 })
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  // The sign that a message was read is a courtesy: nobody waits for it.
  stub.failNext({ type: 'silence', on: 'read', times: 2 })
  chat.sendText('ciao')
  chat.sendText('due uova')
  await stub.settled()
  expect(heard).toHaveLength(2)
  stub.failNext({ type: 'silence' })
  const begun = elapsedMs()
  expect(await channel.send(messageTo('393331234567', clock, { text: 'Ordine preso.' }))).toMatchObject({
    outcome: 'unknown',
    error: 'timed out',
  })
  expect(elapsedMs() - begun).toBeLessThan(1500)
  stub.failNext({ type: 'silence', on: 'upload' })
  const pictured = messageTo('393331234567', clock, { text: 'Il pane', photoId: 'pane' })
  expect(await channel.send(pictured)).toMatchObject({ outcome: 'later', scope: 'message' })
  expect(await channel.send(pictured)).toMatchObject({ outcome: 'delivered' })
})

test('an early part that was lost and then heard of is not sent again', async () => {
  const { stub, channel, clock, reports } = await cloud()
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  stub.failNext({ type: 'lost-answer' })
  const message = messageTo('393331234567', clock, { text: `${'Pane e latte. '.repeat(400)}Fine.` })
  expect(await channel.send(message)).toMatchObject({ outcome: 'unknown' })
  await stub.settled()
  expect(reports.map(report => report.messageId)).toEqual([undefined, undefined, undefined])
  expect(await channel.send(message)).toMatchObject({ outcome: 'delivered' })
  const texts = chat.messages.filter(({ from }) => from === 'business').map(({ text }) => text)
  expect(texts).toHaveLength(2)
  expect(new Set(texts).size).toBe(2)
})

test('a person who blocked us is told as gone, in the status', async () => {
  const { stub, channel, clock, reports } = await cloud()
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  chat.sendText('ciao')
  await stub.settled()
  chat.block()
  const message = messageTo('393331234567', clock, { text: 'Ci sei?' })
  expect(await channel.send(message)).toMatchObject({ outcome: 'delivered' })
  await stub.settled()
  expect(reports.at(-1)).toMatchObject({ messageId: message.id, news: { outcome: 'refused', closed: true } })
})

test('one person is never written to faster than Meta allows, and others go on meanwhile', async () => {
  const { stub, channel, clock } = await cloud({ flood: { mode: 'enforce' } })
  for (const phone of ['393331234567', '393331234568']) stub.addPerson({ name: phone, phone }).chat.sendText('ciao')
  const outcomes = new Map<string, number>()
  for (let sent = 0; sent < 60; sent++) {
    const { outcome } = await channel.send(messageTo('393331234567', clock, { text: String(sent) }))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect(outcomes.get('delivered')).toBeGreaterThanOrEqual(40)
  expect(outcomes.get('later')).toBeGreaterThan(10)
  expect(await channel.send(messageTo('393331234568', clock, { text: 'x' }))).toMatchObject({ outcome: 'delivered' })
  expect(stub.world.flood.passed).toEqual({ pair: 0, throughput: 0 })
})

test('fifty messages that are too many at once wait together, seconds and not minutes', async () => {
  const { stub, channel, clock } = await cloud()
  const people = Array.from({ length: 50 }, (_, at) =>
    stub.addPerson({ name: `p${at}`, phone: `3933300000${10 + at}` }),
  )
  for (const { chat } of people) chat.sendText('ciao')
  stub.failNext({ type: 'refuse', code: 130429, times: 50 })
  const endings = await Promise.all(
    people.map(({ chat }) => channel.send(messageTo(chat.person.phone ?? '', clock, { text: 'x' }))),
  )
  for (const ending of endings) {
    expect(ending).toMatchObject({ outcome: 'later', scope: 'account' })
    expect(ending.outcome === 'later' && ending.retryAfterMs).toBeLessThan(10_000)
  }
})

test('a token that was withdrawn stops everything, is said in plain words, and is noticed when it is mended', async () => {
  const { stub, channel, clock, logLines } = await cloud()
  stub.addPerson({ name: 'Maria', phone: '393331234567' }).chat.sendText('ciao')
  const details = 'Malformed access token EAAstub'
  stub.failNext({ type: 'refuse', on: 'any', code: 190, times: 2, details })
  const sent = await channel.send(messageTo('393331234567', clock, { text: 'x' }))
  expect(sent).toMatchObject({ outcome: 'later', scope: 'account' })
  expect(channel.health()).toMatchObject({ ok: false, detail: expect.stringContaining('token') as string })
  await expect.poll(() => channel.health().ok, { timeout: 5000 }).toBe(true)
  expect(logLines.join('')).toContain('whatsapp-stopped')
  expect(JSON.stringify([sent, ...logLines])).not.toContain('EAAstub')
})

test('what takes long is shown as typing, what is quick is only marked as read, and neither can harm', async () => {
  const running = await cloud({}, async ({ input }) => {
    if (input.kind === 'text' && input.text === 'lento') await pause(1000)
    return { fresh: true }
  })
  const { stub, heard } = running
  const { chat } = stub.addPerson({ name: 'Maria', phone: '393331234567' })
  const typing: string[] = []
  stub.onEvent(event => event.type === 'typing' && typing.push(event.person.name))
  stub.failNext({ type: 'refuse', on: 'read', code: 131000 })
  for (const text of ['ciao', 'presto', 'lento']) {
    const { id } = chat.sendText(text)
    await stub.settled()
    if (text !== 'ciao') await expect.poll(() => chat.message(id)?.status).toBe('read')
  }
  expect(heard).toHaveLength(3)
  expect(typing).toEqual(['Maria'])
})

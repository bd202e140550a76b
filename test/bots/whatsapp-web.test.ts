// SPDX-License-Identifier: AGPL-3.0-or-later
// The real whatsapp-web.js in a real Chromium, against our stub of the page: what people write, what we answer.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import type { Incoming } from '../../src/channel.ts'
import type { WebPerson } from '../support/whatsapp-web-page/person.ts'
import { type WebWorld, webWorld } from '../support/whatsapp-web.ts'

let world: WebWorld
let anna: WebPerson
let unhandled = 0
const count = (): void => void unhandled++

beforeAll(async () => {
  process.on('unhandledRejection', count)
  world = await webWorld()
  anna = world.person('393331112233@c.us')
})
afterAll(async () => {
  await world.close()
  process.off('unhandledRejection', count)
  expect(unhandled).toBe(0)
})

/** What reached the inbox as this update. */
async function takenAs(id: string): Promise<Incoming> {
  const found = (): Incoming | undefined => world.taken.find(({ updateId }) => updateId === id)
  await world.until(() => found() !== undefined, 8000, 'the update')
  return found() as Incoming
}

test('the first start asks for the telephone: a QR code in health and in the terminal, renewed until it is scanned', async () => {
  await world.start()
  const { ok, pairing, detail } = world.channel.health()
  expect({ ok, detail }).toEqual({ ok: false, detail: 'to be linked with the telephone' })
  expect(pairing?.qr).toMatch(/^2@[0-9A-F]+,/)
  expect(world.channel.account.link('s-forno-rossi')).toBeUndefined()
  await world.until(() => world.shown.length > 0)
  expect(world.shown[0]).toContain('▄')
  expect(world.shown[0]).toContain('WhatsApp non ammette i programmi non ufficiali e può bloccare\n  il numero')
  await world.until(() => world.channel.health().pairing?.qr !== pairing?.qr, 8000, 'a new QR code')

  await world.page.call('scan')
  await world.untilOk()
  expect(world.channel.health()).toEqual({ ok: true, detail: '+15550001111' })
  expect(world.channel.account.link('s-forno-rossi')).toBe('https://wa.me/15550001111?text=s-forno-rossi')
})

test('what Anna writes arrives once, and is marked as seen when it is safe', async () => {
  const id = await anna.says('Vorrei del pane')
  expect(await takenAs(id)).toEqual({
    account: 'whatsapp-web',
    updateId: id,
    from: { address: '393331112233@c.us', aliases: [], name: 'Anna' },
    sentAtMs: expect.any(Number) as number,
    input: { kind: 'text', text: 'Vorrei del pane' },
  })
  await world.until(() => !world.page.isUnread(id), 5000, 'the seen mark')
  expect(world.taken.filter(({ updateId }) => updateId === id)).toHaveLength(1)
})

test('a view goes out as numbered text, without a link preview, and its way is reported', async () => {
  const rows = [[{ label: 'Pane casereccio' }], [{ label: 'Focaccia' }]]
  const sent = await world.send(anna.address, { words: 'Forno Rossi', rows }, { toast: 'Fatto' })
  const shown = await anna.waitForMessage('Forno Rossi')
  expect(shown.text).toMatch(/^Fatto\n+Forno Rossi\n+\*1\*.? Pane casereccio\n\*2\*.? Focaccia/)
  expect(sent).toEqual({ outcome: 'delivered', externalIds: [shown.id] })
  const told = await world.page.untilTold(
    ({ kind, body }) => kind === 'message' && String(body).includes('Forno Rossi'),
  )
  expect(told).not.toHaveProperty('linkPreview')
  await world.page.call('ack', `true_${anna.address}_${shown.id}`, 2)
  await world.page.call('ack', `true_${anna.address}_${shown.id}`, 3)
  const news = (): unknown[] =>
    world.reports.filter(report => report.externalId === shown.id).map(report => report.news)
  await world.until(() => news().length === 3, 5000, 'three reports')
  expect(news()).toEqual(['sent', 'delivered', 'read'])
})

test('a photo goes out to the byte, with the words under it', async () => {
  world.photos.set('bread', { bytes: ONE_POINT_PNG, mime: 'image/png' })
  const sent = await world.send(anna.address, {
    words: 'Pane casereccio',
    photoId: 'bread',
    rows: [[{ label: 'Aggiungi' }]],
  })
  const { id, text, photo } = await anna.waitForMessage('Pane casereccio')
  expect(sent).toEqual({ outcome: 'delivered', externalIds: [id] })
  expect(photo).toEqual({ mime: 'image/png', base64: Buffer.from(ONE_POINT_PNG).toString('base64') })
  expect(text).toContain('Aggiungi')
})

test('where the words do not fit under a photo it goes ahead of them', async () => {
  const words = 'Una riga di prova, né corta né lunga.\n'.repeat(40)
  const sent = await world.send(anna.address, { words, photoId: 'bread' })
  expect(sent).toMatchObject({ outcome: 'delivered', externalIds: [expect.any(String), expect.any(String)] })
  const [photo, text] = anna.messages.slice(-2)
  expect([photo?.photo?.mime, photo?.text ?? '', text?.photo]).toEqual(['image/png', '', undefined])
  expect(text?.text.length).toBeGreaterThan(1024)
})

test('a quote names the message of ours that it quotes', async () => {
  const { id: quoted } = anna.last()
  const id = await anna.says('questo', { quoting: quoted })
  expect((await takenAs(id)).input).toEqual({ kind: 'text', text: 'questo', quoted })
})

test('somebody who hides their number keeps the hidden address, and is known by both', async () => {
  await world.page.mapLid('900000000000777@lid', '393334445566@c.us')
  const luigi = world.person('900000000000777@lid', 'Luigi')
  const { from } = await takenAs(await luigi.says('ciao'))
  expect(from).toEqual({
    address: '900000000000777@lid',
    userId: '900000000000777@lid',
    aliases: ['393334445566@c.us'],
    name: 'Luigi',
  })
  await world.send(luigi.address, { words: 'Ciao Luigi' })
  expect((await luigi.waitForMessage()).text).toBe('Ciao Luigi')
})

test('places, contacts, photos, documents and what we cannot use arrive as what they are', async () => {
  const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Luigi\nTEL;type=CELL;waid=393334445566:+39 333 444 5566\nEND:VCARD'
  const base64 = Buffer.from(ONE_POINT_PNG).toString('base64')
  const cases: [Record<string, unknown>, Partial<Incoming['input']>][] = [
    [
      { type: 'location', lat: 45.61, lng: 8.89, loc: 'Casa' },
      { kind: 'location', latitude: 45.61, longitude: 8.89 },
    ],
    [
      { type: 'vcard', body: vcard },
      { kind: 'contact', phone: '+393334445566' },
    ],
    [
      { type: 'image', mimetype: 'image/png', mediaBase64: base64, caption: 'Questo pane' },
      { kind: 'photo', caption: 'Questo pane' },
    ],
    [
      { type: 'document', mimetype: 'application/pdf', mediaBase64: base64, filename: 'a.pdf' },
      { kind: 'document', caption: '' },
    ],
    [{ type: 'sticker', mimetype: 'image/webp', mediaBase64: base64 }, { kind: 'other' }],
    [{ type: 'ptt', mimetype: 'audio/ogg', mediaBase64: base64 }, { kind: 'other' }],
  ]
  for (const [fields, input] of cases) expect((await takenAs(await anna.sends(fields))).input).toMatchObject(input)
})

test('a photo and a document are fetched to the byte, the document under its name; no more than is wanted', async () => {
  const list = Buffer.from('prodotto;prezzo\npane;3,50\n')
  const send = async (fields: Record<string, unknown>, bytes: Uint8Array): Promise<Incoming['input']> => {
    const sent = { mediaBase64: Buffer.from(bytes).toString('base64'), ...fields }
    return (await takenAs(await anna.sends(sent))).input
  }
  const fetched = (input: Incoming['input'], mostBytes?: number) =>
    world.channel.download('fileId' in input ? input.fileId : '', mostBytes)
  const photo = await send({ type: 'image', mimetype: 'image/png' }, ONE_POINT_PNG)
  expect(await fetched(photo)).toEqual({ ok: true, bytes: Buffer.from(ONE_POINT_PNG), mime: 'image/png' })
  const document = await send({ type: 'document', mimetype: 'text/csv', filename: 'listino.csv' }, list)
  expect(document).toMatchObject({ kind: 'document', name: 'listino.csv' })
  expect(await fetched(document)).toEqual({ ok: true, bytes: list, mime: 'text/csv', name: 'listino.csv' })
  const large = Uint8Array.from({ length: 1_700_000 }, (_, at) => at % 251)
  const picture = await send({ type: 'image', mimetype: 'image/png' }, large)
  expect(await fetched(picture)).toEqual({ ok: true, bytes: Buffer.from(large), mime: 'image/png' })
  // As the sender says, and as it turns out.
  const tooLarge = { ok: false, error: 'too large', again: false }
  expect(await fetched(document, list.length - 1)).toEqual(tooLarge)
  const liar = await send({ type: 'document', mimetype: 'text/csv', size: 1 }, list)
  expect(await fetched(liar, list.length - 1)).toEqual(tooLarge)
  expect(await fetched(liar)).toMatchObject({ ok: true })
  const expired = await send({ type: 'image', mimetype: 'image/png', mediaStage: 'REUPLOADING' }, ONE_POINT_PNG)
  expect(await fetched(expired)).toEqual({ ok: false, error: 'not there yet', again: true })
  const notFound = { ok: false, error: 'not found', again: false }
  expect(await world.channel.download(`false_${anna.address}_3ANEVERSENT`)).toEqual(notFound)
  expect(await fetched({ kind: 'photo', fileId: await anna.says('solo testo'), caption: '' })).toEqual(notFound)
  await world.page.call('loseFiles')
  expect(await fetched(photo)).toEqual(notFound)
})

test('a message that becomes readable late is taken then', async () => {
  const id = await anna.sends({ type: 'ciphertext' })
  await world.page.call('becomes', `false_${anna.address}_${id}`, 'chat', 'eccomi')
  expect((await takenAs(id)).input).toEqual({ kind: 'text', text: 'eccomi', quoted: undefined })
})

test('groups, status, newsletters, our own messages, what nobody wrote, and reactions are ignored', async () => {
  const before = world.taken.length
  const from = anna.address
  const ignored: Record<string, unknown>[] = [
    { from, chat: '120363000000000000@g.us', body: 'nel gruppo' },
    { from, chat: 'status@broadcast', body: 'uno stato' },
    { from: '120363000000000001@newsletter', body: 'un canale' },
    { from, body: 'lista', broadcast: true },
    { from, body: 'dal nostro telefono', fromMe: true },
    { from, type: 'e2e_notification' },
    { from, type: 'call_log' },
  ]
  for (const message of ignored) await world.page.receive(message as { from: string })
  await world.page.call('react', `true_${from}_${anna.last().id}`, from, '👍')
  // Behind them all; the sweep looks at the same messages meanwhile.
  await takenAs(await anna.says('fine'))
  await new Promise(resolve => setTimeout(resolve, 1200))
  expect(world.taken.slice(before).map(({ input }) => input)).toEqual([{ kind: 'text', text: 'fine' }])
})

test('while the inbox refuses, a message stays unread and comes again, in the order of its chat', async () => {
  world.refuse(true)
  const ids = [await anna.says('uno'), await anna.says('due')]
  await new Promise(resolve => setTimeout(resolve, 700))
  expect(ids.map(id => world.page.isUnread(id))).toEqual([true, true])
  world.refuse(false)
  for (const id of ids) await takenAs(id)
  expect(world.taken.slice(-2).map(({ updateId }) => updateId)).toEqual(ids)
  await world.until(() => ids.every(id => !world.page.isUnread(id)), 5000, 'the seen mark')
})

test('we only answer: who never wrote is not written to, and the reason is said', async () => {
  const told = world.page.told.length
  const refused = await world.send(anna.address, { words: 'Offerta!' }, { lastHeardAt: new Date(0) })
  expect(refused).toMatchObject({ outcome: 'refused', closed: false })
  expect(refused).toHaveProperty('error', expect.stringContaining('never written'))
  expect(world.page.told.slice(told)).toEqual([])
})

test('each way a send can fail has its own ending', async () => {
  expect(await world.send('9990001@c.us', { words: 'x' })).toMatchObject({ outcome: 'refused', closed: true })
  expect(await world.send('not an address', { words: 'x' })).toMatchObject({ outcome: 'refused', closed: true })
  await world.page.call('failNextSend', 'boom')
  expect(await world.send(anna.address, { words: 'x' })).toMatchObject({ outcome: 'unknown', error: 'boom' })
})

test('an answer that comes too late is unknown, and reported when it comes', async () => {
  await world.page.call('holdSends')
  const sent = await world.send(anna.address, { words: 'in ritardo' }, { id: 'LATE01' })
  expect(sent).toMatchObject({ outcome: 'unknown', retryAfterMs: expect.any(Number) as number })
  await world.page.call('releaseSends')
  await world.until(() => world.reports.some(({ messageId }) => messageId === 'LATE01'), 5000, 'the late report')
  const { id } = await anna.waitForMessage('in ritardo')
  expect(world.reports.find(({ messageId }) => messageId === 'LATE01')).toEqual({
    messageId: 'LATE01',
    externalId: id,
    news: 'sent',
  })
})

test('a restart needs no telephone, and brings what was written meanwhile', async () => {
  const shown = world.shown.length
  await world.channel.stop()
  const ids = ['uno', 'due', 'tre'].map(body => world.page.keep({ from: anna.address, body, notifyName: 'Anna' }))
  await world.restart()
  await world.untilOk()
  expect(world.shown).toHaveLength(shown)
  for (const id of ids) await takenAs(id)
  expect(world.taken.slice(-3).map(({ updateId }) => updateId)).toEqual(ids)
})

test('without a connection a message waits for it, and a file may be had later', async () => {
  await world.channel.stop()
  expect(await world.channel.download('any')).toEqual({ ok: false, error: 'no connection', again: true })
  expect(await world.send(anna.address, { words: 'x' })).toEqual({
    outcome: 'later',
    retryAfterMs: 5000,
    scope: 'account',
  })
})

test('without a Chromium health says what to do', async () => {
  await world.restart({ chromium: '/nowhere/chromium' })
  expect(world.channel.health()).toEqual({
    ok: false,
    detail: 'no Chromium found: install one, or name it in WHATSAPP_WEB_CHROMIUM',
  })
})

test('a number is linked by a code where a QR code cannot be shown', async () => {
  await world.restart()
  await world.untilOk()
  await world.page.call('logout').catch(() => undefined)
  await world.until(() => world.channel.health().pairing?.qr !== undefined, 15_000, 'a new QR code')
  await world.restart({ phone: '15550001111' })
  expect(world.channel.health().pairing).toEqual({ code: 'CODE1111' })
  await world.until(() => world.shown.at(-1)?.includes('Il codice: CODE1111') === true)
  await world.page.call('scan')
  await world.untilOk()
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// The Bot API emulator is as strict as Telegram: the two bot libraries live in it, and what Telegram refuses it
// refuses, in Telegram's words. Every story test stands on this.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import type { ApiMessage, Bot, ChatEvent, EmulatorOptions, RawUpdate } from '../../playground/telegram/emulator.ts'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import { grammyShop, telegrafShop } from '../support/emulator-bots.ts'

const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid'

type Answer<T> = {
  ok: boolean
  result: T
  error_code?: number
  description?: string
  parameters?: { retry_after: number }
}

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function emulator(options?: EmulatorOptions): Promise<TelegramEmulator> {
  const tg = await TelegramEmulator.start(options)
  cleanups.push(() => tg.stop())
  return tg
}

/** A town with one bot and Anna, who has pressed START. */
async function town(options?: EmulatorOptions) {
  const tg = await emulator(options)
  const bot = tg.addBot({ username: 'spesa_bot' })
  const anna = tg.addUser({ first_name: 'Anna' })
  const chat = anna.chatWith(bot)
  chat.start()
  const call = <T = unknown>(method: string, fields: object = {}) => request<T>(tg, bot, method, fields)
  const send = (fields: object = {}) => call<ApiMessage>('sendMessage', { chat_id: anna.id, text: 'x', ...fields })
  /** The refusal of a call about this chat, or 'ok'. */
  const refusal = async (method: string, fields: object = {}) => {
    const { ok, description, error_code } = await call(method, { chat_id: anna.id, ...fields })
    return ok ? 'ok' : `${error_code} ${description}`
  }
  return { tg, bot, anna, chat, call, send, refusal }
}

async function request<T>(tg: TelegramEmulator, bot: Bot | string, method: string, fields: object): Promise<Answer<T>> {
  const token = typeof bot === 'string' ? bot : bot.token
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(fields)
  const response = await fetch(`${tg.apiRoot}/bot${token}/${method}`, { method: 'POST', headers, body })
  return (await response.json()) as Answer<T>
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const oneButton = (button: object) => ({ reply_markup: { inline_keyboard: [[button]] } })

/** A webhook of our own; the answer to each update is what `hear` gives. */
async function ear(hear: (update: RawUpdate, headers: http.IncomingHttpHeaders) => Promise<number | string>) {
  const server = http.createServer((incoming, response) => {
    let body = ''
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
    incoming.on('end', () => {
      void hear(JSON.parse(body) as RawUpdate, incoming.headers).then(answer => {
        if (typeof answer === 'number') response.writeHead(answer).end()
        else response.setHeader('content-type', 'application/json').end(answer)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(async () => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

describe.each([
  ['grammY', grammyShop],
  ['Telegraf', telegrafShop],
] as const)('a bot on %s', (_name, openShop) => {
  test.each(['polling', 'webhook'] as const)('serves a person who uses everything, by %s', async mode => {
    const tg = await emulator()
    const account = tg.addBot({ username: 'spesa_bot' })
    const anna = tg.addUser({ first_name: 'Anna' })
    const shop = await openShop(tg, account, mode)
    cleanups.push(() => shop.stop())
    const me = anna.openLink('https://t.me/spesa_bot?start=r_42-A')
    await me.waitForMessage('Benvenuta (r_42-A)')
    const pressed = me.press('Ordina')
    await me.waitForMessage('Quante mele?')
    expect((await pressed.answer)?.text).toBe('Fatto')
    expect(me.alerts.map(alert => alert.text)).toEqual(['Fatto'])
    me.press('q2')
    const apples = await me.waitForMessage('Mele: 2')
    expect(tg.fileBytes(apples.photo?.[0]?.file_unique_id ?? '')).toEqual(ONE_POINT_PNG)
    expect(apples.text).toBeUndefined()
    me.sendText('/phone')
    await me.waitForMessage('Il tuo numero?')
    me.press('Invia numero')
    await me.waitForMessage(`tel ${anna.phone}`)
    expect(me.buttons().keyboard).toEqual([])
    me.sendLocation({ latitude: 45.5, longitude: 9.1 })
    await me.waitForMessage('pos 45.5')
    me.sendPhoto()
    await me.waitForMessage(`foto ${ONE_POINT_PNG.length}`)
    expect(me.chat.actions.map(({ action }) => action)).toEqual(['typing'])
    me.sendText('/doc')
    const { caption, caption_entities, document } = await me.waitForMessage(message => message.document !== undefined)
    expect([caption, caption_entities?.[0]?.type, document?.file_name]).toEqual(['Scontrino', 'bold', 'scontrino.pdf'])
    me.sendText('ciao')
    await me.waitForMessage('eco: ciao')
    me.block()
    await expect(shop.say(anna.id, 'x')).rejects.toThrow('bot was blocked by the user')
    me.unblock()
    me.sendText('di nuovo')
    await me.waitForMessage('eco: di nuovo')
    expect(shop.errors).toEqual([])
    expect(shop.badSecrets).toBe(0)
    expect(shop.updateIds).toEqual([...new Set(shop.updateIds)])
  })
})

describe('what Telegram refuses', () => {
  test('texts that are empty, too long or badly marked up', async () => {
    const { send, refusal } = await town()
    expect(await refusal('sendMessage', { text: '' })).toBe('400 Bad Request: message text is empty')
    expect(await refusal('sendMessage', { text: '  \n ' })).toBe('400 Bad Request: message text is empty')
    expect((await send({ text: '😀'.repeat(4096) })).ok).toBe(true)
    expect(await refusal('sendMessage', { text: 'a'.repeat(4097) })).toBe('400 Bad Request: message is too long')
    expect(await refusal('sendMessage', { text: 'a'.repeat(32_769) })).toBe('400 Bad Request: text is too long')
    const marked = (parse_mode: string, text: string) => refusal('sendMessage', { parse_mode, text })
    const wrong = "400 Bad Request: can't parse entities: "
    expect(await marked('MarkdownV2', 'Totale 3.50')).toBe(
      `${wrong}Character '.' is reserved and must be escaped with the preceding '\\'`,
    )
    expect(await marked('MarkdownV2', 'à *x')).toBe(`${wrong}Can't find end of Bold entity at byte offset 3`)
    expect(await marked('HTML', '<b>x')).toBe(`${wrong}Can't find end tag corresponding to start tag "b"`)
    expect(await marked('HTML', '<br>x')).toBe(`${wrong}Unsupported start tag "br" at byte offset 0`)
    expect(await marked('HTML', '<b>x</i>')).toBe(
      `${wrong}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
    )
    expect(await marked('Markdown', 'a_b')).toBe(`${wrong}Can't find end of the entity starting at byte offset 1`)
    expect(await marked('x', 'a')).toBe('400 Bad Request: unsupported parse_mode')
  })

  test('a text keeps its entities where they stand, in UTF-16 units, after the ends are trimmed', async () => {
    const { send } = await town()
    const html = (await send({ parse_mode: 'HTML', text: '\n😀 <b>Pane &amp; <i>vino</i></b> /start\n' })).result
    expect(html.text).toBe('😀 Pane & vino /start')
    expect(html.entities).toEqual([
      { type: 'bold', offset: 3, length: 11 },
      { type: 'italic', offset: 10, length: 4 },
      { type: 'bot_command', offset: 15, length: 6 },
    ])
    const markdown = (await send({ parse_mode: 'MarkdownV2', text: '*Pane*: ~3~ [qui](https://a.it/x_\\)) `a_b`' }))
      .result
    expect(markdown.text).toBe('Pane: 3 qui a_b')
    expect(markdown.entities?.map(({ type, url }) => url ?? type)).toEqual([
      'bold',
      'strikethrough',
      'https://a.it/x_)',
      'code',
    ])
  })

  test('buttons with over 64 bytes of data, without an action, or with a link that leads nowhere', async () => {
    const { tg, send, refusal } = await town()
    const button = (fields: object) => refusal('sendMessage', { text: 'x', ...oneButton({ text: 'a', ...fields }) })
    expect(await button({ callback_data: 'x'.repeat(64) })).toBe('ok')
    expect(await button({ callback_data: `${'x'.repeat(63)}è` })).toBe('400 Bad Request: BUTTON_DATA_INVALID')
    expect(await button({})).toBe(
      "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    )
    expect(await button({ url: 'http://localhost:3000/x' })).toBe(
      "400 Bad Request: inline keyboard button URL 'http://localhost:3000/x' is invalid: Wrong HTTP URL",
    )
    expect(await button({ web_app: { url: 'http://app.example.it' } })).toBe(
      "400 Bad Request: inline keyboard button Web App URL 'http://app.example.it' is invalid: Only HTTPS links are allowed",
    )
    const row = Array.from({ length: 13 }, (_, i) => ({ text: `${i}`, callback_data: `${i}` }))
    const kept = (await send({ reply_markup: { inline_keyboard: [row] } })).result.reply_markup?.inline_keyboard
    expect(kept?.[0]?.length).toBe(12)
    expect([...tg.notices.keys()]).toContain('button dropped: more than 12 in a row or 300 in all')
    const many = Array.from({ length: 13 }, () => row.slice(0, 8))
    expect(await refusal('sendMessage', { text: 'x', reply_markup: { inline_keyboard: many } })).toBe(
      '400 Bad Request: reply markup is too long',
    )
  })

  test('edits that change nothing, of what is not the bot’s, or of the wrong kind', async () => {
    const { chat, call, send, refusal, anna } = await town()
    const edit = (message_id: number, fields: object) => refusal('editMessageText', { message_id, ...fields })
    const yes = oneButton({ text: 'a', callback_data: 'a' })
    const { message_id } = (await send({ text: 'uno', ...yes })).result
    expect(await edit(message_id, { text: 'uno', ...yes })).toBe(`400 ${NOT_MODIFIED}`)
    expect(await edit(message_id, { text: 'due' })).toBe('ok')
    expect(chat.message(message_id)?.reply_markup, 'an edit without reply_markup drops the keyboard').toBeUndefined()
    expect(chat.message(message_id)?.edit_date).toBeDefined()
    expect(await edit(9999, { text: 'x' })).toBe('400 Bad Request: message to edit not found')
    expect(await edit(1, { text: 'x' })).toBe("400 Bad Request: message can't be edited")
    expect(await refusal('editMessageCaption', { message_id, caption: 'x' })).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    )
    const withKeys = (await send({ reply_markup: { keyboard: [['A']] } })).result.message_id
    expect(await edit(withKeys, { text: 'y' })).toBe("400 Bad Request: message can't be edited")
    const place = (await call<ApiMessage>('sendLocation', { chat_id: anna.id, latitude: 1, longitude: 2 })).result
    expect(await edit(place.message_id, { text: 'y' })).toBe("400 Bad Request: message can't be edited")
    expect(await refusal('editMessageReplyMarkup', { message_id: place.message_id, ...yes })).toBe('ok')
  })

  test('a text can become a photo, and then has no text to edit', async () => {
    const { tg, chat, send, refusal } = await town()
    tg.serveLink('https://forno.example.it/pane.png', ONE_POINT_PNG)
    const { message_id } = (await send({ text: 'Pane' })).result
    const media = {
      type: 'photo',
      media: 'https://forno.example.it/pane.png',
      caption: '*Pane*',
      parse_mode: 'Markdown',
    }
    expect(await refusal('editMessageMedia', { message_id })).toBe('400 Bad Request: parameter "media" is required')
    expect(await refusal('editMessageMedia', { message_id, media: { ...media, media: 'AAAA' } })).toBe(
      '400 Bad Request: wrong file identifier/HTTP URL specified',
    )
    expect(await refusal('editMessageMedia', { message_id, media })).toBe('ok')
    const photo = chat.message(message_id)
    expect([photo?.text, photo?.caption, photo?.photo?.length]).toEqual([undefined, 'Pane', 2])
    expect(await refusal('editMessageText', { message_id, text: 'x' })).toBe(
      '400 Bad Request: there is no text in the message to edit',
    )
    expect(await refusal('editMessageCaption', { message_id, caption: 'Pane fresco' })).toBe('ok')
    expect(chat.message(message_id)?.photo).toEqual(photo?.photo)
    expect(await refusal('editMessageCaption', { message_id, caption: 'x'.repeat(1025) })).toBe(
      '400 Bad Request: message caption is too long',
    )
  })

  test('what is not there: messages, files, methods, tokens, chats', async () => {
    const { tg, anna, refusal } = await town()
    expect(await refusal('deleteMessage', { message_id: 9999 })).toBe('400 Bad Request: message to delete not found')
    expect(await refusal('copyMessage', { from_chat_id: anna.id, message_id: 9999 })).toBe(
      '400 Bad Request: message to copy not found',
    )
    expect(await refusal('getFile', { file_id: 'zzz' })).toBe('400 Bad Request: invalid file_id')
    expect(await refusal('sendPhoto')).toBe('400 Bad Request: there is no photo in the request')
    expect(await refusal('sendLocation')).toBe('400 Bad Request: latitude is empty')
    expect(await refusal('sendChatAction', { action: 'dance' })).toBe(
      '400 Bad Request: wrong parameter action in request',
    )
    expect(await refusal('sendMessage', { text: 'x', message_thread_id: 5 })).toBe(
      '400 Bad Request: message thread not found',
    )
    expect(await refusal('sendMessage', { text: 'x', reply_parameters: { message_id: 999 } })).toBe(
      '400 Bad Request: message to be replied not found',
    )
    expect(await refusal('setMyCommands', { commands: [{ command: 'Ordina', description: 'x' }] })).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    )
    expect(await refusal('setMyCommands', { commands: [{ command: 'a'.repeat(33), description: 'x' }] })).toBe(
      '400 Bad Request: command length must not exceed 32',
    )
    expect(await refusal('nope')).toBe('404 Not Found: method not found')
    expect((await request(tg, '12:abc', 'getMe', {})).description).toBe('Unauthorized')
    expect((await request(tg, 'abc', 'getMe', {})).description).toBe('Unauthorized: invalid token specified')
    expect(await refusal('sendMessage', { text: 'x', chat_id: '' })).toBe('400 Bad Request: chat_id is empty')
    expect(await refusal('sendMessage', { text: 'x', chat_id: 42 })).toBe('400 Bad Request: chat not found')
    expect(await refusal('sendMessage', { text: 'x', chat_id: '@anna' })).toBe('400 Bad Request: chat not found')
  })

  test('people who never wrote, groups the bot is not in, accounts that are gone', async () => {
    const { tg, bot, anna, refusal } = await town()
    const luca = tg.addUser({ first_name: 'Luca' })
    const send = (chat_id: number) => refusal('sendMessage', { chat_id, text: 'x' })
    expect(await send(luca.id)).toBe('400 Bad Request: chat not found')
    const group = tg.addGroup('Vicini')
    const inGroup = group.addMember(luca)
    expect(await send(group.id)).toBe('403 Forbidden: bot is not a member of the supergroup chat')
    group.addBot(bot)
    inGroup.sendText('buongiorno a tutti')
    expect(await send(luca.id), 'a bot does not meet whom it does not read').toBe('400 Bad Request: chat not found')
    expect(bot.recentUpdates.some(update => update.message?.text === 'buongiorno a tutti')).toBe(false)
    inGroup.sendText('/ciao')
    expect(bot.recentUpdates.at(-1)?.message?.text).toBe('/ciao')
    expect(await send(luca.id)).toBe("403 Forbidden: bot can't initiate conversation with a user")
    group.kickBot(bot)
    expect(await send(group.id)).toBe('403 Forbidden: bot was kicked from the supergroup chat')
    anna.deactivate()
    expect(await send(anna.id)).toBe('403 Forbidden: user is deactivated')
  })

  test('files of another bot or another kind, and photos that are no pictures', async () => {
    const { tg, bot, anna, chat, refusal } = await town()
    const other = tg.addBot({ username: 'bottega_bot' })
    anna.chatWith(other).start()
    const sent = chat.sendPhoto().photo?.at(-1)
    const photo = sent?.file_id
    expect(await refusal('sendPhoto', { photo })).toBe('ok')
    expect((await request(tg, other, 'sendPhoto', { chat_id: anna.id, photo })).description).toBe(
      'Bad Request: wrong file identifier/HTTP URL specified',
    )
    expect(await refusal('sendDocument', { document: photo })).toBe(
      "400 Bad Request: can't use file of type Photo as Document",
    )
    tg.serveLink('https://a.it/big', Buffer.alloc((20 << 20) + 1))
    await refusal('sendDocument', { document: 'https://a.it/big' })
    expect(await refusal('getFile', { file_id: chat.lastMessage()?.document?.file_id })).toBe(
      '400 Bad Request: file is too big',
    )
    const form = new FormData()
    form.set('chat_id', String(anna.id))
    form.set('photo', new Blob(['non una foto']), 'a.png')
    const answer = await fetch(`${tg.apiRoot}/bot${bot.token}/sendPhoto`, { method: 'POST', body: form })
    expect(await answer.json()).toMatchObject({ error_code: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' })
    const path = (await request<{ file_path: string }>(tg, bot, 'getFile', { file_id: photo })).result.file_path
    const download = (token: string) =>
      fetch(`${tg.apiRoot}/file/bot${token}/${path}`).then(response => response.status)
    expect(await download(bot.token)).toBe(200)
    expect(await download(other.token), 'a path opens for the bot that asked').toBe(404)
  })

  test('deleting what is older than two days, by the clock the messages are dated with', async () => {
    let now = new Date('2026-12-24T10:00:00Z')
    const { chat, send, refusal } = await town({ clock: { now: () => now } })
    const { message_id, date } = (await send()).result
    expect(date).toBe(now.getTime() / 1000)
    now = new Date('2026-12-26T10:00:01Z')
    expect(await refusal('deleteMessage', { message_id })).toBe(
      "400 Bad Request: message can't be deleted for everyone",
    )
    const fresh = (await send()).result.message_id
    expect(await refusal('deleteMessage', { message_id: fresh })).toBe('ok')
    expect(chat.messages.map(message => message.message_id)).not.toContain(fresh)
  })
})

test('a press is answered once, in time, in 200 characters', async () => {
  const { chat, call, send } = await town()
  await send(oneButton({ text: 'ok', callback_data: 'ok' }))
  const answer = async (callback_query_id: string | undefined, text = '') =>
    (await call('answerCallbackQuery', { callback_query_id, text })).description
  const press = chat.press('ok')
  expect(await answer(press.callbackId, 'x'.repeat(201))).toBe('Bad Request: MESSAGE_TOO_LONG')
  expect(await answer(press.callbackId, 'Fatto')).toBeUndefined()
  expect((await press.answer)?.text).toBe('Fatto')
  expect(await answer(press.callbackId)).toBe(TOO_OLD)
  const hasty = await town({ callbackTtlMs: 30 })
  await hasty.send(oneButton({ text: 'ok', callback_data: 'ok' }))
  const late = hasty.chat.press('ok')
  expect(await late.answer, 'the spinner ends by itself').toBeUndefined()
  expect((await hasty.call('answerCallbackQuery', { callback_query_id: late.callbackId })).description).toBe(TOO_OLD)
})

test('a person can press by place, and a forged client can press what is not there', async () => {
  const { bot, chat, call, send, anna } = await town()
  const rows = [
    [{ text: 'A', callback_data: 'a' }],
    [
      { text: 'B', callback_data: 'b' },
      { text: 'C', url: 'https://c.it' },
    ],
  ]
  const { message_id } = (await send({ reply_markup: { inline_keyboard: rows } })).result
  expect(chat.pressButton(message_id, 1, 0).data).toBe('b')
  expect(chat.pressButton(message_id, 1, 1).url).toBe('https://c.it')
  expect(() => chat.pressButton(message_id, 2, 0)).toThrow('no button 2/0')
  chat.pressData(message_id, 'falso')
  expect(bot.recentUpdates.at(-1)?.callback_query).toMatchObject({ data: 'falso', message: { text: 'x' } })
  await call('deleteMessage', { chat_id: anna.id, message_id })
  chat.pressData(message_id, 'falso')
  expect(bot.recentUpdates.at(-1)?.callback_query?.message.date, 'an inaccessible message').toBe(0)
})

test('a page can follow the chats: new, edited and deleted messages, typing, toasts', async () => {
  const { tg, chat, call, send, anna } = await town()
  const seen: string[] = []
  const stop = tg.subscribe((event: ChatEvent) => seen.push(event.kind))
  const { message_id } = (await send(oneButton({ text: 'ok', callback_data: 'ok' }))).result
  const press = chat.press('ok')
  await call('answerCallbackQuery', { callback_query_id: press.callbackId, text: 'Fatto', show_alert: true })
  await call('sendChatAction', { chat_id: anna.id, action: 'typing' })
  await call('editMessageText', { chat_id: anna.id, message_id, text: 'y' })
  await call('deleteMessage', { chat_id: anna.id, message_id })
  stop()
  chat.sendText('ciao')
  expect(seen).toEqual(['new', 'callback-answer', 'typing', 'edit', 'delete'])
  expect(chat.alerts).toMatchObject([{ text: 'Fatto', showAlert: true, messageId: message_id }])
  expect(chat.transcript()).toBe('#1 USER /start\n#3 USER ciao')
})

test('the same bots and people come back in the next emulator', async () => {
  const token = '7000001:abcdefghijklmnopqrstuvwxyz012345678'
  const tg = await emulator()
  const bot = tg.addBot({ username: 'spesa_bot', token })
  expect([bot.id, bot.token]).toEqual([7_000_001, token])
  expect((await request<{ id: number }>(tg, token, 'getMe', {})).result.id).toBe(7_000_001)
  const anna = tg.addUser({ id: 81, first_name: 'Anna', username: 'anna_r', language_code: null })
  expect(anna.chatWith(bot)).toBe(tg.user(81)?.chatWith(bot))
  const { from } = anna.chatWith(bot).start()
  expect(from).toEqual({ id: 81, is_bot: false, first_name: 'Anna', username: 'anna_r' })
  expect(() => tg.addUser({ id: 81, first_name: 'Bruno' })).toThrow('already')
  expect(() => anna.chatWith(bot).start('con spazio')).toThrow('deep link parameter')
})

describe('updates', () => {
  const texts = (updates: RawUpdate[]) => updates.map(update => update.message?.text)

  test('polling: an offset confirms, without one they come again, and two readers are in conflict', async () => {
    const { chat, call } = await town()
    const read = async (fields: object = {}) => (await call<RawUpdate[]>('getUpdates', fields)).result
    chat.sendText('due')
    const first = await read()
    expect(texts(first)).toEqual(['/start', 'due'])
    const [start, due] = first.map(update => update.update_id)
    expect(await read({ offset: start, limit: 100 }), 'unconfirmed updates come again').toHaveLength(2)
    const after = Number(due) + 1
    expect((await read({ offset: due })).map(update => update.update_id)).toEqual([due])
    const one = call('getUpdates', { offset: after, timeout: 20 })
    await sleep(30)
    const two = read({ offset: after, timeout: 1 })
    expect(await one).toMatchObject({
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
    chat.sendText('tre')
    expect(texts(await two)).toEqual(['tre'])
    expect(texts(await read({ offset: -1 })), 'a negative offset keeps the newest').toEqual(['tre'])
    await call('setWebhook', { url: 'http://127.0.0.1:9/' })
    expect(await call('setWebhook', { url: 'http://127.0.0.1:9/' })).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 1 },
    })
    expect((await call('getUpdates')).description).toBe(
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  })

  test('polling: an update can be told twice, and again later', async () => {
    const { bot, chat, call } = await town()
    const read = async (offset: number) => (await call<RawUpdate[]>('getUpdates', { offset })).result
    bot.duplicateNextUpdate(1)
    const { text } = chat.sendText('doppio')
    const first = await read(-10)
    expect(texts(first)).toEqual(['/start', text, text])
    expect(new Set(first.map(update => update.update_id)).size).toBe(2)
    const old = first.at(-1)
    if (!old) throw new Error('nothing came')
    expect(await read(old.update_id + 1)).toEqual([])
    bot.deliverUpdate(old)
    expect(texts(await read(old.update_id + 2))).toEqual(['doppio'])
  })

  test('webhook: in order in a chat, in parallel over chats, again after failures, doubled, answered in place', async () => {
    const tg = await emulator({ retryScale: 0.01 })
    const bot = tg.addBot({ username: 'spesa_bot' })
    const seen: string[] = []
    const secrets = new Set<unknown>()
    let inFlight = 0
    let most = 0
    let failures = 3
    const url = await ear(async ({ message }, headers) => {
      secrets.add(headers['x-telegram-bot-api-secret-token'])
      most = Math.max(most, ++inFlight)
      await sleep(15)
      inFlight--
      const text = message?.text ?? ''
      if (text === 'b0' && failures-- > 0) return 500
      seen.push(text)
      if (text !== 'reply') return 200
      return JSON.stringify({ method: 'sendMessage', chat_id: message?.chat.id, text: 'dalla risposta' })
    })
    await request(tg, bot, 'setWebhook', { url, max_connections: 3, secret_token: 'abc' })
    const chats = ['a', 'b', 'c', 'd', 'e'].map(name => tg.addUser({ first_name: name }).chatWith(bot))
    for (let i = 0; i < 4; i++) for (const chat of chats) chat.sendText(chat.person.public.first_name + i)
    await expect.poll(() => seen.length, { timeout: 3000 }).toBe(20)
    for (const { person } of chats) {
      const name = person.public.first_name
      expect(seen.filter(text => text.startsWith(name))).toEqual([0, 1, 2, 3].map(i => name + i))
    }
    expect(most, 'max_connections').toBe(3)
    expect([...secrets]).toEqual(['abc'])
    expect(bot.stats().delivery).toMatchObject({ failures: 3, delivered: 20 })
    const [anna, bruno] = chats
    bot.duplicateNextUpdate(2)
    anna?.sendText('dup')
    await expect.poll(() => seen.filter(text => text === 'dup').length, { timeout: 3000 }).toBe(3)
    bruno?.sendText('reply')
    await bruno?.waitForMessage('dalla risposta')
    const info = await request(tg, bot, 'getWebhookInfo', {})
    expect(info.result).toMatchObject({
      url,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    })
  })
})

test('a webhook of the public server is https on few ports, and its secret of few letters', async () => {
  const set = async (localMode: boolean, url: string, secret_token = '') => {
    const { call } = await town({ localMode })
    return (await call('setWebhook', { url, secret_token })).description
  }
  expect(await set(false, 'http://spesa.example.it/')).toBe(
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  )
  expect(await set(false, 'https://spesa.example.it:3000/')).toBe(
    'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
  )
  expect(await set(false, 'https://spesa.example.it/')).toBe('Webhook was set')
  expect(await set(true, 'https://spesa.example.it/')).toBe(
    'Bad Request: bad webhook: this emulator calls loopback only',
  )
  expect(await set(true, 'http://127.0.0.1:9/', 'a b')).toBe('Bad Request: secret token contains unallowed characters')
  expect(await set(true, 'http://127.0.0.1:9/', 'a'.repeat(257))).toBe('Bad Request: secret token is too long')
})

test('the profile of a bot has its lengths', async () => {
  const { call } = await town()
  const set = async (what: string, field: string, length: number) =>
    (await call(`setMy${what}`, { [field]: 'x'.repeat(length), language_code: 'it' })).description ?? 'ok'
  expect(await set('Name', 'name', 64)).toBe('ok')
  expect(await set('Name', 'name', 65)).toBe('Bad Request: NAME_TOO_LONG')
  expect(await set('Description', 'description', 513)).toBe('Bad Request: DESCRIPTION_TOO_LONG')
  expect(await set('ShortDescription', 'short_description', 121)).toBe('Bad Request: SHORT_DESCRIPTION_TOO_LONG')
  expect((await call('getMyName', { language_code: 'it' })).result).toEqual({ name: 'x'.repeat(64) })
  const commands = [{ command: '/negozi', description: 'I negozi' }]
  await call('setMyCommands', { commands })
  expect((await call('getMyCommands')).result).toEqual([{ command: 'negozi', description: 'I negozi' }])
})

test('a chat remembers as many messages as it is told to', async () => {
  const { chat } = await town({ historyPerChat: 10 })
  for (let i = 0; i < 100; i++) chat.sendText(`${i}`)
  const kept = chat.messages.map(message => message.text)
  expect(kept.length).toBeLessThanOrEqual(20)
  expect(kept.at(-1)).toBe('99')
  expect(chat.message(1)).toBeUndefined()
})

test('a press overtakes a message of the same person that the webhook is still busy with', async () => {
  const { bot, chat, call, send } = await town()
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  const heard: string[] = []
  const url = await ear(async update => {
    if (update.message?.text === 'lento') await held
    heard.push(update.callback_query?.data ?? update.message?.text ?? '')
    return 200
  })
  await call('setWebhook', { url })
  await send(oneButton({ text: 'ok', callback_data: 'ok' }))
  chat.sendText('lento')
  chat.sendText('dopo')
  chat.press('ok')
  await expect.poll(() => heard, { timeout: 3000 }).toEqual(['/start', 'ok'])
  release()
  await expect.poll(() => heard, { timeout: 3000 }).toEqual(['/start', 'ok', 'lento', 'dopo'])
  await expect.poll(() => bot.delivery.pending).toBe(0)
})

test('calls go wrong as planned: 429, 500, a broken connection, a lost answer, a proxy’s page, silence', async () => {
  const { tg, bot, chat, send } = await town()
  const sentMessages = () => chat.fromBot.length
  tg.failNext({ type: '429', retryAfterSeconds: 7 })
  expect(await send()).toMatchObject({
    error_code: 429,
    description: 'Too Many Requests: retry after 7',
    parameters: { retry_after: 7 },
  })
  tg.failNext({ type: '500', method: 'sendMessage' })
  expect(await send()).toMatchObject({ error_code: 500, description: 'Internal Server Error' })
  tg.failNext({ type: 'reset' })
  await expect(send()).rejects.toThrow()
  expect(sentMessages()).toBe(0)
  tg.failNext({ type: 'lostAnswer' })
  await expect(send()).rejects.toThrow()
  expect(sentMessages(), 'sent although the caller saw an error').toBe(1)
  tg.failNext({ type: 'garbage', method: 'getMe' })
  expect((await send()).ok, 'a fault meets only the calls it is meant for').toBe(true)
  tg.clearFaults()
  tg.failNext({
    type: 'http',
    code: 403,
    description: 'Forbidden: bot was blocked by the user',
    chatId: chat.person.id,
  })
  expect((await send()).error_code).toBe(403)
  tg.failNext({ type: 'garbage' })
  await expect(send()).rejects.toThrow()
  tg.failNext({ type: 'timeout' })
  const url = `${tg.apiRoot}/bot${bot.token}/getMe`
  await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
  tg.failNext({ type: '429', retryAfterSeconds: 3 })
  expect((await fetch(url)).headers.get('retry-after')).toBe('3')
  expect((await send()).ok).toBe(true)
})

test('floods are refused: bursts in a chat, 30 a second to the silent, 20 a minute in a group', async () => {
  const { tg, bot, send } = await town({ flood: { mode: 'enforce', chatBurst: 3, replyWindowMs: 0 } })
  const sendTo = async (chat_id: number) => (await send({ chat_id })).error_code ?? 200
  const burst = await Promise.all(Array.from({ length: 5 }, () => send()))
  expect(burst.filter(answer => answer.ok)).toHaveLength(3)
  expect(burst.find(answer => !answer.ok)).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } })
  expect(bot.flood.violations).toMatchObject({ chat: 1, ignoredWait: 1 })
  const people = Array.from({ length: 40 }, (_, i) => tg.addUser({ first_name: `Vicino ${i}` }))
  for (const person of people) person.chatWith(bot).start()
  await sleep(1100)
  const answers = await Promise.all(people.map(({ id }) => sendTo(id)))
  expect(answers.filter(answer => answer === 200)).toHaveLength(30)
  bot.flood.reset()
  bot.flood.options.bulkPerSecond = 1e9
  const group = tg.addGroup('Vicini')
  group.addBot(bot)
  const inGroup: number[] = []
  for (let i = 0; i < 25; i++) inGroup.push(await sendTo(group.id))
  expect(inGroup.filter(answer => answer === 200)).toHaveLength(20)
})

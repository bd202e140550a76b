// SPDX-License-Identifier: AGPL-3.0-or-later
// Both Telegram bots under a bad network: calls that nobody answers, servers in trouble, chats that are to be left
// alone. The real libraries against the emulator, which counts what it should not have been asked.
import { afterEach, describe, expect, test } from 'vitest'
import { usualLimits } from '../../bots/telegram/calling.ts'
import type { TelegramParts, Updates } from '../../bots/telegram/channel.ts'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import { type Bot, type Conversation, TelegramEmulator } from '../../playground/telegram/emulator.ts'
import type { Channel, Delivery, Incoming, Message, Receipt } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { elapsedMs, pause } from '../../src/system.ts'
import { escape } from '../../src/text/markup.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { freePort } from '../support/port.ts'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

type Take = (incoming: Incoming) => Promise<Receipt>

/** One of our bots in an emulated Telegram, over an inbox that the test plays. */
interface World {
  readonly emulator: TelegramEmulator
  readonly bot: Bot
  readonly channel: Channel
  readonly taken: Incoming[]
  readonly logged: string[]
  chat(): Conversation
  /** Sends a text, or a change of one, with these buttons. */
  say(
    chat: Conversation,
    text: string,
    more?: Partial<Message> & { labels?: readonly string[]; photo?: true },
  ): Promise<Delivery>
  /** Calls of a method about a chat, or about any. */
  calls(method: string, chat?: Conversation): number
}

/** Long enough to tell what waits for a call that hangs. */
const patient = { ...usualLimits, courtesyMs: 1500 }
const quick = { callMs: 500, uploadMs: 1500, downloadMs: 1500, courtesyMs: 400, toastMs: 300 }

describe.each([
  { library: 'grammY', make: citizenBot },
  { library: 'Telegraf', make: staffBot },
])('on $library', ({ make }) => {
  let messages = 0

  async function world({
    take = () => Promise.resolve({ fresh: true }),
    by = 'polling',
    limits = quick,
    fail,
  }: {
    take?: Take
    by?: Updates['by']
    limits?: TelegramParts['limits']
    fail?: (emulator: TelegramEmulator) => void
  } = {}): Promise<World> {
    const emulator = await TelegramEmulator.start({ callLog: 10_000 })
    const bot = emulator.addBot({ username: 'spesa_bot' })
    const taken: Incoming[] = []
    const logged: string[] = []
    const log = createLog('debug', [bot.token], { write: line => void logged.push(line) })
    const files = new Map<string, string>()
    const port = await freePort()
    const channel = make({
      token: bot.token,
      apiRoot: emulator.apiRoot,
      updates: by === 'polling' ? { by } : { by, publicUrl: `http://127.0.0.1:${port}`, secret: 'fra-noi' },
      photos: {
        photo: async id => ({ bytes: ONE_POINT_PNG, mime: 'image/png', fileId: files.get(id) }),
        remember: async (id, _, fileId) => void files.set(id, fileId),
        file: async () => undefined,
      },
      log,
      limits,
    })
    const webhooks = channel.webhook ? [channel.webhook] : []
    const web = await serveWeb(createWeb({ checks: [], metrics: createMetrics(), webhooks, log }), '127.0.0.1', port)
    fail?.(emulator)
    endings.push(
      () => emulator.stop(),
      () => web.stop(),
      () => channel.stop(),
    )
    await channel.start({
      take(incoming) {
        taken.push(incoming)
        return take(incoming)
      },
      ignore: () => undefined,
      report: () => Promise.resolve(),
    })
    return {
      emulator,
      bot,
      channel,
      taken,
      logged,
      chat() {
        const chat = emulator.addUser({ first_name: 'Anna' }).chatWith(bot)
        bot.privateChat(chat.person).isStarted = true
        return chat
      },
      say: (chat, text, { labels = [], photo, ...more } = {}) =>
        channel.send({
          id: `m${++messages}`,
          address: String(chat.person.id),
          language: 'it',
          lastHeardAt: new Date(),
          view: { text: escape(text), rows: labels.map(label => [{ label }]), ...(photo && { photoId: 'p' }) },
          ...more,
        }),
      calls: (method, chat) =>
        bot.calls.filter(
          call =>
            call.method === method.toLowerCase() && (!chat || String(call.args.chat_id) === String(chat.person.id)),
        ).length,
    }
  }

  const idOf = (delivery: Delivery): string => {
    if (delivery.outcome !== 'delivered') throw new Error(`not delivered: ${JSON.stringify(delivery)}`)
    return delivery.externalIds.at(-1) ?? ''
  }
  const replacing = (id: string, photo = false) => ({ replaces: { externalIds: [id], photo } })

  describe('no call waits for ever', () => {
    test('a message that nobody answers for is unknown when its limit passes, and the next one goes', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      emulator.failNext({ type: 'timeout', method: 'sendMessage' })
      const begun = elapsedMs()
      expect(await say(chat, 'uno')).toEqual({ outcome: 'unknown', error: 'no answer for 0.5 s' })
      expect(elapsedMs() - begun).toBeLessThan(quick.callMs + 500)
      expect(await say(chat, 'due')).toMatchObject({ outcome: 'delivered' })
    })

    test('a picture may take longer than a text', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      emulator.failNext({ type: 'delay', method: 'sendPhoto', delayMs: 800 })
      expect(await say(chat, 'pane', { photo: true })).toMatchObject({ outcome: 'delivered' })
      emulator.failNext({ type: 'timeout', method: 'sendPhoto' })
      expect(await say(chat, 'pane', { photo: true })).toMatchObject({ outcome: 'unknown' })
    })

    test('an answer to a tap that hangs holds up neither the other taps nor the next updates', async () => {
      const { emulator, chat: newChat, taken } = await world({ limits: patient })
      const [hanging, ...others] = Array.from({ length: 17 }, newChat)
      emulator.failNext({ type: 'timeout', method: 'answerCallbackQuery' })
      const first = hanging?.pressData(1, 'a:0')
      await expect.poll(() => emulator.faultsLeft).toBe(0)
      const begun = elapsedMs()
      for (const chat of others) chat.sendText('ciao')
      const presses = others.map(chat => chat.pressData(1, 'b:0').answer)
      await expect.poll(() => taken.length, { interval: 5 }).toBe(33)
      await Promise.all(presses)
      expect(elapsedMs() - begun).toBeLessThan(patient.courtesyMs)
      expect(first?.callbackId).toBeDefined()
    })

    test('a sign of typing that hangs holds up nothing either', async () => {
      const slow = Promise.withResolvers<Receipt>()
      const {
        emulator,
        chat: newChat,
        taken,
      } = await world({
        limits: patient,
        take: ({ input }) =>
          input.kind === 'text' && input.text === 'lento' ? slow.promise : Promise.resolve({ fresh: true }),
      })
      emulator.failNext({ type: 'timeout', method: 'sendChatAction' })
      newChat().sendText('lento')
      await expect.poll(() => emulator.faultsLeft).toBe(0)
      slow.resolve({ fresh: true })
      const begun = elapsedMs()
      newChat().sendText('ciao')
      await expect.poll(() => taken.length, { interval: 5 }).toBe(2)
      expect(elapsedMs() - begun).toBeLessThan(patient.courtesyMs)
    })

    test('a tap is answered within 3 s', () => {
      expect(usualLimits.toastMs).toBeLessThan(3000)
    })

    const slowly: Take = async ({ input }) => {
      if (input.kind === 'choice' && input.choice === 'slow:0') await pause(2 * quick.toastMs)
      return { fresh: true, toast: 'Fatto' }
    }

    test('each tap is answered once: with its toast when the work is done in time, else without one', async () => {
      const { chat: newChat, calls } = await world({ take: slowly })
      const [fast, slow] = [newChat().pressData(1, 'fast:0'), newChat().pressData(1, 'slow:0')]
      expect((await fast.answer)?.text).toBe('Fatto')
      const answer = await slow.answer
      expect(answer).toBeDefined()
      expect(answer?.text).toBeUndefined()
      await pause(2 * quick.toastMs)
      expect(calls('answerCallbackQuery')).toBe(2)
    })

    test('by webhook, too, each tap is answered once, and an update is confirmed while the answer hangs', async () => {
      const limits = { ...patient, toastMs: quick.toastMs }
      const { emulator, bot, chat: newChat, taken } = await world({ by: 'webhook', limits, take: slowly })
      const chat = newChat()
      expect((await chat.pressData(1, 'fast:0').answer)?.text).toBe('Fatto')
      emulator.failNext({ type: 'timeout', method: 'answerCallbackQuery' })
      void chat.pressData(1, 'slow:0')
      await expect.poll(() => taken.length).toBe(2)
      await expect.poll(() => bot.delivery.pending, { timeout: patient.courtesyMs }).toBe(0)
      expect(emulator.faultsLeft).toBe(0)
    })

    test('what an old message loses is waited for no longer than a moment', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      const old = idOf(await say(chat, 'vecchio', { labels: ['Sì'] }))
      emulator.failNext({ type: 'timeout', method: 'editMessageReplyMarkup' })
      const begun = elapsedMs()
      expect(await say(chat, 'nuovo', { strips: [old, '98', '99'] })).toMatchObject({ outcome: 'delivered' })
      emulator.failNext({ type: 'timeout', method: 'deleteMessage' })
      expect(
        await say(chat, 'foto', { photo: true, replaces: { externalIds: [old, '99'], photo: false } }),
      ).toMatchObject({ outcome: 'delivered' })
      expect(elapsedMs() - begun).toBeLessThan(2 * quick.courtesyMs + 600)
    })

    test('a start whose questions are not answered begins as soon as they are; a stop does not wait for them', async () => {
      const { channel } = await world({
        fail(emulator) {
          emulator.failNext({ type: 'timeout', method: 'getMe' })
          emulator.failNext({ type: 'garbage', method: 'deleteWebhook', times: 2 })
          emulator.failNext({ type: 'timeout', method: 'setMyCommands' })
        },
      })
      expect(channel.health()).toMatchObject({ ok: true })
      const never = make({
        token: '7:nobody-answers',
        apiRoot: `http://127.0.0.1:${await freePort()}`,
        updates: { by: 'polling' },
        photos: { photo: async () => undefined, remember: async () => undefined, file: async () => undefined },
        log: createLog('silent', []),
        limits: quick,
      })
      const starting = never.start({
        take: async () => ({ fresh: true }),
        ignore: () => undefined,
        report: async () => undefined,
      })
      await pause(100)
      expect(never.health()).toEqual({ ok: false, detail: 'no connection' })
      const begun = elapsedMs()
      await Promise.all([never.stop(), starting])
      expect(elapsedMs() - begun).toBeLessThan(500)
    })
  })

  describe('a server in trouble passes', () => {
    test.each(['garbage', '500'] as const)('a message is put off, each time for longer: %s', async type => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      emulator.failNext({ type, method: 'sendMessage', times: 4 })
      const waits: unknown[] = []
      for (let times = 0; times < 4; times++) waits.push(await say(chat, 'uno', { id: 'the-same' }))
      expect(waits).toEqual(
        [1000, 2000, 4000, 8000].map(retryAfterMs => ({ outcome: 'later', retryAfterMs, scope: 'message' })),
      )
      expect(await say(chat, 'uno', { id: 'the-same' })).toMatchObject({ outcome: 'delivered' })
      emulator.failNext({ type, method: 'sendMessage' })
      expect(await say(chat, 'due', { id: 'the-same' }), 'the trouble is over').toMatchObject({ retryAfterMs: 1000 })
    })

    test('a long text whose second part goes wrong is taken up there', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      const long = { id: 'long', labels: ['Sì'] }
      let parts = 0
      emulator.subscribe(({ kind }) => {
        // As soon as the first part is there.
        if (kind === 'new' && ++parts === 1) emulator.failNext({ type: 'garbage', method: 'sendMessage', times: 2 })
      })
      for (let times = 0; times < 2; times++)
        expect(await say(chat, 'lungo '.repeat(1000), long)).toMatchObject({ outcome: 'later' })
      const sent = await say(chat, 'lungo '.repeat(1000), long)
      expect(sent.outcome === 'delivered' && sent.externalIds).toEqual(
        chat.fromBot.map(each => String(each.message_id)),
      )
      expect(chat.fromBot.map(each => each.reply_markup !== undefined)).toEqual([false, true])
      expect(await say(chat, 'lungo '.repeat(1000), { ...long, id: 'another' })).toMatchObject({ outcome: 'delivered' })
      expect(chat.fromBot).toHaveLength(4)
    })

    test('an edit of which nobody knows is made again, and stands there once', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      const id = idOf(await say(chat, 'uno', { labels: ['Sì'] }))
      const change = { ...replacing(id), id: 'change', labels: ['No'] }
      for (const type of ['timeout', 'reset', 'lostAnswer'] as const) {
        emulator.failNext({ type, method: 'editMessageText' })
        expect(await say(chat, 'due', change), type).toMatchObject({ outcome: 'later', scope: 'message' })
      }
      expect(await say(chat, 'due', change)).toEqual({ outcome: 'delivered', externalIds: [id] })
      expect(chat.fromBot.map(each => each.text)).toEqual(['due'])
      emulator.failNext({ type: 'lostAnswer', method: 'editMessageMedia' })
      expect(await say(chat, 'foto', { ...change, photo: true })).toMatchObject({ outcome: 'later', scope: 'message' })
      expect(await say(chat, 'foto', { ...change, photo: true })).toMatchObject({ outcome: 'delivered' })
      // What takes the place of an old message as a new one is no edit.
      emulator.failNext({ type: 'lostAnswer', method: 'sendMessage' })
      expect(await say(chat, 'testo', { ...replacing(id, true), id: 'anew' })).toMatchObject({ outcome: 'unknown' })
    })
  })

  describe('a chat that Telegram wants left alone', () => {
    /** Until an answer that the emulator has given is with the bot. */
    const underWay = () => pause(100)
    const left = { outcome: 'later', scope: 'chat', retryAfterMs: expect.any(Number) as number }

    test.each(['deleteMessage', 'editMessageReplyMarkup'])(
      'is not called about after a 429 on %s, until the wait is over',
      async method => {
        const { emulator, bot, chat: newChat, say } = await world()
        const [chat, other] = [newChat(), newChat()]
        const old = idOf(await say(chat, 'vecchio', { labels: ['Sì'] }))
        emulator.failNext({ type: '429', method, retryAfterSeconds: 1 })
        const again =
          method === 'deleteMessage'
            ? { photo: true as const, replaces: { externalIds: [old, '99'], photo: false } }
            : {}
        expect(await say(chat, 'nuovo', { strips: [old, '98'], ...again })).toMatchObject({ outcome: 'delivered' })
        const before = bot.calls.length
        for (let times = 0; times < 20; times++) {
          expect(await say(chat, 'ancora', { strips: [old] })).toEqual(left)
          await pause(20)
        }
        expect(bot.calls).toHaveLength(before)
        expect(await say(other, 'altrove')).toMatchObject({ outcome: 'delivered' })
        const ending = await say(chat, 'ancora')
        // A timer may come a moment before its time.
        await pause(ending.outcome === 'later' ? ending.retryAfterMs + 20 : 0)
        expect(await say(chat, 'ancora')).toMatchObject({ outcome: 'delivered' })
        expect(bot.flood.violations.ignoredWait).toBe(0)
      },
    )

    test('nor after one on typing or on a message, which leave out the next sign of typing', async () => {
      const slow = (): Promise<Receipt> => pause(800).then(() => ({ fresh: true }))
      const { emulator, bot, chat: newChat, say, calls, taken } = await world({ take: slow })
      const chat = newChat()
      emulator.failNext({ type: '429', method: 'sendChatAction', retryAfterSeconds: 3 })
      chat.sendText('ciao')
      await expect.poll(() => calls('sendChatAction')).toBe(1)
      await underWay()
      expect(await say(chat, 'uno')).toEqual(left)
      chat.sendText('ancora')
      await expect.poll(() => taken.length).toBe(2)
      await pause(900)
      expect(calls('sendChatAction')).toBe(1)
      expect(calls('sendMessage')).toBe(0)
      const other = newChat()
      emulator.failNext({ type: '429', method: 'sendMessage', retryAfterSeconds: 5 })
      expect(await say(other, 'uno')).toEqual({ outcome: 'later', scope: 'chat', retryAfterMs: 5000 })
      expect(await say(other, 'due')).toEqual(left)
      expect(bot.flood.violations.ignoredWait).toBe(0)
    })

    test('nor after one on the answer to a tap; taps are answered as long as that itself is not what must wait', async () => {
      const { emulator, bot, chat: newChat, say, calls } = await world()
      const [chat, other] = [newChat(), newChat()]
      emulator.failNext({ type: '429', method: 'answerCallbackQuery', retryAfterSeconds: 2 })
      void chat.pressData(1, 'a:0')
      await expect.poll(() => calls('answerCallbackQuery')).toBe(1)
      await underWay()
      expect(await say(chat, 'uno')).toEqual(left)
      void chat.pressData(1, 'a:1')
      emulator.failNext({ type: '429', method: 'sendMessage', retryAfterSeconds: 2 })
      await say(other, 'uno')
      expect(await other.pressData(1, 'b:0').answer).toBeDefined()
      expect(calls('answerCallbackQuery')).toBe(2)
      expect(bot.flood.violations.ignoredWait).toBe(0)
    })
  })

  describe('nothing is asked that is so already', () => {
    const notModified = (bot: Bot) => [...bot.errors.keys()].filter(error => error.includes('not modified'))

    test('no keyboard is taken from a message that has none', async () => {
      const { bot, chat: newChat, say, calls } = await world()
      const chat = newChat()
      const bare = idOf(await say(chat, 'senza'))
      const photo = idOf(await say(chat, 'foto', { photo: true }))
      const card = idOf(await say(chat, 'con', { labels: ['Sì'] }))
      const long = await say(chat, 'lungo '.repeat(1000), { labels: ['Sì'] })
      const parts = long.outcome === 'delivered' ? long.externalIds : []
      expect(parts).toHaveLength(2)
      await say(chat, 'nuovo', { strips: [bare, photo, card, ...parts] })
      await say(chat, 'nuovo', { strips: [bare, photo, card, ...parts] })
      expect(chat.fromBot.flatMap(each => each.reply_markup?.inline_keyboard ?? [])).toEqual([])
      expect(calls('editMessageReplyMarkup')).toBe(2)
      expect(notModified(bot)).toEqual([])
    })

    test('a double tap does not edit twice into the same', async () => {
      const { bot, chat: newChat, say, calls } = await world()
      const chat = newChat()
      const card = idOf(await say(chat, 'ordine', { labels: ['Apri'] }))
      for (let times = 0; times < 2; times++)
        expect(await say(chat, 'annullato', replacing(card))).toEqual({ outcome: 'delivered', externalIds: [card] })
      expect(calls('editMessageText')).toBe(1)
      expect(await say(chat, 'altro', replacing(card))).toMatchObject({ outcome: 'delivered' })
      await say(chat, 'altro', { ...replacing(card), labels: ['Apri'] })
      await say(chat, 'altro', replacing(card))
      expect(calls('editMessageText')).toBe(4)
      expect(chat.fromBot.map(each => [each.text, each.reply_markup])).toEqual([['altro', undefined]])
      expect(notModified(bot)).toEqual([])
    })

    test('where Telegram says so all the same, the message stands as it should', async () => {
      const { emulator, chat: newChat, say } = await world()
      const chat = newChat()
      const card = idOf(await say(chat, 'ordine', { labels: ['Apri'] }))
      const description = 'Bad Request: message is not modified: specified new message content and so on'
      emulator.failNext({ type: 'http', method: 'editMessageText', code: 400, description })
      expect(await say(chat, 'nuovo', replacing(card))).toEqual({ outcome: 'delivered', externalIds: [card] })
      emulator.failNext({ type: 'http', method: 'editMessageReplyMarkup', code: 400, description })
      expect(await say(chat, 'nuovo', { strips: ['99'] })).toMatchObject({ outcome: 'delivered' })
    })
  })
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// The same small shop bot twice, on grammY and on Telegraf, for the tests of the Bot API emulator: if both libraries
// feel at home there, our two bots will.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  Bot as GrammyBot,
  GrammyError,
  InlineKeyboard,
  InputFile,
  InputMediaBuilder,
  Keyboard,
  webhookCallback,
} from 'grammy'
import { Input, Markup, Telegraf, TelegramError } from 'telegraf'
import type { Bot, TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'

type Mode = 'polling' | 'webhook'

/** A running shop: what went wrong in it, what it heard, and its own voice. */
type Shop = {
  errors: string[]
  updateIds: number[]
  /** Webhook posts that did not carry the secret. */
  badSecrets: number
  say(chatId: number, text: string): Promise<unknown>
  stop(): Promise<void>
}

const SECRET = 'Segreto_1-x'
const RECEIPT = Buffer.from('%PDF-1.4')

/** The shop on grammY. */
export async function grammyShop(tg: TelegramEmulator, account: Bot, mode: Mode): Promise<Shop> {
  const bot = new GrammyBot(account.token, { client: { apiRoot: tg.apiRoot } })
  const shop = newShop((chatId, text) => bot.api.sendMessage(chatId, text))
  bot.catch(({ error }) => void shop.errors.push(error instanceof GrammyError ? error.description : String(error)))
  bot.use((ctx, next) => {
    shop.updateIds.push(ctx.update.update_id)
    return next()
  })
  bot.command('start', ctx => {
    const keyboard = new InlineKeyboard().text('Ordina', 'order').row().text('Annulla', 'cancel')
    return ctx.reply(`Benvenuta${ctx.match ? ` (${ctx.match})` : ''}`, { reply_markup: keyboard })
  })
  bot.callbackQuery('order', async ctx => {
    await ctx.answerCallbackQuery({ text: 'Fatto' })
    const keyboard = new InlineKeyboard().text('1', 'q1').text('2', 'q2')
    await ctx.editMessageText('Quante mele?', { reply_markup: keyboard })
  })
  bot.callbackQuery(/^q(\d)$/, async ctx => {
    await ctx.answerCallbackQuery()
    const photo = InputMediaBuilder.photo(new InputFile(ONE_POINT_PNG, 'mele.png'), {
      caption: `Mele: ${ctx.match[1]}`,
    })
    await ctx.editMessageMedia(photo)
  })
  bot.command('phone', ctx =>
    ctx.reply('Il tuo numero?', {
      reply_markup: new Keyboard()
        .requestContact('Invia numero')
        .requestLocation('Invia posizione')
        .resized()
        .oneTime(),
    }),
  )
  bot.command('doc', ctx =>
    ctx.replyWithDocument(new InputFile(RECEIPT, 'scontrino.pdf'), { caption: '<b>Scontrino</b>', parse_mode: 'HTML' }),
  )
  bot.on('message:contact', ctx =>
    ctx.reply(`tel ${ctx.message.contact.phone_number}`, { reply_markup: { remove_keyboard: true } }),
  )
  bot.on('message:location', ctx => ctx.reply(`pos ${ctx.message.location.latitude}`))
  bot.on('message:photo', async ctx => {
    await ctx.replyWithChatAction('typing')
    const { file_path = '' } = await ctx.getFile()
    await ctx.reply(`foto ${await downloadedBytes(`${tg.apiRoot}/file/bot${account.token}/${file_path}`)}`)
  })
  bot.on('my_chat_member', () => {})
  bot.on('message:text', ctx => ctx.reply(`eco: ${ctx.message.text}`))
  if (mode === 'polling') {
    const polling = bot.start({ timeout: 5 })
    return Object.assign(shop, {
      stop: async () => {
        await bot.stop()
        await polling
      },
    })
  }
  await bot.init()
  const url = await listen(shop, webhookCallback(bot, 'http', { secretToken: SECRET }))
  await bot.api.setWebhook(url, { secret_token: SECRET, allowed_updates: [] })
  return shop
}

/** The shop on Telegraf. */
export async function telegrafShop(tg: TelegramEmulator, account: Bot, mode: Mode): Promise<Shop> {
  const bot = new Telegraf(account.token, { telegram: { apiRoot: tg.apiRoot, webhookReply: false } })
  const shop = newShop((chatId, text) => bot.telegram.sendMessage(chatId, text))
  bot.catch(error => void shop.errors.push(error instanceof TelegramError ? error.description : String(error)))
  bot.use((ctx, next) => {
    shop.updateIds.push(ctx.update.update_id)
    return next()
  })
  const { button } = Markup
  bot.start(ctx =>
    ctx.reply(
      `Benvenuta${ctx.payload ? ` (${ctx.payload})` : ''}`,
      Markup.inlineKeyboard([[button.callback('Ordina', 'order')], [button.callback('Annulla', 'cancel')]]),
    ),
  )
  bot.action('order', async ctx => {
    await ctx.answerCbQuery('Fatto')
    const keyboard = Markup.inlineKeyboard([[button.callback('1', 'q1'), button.callback('2', 'q2')]])
    await ctx.editMessageText('Quante mele?', keyboard)
  })
  bot.action(/^q(\d)$/, async ctx => {
    await ctx.answerCbQuery()
    const media = Input.fromBuffer(ONE_POINT_PNG, 'mele.png')
    await ctx.editMessageMedia({ type: 'photo', media, caption: `Mele: ${ctx.match[1]}` })
  })
  bot.command('phone', ctx => {
    const row = [button.contactRequest('Invia numero'), button.locationRequest('Invia posizione')]
    return ctx.reply('Il tuo numero?', Markup.keyboard([row]).resize().oneTime())
  })
  bot.command('doc', ctx =>
    ctx.replyWithDocument(Input.fromBuffer(RECEIPT, 'scontrino.pdf'), {
      caption: '<b>Scontrino</b>',
      parse_mode: 'HTML',
    }),
  )
  bot.on('contact', ctx => ctx.reply(`tel ${ctx.message.contact.phone_number}`, Markup.removeKeyboard()))
  bot.on('location', ctx => ctx.reply(`pos ${ctx.message.location.latitude}`))
  bot.on('photo', async ctx => {
    await ctx.sendChatAction('typing')
    const link = await ctx.telegram.getFileLink(ctx.message.photo.at(-1)?.file_id ?? '')
    await ctx.reply(`foto ${await downloadedBytes(link.href)}`)
  })
  bot.on('text', ctx => ctx.reply(`eco: ${ctx.message.text}`))
  if (mode === 'polling') {
    const polling = bot.launch()
    return Object.assign(shop, {
      stop: async () => {
        bot.stop()
        await polling
      },
    })
  }
  bot.botInfo = await bot.telegram.getMe()
  const url = await listen(shop, bot.webhookCallback('/', { secretToken: SECRET }))
  await bot.telegram.setWebhook(url, { secret_token: SECRET, allowed_updates: [] })
  return shop
}

function newShop(say: Shop['say']): Shop {
  return { errors: [], updateIds: [], badSecrets: 0, say, stop: () => Promise.resolve() }
}

async function downloadedBytes(link: string): Promise<number> {
  return (await (await fetch(link)).arrayBuffer()).byteLength
}

/** Serves a webhook on a free port; stopping the shop stops it. */
async function listen(
  shop: Shop,
  handle: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<unknown>,
): Promise<string> {
  const server = http.createServer((request, response) => {
    if (request.headers['x-telegram-bot-api-secret-token'] !== SECRET) shop.badSecrets++
    void handle(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  shop.stop = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The walk as one function of @grammyjs/conversations, which is played from its beginning at each update.
import { conversations, createConversation } from '@grammyjs/conversations'
import { Bot, webhookCallback } from 'grammy'
import { given, inTurn, insertOrder, keepers, lineOf, screens, serve, sessions, totalCents } from './counter.js'

const bot = new Bot(given.token, { client: { apiRoot: given.apiRoot } })

bot.use((ctx, next) => inTurn(ctx.chat?.id, next))
bot.command('start').filter(
  ctx => ctx.match.startsWith('k-'),
  async ctx => {
    keepers.set(ctx.match.slice(2), ctx.chat.id)
    await ctx.reply('Benvenuto')
  },
)
bot.use(conversations({ storage: { type: 'key', version: 0, adapter: sessions } }))
bot.use(createConversation(order))
bot.command('start', async ctx => {
  await ctx.conversation.exitAll()
  await ctx.conversation.enter('order', ctx.match.slice(2))
})

async function order(conversation, ctx, shop) {
  const bag = []
  const first = screens.shop(shop)
  await ctx.reply(first.text, { reply_markup: first.keyboard })
  const tap = async show => {
    const next = await conversation.waitFor('callback_query:data')
    const shown = await show(next.callbackQuery.data.split(':'))
    await Promise.all([next.answerCallbackQuery(), next.editMessageText(shown.text, { reply_markup: shown.keyboard })])
  }
  let shelf
  let sku
  let time
  await tap(([, name]) => screens.shelf((shelf = name), bag))
  await tap(([, chosen]) => screens.product((sku = chosen)))
  await tap(([, amount]) => {
    bag.push(lineOf(sku, Number(amount)))
    return screens.shelf(shelf, bag)
  })
  await tap(() => screens.bag(bag))
  await tap(() => screens.times())
  await tap(([, ...chosen]) => screens.review(bag, (time = chosen.join(':'))))
  await tap(async () => {
    const id = await conversation.external(() => insertOrder(ctx.chat.id, shop, bag, time, totalCents(bag)))
    const card = screens.card(id, bag)
    const keeper = await conversation.external(() => keepers.get(shop))
    if (keeper) await ctx.api.sendMessage(keeper, card.text, { reply_markup: card.keyboard })
    return screens.order(id, bag)
  })
}

await bot.init()
await serve(webhookCallback(bot, 'http', { secretToken: 'bench' }), url =>
  bot.api.setWebhook(url, { secret_token: 'bench', max_connections: 100 }),
)

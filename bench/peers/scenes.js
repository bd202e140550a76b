// SPDX-License-Identifier: AGPL-3.0-or-later
// The walk as a scene of Telegraf, with the bag in the session.
import { Scenes, session, Telegraf } from 'telegraf'
import { given, inTurn, insertOrder, keepers, lineOf, screens, serve, sessions, totalCents } from './counter.js'

// Answered in the webhook's own response, the first call would let the next tap in before the session is kept.
const bot = new Telegraf(given.token, { telegram: { apiRoot: given.apiRoot, webhookReply: false } })

const tap = show => async ctx => {
  const shown = await show(ctx, ctx.match[1])
  await Promise.all([ctx.answerCbQuery(), ctx.editMessageText(shown.text, { reply_markup: shown.keyboard })])
}

const order = new Scenes.BaseScene('order')
order.enter(async ctx => {
  const { state } = ctx.scene
  state.bag = []
  const shown = screens.shop(state.shop)
  await ctx.reply(shown.text, { reply_markup: shown.keyboard })
})
order.action(
  /^shelf:(.+)$/,
  tap(({ scene: { state } }, shelf) => screens.shelf((state.shelf = shelf), state.bag)),
)
order.action(
  /^product:(.+)$/,
  tap(({ scene: { state } }, sku) => screens.product((state.sku = sku))),
)
order.action(
  /^put:(\d+)$/,
  tap(({ scene: { state } }, amount) => {
    state.bag.push(lineOf(state.sku, Number(amount)))
    return screens.shelf(state.shelf, state.bag)
  }),
)
order.action(
  /^bag$/,
  tap(({ scene: { state } }) => screens.bag(state.bag)),
)
order.action(
  /^times$/,
  tap(() => screens.times()),
)
order.action(
  /^time:(.+)$/,
  tap(({ scene: { state } }, time) => screens.review(state.bag, (state.time = time))),
)
order.action(
  /^send$/,
  tap(async ctx => {
    const { bag, shop, time } = ctx.scene.state
    const id = await insertOrder(ctx.chat.id, shop, bag, time, totalCents(bag))
    const card = screens.card(id, bag)
    const keeper = keepers.get(shop)
    if (keeper) await ctx.telegram.sendMessage(keeper, card.text, { reply_markup: card.keyboard })
    await ctx.scene.leave()
    return screens.order(id, bag)
  }),
)

const store = { get: sessions.read, set: sessions.write, delete: sessions.delete }
const stage = new Scenes.Stage([order])
bot.use((ctx, next) => inTurn(ctx.chat?.id, next))
bot.start(async (ctx, next) => {
  if (!ctx.payload.startsWith('k-')) return next()
  keepers.set(ctx.payload.slice(2), ctx.chat.id)
  await ctx.reply('Benvenuto')
})
bot.use(session({ store, getSessionKey: ctx => (ctx.from ? String(ctx.from.id) : undefined) }), stage.middleware())
bot.start(ctx => ctx.scene.enter('order', { shop: ctx.payload.slice(2) }))

bot.botInfo = await bot.telegram.getMe()
await serve(bot.webhookCallback('/', { secretToken: 'bench' }), url =>
  bot.telegram.setWebhook(url, { secret_token: 'bench', max_connections: 100 }),
)

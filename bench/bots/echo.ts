// SPDX-License-Identifier: AGPL-3.0-or-later
// The least a bot can do: grammY answers each update with the calls that ours makes, and keeps nothing.
import { createServer } from 'node:http'
import { Bot, InlineKeyboard, webhookCallback } from 'grammy'
import { echoedLabels } from '../street.ts'
import { freePort } from '../../test/support/port.ts'
import { given, serveParent } from './parent.ts'

/** What a bot without a database is given to begin with. */
export interface EchoPart {
  readonly apiRoot: string
  readonly token: string
}

const { apiRoot, token } = given<EchoPart>()
const bot = new Bot(token, { client: { apiRoot } })
const keyboard = new InlineKeyboard()
for (const label of echoedLabels) keyboard.text(label, label).row()
let answered = 0
bot.on('message:text', ctx => ctx.reply(ctx.message.text, { reply_markup: keyboard }))
bot.on('callback_query:data', ctx =>
  // At once, as ours does; one after the other would be slower.
  Promise.all([
    ctx.answerCallbackQuery(),
    // An edit that changes nothing is refused.
    ctx.editMessageText(`${ctx.callbackQuery.data} ${answered++}`, { reply_markup: keyboard }),
  ]),
)
await bot.init()
const port = await freePort()
const server = createServer(webhookCallback(bot, 'http', { secretToken: 'bench' }))
await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: 'bench', max_connections: 100 })

serveParent({
  async stop() {
    server.close()
    server.closeAllConnections()
  },
})

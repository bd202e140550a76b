// SPDX-License-Identifier: AGPL-3.0-or-later
// The bot of shopkeepers and town halls, on Telegraf.
import type { Update } from 'grammy/types'
import { Input, Telegraf, TelegramError } from 'telegraf'
import { httpsAgent } from '../network.ts'
import { CallFailure, type Client, withoutAnswer } from './api.ts'
import { type Library, type TakeUpdate, type TelegramChannel, telegramChannel, type TelegramParts } from './channel.ts'

export function staffBot(parts: TelegramParts): TelegramChannel {
  return telegramChannel('staff', parts, take => onTelegraf(parts, take))
}

type CallApi = (method: string, payload: object, options: { signal: AbortSignal }) => Promise<unknown>

function onTelegraf({ token, apiRoot }: TelegramParts, take: TakeUpdate): Library {
  // webhookReply would send the first call in the body of the webhook's answer, where a refusal is never seen.
  const telegram = { apiRoot, webhookReply: false, agent: httpsAgent }
  const bot = new Telegraf(token, { telegram, handlerTimeout: Infinity })
  const callApi = bot.telegram.callApi.bind(bot.telegram) as unknown as CallApi
  // Its own limit of a call is 500 s: ours end a call by its signal.
  const call: Client['call'] = async (method, payload, signal) => {
    try {
      return await callApi(method, payload, { signal })
    } catch (error) {
      if (!(error instanceof TelegramError)) throw withoutAnswer(error)
      throw new CallFailure(error.code, error.description, { retryAfterSeconds: error.parameters?.retry_after })
    }
  }
  bot.use(ctx =>
    take(ctx.update as Update, (toast, _, signal) =>
      call(
        'answerCallbackQuery',
        { callback_query_id: ctx.callbackQuery?.id, ...(toast !== undefined && { text: toast }) },
        signal,
      ),
    ),
  )
  // Its own boundary would log and swallow: a failure must reach whoever confirms the update.
  bot.catch(error => {
    throw error
  })
  return {
    call,
    file: (bytes, name) => Input.fromBuffer(Buffer.from(bytes), name),
    begin(me) {
      Object.assign(bot, { botInfo: me })
    },
    handle: update => bot.handleUpdate(update as unknown as Parameters<typeof bot.handleUpdate>[0]),
  }
}

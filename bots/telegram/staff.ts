// SPDX-License-Identifier: AGPL-3.0-or-later
// The bot of shopkeepers and town halls, on Telegraf.
import type { Update } from 'grammy/types'
import { Input, Telegraf, TelegramError } from 'telegraf'
import { CallFailure, type TelegramApi, withoutAnswer } from './api.ts'
import { type Library, type TakeUpdate, type TelegramChannel, telegramChannel, type TelegramParts } from './channel.ts'

export function staffBot(parts: TelegramParts): TelegramChannel {
  return telegramChannel('staff', parts, take => onTelegraf(parts, take))
}

type CallApi = (method: string, payload: object, options?: { signal?: AbortSignal }) => Promise<unknown>

function onTelegraf({ token, apiRoot }: TelegramParts, take: TakeUpdate): Library {
  // webhookReply would send the first call in the body of the webhook's answer, where a refusal is never seen.
  const bot = new Telegraf(token, { telegram: { apiRoot, webhookReply: false }, handlerTimeout: Infinity })
  bot.use(ctx => take(ctx.update as Update, toast => ctx.answerCbQuery(toast)))
  // Its own boundary would log and swallow: a failure must reach whoever confirms the update.
  bot.catch(error => {
    throw error
  })

  const callApi = bot.telegram.callApi.bind(bot.telegram) as unknown as CallApi
  const call = async (method: string, payload: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> => {
    try {
      return await callApi(method, payload, signal && { signal })
    } catch (error) {
      if (!(error instanceof TelegramError)) throw withoutAnswer(error)
      throw new CallFailure(error.code, error.description, { retryAfterSeconds: error.parameters?.retry_after })
    }
  }
  const api: TelegramApi = {
    call: <T>(method: string, payload: Record<string, unknown>) => call(method, payload) as Promise<T>,
    upload: <T>(method: string, payload: Record<string, unknown>, bytes: Uint8Array) => {
      const file = Input.fromBuffer(Buffer.from(bytes), 'photo.jpg')
      const media = payload.media as Record<string, unknown> | undefined
      return call(
        method,
        media ? { ...payload, media: { ...media, media: file } } : { ...payload, photo: file },
      ) as Promise<T>
    },
  }
  return {
    api,
    getUpdates: (options, signal) => call('getUpdates', options, signal) as Promise<Update[]>,
    begin(me) {
      Object.assign(bot, { botInfo: me })
    },
    handle: update => bot.handleUpdate(update as unknown as Parameters<typeof bot.handleUpdate>[0]),
  }
}

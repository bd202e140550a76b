// SPDX-License-Identifier: AGPL-3.0-or-later
// The citizens' bot, on grammY.
import { Bot, GrammyError, HttpError, InputFile } from 'grammy'
import type { Update } from 'grammy/types'
import { CallFailure, type TelegramApi, withoutAnswer } from './api.ts'
import { type Library, type TakeUpdate, type TelegramChannel, telegramChannel, type TelegramParts } from './channel.ts'
import { fetchJson } from './http.ts'

export function citizenBot(parts: TelegramParts): TelegramChannel {
  return telegramChannel('citizen', parts, take => onGrammy(parts, take))
}

type RawCall = (payload: Record<string, unknown>, signal?: AbortSignal) => Promise<unknown>

function onGrammy({ token, apiRoot }: TelegramParts, take: TakeUpdate): Library {
  // The answer to a tap travels in the body of the webhook's answer: one call less for each tap. Only that one, since
  // nobody hears there whether a call was refused.
  const canUseWebhookReply = (method: string): boolean => method === 'answerCallbackQuery'
  const bot = new Bot(token, { client: { apiRoot, timeoutSeconds: 60, canUseWebhookReply, fetch: fetchJson } })
  bot.use(ctx =>
    take(ctx.update, (toast, late) =>
      late && ctx.callbackQuery
        ? bot.api.answerCallbackQuery(ctx.callbackQuery.id)
        : ctx.answerCallbackQuery(toast === undefined ? {} : { text: toast }),
    ),
  )

  const raw = bot.api.raw as unknown as Record<string, RawCall>
  const call = async (method: string, payload: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> => {
    const fn = raw[method]
    if (!fn) throw new Error(`no method ${method}`)
    try {
      // grammY takes this one without a payload.
      if (method === 'getMe') return await bot.api.getMe()
      return await (signal ? fn(payload, signal) : fn(payload))
    } catch (error) {
      if (error instanceof HttpError) throw withoutAnswer(error)
      if (!(error instanceof GrammyError)) throw error
      throw new CallFailure(error.error_code, error.description, { retryAfterSeconds: error.parameters.retry_after })
    }
  }
  const api: TelegramApi = {
    call: <T>(method: string, payload: Record<string, unknown>) => call(method, payload) as Promise<T>,
    upload: <T>(method: string, payload: Record<string, unknown>, bytes: Uint8Array) => {
      const file = new InputFile(bytes, 'photo.jpg')
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
      bot.botInfo = me
    },
    handle: (update, reply) => bot.handleUpdate(update, reply && { send: reply }),
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The citizens' bot, on grammY.
import { Bot, GrammyError, HttpError, InputFile } from 'grammy'
import { CallFailure, withoutAnswer } from './api.ts'
import { type Library, type TakeUpdate, type TelegramChannel, telegramChannel, type TelegramParts } from './channel.ts'
import { fetchJson } from './http.ts'

export function citizenBot(parts: TelegramParts): TelegramChannel {
  return telegramChannel('citizen', parts, take => onGrammy(parts, take))
}

type RawCall = (payload: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>

/** Longer than any limit of ours, all of which end a call by its signal. */
const clientTimeoutSeconds = 300

function onGrammy({ token, apiRoot }: TelegramParts, take: TakeUpdate): Library {
  // The answer to a tap travels in the body of the webhook's answer: one call less for each tap. Only that one, since
  // nobody hears there whether a call was refused.
  const canUseWebhookReply = (method: string): boolean => method === 'answerCallbackQuery'
  const bot = new Bot(token, {
    client: { apiRoot, timeoutSeconds: clientTimeoutSeconds, canUseWebhookReply, fetch: fetchJson },
  })
  type Signal = Parameters<typeof bot.api.answerCallbackQuery>[2]
  bot.use(ctx =>
    take(ctx.update, (toast, late, signal) =>
      answered(
        late && ctx.callbackQuery
          ? bot.api.answerCallbackQuery(ctx.callbackQuery.id, {}, signal as Signal)
          : ctx.answerCallbackQuery(toast === undefined ? {} : { text: toast }, signal as Signal),
      ),
    ),
  )
  const raw = bot.api.raw as unknown as Record<string, RawCall>
  return {
    async call(method, payload, signal) {
      const fn = raw[method]
      if (!fn) throw new Error(`no method ${method}`)
      // grammY takes this one without a payload.
      return answered(method === 'getMe' ? bot.api.getMe(signal as Signal) : fn(payload, signal))
    },
    file: (bytes, name) => new InputFile(bytes, name),
    begin(me) {
      bot.botInfo = me
    },
    handle: (update, reply) => bot.handleUpdate(update, reply && { send: reply }),
  }
}

async function answered(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (error instanceof HttpError) throw withoutAnswer(error)
    if (!(error instanceof GrammyError)) throw error
    throw new CallFailure(error.error_code, error.description, { retryAfterSeconds: error.parameters.retry_after })
  }
}

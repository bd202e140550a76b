// SPDX-License-Identifier: AGPL-3.0-or-later
// A Telegram bot as a channel: what grammY and Telegraf have in common. Translates, decides nothing.
import type { Update, UserFromGetMe } from 'grammy/types'
import type { Account, Audience, Channel, PhotoStore, Receipt, Receiver } from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import { pause } from '../../src/system.ts'
import { within } from '../../src/turns.ts'
import type { Webhook } from '../../src/web/webhook.ts'
import { CallFailure, type TelegramApi } from './api.ts'
import { commandsOf } from './commands.ts'
import { deliver } from './delivering.ts'
import { incomingOf, updateKinds } from './incoming.ts'
import { type GetUpdates, type Polling, pollSeconds, startPolling } from './polling.ts'

/** How updates reach us. */
export type Updates =
  { readonly by: 'polling' } | { readonly by: 'webhook'; readonly publicUrl: string; readonly secret: string }

export interface TelegramParts {
  readonly token: string
  readonly apiRoot: string
  readonly updates: Updates
  readonly photos: PhotoStore
  readonly log: Log
}

/** A bot of one of the libraries, as far as the channel needs it. */
export interface Library {
  readonly api: TelegramApi
  readonly getUpdates: GetUpdates
  /** Learns who the bot is; called once, before anything else. */
  begin(me: UserFromGetMe): void
  /** Runs the library's own handling, which ends in `take`. */
  handle(update: Update, reply?: WebhookReply): Promise<void>
}

/** Takes a call that travels in the body of the answer to Telegram's post. */
export type WebhookReply = (call: string) => void

export type TakeUpdate = (update: Update, answerCallback: AnswerCallback) => Promise<void>
/** `late`: the answer to Telegram's post is not due yet, so this one must go by itself. */
export type AnswerCallback = (toast: string | undefined, late: boolean) => Promise<unknown>

export interface TelegramChannel extends Channel {
  /** Where Telegram posts to, when updates come by webhook. */
  readonly webhook: Webhook | undefined
}

/** A tap is answered within 3 s; with its toast if the work is done by then. */
const answerWithinMs = 2500
const typingAfterMs = 700
/** Longer than a poll may take, and then some: the connection is dead. */
const silentTooLongMs = (pollSeconds + 45) * 1000

export function telegramChannel(
  audience: Audience,
  parts: TelegramParts,
  library: (take: TakeUpdate) => Library,
): TelegramChannel {
  const name = `telegram:${audience}`
  const { updates, photos, log } = parts
  let username: string | undefined
  let receiver: Receiver | undefined
  let polling: Polling | undefined
  let trouble: string | undefined
  const inHand = new Set<Promise<void>>()

  const bot = library(async (update, answerCallback) => {
    const incoming = incomingOf(name, update)
    if (!incoming) return
    // Confirmed now it would be lost: it comes again.
    if (!receiver) throw new Error('not started yet')
    const receipt = receiver.take(incoming)
    if (incoming.input.kind === 'choice') await answerInTime(receipt, answerCallback)
    else await typingMeanwhile(receipt, bot.api, incoming.from.address)
  })
  const take = (update: Update, reply?: WebhookReply): Promise<void> => {
    const handling = bot.handle(update, reply)
    const settled = handling.catch(() => undefined)
    inHand.add(settled)
    void settled.then(() => inHand.delete(settled))
    return handling
  }

  const account: Account = {
    name,
    channel: 'telegram',
    audiences: [audience],
    edits: true,
    toasts: true,
    link: code => (username === undefined ? undefined : `https://t.me/${username}?start=${code}`),
  }

  return {
    account,
    send: message => deliver(bot.api, name, photos, message),
    async start(given) {
      receiver = given
      const me = await untilAnswered(() => bot.api.call<UserFromGetMe>('getMe', {}), log)
      username = me.username
      bot.begin(me)
      await introduce(bot.api, audience).catch((error: unknown) =>
        log.warn('telegram-commands', { account: name, error }),
      )
      if (updates.by === 'webhook') {
        await bot.api.call('setWebhook', {
          url: `${updates.publicUrl}/telegram/${audience}`,
          secret_token: updates.secret,
          allowed_updates: updateKinds,
        })
      } else {
        await bot.api.call('deleteWebhook', {})
        polling = startPolling(bot.getUpdates, update => take(update), log)
      }
    },
    async stop() {
      await polling?.stop()
      await Promise.all(inHand)
    },
    health() {
      if (username === undefined) return { ok: false, detail: trouble ?? 'not connected yet' }
      const silent = polling?.silentMs() ?? 0
      return silent > silentTooLongMs
        ? { ok: false, detail: `no answer for ${Math.round(silent / 1000)} s` }
        : { ok: true, detail: `@${username}` }
    },
    webhook:
      updates.by === 'webhook'
        ? {
            path: `/telegram/${audience}`,
            secretHeader: 'x-telegram-bot-api-secret-token',
            secret: updates.secret,
            async handle(body) {
              let call: string | undefined
              await take(body as Update, given => (call = given))
              return call
            },
          }
        : undefined,
  }

  /** The network may not be there yet when a small machine starts; a wrong token is said and tried again slowly. */
  async function untilAnswered<T>(call: () => Promise<T>, log: Log): Promise<T> {
    for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        return await call()
      } catch (error) {
        trouble = error instanceof CallFailure ? error.message : 'no connection'
        if (error instanceof CallFailure && error.code === 401) throw error
        log.warn('telegram-start', { account: name, error })
        await pause(waitMs)
      }
    }
  }
}

/** Each callback once: with the toast as soon as the work is done, without one if that takes too long. */
async function answerInTime(receipt: Promise<Receipt>, answer: AnswerCallback): Promise<void> {
  const first = await within(answerWithinMs, receipt, undefined)
  await answer(first?.toast, first === undefined).catch(() => undefined)
  await receipt
}

async function typingMeanwhile(receipt: Promise<Receipt>, api: TelegramApi, address: string): Promise<void> {
  if ((await within(typingAfterMs, receipt, undefined)) === undefined)
    api.call('sendChatAction', { chat_id: address, action: 'typing' }).catch(() => undefined)
  await receipt
}

/** The commands people find behind the menu button, in each language of ours. */
async function introduce(api: TelegramApi, audience: Audience): Promise<void> {
  for (const { language, commands } of commandsOf(audience)) {
    await api.call('setMyCommands', { commands, ...(language !== undefined && { language_code: language }) })
  }
}

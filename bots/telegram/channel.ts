// SPDX-License-Identifier: AGPL-3.0-or-later
// A Telegram bot as a channel: what grammY and Telegraf have in common. Translates, decides nothing.
//
// An update is done with when the inbox has it. What else is told to Telegram about it, the answer to a tap and the sign
// of typing, goes its own way: a call that hangs there holds up neither the next updates nor this one's confirmation.
import type { Update, UserFromGetMe } from 'grammy/types'
import {
  type Account,
  type Audience,
  type Channel,
  type Incoming,
  mostDownloadBytes,
  type PhotoStore,
  type Receiver,
} from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import { within, workInHand } from '../../src/turns.ts'
import type { Webhook } from '../../src/web/webhook.ts'
import type { Client } from './api.ts'
import { apiOf, type Limits, usualLimits } from './calling.ts'
import { deliveryBy } from './delivering.ts'
import { fileOf } from './files.ts'
import { ignoredKind, incomingOf } from './incoming.ts'
import { type GetUpdates, type Polling, pollSeconds, startPolling } from './polling.ts'
import { beginWith, nameCommands } from './starting.ts'

/** How updates reach us. */
export type Updates =
  { readonly by: 'polling' } | { readonly by: 'webhook'; readonly publicUrl: string; readonly secret: string }

export interface TelegramParts {
  /** What the account's name begins with, where it is not a real one. */
  readonly prefix?: string | undefined
  readonly token: string
  readonly apiRoot: string
  readonly updates: Updates
  readonly photos: PhotoStore
  readonly log: Log
  readonly limits?: Limits | undefined
}

/** A bot of one of the libraries, as far as the channel needs it. */
export interface Library extends Client {
  /** Learns who the bot is; called once, before anything else. */
  begin(me: UserFromGetMe): void
  /** Runs the library's own handling, which ends in `take`. */
  handle(update: Update, reply?: WebhookReply): Promise<void>
}

/** Takes a call that travels in the body of the answer to Telegram's post. */
export type WebhookReply = (call: string) => void

export type TakeUpdate = (update: Update, answerCallback: AnswerCallback) => Promise<void>
/** `late`: the answer to Telegram's post is not due yet, so this one must go by itself. */
export type AnswerCallback = (toast: string | undefined, late: boolean, signal: AbortSignal) => Promise<unknown>

export interface TelegramChannel extends Channel {
  /** Where Telegram posts to, when updates come by webhook. */
  readonly webhook: Webhook | undefined
}

const typingAfterMs = 700
/** Longer than a poll may take, and then some: the connection is dead. */
const silentTooLongMs = (pollSeconds + 45) * 1000

export function telegramChannel(
  audience: Audience,
  parts: TelegramParts,
  library: (take: TakeUpdate) => Library,
): TelegramChannel {
  const name = `${parts.prefix ?? ''}telegram:${audience}`
  const path = `/telegram/${audience}`
  const { updates, photos, log, limits = usualLimits } = parts
  let username: string | undefined
  let begun = false
  let receiver: Receiver | undefined
  let polling: Polling | undefined
  let trouble: string | undefined
  const inTrouble = (why: string): void => void (trouble = why)
  const target = updates.by === 'webhook' ? { url: `${updates.publicUrl}${path}`, secret: updates.secret } : undefined
  const stopping = new AbortController()
  const inHand = workInHand()

  const bot = library(async (update, answerCallback) => {
    const incoming = incomingOf(name, update)
    if (!incoming) return receiver?.ignore(ignoredKind(update))
    // Confirmed now it would be lost: it comes again.
    if (!receiver) throw new Error('not started yet')
    const { address } = incoming.from
    await takeAndTell(receiver, incoming, limits.toastMs, {
      answer: (toast, late) => void inHand.keep(api.answer(address, signal => answerCallback(toast, late, signal))),
      type: () => void inHand.keep(api.courtesy(address, 'sendChatAction', { chat_id: address, action: 'typing' })),
    })
  })
  const api = apiOf(bot, limits, name, log)
  const send = deliveryBy(api, name, photos)
  const files = { api, apiRoot: parts.apiRoot, token: parts.token, withinMs: limits.downloadMs }
  const take = (update: Update, reply?: WebhookReply): Promise<void> => inHand.keep(bot.handle(update, reply))

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
    send,
    download: (fileId, mostBytes = mostDownloadBytes) => fileOf(files, fileId, mostBytes),
    async start(given) {
      receiver = given
      const parts = { api, account: name, webhook: target, log, stopping: stopping.signal, inTrouble }
      const ready = await beginWith(parts, me => {
        username = me.username
        bot.begin(me)
      })
      if (!ready) return
      begun = true
      if (!target) {
        const getUpdates: GetUpdates = (options, signal) => bot.call('getUpdates', options, signal)
        polling = startPolling(getUpdates, update => take(update), log)
      }
      nameCommands(api, audience).catch((error: unknown) => log.warn('telegram-commands', { account: name, error }))
    },
    async stop() {
      stopping.abort()
      await polling?.stop()
      await inHand.idle()
    },
    health() {
      if (!begun) return { ok: false, detail: trouble ?? 'not connected yet' }
      const silent = polling?.silentMs() ?? 0
      return silent > silentTooLongMs
        ? { ok: false, detail: `no answer for ${Math.round(silent / 1000)} s` }
        : { ok: true, detail: `@${username}` }
    },
    webhook: target && webhookAt(path, target.secret, take),
  }
}

/** A webhook whose answer carries the call that the library hands over, if it does. */
function webhookAt(
  path: string,
  secret: string,
  take: (update: Update, reply: WebhookReply) => Promise<void>,
): Webhook {
  return {
    path,
    secretHeader: 'x-telegram-bot-api-secret-token',
    secret,
    async handle(body) {
      let call: string | undefined
      await take(body as Update, given => (call = given))
      return call
    },
  }
}

/** What is told of an update beside its confirmation. Neither is waited for. */
interface Courtesies {
  answer(toast: string | undefined, late: boolean): void
  type(): void
}

/**
 * Resolves when the inbox has the update. A tap is answered once: with its toast as soon as the work is done, without a
 * toast if the work takes too long; a tap that was dropped is not answered, which would cost a call for each. A person who has written sees that the bot types if the answer takes a while.
 */
async function takeAndTell(
  receiver: Receiver,
  incoming: Incoming,
  toastMs: number,
  { answer, type }: Courtesies,
): Promise<void> {
  const receipt = receiver.take(incoming)
  if (incoming.input.kind === 'choice') {
    const first = await within(toastMs, receipt, undefined)
    if (!first?.dropped) answer(first?.toast, first === undefined)
  } else if ((await within(typingAfterMs, receipt, undefined)) === undefined) type()
  await receipt
}

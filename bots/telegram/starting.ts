// SPDX-License-Identifier: AGPL-3.0-or-later
// What is asked of Telegram at the start of a bot.
import type { UserFromGetMe } from 'grammy/types'
import type { Audience } from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import { pause } from '../../src/system.ts'
import { CallFailure, type TelegramApi } from './api.ts'
import { commandsOf } from './commands.ts'
import { updateKinds } from './incoming.ts'

export interface StartingParts {
  readonly api: TelegramApi
  readonly account: string
  /** Where Telegram is to post updates to; nowhere when they are polled for. */
  readonly webhook: { readonly url: string; readonly secret: string } | undefined
  readonly log: Log
  readonly stopping: AbortSignal
  /** Told why it takes long. */
  inTrouble(why: string): void
}

/**
 * Learns who the bot is, then says how updates are to come. The network may not be there yet when a small machine
 * starts, so each call is made again until there is an answer; nothing is answered when a stop comes before. Rejects
 * with what Telegram refuses for good: a wrong token, a wrong address.
 */
export async function beginWith(parts: StartingParts, known: (me: UserFromGetMe) => void): Promise<boolean> {
  const { webhook } = parts
  const me = await untilAnswered<UserFromGetMe>(parts, 'getMe', {})
  if (!me) return false
  known(me)
  const told = webhook
    ? await untilAnswered(parts, 'setWebhook', {
        url: webhook.url,
        secret_token: webhook.secret,
        allowed_updates: updateKinds,
      })
    : await untilAnswered(parts, 'deleteWebhook', {})
  return told !== undefined
}

/** Names the commands people find behind the menu button, in each language of ours. */
export async function nameCommands(api: TelegramApi, audience: Audience): Promise<void> {
  for (const { language, commands } of commandsOf(audience)) {
    await api.call('setMyCommands', { commands, ...(language !== undefined && { language_code: language }) })
  }
}

const longestWaitMs = 30_000

async function untilAnswered<T>(
  { api, account, log, stopping, inTrouble }: StartingParts,
  method: string,
  payload: Record<string, unknown>,
): Promise<T | undefined> {
  for (let waitMs = 500; !stopping.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await api.call<T>(method, payload)
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error
      inTrouble(error.code > 0 ? error.message : 'no connection')
      if (error.code === 400 || error.code === 401) throw error
      log.warn('telegram-start', { account, method, error })
      await pause(error.retryAfterMs ?? waitMs, stopping)
    }
  }
  return undefined
}

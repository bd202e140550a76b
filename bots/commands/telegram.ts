// SPDX-License-Identifier: AGPL-3.0-or-later
// The little that commands ask Telegram, by plain requests: no bot is started for it.
import { z } from 'zod'

export type Answer<T> =
  | { readonly ok: true; readonly result: T; readonly date: Date | undefined }
  | { readonly ok: false; readonly why: 'token-refused' | 'unreachable' | 'odd' }

const limitMs = 10_000
const bot = z.object({ username: z.string() })
const webhook = z.object({
  url: z.string(),
  pending_update_count: z.number(),
  last_error_date: z.number().optional(),
  last_error_message: z.string().optional(),
})
export type WebhookInfo = z.output<typeof webhook>

/** Who the bot of this token is. */
export function askWho(apiRoot: string, token: string): Promise<Answer<{ username: string }>> {
  return ask(apiRoot, token, 'getMe', bot)
}

/** Where Telegram sends the bot's updates, and how that goes. */
export function askWebhook(apiRoot: string, token: string): Promise<Answer<WebhookInfo>> {
  return ask(apiRoot, token, 'getWebhookInfo', webhook)
}

async function ask<T>(apiRoot: string, token: string, method: string, shape: z.ZodType<T>): Promise<Answer<T>> {
  let response: Response
  let body: unknown
  try {
    response = await fetch(`${apiRoot}/bot${token}/${method}`, { signal: AbortSignal.timeout(limitMs) })
    body = await response.json().catch(() => undefined)
  } catch {
    return { ok: false, why: 'unreachable' }
  }
  if (response.status === 401 || response.status === 404) return { ok: false, why: 'token-refused' }
  const parsed = z.object({ ok: z.literal(true), result: shape }).safeParse(body)
  if (!parsed.success) return { ok: false, why: 'odd' }
  const date = new Date(response.headers.get('date') ?? NaN)
  return { ok: true, result: parsed.data.result, date: Number.isNaN(date.getTime()) ? undefined : date }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What we need of a Telegram client, so that one adapter serves grammY and Telegraf alike.
import type { Delivery } from '../../src/channel.ts'

/** One call of the Bot API; rejects with a `CallFailure`. */
export interface TelegramApi {
  call<T = unknown>(method: string, payload: Record<string, unknown>): Promise<T>
  /** With a photo in the field `photo`, or in `media` for an edit. */
  upload<T = unknown>(method: string, payload: Record<string, unknown>, bytes: Uint8Array): Promise<T>
}

/** An answer that says no; code 0 when there was none. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly code: number
  readonly retryAfterMs: number | undefined
  /** The connection was never made, so nothing can have happened. */
  readonly unsent: boolean

  constructor(
    code: number,
    description: string,
    more: { retryAfterSeconds?: number | undefined; unsent?: boolean } = {},
  ) {
    super(description)
    this.code = code
    this.retryAfterMs = more.retryAfterSeconds === undefined ? undefined : more.retryAfterSeconds * 1000
    this.unsent = more.unsent ?? false
  }
}

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])

/** What a library throws when there was no answer, as a failure of ours. */
export function withoutAnswer(error: unknown): CallFailure {
  let cause: unknown = error
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    if ('code' in cause && typeof cause.code === 'string' && neverSent.has(cause.code)) {
      return new CallFailure(0, cause.code, { unsent: true })
    }
    cause = 'cause' in cause && cause.cause ? cause.cause : 'error' in cause ? cause.error : undefined
  }
  return new CallFailure(0, 'no answer')
}

/** What becomes of a message whose call failed. */
export function deliveryOf(failure: CallFailure): Delivery {
  const { code, message: error, retryAfterMs } = failure
  // Calling on during a wait makes it longer. A message's 429 is as a rule about its chat.
  if (code === 429) return { outcome: 'later', retryAfterMs: retryAfterMs ?? 1000, scope: 'chat' }
  if (failure.unsent) return { outcome: 'later', retryAfterMs: 2000, scope: 'chat' }
  if (code === 0) return { outcome: 'unknown', error }
  if (code >= 500) return { outcome: 'later', retryAfterMs: 1000, scope: 'message' }
  // A wrong token is ours to mend: nothing is lost meanwhile.
  if (code === 401 || code === 404) return { outcome: 'later', retryAfterMs: 30_000, scope: 'account' }
  const closed = code === 403 || /chat not found|user is deactivated/i.test(error)
  return { outcome: 'refused', error, closed }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What we need of a Telegram client, so that one adapter serves grammY and Telegraf alike.
import type { Delivery } from '../../src/channel.ts'
import { neverConnected } from '../network.ts'

/** A library's client. Every failure of a call is a `CallFailure`. */
export interface Client {
  /** One call of the Bot API; the signal ends the wait for its answer. */
  call(method: string, payload: Record<string, unknown>, signal: AbortSignal): Promise<unknown>
  /** A file to be uploaded, as the library wants it in a payload. */
  file(bytes: Uint8Array, name: string): unknown
}

/** A file to be uploaded. */
export interface Upload {
  /** The field of the payload that it goes into; of an edit `media`. */
  readonly as: 'photo' | 'document'
  readonly bytes: Uint8Array
  /** What it is called where it arrives. */
  readonly name: string
}

/** The Bot API with limits: every call ends, as answered or as a `CallFailure`. */
export interface TelegramApi {
  call<T = unknown>(method: string, payload: Record<string, unknown>): Promise<T>
  upload<T = unknown>(method: string, payload: Record<string, unknown>, upload: Upload): Promise<T>
  /**
   * A call about a chat that nobody misses when it fails: given up soon, and not made at all while the chat has to
   * wait. Answers whether Telegram answered, with a yes or a no. Never rejects.
   */
  courtesy(address: string, method: string, payload: Record<string, unknown>): Promise<boolean>
  /** Answers a tap in a chat, in the same manner. */
  answer(address: string, call: (signal: AbortSignal) => Promise<unknown>): Promise<boolean>
  /** Milliseconds until Telegram wants to be called about this chat again; 0 when it may be called now. */
  waitMs(address: string): number
}

/** A call that did not end with a yes; code 0 when there was no answer. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly code: number
  readonly retryAfterMs: number | undefined
  /** The connection was never made, so nothing can have happened. */
  readonly unsent: boolean
  /** What was called for can be done twice without harm, as an edit can: said by the caller, who knows. */
  repeatable = false

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

/** What a library throws when there was no answer, as a failure of ours. */
export function withoutAnswer(error: unknown): CallFailure {
  let cause: unknown = error
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    if ('code' in cause && typeof cause.code === 'string' && neverConnected(cause.code)) {
      return new CallFailure(0, cause.code, { unsent: true })
    }
    cause = 'cause' in cause && cause.cause ? cause.cause : 'error' in cause ? cause.error : undefined
  }
  return new CallFailure(0, 'no answer')
}

/** A file in the place where the method wants it. */
export function withFile(payload: Record<string, unknown>, as: Upload['as'], file: unknown): Record<string, unknown> {
  const media = payload.media as Record<string, unknown> | undefined
  return media ? { ...payload, media: { ...media, media: file } } : { ...payload, [as]: file }
}

const longestWaitMs = 60_000

/** What becomes of a message whose call failed, after so many failures of the kind that puts the message off. */
export function deliveryOf(failure: CallFailure, failedBefore: number): Delivery {
  const { code, message: error, retryAfterMs, unsent, repeatable } = failure
  // Calling on during a wait makes it longer. A message's 429 is as a rule about its chat.
  if (code === 429) return { outcome: 'later', retryAfterMs: retryAfterMs ?? 1000, scope: 'chat' }
  // No message can be the cause: nothing is lost while the network is away.
  if (unsent) return { outcome: 'later', retryAfterMs: 2000, scope: 'account' }
  if (code >= 500 || (code === 0 && repeatable))
    return { outcome: 'later', retryAfterMs: Math.min(1000 * 2 ** failedBefore, longestWaitMs), scope: 'message' }
  if (code === 0) return { outcome: 'unknown', error }
  // A wrong token is ours to mend: nothing is lost meanwhile.
  if (code === 401 || code === 404) return { outcome: 'later', retryAfterMs: 30_000, scope: 'account' }
  const closed = code === 403 || /chat not found|user is deactivated/i.test(error)
  return { outcome: 'refused', error, closed }
}

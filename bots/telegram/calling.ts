// SPDX-License-Identifier: AGPL-3.0-or-later
// Every call to Telegram has a limit of time, and a chat that Telegram wants left alone is left alone: its messages are
// put off, and courtesies (a typing sign, an old keyboard to be taken away) are left out. Any method may be told to wait
// (429), and calling on during a wait makes it longer.
import type { Log } from '../../src/log.ts'
import { elapsedMs } from '../../src/system.ts'
import { TooLate, within } from '../../src/turns.ts'
import { CallFailure, type Client, type TelegramApi, type Upload, withFile } from './api.ts'

export interface Limits {
  readonly callMs: number
  readonly uploadMs: number
  readonly downloadMs: number
  readonly courtesyMs: number
  /** So long a tap waits for its toast; then it is answered without one. */
  readonly toastMs: number
}

/** A tap must be answered within 3 s. */
export const usualLimits: Limits = {
  callMs: 10_000,
  uploadMs: 60_000,
  downloadMs: 60_000,
  courtesyMs: 3000,
  toastMs: 2500,
}

/** Where Telegram names no time with its 429. */
const usualWaitMs = 1000

/** A library's client as the adapter uses it. */
export function apiOf(client: Client, limits: Limits, account: string, log: Log): TelegramApi {
  const chats = openWaits()
  const answers = openWaits()

  /** A call about a chat, if the address of one is given. */
  const limited = async (
    limitMs: number,
    address: string | undefined,
    call: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> => {
    try {
      return await within(limitMs, call)
    } catch (error) {
      const failure = error instanceof TooLate ? new CallFailure(0, error.message) : error
      if (address !== undefined && failure instanceof CallFailure && failure.code === 429)
        chats.hold(address, failure.retryAfterMs ?? usualWaitMs)
      throw failure
    }
  }

  /** True, or how the call failed. */
  const tried = async (
    address: string,
    call: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<true | CallFailure> => {
    try {
      await limited(limits.courtesyMs, address, call)
      return true
    } catch (error) {
      if (error instanceof CallFailure) return error
      log.error('telegram-courtesy', { account, error })
      return new CallFailure(0, 'a mistake of ours')
    }
  }

  return {
    call: <T>(method: string, payload: Record<string, unknown>) =>
      limited(limits.callMs, addressIn(payload), signal => client.call(method, payload, signal)) as Promise<T>,
    upload: <T>(method: string, payload: Record<string, unknown>, { as, bytes, name }: Upload) =>
      limited(limits.uploadMs, addressIn(payload), signal =>
        client.call(method, withFile(payload, as, client.file(bytes, name)), signal),
      ) as Promise<T>,
    async courtesy(address, method, payload) {
      if (chats.leftMs(address) > 0) return false
      const ending = await tried(address, signal => client.call(method, payload, signal))
      return ending === true || isAnswer(ending)
    },
    async answer(address, call) {
      // The answer to a tap goes to no chat, and is due within seconds: only a wait of its own holds it up.
      if (answers.leftMs(address) > 0) return false
      const ending = await tried(address, call)
      if (ending !== true && ending.code === 429) answers.hold(address, ending.retryAfterMs ?? usualWaitMs)
      return ending === true || isAnswer(ending)
    },
    waitMs: chats.leftMs,
  }
}

function addressIn({ chat_id: address }: Record<string, unknown>): string | undefined {
  return typeof address === 'string' ? address : undefined
}

/** Telegram heard the call and said no. */
function isAnswer({ code }: CallFailure): boolean {
  return code > 0 && code < 500 && code !== 429
}

interface Waits {
  hold(address: string, forMs: number): void
  /** Never a fraction: an early call by less than a millisecond is early. */
  leftMs(address: string): number
}

/** So many waits are kept before those that are over are forgotten. */
const mostWaits = 1000

function openWaits(): Waits {
  const untilMs = new Map<string, number>()
  return {
    hold(address, forMs) {
      const nowMs = elapsedMs()
      untilMs.set(address, Math.max(untilMs.get(address) ?? 0, nowMs + forMs))
      if (untilMs.size > mostWaits) for (const [each, until] of untilMs) if (until <= nowMs) untilMs.delete(each)
    },
    leftMs(address) {
      const until = untilMs.get(address)
      return until === undefined ? 0 : Math.max(0, Math.ceil(until - elapsedMs()))
    },
  }
}

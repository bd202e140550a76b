// SPDX-License-Identifier: AGPL-3.0-or-later
// Planned misfortune: the next calls that match go wrong in the way one asks for.
import type { Args } from './args.ts'
import { ApiError, tooMany } from './errors.ts'

/**
 * How a call goes wrong: an answer of 429 or 500; any other refusal ('http'); the connection broken before the call
 * has effect ('reset') or after it ('lostAnswer'); no answer at all ('timeout'); a proxy's page ('garbage'); a delay.
 */
type FaultType = '429' | '500' | 'http' | 'reset' | 'lostAnswer' | 'timeout' | 'garbage' | 'delay'

export type FaultPlan = {
  type: FaultType
  /** Only calls of this method, of this bot, to this chat. The method `file` is the fetching of one. */
  method?: string
  botId?: number
  chatId?: number
  /** How many calls; one when left out. */
  times?: number
  retryAfterSeconds?: number
  code?: number
  description?: string
  delayMs?: number
}

export type Fault = { type: FaultType; delayMs: number; refusal: ApiError | undefined }

/** The misfortunes still to come. */
export class Faults {
  readonly #plans: { plan: FaultPlan; method: string | undefined; left: number }[] = []

  plan(plan: FaultPlan): void {
    this.#plans.push({ plan, method: plan.method?.toLowerCase(), left: plan.times ?? 1 })
  }

  /** How many calls are still to go wrong. */
  get left(): number {
    return this.#plans.reduce((sum, { left }) => sum + left, 0)
  }

  clear(): void {
    this.#plans.length = 0
  }

  /** The misfortune of this call, if one is planned for it. */
  take(botId: number, method: string, args: Args): Fault | undefined {
    if (this.#plans.length === 0) return undefined
    const at = this.#plans.findIndex(
      ({ plan, method: only }) =>
        (only === undefined || only === method) &&
        (plan.botId === undefined || plan.botId === botId) &&
        (plan.chatId === undefined || String(plan.chatId) === args.text('chat_id')),
    )
    const found = this.#plans[at]
    if (!found) return undefined
    if (--found.left <= 0) this.#plans.splice(at, 1)
    const { type, delayMs = 0 } = found.plan
    return { type, delayMs, refusal: refusalOf(found.plan) }
  }
}

function refusalOf(plan: FaultPlan): ApiError | undefined {
  if (plan.type === '429') return tooMany(plan.retryAfterSeconds ?? 1)
  if (plan.type === '500') return new ApiError(500, 'Internal Server Error')
  if (plan.type === 'http') return new ApiError(plan.code ?? 400, plan.description ?? 'Bad Request: injected')
  return undefined
}

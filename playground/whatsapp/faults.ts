// SPDX-License-Identifier: AGPL-3.0-or-later
// Planned misfortune: the next requests that match go wrong in the way one asks for.
import { GraphError } from './errors.ts'

/**
 * How a request goes wrong: refused with a Graph error ('refuse'); accepted, and the error comes in a status ('status');
 * the connection broken before the request has effect ('reset') or after it ('lost-answer': the outcome is unknown to
 * the client); the effect, and then silence ('silence'); a proxy's page instead of an answer ('garbage'); a delay.
 */
export type FaultPlan = {
  type: 'refuse' | 'status' | 'reset' | 'lost-answer' | 'silence' | 'garbage' | 'delay'
  /** Only requests of this kind; `send` when left out. */
  on?: RequestKind | 'any'
  /** Only messages to this phone number or user id. */
  to?: string
  /** How many requests; one when left out. */
  times?: number
  /** Of 'refuse' and 'status': the code of the error. 131000 when left out. */
  code?: number
  details?: string
  /** Of 'refuse': another HTTP status than the error's own, such as 503. */
  httpStatus?: number
  delayMs?: number
}

export type RequestKind = 'send' | 'read' | 'upload' | 'media' | 'download' | 'number' | 'templates'

export type Fault = { type: FaultPlan['type']; delayMs: number; error: GraphError }

/** The misfortunes still to come. */
export class Faults {
  readonly #plans: { plan: FaultPlan; left: number }[] = []

  plan(plan: FaultPlan): void {
    this.#plans.push({ plan, left: plan.times ?? 1 })
  }

  clear(): void {
    this.#plans.length = 0
  }

  /** The misfortune of this request, if one is planned for it. */
  take(kind: RequestKind, to: string | undefined): Fault | undefined {
    const at = this.#plans.findIndex(({ plan: { on = 'send', to: only } }) => {
      return (on === 'any' || on === kind) && (only === undefined || only === to)
    })
    const found = this.#plans[at]
    if (!found) return undefined
    if (--found.left <= 0) this.#plans.splice(at, 1)
    const { type, delayMs = 0, code = 131000, details = 'planned', httpStatus } = found.plan
    const error = new GraphError(code, details, httpStatus === undefined ? {} : { status: httpStatus })
    return { type, delayMs, error }
  }
}

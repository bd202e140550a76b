// SPDX-License-Identifier: AGPL-3.0-or-later
// What becomes of a message whose sending failed: each code of the Cloud API with its action. The same table serves
// the answer to a request and the error in a status that comes later.
import type { Delivery, WaitScope } from '../../src/channel.ts'
import type { Problem } from './graph.ts'

/** How a message ended that was not delivered. */
export type Ending = Exclude<Delivery, { outcome: 'delivered' }>

/**
 * What a failure calls for.
 * `window`: only an approved text may be sent. `pair`, `busy`, `quota`, `transient`, `away`: wait, each in its own way.
 * `gone`: the person cannot be reached here. `unwanted`: not this message to this person. `ours`: we wrote it wrongly.
 * `media`: upload the picture once more. `template`: the approved text is missing, paused or other than we think.
 * `halt`: nothing goes out before somebody has mended the account. `unknown`: it may have arrived.
 */
export type Action =
  | 'window'
  | 'pair'
  | 'busy'
  | 'quota'
  | 'transient'
  | 'away'
  | 'gone'
  | 'unwanted'
  | 'ours'
  | 'media'
  | 'template'
  | 'halt'
  | 'unknown'

const actions: Readonly<Record<number, Action>> = {
  131047: 'window',
  131056: 'pair',
  130429: 'busy',
  80007: 'quota',
  4: 'quota',
  131048: 'quota',
  131057: 'quota',
  131026: 'gone',
  131030: 'unwanted',
  131049: 'unwanted',
  131050: 'unwanted',
  131062: 'unwanted',
  130472: 'unwanted',
  130497: 'unwanted',
  131021: 'unwanted',
  131051: 'ours',
  131009: 'ours',
  131008: 'ours',
  100: 'ours',
  131052: 'media',
  131053: 'media',
  131000: 'transient',
  131016: 'transient',
  1: 'transient',
  2: 'transient',
  133004: 'transient',
  190: 'halt',
  0: 'halt',
  3: 'halt',
  10: 'halt',
  131005: 'halt',
  131031: 'halt',
  131042: 'halt',
  131045: 'halt',
  133010: 'halt',
  368: 'halt',
}

/** What a failure calls for. */
export function actionOf({ code, subcode, status, passing, unsent }: Problem): Action {
  // The number does not exist, or is not this token's: no message can be the cause.
  if (code === 100 && subcode === 33) return 'halt'
  const known = code === undefined ? undefined : actions[code]
  if (known) return known
  if (code !== undefined && code >= 200 && code < 300) return 'halt'
  if (code !== undefined && code >= 132_000 && code < 133_000) return 'template'
  if (passing === true || (status !== undefined && status >= 500)) return 'transient'
  if (status === 429) return 'busy'
  if (code !== undefined) return 'ours'
  if (!unsent) return 'unknown'
  // Never connected; or a no that is not Graph's, so that there is something else in its place.
  return status === undefined ? 'away' : 'halt'
}

/** How often in a row it has failed before: to this person, and for the whole number. */
export interface Streak {
  readonly chat: number
  readonly account: number
}

const secondMs = 1000
const minuteMs = 60_000

/** The ending for a failure; `jitter` from 0 to 1 keeps many waiters from coming back together. */
export function endingOf(problem: Problem, { chat, account }: Streak, jitter: number): Ending {
  const error = `${problem.code ?? problem.status ?? ''} ${problem.details}`.trim()
  const later = (retryAfterMs: number, scope: WaitScope): Ending => ({
    outcome: 'later',
    retryAfterMs: Math.round(retryAfterMs),
    scope,
  })
  switch (actionOf(problem)) {
    case 'window':
    case 'template':
      return { outcome: 'awaiting-reader', error }
    case 'pair':
      return later(4 ** Math.min(chat, 5) * secondMs, 'chat')
    case 'busy':
      return later(Math.min(2 ** account * secondMs, minuteMs) * (1 + jitter), 'account')
    case 'quota':
      return later(Math.min(2 ** account, 15) * minuteMs * (1 + jitter / 4), 'account')
    // Put off eight times a message counts as lost: these eight take more than half an hour of theirs.
    case 'transient':
    case 'media':
      return later(Math.min(4 ** chat * secondMs, 15 * minuteMs) * (1 + jitter / 4), 'message')
    case 'away':
      return later(Math.min(2 ** account * secondMs, minuteMs / 2), 'account')
    case 'halt':
      return later(Math.min(2 ** account * 30 * secondMs, 5 * minuteMs), 'account')
    case 'gone':
      return { outcome: 'refused', error, closed: true }
    case 'unwanted':
    case 'ours':
      return { outcome: 'refused', error, closed: false }
    case 'unknown':
      return { outcome: 'unknown', error, retryAfterMs: 15 * secondMs }
  }
}

/** Why nothing goes out; as a rule somebody has to mend it. */
export interface Alarm {
  readonly words: string
  /** A look at the number tells when it is mended; else only a message that goes out does. */
  readonly showsAtNumber: boolean
}

/** The alarm that a failure raises; undefined for nearly every one. */
export function alarmOf(problem: Problem): Alarm | undefined {
  const { code, status } = problem
  const action = actionOf(problem)
  const shows = (words: string): Alarm => ({ words, showsAtNumber: true })
  if (action === 'away' || (action === 'unknown' && status === undefined)) return shows('Meta non risponde')
  if (action !== 'halt') return undefined
  const hidden = (words: string): Alarm => ({ words, showsAtNumber: false })
  switch (code) {
    case undefined:
      return shows(`all’indirizzo dell’API risponde qualcun altro (HTTP ${status ?? '?'})`)
    case 190:
    case 0:
      return shows('il token di accesso non vale più: createne uno nuovo nel pannello di Meta')
    case 100:
      return shows('questo numero non esiste, o il token non lo può usare')
    case 131042:
      return hidden('Meta aspetta un metodo di pagamento valido per questo account')
    case 131031:
    case 368:
      return hidden('Meta ha bloccato questo account: leggete gli avvisi nel pannello di Meta')
    case 133010:
    case 131045:
      return hidden('il numero non è registrato: registratelo nel pannello di Meta')
    default:
      return hidden('al token manca un permesso: gli serve whatsapp_business_messaging')
  }
}

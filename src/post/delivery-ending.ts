// SPDX-License-Identifier: AGPL-3.0-or-later
// How a try to deliver ends for the message.
import type { Delivery } from '../channel.ts'
import type { Held, Settled } from '../db/statements/delivery.ts'

const mostUnknowns = 2
const mostAttempts = 8

/** One that was not sent: it stays where it is in its chat. */
export function letGo(held: Held): Settled {
  return { held, delivery: 'queued', externalIds: null, error: null, dueInMs: 0, closes: false, tried: false }
}

/** What is to be written down of a message after a try: its end, or when it is tried again. */
export function settlement(held: Settled['held'], delivery: Delivery): Settled {
  const base = { held, externalIds: null, error: null, dueInMs: 0, closes: false, tried: true }
  const attempts = held.attempts + 1
  switch (delivery.outcome) {
    case 'delivered':
      return { ...base, delivery: 'delivered', externalIds: delivery.externalIds }
    case 'refused':
      return { ...base, delivery: 'refused', error: delivery.error, closes: delivery.closed }
    case 'held':
      return { ...base, delivery: 'held', error: delivery.error }
    case 'later':
      if (attempts >= mostAttempts && !delivery.lane)
        return { ...base, delivery: 'refused', error: 'put off too often' }
      return { ...base, delivery: 'queued', dueInMs: delivery.retryAfterMs }
    case 'unknown':
      // There is no idempotency key: an order's message is sent once more, at the risk of standing there twice.
      if (attempts >= mostUnknowns) return { ...base, delivery: 'unknown', error: delivery.error }
      return { ...base, delivery: 'queued', error: delivery.error, dueInMs: delivery.retryAfterMs ?? 1000 }
  }
}

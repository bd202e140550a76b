// SPDX-License-Identifier: AGPL-3.0-or-later
// How a try to deliver ends for the message.
import type { Delivery } from '../channel.ts'
import type { Claimed, Settled } from '../db/statements/delivery.ts'

const mostUnknowns = 2
const mostAttempts = 8

/** One that was not sent: it stays where it is in its chat. */
export function letGo(message: Claimed): Settled {
  return { message, delivery: 'queued', externalIds: null, error: null, dueInMs: 0, closes: false, tried: false }
}

/** What is to be written down of a message after a try: its end, or when it is tried again. */
export function settlement(message: Settled['message'], delivery: Delivery): Settled {
  const base = { message, externalIds: null, error: null, dueInMs: 0, closes: false, tried: true }
  const attempts = message.attempts + 1
  switch (delivery.outcome) {
    case 'delivered':
      return { ...base, delivery: 'delivered', externalIds: delivery.externalIds }
    case 'refused':
      return { ...base, delivery: 'refused', error: delivery.error, closes: delivery.closed }
    case 'awaiting-reader':
      return { ...base, delivery: 'awaiting-reader', error: delivery.error }
    case 'later':
      if (attempts >= mostAttempts && delivery.scope !== 'account')
        return { ...base, delivery: 'refused', error: 'put off too often' }
      return { ...base, delivery: 'queued', dueInMs: delivery.retryAfterMs }
    case 'unknown':
      // There is no idempotency key: an order's message is sent once more, at the risk of standing there twice.
      if (attempts >= mostUnknowns) return { ...base, delivery: 'unknown', error: delivery.error }
      return { ...base, delivery: 'queued', error: delivery.error, dueInMs: delivery.retryAfterMs ?? 1000 }
  }
}

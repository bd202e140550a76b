// SPDX-License-Identifier: AGPL-3.0-or-later
// How a try to deliver ends for the message.
import type { Delivery } from '../channel.ts'
import type { Claimed, Settled } from '../db/statements/delivery.ts'

const mostUnknowns = 2
const mostAttempts = 8

const nothing = { externalIds: null, error: null, dueInMs: 0, waitScope: null, closes: false } as const

/** The ending of a message that was not sent: it stays where it is in its chat. */
export function letGo(message: Claimed): Settled {
  return { ...nothing, message, delivery: 'queued', tried: false }
}

/** What is to be written down of a message after a try: its end, or when it is tried again. */
export function settlement(message: Settled['message'], delivery: Delivery): Settled {
  const tried = { ...nothing, message, tried: true }
  const attempts = message.attempts + 1
  switch (delivery.outcome) {
    case 'delivered':
      return { ...tried, delivery: 'delivered', externalIds: delivery.externalIds }
    case 'refused':
      return { ...tried, delivery: 'refused', error: storable(delivery.error), closes: delivery.closed }
    case 'awaiting-reader':
      return { ...tried, delivery: 'awaiting-reader', error: storable(delivery.error) }
    case 'later': {
      const { retryAfterMs: dueInMs, scope: waitScope } = delivery
      if (attempts >= mostAttempts && waitScope !== 'account')
        return { ...tried, delivery: 'refused', error: 'put off too often' }
      return { ...tried, delivery: 'queued', dueInMs, waitScope }
    }
    case 'unknown': {
      const error = storable(delivery.error)
      // There is no idempotency key: an order's message is sent once more, at the risk of standing there twice.
      if (attempts >= mostUnknowns) return { ...tried, delivery: 'unknown', error }
      return { ...tried, delivery: 'queued', error, dueInMs: delivery.retryAfterMs ?? 1000, waitScope: 'chat' }
    }
  }
}

/** A platform's words as PostgreSQL can keep them: its text holds no NUL. */
function storable(error: string): string {
  return error.replaceAll('\0', '')
}

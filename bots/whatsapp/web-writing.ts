// SPDX-License-Identifier: AGPL-3.0-or-later
// Whether and how fast we write. WhatsApp does not allow unofficial clients and blocks numbers that behave like
// machines: so answers only, and at the pace of somebody who types. There is no official rate; users report blocks
// after 20 to 30 messages to people who had not written first.
import type { Delivery, Message } from '../../src/channel.ts'
import type { Sending } from './web-protocol.ts'

/** Somebody silent for longer may not be whom we knew: numbers are given to others. */
const silentTooLongMs = 180 * 24 * 3600_000

/** Why this person must not be written to now; nothing when they may. Nobody is written to first, not even by many. */
export function mayWrite(message: Pick<Message, 'lastHeardAt'>, now: Date): string | undefined {
  const heardAt = message.lastHeardAt.getTime()
  if (!(heardAt > 0)) return 'on WhatsApp Web we only answer, and this person has never written here'
  if (now.getTime() - heardAt > silentTooLongMs)
    return 'on WhatsApp Web we only answer, and this person has not written here for half a year'
  return undefined
}

export interface Pace {
  /** Milliseconds until so many messages may go; 0 takes them. */
  waitMs(count: number, nowMs: number): number
}

/** So many messages a minute, at the beginning as many at once. */
export function paceOf(perMinute: number): Pace {
  let room = perMinute
  let since: number | undefined
  return {
    waitMs(count, nowMs) {
      room = Math.min(perMinute, room + ((nowMs - (since ?? nowMs)) / 60_000) * perMinute)
      since = nowMs
      // More than ever fit wait for the most there can be.
      const wanted = Math.min(count, perMinute)
      if (room < wanted) return Math.ceil(((wanted - room) / perMinute) * 60_000)
      room -= wanted
      return 0
    },
  }
}

/** How a call that did not end well is to be understood; nothing of one that did. */
export function troubleOf(sending: Sending | undefined): Delivery | undefined {
  if (!sending) return { outcome: 'unknown', error: 'the browser ended while sending', retryAfterMs: 30_000 }
  switch (sending.outcome) {
    case 'sent':
      return undefined
    case 'unreachable':
      return { outcome: 'refused', error: 'not reachable on WhatsApp', closed: true }
    case 'failed':
      // Nothing has left the page.
      if (/invalid wid|No LID for user/i.test(sending.error))
        return { outcome: 'refused', error: sending.error, closed: true }
      if (/unknown module/i.test(sending.error)) return { outcome: 'later', retryAfterMs: 60_000, scope: 'account' }
      // The page is just being loaded again.
      if (/reading '(getChat|sendMessage)'/.test(sending.error))
        return { outcome: 'later', retryAfterMs: 3000, scope: 'account' }
      return { outcome: 'unknown', error: sending.error, retryAfterMs: 30_000 }
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { hash, timingSafeEqual } from 'node:crypto'

/** Over digests of one length, so that neither the secret nor its length shows in the time it takes. */
export function isSame(given: string, expected: string): boolean {
  let wanted = digests.get(expected)
  if (!wanted) digests.set(expected, (wanted = digestOf(expected)))
  return timingSafeEqual(digestOf(given), wanted)
}

/** The secrets' digests, each made once. */
const digests = new Map<string, Buffer>()

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// An update's id as this program keeps it. The platform's own id is read by nobody behind the door: WhatsApp's is base64
// of, among others, the sender's number.
import { createHash } from 'node:crypto'

/** SHA-256 of the platform's id, in hexadecimal digits. */
export function keptUpdateId(platformId: string): string {
  return createHash('sha256').update(platformId).digest('hex')
}

/** How an update is named in logs and to `npm run replay`: short, and the same in both. */
export function nameOfUpdate(keptId: string): string {
  return `update:${keptId.slice(0, 12)}`
}

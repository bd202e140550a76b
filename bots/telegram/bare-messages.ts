// SPDX-License-Identifier: AGPL-3.0-or-later
// Which of our messages stand in their chats without buttons, and what they say: so that no keyboard is taken away where
// none is, and nothing is edited into what it says already. Known only of what this process has sent; what is not known
// is asked of Telegram, which says "message is not modified". Nobody can tap a message without buttons, so nothing but a
// tap from before can have another process of ours edit it meanwhile.
import { hash } from 'node:crypto'
import { Remembered } from '../remembered.ts'

export interface BareMessages {
  /** The message has no buttons; and this content, if that is known. */
  note(address: string, id: string, content?: unknown): void
  /** The message has buttons, or what it has is not known. */
  forget(address: string, id: string): void
  has(address: string, id: string): boolean
  shows(address: string, id: string, content: unknown): boolean
}

const remembered = 10_000

export function openBareMessages(): BareMessages {
  const standing = new Remembered<string, string | undefined>(remembered)
  const key = (address: string, id: string): string => `${address} ${id}`
  return {
    note(address, id, content) {
      standing.set(key(address, id), content === undefined ? undefined : digestOf(content))
    },
    forget(address, id) {
      standing.delete(key(address, id))
    },
    has: (address, id) => standing.has(key(address, id)),
    shows: (address, id, content) => standing.get(key(address, id)) === digestOf(content),
  }
}

function digestOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64')
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Looks for messages of which no event spoke: those that came while we were away, and any that a page keeps to itself.
import { systemClock } from '../../src/system.ts'
import { isPersonal, type Letter, letterOf } from './web-heard.ts'
import { livelyChats, type Page } from './web-page.ts'

export interface SweepingParts {
  readonly page: Page
  /** The last messages of a chat, oldest first, without ours: as many as asked, or a few more. */
  lastOf(chat: string, count: number): Promise<readonly unknown[]>
  /** Answers whether it was new. */
  hear(letter: Letter): boolean
  /** In seconds: what came since then is looked at even if it has been read on the telephone. */
  readonly since: number | undefined
}

/** So many messages of one chat are looked through at the most. */
const mostOfOneChat = 50
/** Clocks differ by so much. */
const marginSeconds = 60
/** A number that was in use before it was linked has old unread chats: nobody waits for an answer there any more. */
const oldSeconds = 3 * 24 * 3600

/** A function that sweeps once and answers with the ids it found; each time from the time before. */
export function sweepOf({ page, lastOf, hear, since }: SweepingParts): () => Promise<string[]> {
  let sweptAt = since
  return async () => {
    const beganAt = Math.floor(systemClock.now().getTime() / 1000)
    const from = sweptAt === undefined ? Number.MAX_SAFE_INTEGER : sweptAt - marginSeconds
    const found: string[] = []
    for (const { id, unread } of await livelyChats(page, from)) {
      if (!isPersonal(id)) continue
      const messages = await lastOf(id, sweptAt === undefined ? Math.min(unread, mostOfOneChat) : mostOfOneChat)
      const unreadFrom = messages.length - unread
      for (const [index, message] of messages.entries()) {
        const letter = letterOf(message)
        if (!letter || letter.at < beganAt - oldSeconds) continue
        if ((index >= unreadFrom || letter.at >= from) && hear(letter)) found.push(letter.id)
      }
    }
    sweptAt = beganAt
    return found
  }
}

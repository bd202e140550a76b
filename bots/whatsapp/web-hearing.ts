// SPDX-License-Identifier: AGPL-3.0-or-later
// What was written to us, on its way out of the browser's process: each once, in order, kept and handed over again
// until it is safe, and only then marked as seen. So what a crash leaves behind is found unread afterwards.
import { elapsedMs } from '../../src/system.ts'
import { oneByOne } from '../../src/turns.ts'
import type { Letter } from './web-heard.ts'
import type { Heard } from './web-protocol.ts'

/** Who writes in a chat, as far as the page knows. */
export interface Correspondent {
  readonly aliases: readonly string[]
  readonly name: string | undefined
}

export interface HearingParts {
  correspondent(chat: string): Promise<Correspondent>
  hand(heard: Heard): void
  seen(chat: string): Promise<void>
  readonly resendMs: number
}

export interface Hearing {
  /** Answers whether it was new. */
  hear(letter: Letter): boolean
  /** It is safe. */
  taken(id: string): void
  stop(): void
}

/** More than a page shows between two sweeps; the inbox recognises what comes again after that. */
const remembered = 5000

export function openHearing(parts: HearingParts): Hearing {
  const known = new Set<string>()
  const correspondents = new Map<string, Correspondent>()
  /** What is to be handed over, the oldest of each chat first: until that is safe none may overtake it. */
  const lines = new Map<string, { readonly waiting: Heard[]; handedAt: number }>()
  /** How many letters of each chat are not safe yet. */
  const unsafe = new Map<string, number>()
  // One after another: who wrote is asked of the page, and a second letter must not overtake the first meanwhile.
  const hand = oneByOne(async ({ id, chat, at, name, input }: Letter): Promise<void> => {
    let who = correspondents.get(chat)
    if (!who) {
      who = await parts.correspondent(chat)
      // A number that the page does not know yet it may know later.
      if (who.aliases.length > 0) correspondents.set(chat, who)
    }
    const heard: Heard = { id, chat, aliases: [...who.aliases], name: name || who.name || '', input }
    if (Number.isFinite(at)) heard.at = at
    const line = lines.get(chat)
    if (line) return void line.waiting.push(heard)
    lines.set(chat, { waiting: [heard], handedAt: elapsedMs() })
    parts.hand(heard)
  })

  const again = setInterval(
    () => {
      const due = elapsedMs() - parts.resendMs
      for (const line of lines.values()) {
        const [first] = line.waiting
        if (!first || line.handedAt > due) continue
        line.handedAt = elapsedMs()
        parts.hand(first)
      }
    },
    Math.max(parts.resendMs / 4, 50),
  )

  return {
    hear(letter) {
      if (known.has(letter.id)) return false
      known.add(letter.id)
      if (known.size > remembered) for (const oldest of known.keys()) if (known.delete(oldest)) break
      unsafe.set(letter.chat, (unsafe.get(letter.chat) ?? 0) + 1)
      void hand(letter)
      return true
    },
    taken(id) {
      const [chat, line] = [...lines].find(([, { waiting }]) => waiting[0]?.id === id) ?? []
      if (chat === undefined || !line) return
      line.waiting.shift()
      const [next] = line.waiting
      if (next) {
        line.handedAt = elapsedMs()
        parts.hand(next)
      } else lines.delete(chat)
      const left = (unsafe.get(chat) ?? 1) - 1
      if (left > 0) return void unsafe.set(chat, left)
      unsafe.delete(chat)
      void parts.seen(chat)
    },
    stop() {
      clearInterval(again)
    },
  }
}

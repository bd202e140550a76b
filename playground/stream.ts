// SPDX-License-Identifier: AGPL-3.0-or-later
// What happens, told to every open page: a snapshot first, then each thing as it comes.
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { pause } from '../src/system.ts'
import type { App, PageChat, PageCommand, SeatEvent } from './seats.ts'

/** The town as it stands. */
export interface Snapshot {
  /** False until the town is there. */
  readonly ready: boolean
  readonly town: string
  readonly timezone: string
  readonly nowMs: number
  readonly firstShop: string
  readonly shops: readonly { readonly slug: string; readonly name: string }[]
  readonly chats: readonly PageChat[]
  /** In which app each place is played. */
  readonly apps: Readonly<Record<string, App>>
}

type PageEvent =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | (SeatEvent & { readonly chat: string })
  | { readonly type: 'app'; readonly place: string; readonly app: App }
  | {
      readonly type: 'language'
      readonly chat: string
      readonly language: string
      readonly commands: readonly PageCommand[]
    }
  | { readonly type: 'clock'; readonly nowMs: number; readonly moved: number }

export interface Stream {
  tell(event: PageEvent): void
  /** Answers a page that wants to hear everything from now on. */
  open(context: Context): Response
  /** Ends every open page's stream. */
  close(): void
}

/** So many pages may be open at once. */
const mostListeners = 32
/** So many events may wait for a page that does not read. */
const mostUnread = 1000

/** Proxies and browsers give a silent connection up. */
const pingEveryMs = 20_000

export function openStream(snapshot: () => Snapshot): Stream {
  const listeners = new Set<(event: PageEvent) => void>()
  const closing = new AbortController()
  return {
    tell(event) {
      for (const listener of listeners) listener(event)
    },
    open(context) {
      if (listeners.size >= mostListeners) return context.text('too many pages are open\n', 503)
      return streamSSE(context, async stream => {
        const over = new AbortController()
        let unread = 0
        const write = (event: PageEvent): void => {
          if (++unread > mostUnread) over.abort()
          else void stream.writeSSE({ data: JSON.stringify(event) }).finally(() => unread--)
        }
        stream.onAbort(() => over.abort())
        const signal = AbortSignal.any([over.signal, closing.signal])
        write({ type: 'snapshot', snapshot: snapshot() })
        listeners.add(write)
        while (!signal.aborted) {
          await pause(pingEveryMs, signal)
          if (!signal.aborted) await stream.writeSSE({ event: 'ping', data: '' })
        }
        listeners.delete(write)
      })
    },
    close: () => closing.abort(),
  }
}

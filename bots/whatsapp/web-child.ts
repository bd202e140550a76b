// SPDX-License-Identifier: AGPL-3.0-or-later
// The process that holds the browser. It may hang, and it may die, without harm to anybody else: whatever goes wrong in
// here it says, if it still can, and is replaced.
import { TooLate } from '../../src/turns.ts'
import { type FromChild, sentenceOf, toChild } from './web-protocol.ts'
import { openSession, type Session } from './web-session.ts'

let session: Session | undefined

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message)
}

function leave(code: number): void {
  session?.kill()
  process.exit(code)
}

function broken(error: unknown): void {
  tell({ kind: 'gone', reason: 'library', detail: sentenceOf(error) })
}

process.on('message', (raw: unknown) => {
  const parsed = toChild.safeParse(raw)
  if (!parsed.success) return broken(parsed.error)
  const message = parsed.data
  switch (message.kind) {
    case 'begin':
      session = openSession(message, tell)
      return
    case 'send':
      return void session?.send(message).then(sending => tell({ kind: 'sending', call: message.call, sending }))
    case 'download':
      return void session?.download(message).then(fetched => tell({ kind: 'fetched', call: message.call, fetched }))
    case 'probe':
      return void session?.state().then(
        state => tell({ kind: 'probed', call: message.call, state }),
        // A page that is not there says so at once; one that hangs is what the probe is for.
        (error: unknown) => (error instanceof TooLate ? undefined : tell({ kind: 'probed', call: message.call })),
      )
    case 'taken':
      return session?.taken(message.id)
    case 'end':
      return void (session?.close() ?? Promise.resolve()).then(() => leave(0))
  }
})
// The main process has died: nobody is left to hear, and no browser must stay behind.
process.on('disconnect', () => leave(1))
// The library leaves rejections unhandled («auth timeout» when a page is loaded again without a network).
process.on('unhandledRejection', broken)
process.on('uncaughtException', broken)

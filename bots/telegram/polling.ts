// SPDX-License-Identifier: AGPL-3.0-or-later
// Long polling that confirms an update only once it is safe: the offset moves on when every update of a batch has been
// taken by the inbox. Neither library's own loop is used, because we need to see when it stalls.
import type { Update } from 'grammy/types'
import type { Log } from '../../src/log.ts'
import { elapsedMs, pause } from '../../src/system.ts'
import { within } from '../../src/turns.ts'
import { CallFailure } from './api.ts'
import { updateKinds } from './incoming.ts'

export interface Polling {
  stop(): Promise<void>
  /** Milliseconds since Telegram last answered. */
  silentMs(): number
}

export const pollSeconds = 25
/** An answer that takes longer than the wait it was asked for is lost. */
const answerWithinMs = (pollSeconds + 10) * 1000
/** For the last word at a stop. */
const confirmWithinMs = 2000

export type GetUpdates = (options: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>

export function startPolling(getUpdates: GetUpdates, take: (update: Update) => Promise<void>, log: Log): Polling {
  const stopping = new AbortController()
  let answeredAt = elapsedMs()
  let offset = 0
  /** What Telegram knows to be taken. */
  let confirmed = 0

  const running = (async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        confirmed = offset
        const asked = { offset, limit: 100, timeout: pollSeconds, allowed_updates: updateKinds }
        const updates = (await within(answerWithinMs, tooLate =>
          getUpdates(asked, AbortSignal.any([stopping.signal, tooLate])),
        )) as Update[]
        answeredAt = elapsedMs()
        failures = 0
        await Promise.all(updates.map(take))
        for (const { update_id: id } of updates) offset = Math.max(offset, id + 1)
      } catch (error) {
        if (stopping.signal.aborted) break
        failures++
        log.warn('polling', { error, failures })
        const wait = error instanceof CallFailure ? error.retryAfterMs : undefined
        await pause(wait ?? Math.min(250 * 2 ** failures, 15_000), stopping.signal)
      }
    }
    // Confirms what was taken, so that it does not come again at the next start.
    if (offset > confirmed)
      await within(confirmWithinMs, tooLate => getUpdates({ offset, limit: 1, timeout: 0 }, tooLate)).catch(
        () => undefined,
      )
  })()

  return {
    async stop() {
      stopping.abort()
      await running
    },
    silentMs: () => elapsedMs() - answeredAt,
  }
}

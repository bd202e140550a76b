// SPDX-License-Identifier: AGPL-3.0-or-later
// What time alone brings. Nothing is queued for later that the data already says: each sweep is an indexed query for
// what is due now, so there is no timer to lose, and any number of processes may sweep at once.
import { isUnavailable } from '../db/failures.ts'
import type { Log } from '../log.ts'
import { pause } from '../system.ts'
import type { Platform } from '../transact.ts'
import { oneByOne } from '../turns.ts'
import { runSweep, type SweepWatch } from './sweep.ts'
import { sweepsFor } from './sweeps.ts'

export interface Schedule {
  /** Runs every sweep until nothing is due; answers how many subjects were dealt with. */
  sweep(): Promise<number>
  stop(): Promise<void>
}

/** What is done at every turn beside the sweeps, by name, such as the outbox's own sweep. */
export type Others = Readonly<Record<string, () => Promise<unknown>>>

/** Begins to sweep, and does the others at every turn; what fails is logged and done again at the next turn. */
export function startSchedule(
  platform: Platform,
  log: Log,
  watch: SweepWatch,
  everyMs: number,
  others: Others,
): Schedule {
  const stopping = new AbortController()
  const sweeps = sweepsFor(audience =>
    [...platform.accounts.values()].filter(({ audiences }) => audiences.includes(audience)).map(({ name }) => name),
  )
  /** For sweeps in no hurry: when they are due again, in milliseconds. */
  const notBefore = new Map<string, number>()
  const safely = <T>(name: string, run: () => Promise<T>): Promise<T | undefined> =>
    run().catch((error: unknown) => {
      if (!isUnavailable(error)) log.error('sweep', { name, error })
      return undefined
    })

  const sweep = oneByOne(async (): Promise<number> => {
    let dealt = 0
    for (const each of sweeps) {
      const begun = platform.clock.now().getTime()
      if (begun < (notBefore.get(each.name) ?? 0)) continue
      const now = (await safely(each.name, () => runSweep(platform, each, log, watch, stopping.signal))) ?? 0
      // Whoever has found something looks again at the next turn: there may be more.
      if (each.pace && now === 0) notBefore.set(each.name, begun + each.pace.everyMinutes * 60_000)
      dealt += now
    }
    return dealt
  })

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await sweep()
      for (const [name, run] of Object.entries(others)) await safely(name, run)
      await pause(everyMs, stopping.signal)
    }
  })()

  return {
    sweep,
    async stop() {
      stopping.abort()
      await running
    },
  }
}

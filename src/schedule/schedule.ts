// SPDX-License-Identifier: AGPL-3.0-or-later
// What time alone brings. Nothing is queued for later that the data already says: each sweep is an indexed query for
// what is due now, so there is no timer to lose, and any number of processes may sweep at once.
import { moveByClock, remindOfOrders } from '../engine/orders/moving.ts'
import { troubles } from '../engine/messages/accounts.ts'
import { type AccountsFor, moveUndelivered } from '../engine/messages/undelivered.ts'
import type { Work } from '../engine/work.ts'
import { isUnavailable } from '../db/failures.ts'
import type { Log } from '../log.ts'
import { pause } from '../system.ts'
import { oneByOne } from '../turns.ts'
import { type Platform, transact } from '../transact.ts'

/** Deals with at most so many at once and answers how many there were. */
type Sweep = (work: Work, most: number, accountsFor: AccountsFor) => Promise<number>

const sweeps: Readonly<Record<string, Sweep>> = {
  expire: (work, most) => moveByClock(work, 'expire', most),
  miss: (work, most) => moveByClock(work, 'miss', most),
  remind: remindOfOrders,
  strays: moveUndelivered,
  accounts: tellTroubles,
}

const atOnce = 20

async function tellTroubles(work: Work): Promise<number> {
  const found = await troubles(work)
  for (const { account, trouble } of found) work.happened({ type: 'account-trouble', account, trouble })
  return found.length
}

export interface Schedule {
  /** Runs every sweep until nothing is due; answers how many things were concerned. */
  sweep(): Promise<number>
  stop(): Promise<void>
}

/** Begins to sweep, also over `others`, such as the outbox's own. */
export function startSchedule(
  platform: Platform,
  log: Log,
  everyMs: number,
  others: readonly (() => Promise<unknown>)[],
): Schedule {
  const stopping = new AbortController()

  const accountsFor: AccountsFor = audience =>
    [...platform.accounts.values()].filter(({ audiences }) => audiences.includes(audience)).map(({ name }) => name)

  // Two at once would pass each other by: what one holds the other skips, and says that nothing is due.
  const sweep = oneByOne(async (): Promise<number> => {
    let moved = 0
    for (const [name, run] of Object.entries(sweeps)) {
      for (let found = atOnce; found === atOnce && !stopping.signal.aborted; moved += found) {
        found = await transact(platform, ({ work }) => run(work, atOnce, accountsFor)).catch((error: unknown) => {
          if (!isUnavailable(error)) log.error('sweep', { name, error })
          return 0
        })
      }
    }
    return moved
  })

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await sweep()
      for (const other of others) {
        await other().catch((error: unknown) => {
          if (!isUnavailable(error)) log.error('sweep', { name: 'outbox', error })
        })
      }
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

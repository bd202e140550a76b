// SPDX-License-Identifier: AGPL-3.0-or-later
// One process of several that reach for the same seats: all its people at once, on a store of its own.
import { isUniqueViolation } from '../../../src/db/failures.ts'
import { openStore } from '../../../src/db/engines/connect.ts'
import { placeOrder } from '../../../src/engine/orders/placing.ts'
import { transact } from '../../../src/transact.ts'
import { barePlatform, stoppedAt } from '../bare-platform.ts'

/** A round, as it is asked for. */
export interface Reach {
  readonly shopId: string
  readonly startsAt: string
  readonly people: readonly string[]
}

/** How it ended: how many of each outcome, and how many units of work had to be done again. */
export interface Reached {
  readonly outcomes: Readonly<Record<string, number>>
  readonly again: number
}

const [, , databaseUrl = '', now = ''] = process.argv
const store = await openStore({ databaseUrl, dataDir: '', prepare: true })
const platform = barePlatform(store, stoppedAt(new Date(now)))
const attempts = 3

process.on('message', (round: Reach) => {
  void reach(round).then(reached => process.send?.(reached))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

async function reach({ shopId, startsAt, people }: Reach): Promise<Reached> {
  const outcomes: Record<string, number> = {}
  let again = 0
  const at = new Date(startsAt)
  await Promise.all(
    people.map(async personId => {
      // As the inbox does it: two orders that drew one pickup code are told apart by trying once more.
      for (let attempt = 1; ; attempt++) {
        try {
          const placed = await transact(platform, ({ work }) => placeOrder(work, personId, shopId, at))
          const outcome = placed.ok ? 'placed' : placed.reason
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
          return
        } catch (error) {
          if (attempt < attempts && isUniqueViolation(error)) again++
          else {
            outcomes.failed = (outcomes.failed ?? 0) + 1
            return
          }
        }
      }
    }),
  )
  return { outcomes, again }
}

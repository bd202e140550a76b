// SPDX-License-Identifier: AGPL-3.0-or-later
// (c): what one update asks of the database, tap by tap; statements sent together count as one round trip.
import { type Ground, startOurs } from '../contestants.ts'
import { median, rounded } from '../numbers.ts'
import type { Table } from '../report.ts'
import { newCitizen, steps } from '../street.ts'

/** Counts statements and round trips of each step, with all messages sent and settled. */
export async function roundTrips(platform: Ground): Promise<Table[]> {
  const { bot, child, shops } = await startOurs(platform, { name: 'counted', still: true })
  const counted = steps.map(() => ({ statements: [] as number[], roundTrips: [] as number[] }))
  try {
    for (let person = 0; person < 5; person++) {
      const citizen = newCitizen(platform.emulator, bot, shops)
      for (let order = 0; order < 2; order++) {
        for (const [at, step] of steps.entries()) {
          const before = await child.counts()
          await citizen.does(step)
          await settled(child)
          const after = await child.counts()
          // The first order shows the newcomer's /start, the second everything else.
          if ((order === 0) !== (at === 0)) continue
          counted[at]?.statements.push(after.statements - before.statements)
          counted[at]?.roundTrips.push(after.roundTrips - before.roundTrips)
        }
      }
    }
  } finally {
    await child.stop()
  }
  const rows = steps.map((step, at) => ({
    tap: step.name,
    statements: median(counted[at]?.statements ?? []),
    'round trips': median(counted[at]?.roundTrips ?? []),
  }))
  const mean = (pick: (row: (typeof rows)[number]) => number): number =>
    rounded(rows.reduce((sum, row) => sum + pick(row), 0) / rows.length)
  const average = {
    tap: 'on average',
    statements: mean(row => row.statements),
    'round trips': mean(row => row['round trips']),
  }
  return [
    {
      id: 'c',
      title: 'Statements and round trips of one update, its messages sent and settled',
      notes: ['/start is that of a newcomer', 'the aim is at most 6 round trips'],
      rows: [...rows, average],
    },
  ]
}

async function settled(child: { idle(): Promise<unknown> }): Promise<void> {
  // A settlement may let the next message of a chat go, which is a new task.
  for (let look = 0; look < 3; look++) {
    await child.idle()
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

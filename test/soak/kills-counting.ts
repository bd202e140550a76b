// SPDX-License-Identifier: AGPL-3.0-or-later
// What the books say after all the kills, against what the people did.
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Bot, TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { pause } from '../../src/system.ts'
import type { KilledCitizen } from './killed-citizen.ts'
import { sum } from './proof.ts'

/** Messages that were in a process's hands, read just after it was killed. */
export async function inFlight(databaseUrl: string): Promise<number> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    const rows = await client<
      { count: number }[]
    >`select count(*)::int as count from messages where delivery = 'sending'`
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}

const quietMs = 1500
const longestMs = 30_000

/** Until every update is confirmed and nothing has happened in any chat for a while. */
export async function untilQuiet(emulator: TelegramEmulator): Promise<void> {
  let lastAt = performance.now()
  const stop = emulator.subscribe(() => (lastAt = performance.now()))
  const begun = lastAt
  const busy = (): boolean => emulator.bots.some(bot => bot.delivery.pending > 0)
  while (performance.now() - begun < longestMs && (busy() || performance.now() - lastAt < quietMs)) await pause(50)
  stop()
}

/** How many results of errands were brought in: each under its errand's id. */
const brought = sql`select count(*)::int from inbox join errands
  on inbox.update_id = encode(sha256(convert_to('errand:' || errands.id, 'UTF8')), 'hex')`

export interface Books {
  readonly lost: number
  readonly setAside: number
  readonly doubled: number
  readonly missing: number
  readonly undelivered: number
  /** Errands that were done, and those of which nothing was brought in, or more than once. */
  readonly errands: number
  readonly errandsUndone: number
  readonly errandsAmiss: number
}

export async function countAfter(
  store: Store,
  [citizens, staff]: readonly [Bot, Bot] | readonly Bot[],
  people: readonly KilledCitizen[],
): Promise<Books> {
  const [found] = rowsOf<Record<'citizen' | 'staff' | 'aside' | 'undelivered' | 'done' | 'undone' | 'brought', number>>(
    await store.read(db =>
      db.execute(sql`
        select (select count(*)::int from inbox where account = 'telegram:citizen') as citizen,
          (select count(*)::int from inbox where account = 'telegram:staff') - (${brought}) as staff,
          (select count(*)::int from inbox where error is not null) as aside,
          (select count(*)::int from messages where delivery <> 'delivered') as undelivered,
          (select count(*)::int from errands where state = 'done') as done,
          (select count(*)::int from errands where state <> 'done') as undone,
          (${brought}) as brought`),
    ),
  )
  const made = rowsOf<{ address: string; orders: number }>(
    await store.read(db =>
      db.execute(sql`
        select chats.address, count(orders.id)::int as orders from chats left join orders on orders.person_id = chats.person_id
        where account = 'telegram:citizen' group by chats.address`),
    ),
  )
  const ordersOf = new Map(made.map(row => [row.address, row.orders]))
  const differences = people.map(person => (ordersOf.get(String(person.chat.person.id)) ?? 0) - person.orders)
  const pushed = (citizens?.delivery.stats.pushed ?? 0) + (staff?.delivery.stats.pushed ?? 0)
  return {
    lost: pushed - (found?.citizen ?? 0) - (found?.staff ?? 0),
    setAside: found?.aside ?? 0,
    doubled: sum(differences.filter(difference => difference > 0)),
    missing: -sum(differences.filter(difference => difference < 0)),
    undelivered: found?.undelivered ?? 0,
    errands: found?.done ?? 0,
    errandsUndone: found?.undone ?? 0,
    errandsAmiss: Math.abs((found?.brought ?? 0) - (found?.done ?? 0)),
  }
}

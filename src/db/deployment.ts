// SPDX-License-Identifier: AGPL-3.0-or-later
// The mark of a database: a demo is played with and knows no real channel; a real one is never played with.
import { sql } from 'drizzle-orm'
import { DatabaseRefused } from './failures.ts'
import { rowsOf } from './rows.ts'
import { deployment, municipalities, people } from './schema.ts'
import type { Db, ReadDb, Store } from './store.ts'
import { tablesInOrder } from './tables.ts'

/** `new`: nothing has been written yet, and nothing is decided. */
export type DatabaseKind = 'demo' | 'real' | 'new'

/** The towns that a demo holds. */
export const demoTowns: readonly string[] = ['borgo-sereno']

/** What kind of database this is. One without a mark that holds towns or people is not a demo. */
export async function kindOf(db: ReadDb): Promise<DatabaseKind> {
  const marked = await markOf(db)
  if (marked !== undefined) return marked.demo ? 'demo' : 'real'
  const [towns, persons] = await Promise.all([db.$count(municipalities), db.$count(people)])
  return towns + persons > 0 ? 'real' : 'new'
}

/** The row that says it. */
export type Mark = typeof deployment.$inferSelect

/** The mark itself. */
export async function markOf(db: ReadDb): Promise<Mark | undefined> {
  const [mark] = await db.select().from(deployment)
  return mark
}

/** Marks a database that has no mark yet; answers what it is now, which another process may have decided. */
export async function markAs(db: Db, kind: 'demo' | 'real', now: Date): Promise<DatabaseKind> {
  await db
    .insert(deployment)
    .values({ demo: kind === 'demo', createdAt: now })
    .onConflictDoNothing()
  return kindOf(db)
}

/** What the playground's people are made from, `fresh` at the first time. Only a demo has it. */
export async function playSeedOf(db: Db, fresh: string): Promise<string> {
  await db
    .update(deployment)
    .set({ playSeed: fresh })
    .where(sql`${deployment.demo} and ${deployment.playSeed} is null`)
  const mark = await markOf(db)
  if (mark?.demo !== true || mark.playSeed === null) throw new Error('only a demo is played with')
  return mark.playSeed
}

/** A process says every second that it runs: one that was silent for so long does not. */
const silentSeconds = 10

/**
 * Empties a demo and marks it as a real database. Refuses any other database, and a demo that a program is using: that
 * program would write its invented people into the real database.
 */
export async function forgetDemo(store: Store, now: Date): Promise<void> {
  await store.transact(async ({ db }) => {
    const tables = tablesInOrder().map(table => `"${table}"`)
    await db.execute(sql.raw(`lock table ${tables.join(', ')} in access exclusive mode`))
    if ((await markOf(db))?.demo !== true) throw new DatabaseRefused('The database is not a demo: nothing was emptied.')
    const running = rowsOf(
      await db.execute(
        sql`select 1 from processes where seen_at > clock_timestamp() - make_interval(secs => ${silentSeconds})`,
      ),
    )
    // The embedded database belongs to one process, which is this one.
    if (store.engine === 'postgres' && running.length > 0)
      throw new DatabaseRefused('The program is running on this database: stop the program first.')
    await db.execute(sql.raw(`truncate ${tables.join(', ')}`))
    await db.insert(deployment).values({ demo: false, createdAt: now })
  })
}

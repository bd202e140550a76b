// SPDX-License-Identifier: AGPL-3.0-or-later
// What time brings to many, of whom one cannot be dealt with: the others do not feel it, and that one is not forgotten.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { askAgain, setAsideThings } from '../../src/engine/set-aside.ts'
import { look, transact } from '../../src/transact.ts'
import { type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let close: () => Promise<void>
/** What a sweep could not deal with, as it is counted. */
let counted: [string, boolean][] = []

beforeEach(async () => {
  counted = []
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', acceptWithinMinutes: 30 }])], {
    watch: { failed: (sweep, setAside) => void counted.push([sweep, setAside]) },
  })
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

const seconds = (count: number): void => town.clock.forward(count * 1000)

async function run(text: string): Promise<Record<string, unknown>[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}

async function idsOf(text: string): Promise<string[]> {
  return (await run(text)).map(({ id }) => String(id))
}

/** Three citizens order; the ids of their orders, the last one's first. */
async function threeOrders(): Promise<string[]> {
  for (const name of ['Anna', 'Bruno', 'Carla']) {
    const person = town.citizen(name)
    await person.says('/start s-forno')
    await person.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
    const times =
      person
        .messages()
        .at(-1)
        ?.labels.filter(label => /\d:\d\d$/.test(label)) ?? []
    await person.taps(times.at(-1) ?? 'none', "Invia l'ordine")
  }
  return idsOf('select id from orders order by placed_at desc')
}

/** Something of which three are due, the most urgent first, and how one of them is made to fail. */
interface Due {
  readonly sweep: string
  prepare(): Promise<string[]>
  /** A trigger's table and condition. */
  fails(subject: string): { table: string; on: string; when: string }
  /** Those that are still to be dealt with. */
  readonly left: string
}

const dues: Due[] = [
  {
    sweep: 'expire',
    async prepare() {
      const orders = await threeOrders()
      for (const [at, id] of orders.entries())
        await run(`update orders set accept_by = placed_at + interval '${at + 10} min' where id = '${id}'`)
      seconds(3600)
      return orders
    },
    fails: id => ({ table: 'orders', on: 'update', when: `new.id = '${id}' and new.state = 'expired'` }),
    left: `select id from orders where state = 'placed'`,
  },
  {
    sweep: 'remind',
    async prepare() {
      const orders = await threeOrders()
      const now = town.clock.now().toISOString()
      for (const [at, id] of orders.entries())
        await run(`update orders set state = 'accepted',
          starts_at = '${now}'::timestamptz + interval '${at + 50} min' where id = '${id}'`)
      return orders
    },
    fails: id => ({ table: 'orders', on: 'update', when: `new.id = '${id}' and new.reminded_at is not null` }),
    left: `select id from orders where reminded_at is null`,
  },
  {
    sweep: 'undelivered',
    async prepare() {
      await threeOrders()
      await town.app.idle()
      // Bad luck three times over: each citizen has blocked us just before a notice.
      return idsOf(`update messages set priority = 'notice', rings = true, delivery = 'refused'
        where card like 'order:%' and audience = 'citizen' and choices_state = 'open' returning id`)
    },
    fails: id => ({ table: 'messages', on: 'update', when: `new.id = '${id}' and new.undelivered_at is not null` }),
    left: `select id from messages where delivery = 'refused' and undelivered_at is null`,
  },
  {
    sweep: 'accounts',
    async prepare() {
      const accounts = ['a', 'b', 'c']
      for (const account of accounts)
        await run(`insert into account_states (account, process_id, ok, detail, pairing, since)
          values ('${account}', '${town.app.platform.processId}', false, 'away', '{}', now())`)
      return accounts
    },
    fails: account => ({ table: 'account_alarms', on: 'insert', when: `new.account = '${account}'` }),
    left: `select distinct account as id from account_states
      where not ok and account not in (select account from account_alarms)`,
  },
]

describe.each(dues)('$sweep: three are due, and the most urgent one cannot be dealt with', due => {
  test('the others are dealt with, that one is tried again, set aside, and done when asked for again', async () => {
    const [poison = '', ...others] = await due.prepare()
    expect(others).toHaveLength(2)
    const { table, on, when } = due.fails(poison)
    await run(`create function fail() returns trigger language plpgsql as $$ begin raise 'a mistake of ours'; end $$`)
    await run(`create trigger fail before ${on} on ${table} for each row when (${when}) execute function fail()`)
    const attempts = async (): Promise<unknown> =>
      (await run(`select attempts from sweep_failures where subject = '${poison}'`))[0]?.attempts
    const logged = (event: string): number => town.logged.filter(line => line.includes(event)).length
    const sweep = async (): Promise<void> => {
      await town.app.sweep()
      await town.app.idle()
    }

    await sweep()
    expect(await idsOf(due.left)).toEqual([poison])
    expect(await attempts()).toBe(1)
    expect(logged('sweep-again')).toBe(1)
    await sweep()
    expect(await attempts()).toBe(1)

    seconds(6)
    await sweep()
    expect(await attempts()).toBe(2)
    seconds(30)
    await sweep()
    expect(await attempts()).toBe(2)
    expect(await look(town.app.platform, setAsideThings)).toEqual([])

    seconds(31)
    await sweep()
    const id = `sweep:${due.sweep}:${poison}`
    const [aside, ...more] = await look(town.app.platform, setAsideThings)
    expect(more).toEqual([])
    expect(aside).toMatchObject({ id, kind: 'sweep' })
    expect(aside?.error).not.toBe('')
    expect(counted).toEqual([
      [due.sweep, false],
      [due.sweep, false],
      [due.sweep, true],
    ])
    expect(logged('sweep-set-aside')).toBe(1)

    seconds(300)
    await sweep()
    expect(await attempts()).toBe(3)
    expect(counted).toHaveLength(3)

    await run(`drop trigger fail on ${table}`)
    expect(await transact(town.app.platform, ({ work }) => askAgain(work, 'sweep:nothing'))).toBe(0)
    expect(await transact(town.app.platform, ({ work }) => askAgain(work, id))).toBe(1)
    await sweep()
    expect(await idsOf(due.left)).toEqual([])
    expect(await look(town.app.platform, setAsideThings)).toEqual([])
  })
})

test('an order whose notice cannot be written stays as it was; the others expire and are told', async () => {
  const [poison = '', ...others] = await threeOrders()
  // No card can be written of it.
  await run('alter table order_lines alter name drop not null')
  await run(`update order_lines set name = null where order_id = '${poison}'`)
  seconds(3600)
  await town.app.sweep()
  await town.app.idle()
  expect(await idsOf(`select id from orders where state = 'placed'`)).toEqual([poison])
  expect((await idsOf(`select id from orders where state = 'expired'`)).sort()).toEqual(others.sort())
  expect((await run('select attempts from sweep_failures'))[0]).toEqual({ attempts: 1 })
  const told = await run(`select card from messages where priority = 'notice' and audience = 'citizen'`)
  expect(told.map(({ card }) => card).sort()).toEqual(others.map(id => `order:${id}`).sort())
})

test('the longest overdue goes first, however many are due', async () => {
  const orders = await threeOrders()
  // The later placed, the longer overdue.
  for (const [at, id] of orders.entries())
    await run(`update orders set accept_by = placed_at + interval '${at + 10} min' where id = '${id}'`)
  seconds(3600)
  await town.app.sweep()
  expect(await idsOf('select id from orders order by ended_at')).toEqual(orders)
})

test('a failure that is over is forgotten, so that the next one is tried as often again', async () => {
  const [order = ''] = await threeOrders()
  await run('alter table order_lines alter name drop not null')
  await run(`update order_lines set name = null where order_id = '${order}'`)
  seconds(3600)
  await town.app.sweep()
  expect(await run('select subject from sweep_failures')).toEqual([{ subject: order }])
  await run(`update order_lines set name = 'Michetta 0' where order_id = '${order}'`)
  seconds(6)
  await town.app.sweep()
  expect(await idsOf(`select id from orders where state = 'placed'`)).toEqual([])
  expect(await run('select subject from sweep_failures')).toEqual([])
})

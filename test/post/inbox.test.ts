// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes wrong among updates: what falls back says why, and what was set aside can be asked for again.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { askAgain, setAsideThings } from '../../src/engine/set-aside.ts'
import { NotShareable } from '../../src/engine/unit.ts'
import { look, transact } from '../../src/transact.ts'
import { type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let close: () => Promise<void>
/** How shared transactions end, while it is set. */
let ending: Error | undefined
/** How they are counted. */
let counted: string[] = []

beforeEach(async () => {
  const database = await freshDatabase()
  const opened = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  store = {
    ...opened,
    transact: (fn, shared = false) => (shared && ending ? Promise.reject(ending) : opened.transact(fn, shared)),
  }
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], {
    watch: { shared: outcome => void counted.push(outcome) },
  })
  close = async () => {
    await town.close()
    await opened.close()
    await database.drop()
  }
})
afterEach(async () => {
  ending = undefined
  await close()
})

async function run<Row>(text: string): Promise<Row[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}

/** Eight people at the shop's window tap at once while shared transactions end so; everybody is answered. */
async function eightTap(error: Error | undefined): Promise<void> {
  const people = Array.from({ length: 8 }, (_, at) => town.citizen(`Anna ${at}`))
  for (const person of people) await person.says('/start s-forno')
  const taps = await Promise.all(people.map(person => person.find('Pane')))
  counted = []
  ending = error
  const marks = people.map(person => person.messages().length)
  await Promise.all(
    taps.map(async ({ message, index }, at) => {
      await people[at]?.press(message, index)
    }),
  )
  await town.app.idle()
  for (const [at, person] of people.entries()) expect(person.messages().length).toBe((marks[at] ?? 0) + 1)
}

test('a mistake in a shared transaction is logged once and counted; everybody is answered one by one', async () => {
  await eightTap(new TypeError('a mistake of ours'))
  const logged = town.logged.filter(line => line.includes('shared-failed'))
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('a mistake of ours')
  expect(counted).toEqual(['failed'])
  expect(town.logged).toHaveLength(1)
})

test('somebody in the way is counted and not logged', async () => {
  await eightTap(Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' }))
  expect(counted).toEqual(['contended'])
  expect(town.logged).toEqual([])
})

test('what must be alone is counted and not logged', async () => {
  await eightTap(new NotShareable())
  expect(counted).toEqual(['not-shareable'])
  expect(town.logged).toEqual([])
})

test('what went well is counted as well', async () => {
  await eightTap(undefined)
  expect(counted).toEqual(['done'])
})

const telephone = '393331112233'

/** Somebody's tap that nobody can answer, set aside; `mend` takes the reason away. */
async function setAside(person: PaperPerson): Promise<{ mend(): Promise<unknown> }> {
  await person.says('/start s-forno')
  const { message, index } = await person.find('Pane')
  const broken = [
    { label: 'x', action: 'go', argument: { screen: 'product', state: { productId: 'none' } }, effect: 'view' },
  ]
  const [before] = await run<{ choices: string }>(`select choices::text from messages where id = '${message.id}'`)
  const write = (choices: string | undefined) =>
    run(`update messages set choices = '${choices?.replaceAll("'", "''")}'::jsonb where id = '${message.id}'`)
  await write(JSON.stringify(broken))
  await town.app.inbox.receive({
    account: person.account,
    updateId: `false_${telephone}@c.us_3EB0`,
    from: { address: person.address, name: person.name, language: 'it' },
    input: { kind: 'choice', choice: `${message.id}:${index}`, on: message.externalId },
  })
  await town.app.idle()
  return { mend: () => write(before?.choices) }
}

test('an update set aside is done once when somebody asks for it again, by an id without a telephone number', async () => {
  const anna = town.citizen('Anna')
  const { mend } = await setAside(anna)
  expect(anna.sees()).toMatch(/qualcosa/i)
  const [aside, ...more] = await look(town.app.platform, setAsideThings)
  expect(more).toEqual([])
  expect(aside).toMatchObject({ kind: 'update', id: expect.stringMatching(/^update:[0-9a-f]{12}$/) as string })
  expect(JSON.stringify(aside)).not.toContain(telephone)

  await mend()
  const mark = anna.messages().length
  const ask = (id: string): Promise<number> => transact(town.app.platform, ({ work }) => askAgain(work, id))
  expect(await ask('update:000000000000')).toBe(0)
  expect(await ask(aside?.id ?? '')).toBe(1)
  // Nobody but the running process does it, at its next turn.
  await expect.poll(() => anna.messages().length, { timeout: 5000 }).toBe(mark + 1)
  expect(anna.sees()).toBe('Pane')
  expect(await look(town.app.platform, setAsideThings)).toEqual([])
  expect(await ask(aside?.id ?? '')).toBe(0)
  await town.app.inbox.replayAsked()
  await town.app.idle()
  expect(anna.messages()).toHaveLength(mark + 1)
})

test('an update that fails again is set aside again, and not tried for ever', async () => {
  const anna = town.citizen('Anna')
  await setAside(anna)
  const ask = (): Promise<number> => transact(town.app.platform, ({ work }) => askAgain(work, 'all'))
  expect(await ask()).toBe(1)
  const tries = (): number => town.logged.filter(line => line.includes('update-set-aside')).length
  await expect.poll(tries, { timeout: 5000 }).toBe(2)
  await town.app.inbox.replayAsked()
  expect(tries()).toBe(2)
  expect(await look(town.app.platform, setAsideThings)).toHaveLength(1)
})

test('one update that cannot even be set aside does not keep the others from being done again', async () => {
  const [anna, bruno] = [town.citizen('Anna'), town.citizen('Bruno')]
  const { mend } = await setAside(anna)
  await anna.says('menu')
  // As it would stand there of an account that is no longer served.
  await run(`insert into inbox (account, update_id, received_at, error, incoming, replay_at)
    values ('gone', 'x', '2000-01-01', 'x', '{"account": "gone", "updateId": "x", "from": {"address": "1", "name": "x"},
      "input": {"kind": "text", "text": "x"}}', now())`)
  await mend()
  const mark = anna.messages().length
  expect(await transact(town.app.platform, ({ work }) => askAgain(work, 'all'))).toBe(2)
  await expect.poll(() => anna.messages().length, { timeout: 5000 }).toBe(mark + 1)
  await bruno.says('aiuto')
  expect(bruno.sees()).toContain('Come funziona')
})

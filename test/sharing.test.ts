// SPDX-License-Identifier: AGPL-3.0-or-later
// Many people tap at once: their updates share transactions, and none feels it.
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { arrivals } from '../src/post/recognising.ts'
import type { Incoming } from '../src/channel.ts'
import { openStore } from '../src/db/engines/connect.ts'
import { rowsOf } from '../src/db/rows.ts'
import type { Store } from '../src/db/store.ts'
import { redeemInvitation } from '../src/engine/people/invitations.ts'
import { linkChat, unlinkChats } from '../src/engine/people/linking.ts'
import { moveOrder, proposeTime } from '../src/engine/orders/moving.ts'
import { proposeLines } from '../src/engine/orders/proposing.ts'
import { aloneIn, NotShareable, type SoleWork } from '../src/engine/unit.ts'
import { transactTogether } from '../src/transact.ts'
import { type PaperPerson, type PaperTown, paperTown } from './support/paper.ts'
import { plainTown } from './support/plain-town.ts'
import { freshDatabase } from './support/postgres.ts'

let url = ''
let store: Store
let town: PaperTown
let close: () => Promise<void>
/** Shared transactions so far. */
let shared = 0

beforeEach(async () => {
  const database = await freshDatabase()
  url = database.url
  const opened = await openStore({ databaseUrl: url, dataDir: '/nowhere', prepare: true })
  store = {
    ...opened,
    transact(fn, isShared = false) {
      if (isShared) shared++
      return opened.transact(fn, isShared)
    },
  }
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', products: 3 }])])
  close = async () => {
    await town.close()
    await opened.close()
    await database.drop()
  }
})
afterEach(() => close())

/** People who have all come to the shop's window. */
async function people(count: number): Promise<PaperPerson[]> {
  const all = Array.from({ length: count }, (_, at) => town.citizen(`Anna ${at}`))
  for (const person of all) await person.says('/start s-forno')
  shared = 0
  return all
}

/** Everybody's tap on the choice with this label, in the same instant. */
async function tapsOf(tapping: readonly PaperPerson[], label: string): Promise<(() => Promise<unknown>)[]> {
  const found = await Promise.all(tapping.map(person => person.find(label)))
  return found.map(
    ({ message, index }, at) =>
      async () =>
        tapping[at]?.press(message, index),
  )
}

/** All tap it; resolves when everybody has been answered. */
async function allTap(tapping: readonly PaperPerson[], label: string): Promise<void> {
  const taps = await tapsOf(tapping, label)
  const before = tapping.map(person => person.messages().length)
  await Promise.all(taps.map(tap => tap()))
  await town.app.idle()
  for (const [at, person] of tapping.entries()) expect(person.messages().length).toBe((before[at] ?? 0) + 1)
}

/** How many transactions have left the rows of a table as they are. */
async function transactionsOf(table: string): Promise<number> {
  return count(`(select distinct xmin::text from ${table}) as written`)
}

async function count(what: string): Promise<number> {
  const [row] = rowsOf<{ n: number }>(
    await store.read(db => db.execute(sql.raw(`select count(*)::int as n from ${what}`))),
  )
  return row?.n ?? -1
}

test('twenty people tap at once: each sees their own answer, in two transactions', async () => {
  const all = await people(20)
  await allTap(all, 'Pane')
  // The first goes at once, the nineteen others together when it is done.
  expect(shared).toBe(1)
  await Promise.all(all.map((person, at) => (at % 2 === 0 ? person.says('menu') : person.says('aiuto'))))
  for (const [at, person] of all.entries()) expect(person.sees()).toMatch(at % 2 === 0 ? /Paese/ : /Come funziona/)
  expect(await count(`inbox where error is not null`)).toBe(0)
})

test('what nobody could answer is one person’s trouble: the others are answered, that one gets an apology', async () => {
  const all = await people(6)
  const [first, unlucky] = all
  if (!first || !unlucky) throw new Error('nobody came')
  // As a mistake of ours would leave it: a choice that leads where the database refuses to look.
  const broken = JSON.stringify([
    { label: 'x', action: 'go', argument: { screen: 'product', state: { productId: 'none' } }, effect: 'view' },
  ])
  await store.transact(({ db }) =>
    db.execute(sql`update messages set choices = ${broken}::jsonb where chat_id =
      (select id from chats where address = ${unlucky.address})`),
  )
  await Promise.all(
    all.map(async person => {
      const { message, index } = await person.find('Pane')
      return person.press(message, index)
    }),
  )
  await town.app.idle()
  expect(unlucky.sees()).toMatch(/qualcosa/i)
  for (const person of all) if (person !== unlucky) expect(person.sees()).not.toMatch(/qualcosa/i)
  expect(await count('inbox where error is not null')).toBe(1)
})

test('whoever must wait for a lock waits alone', async () => {
  const all = await people(5)
  const [, waiting] = all
  if (!waiting) throw new Error('nobody came')
  const elsewhere = postgres(url, { max: 1 })
  const locked = Promise.withResolvers<undefined>()
  const release = Promise.withResolvers<undefined>()
  const holding = elsewhere.begin(async client => {
    await client`select from chats where address = ${waiting.address} for update`
    locked.resolve(undefined)
    await release.promise
  })
  await locked.promise
  const taps = await tapsOf(all, 'Pane')
  const before = waiting.messages().length
  const pressed = taps.map(tap => tap())
  await Promise.all(pressed.filter((_, at) => all[at] !== waiting))
  expect(waiting.messages().length).toBe(before)
  release.resolve(undefined)
  await holding
  await Promise.all(pressed)
  await town.app.idle()
  expect(waiting.messages().length).toBe(before + 1)
  await elsewhere.end()
})

/** People at the last step, each at their own time of day or all at the first. */
async function reviewers(count: number, ownTimes = false): Promise<PaperPerson[]> {
  const all = await people(count)
  for (const person of all) await person.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
  for (const [at, person] of all.entries()) await person.taps(timesOf(person)[ownTimes ? at : 0] ?? 'none')
  shared = 0
  return all
}

test('twenty people send their orders at once: twenty orders in a few transactions', async () => {
  const all = await reviewers(20)
  await allTap(all, "Invia l'ordine")
  expect(await count('orders')).toBe(20)
  expect(await count('inbox where error is not null')).toBe(0)
  for (const person of all) expect(person.sees()).toMatch(/Ordine [A-Z]-\d{4}/)
  // Two go alone: the first tap of all, and the first that was told to go with orders.
  expect(await transactionsOf('orders')).toBeLessThanOrEqual(4)
})

test('an update that comes again is done once, also among others', async () => {
  const all = await reviewers(8)
  // Each tap twice; one person only looks again.
  await Promise.all(
    all.map(async (person, at) => {
      const { message, index } = await person.find(at === 0 ? 'Modifica' : "Invia l'ordine")
      await Promise.all([person.press(message, index), person.press(message, index)])
    }),
  )
  await town.app.idle()
  expect(await count('orders')).toBe(7)
})

test('whoever calls an order off does it alone, while others look', async () => {
  const all = await reviewers(6)
  await allTap(all, "Invia l'ordine")
  await allTap(all, 'Annulla')
  const onlookers = Array.from({ length: 6 }, (_, at) => town.citizen(`Luigi ${at}`))
  for (const person of onlookers) await person.says('/start s-forno')
  const taps = [...(await tapsOf(all, 'Sì, annulla')), ...(await tapsOf(onlookers, 'Pane'))]
  await Promise.all(taps.map(tap => tap()))
  await town.app.idle()
  expect(await count(`orders where state = 'cancelled'`)).toBe(6)
  expect(await transactionsOf('orders')).toBe(6)
  for (const person of onlookers) expect(person.sees()).toBe('Pane')
  expect(await count('inbox where error is not null')).toBe(0)
})

test('those who want places take them in the same order, however they came', async () => {
  const all = await reviewers(5, true)
  const taps = await Promise.all(
    all.map(async (person, at): Promise<Incoming> => {
      const { message, index } = await person.find("Invia l'ordine")
      const choice = `${message.id}:${index}`
      const input = { kind: 'choice', choice } as const
      return {
        account: 'telegram:citizen',
        updateId: `order-${at}`,
        from: { address: person.address, name: 'Anna' },
        input,
      }
    }),
  )
  const orderOf = async (incomings: Incoming[]): Promise<string[]> => {
    const found = await transactTogether(town.app.platform, async begin => {
      const came = await arrivals(begin().work, incomings, 'orders')
      expect(came.every(each => typeof each.found === 'object')).toBe(true)
      // Nothing of it stays.
      throw Object.assign(new Error('enough'), { order: came.map(({ incoming }) => incoming.updateId) })
    }).catch((error: { order?: string[] }) => error.order)
    return found ?? []
  }
  const once = await orderOf(taps)
  expect(once).toHaveLength(5)
  expect(await orderOf(taps.toReversed())).toEqual(once)
  expect(await orderOf([taps[3], taps[0], taps[4], taps[1], taps[2]].filter(each => each !== undefined))).toEqual(once)
})

function timesOf(person: PaperPerson): string[] {
  return (
    person
      .messages()
      .at(-1)
      ?.labels.filter(each => /\d:\d\d$/.test(each)) ?? []
  )
}

test('what relies on excluding others is refused beside them', async () => {
  const id = '00000000-0000-7000-8000-000000000001'
  const by = { actor: 'shopkeeper', personId: id } as const
  const commands: Record<string, (work: SoleWork) => Promise<unknown>> = {
    move: work => moveOrder(work, id, 'prepare', by),
    'propose a time': work => proposeTime(work, id, by, new Date(0)),
    'propose lines': work => proposeLines(work, id, by, []),
    redeem: work => redeemInvitation(work, 'x', id),
    link: work => linkChat(work, 'x', { chatId: id, personId: id, account: 'telegram:citizen' }),
    unlink: work => unlinkChats(work, id, [id]),
  }
  for (const [name, run] of Object.entries(commands)) {
    await expect(
      transactTogether(town.app.platform, begin => run(aloneIn(begin().work))),
      name,
    ).rejects.toThrow(NotShareable)
  }
})

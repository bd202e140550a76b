// SPDX-License-Identifier: AGPL-3.0-or-later
// Every statement that is written as SQL is asked once of a town in which things have happened, and what it answers is
// read as its columns say. Nothing of it stays.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { type KnownStatement, knownStatements } from '../../src/db/prepared.ts'
import { rowsOf, text } from '../../src/db/rows.ts'
import type { Statement, Store } from '../../src/db/store.ts'
import type { SoleWork } from '../../src/engine/unit.ts'
import { transact } from '../../src/transact.ts'
import { type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let town: PaperTown
let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', stock: 50 }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
  await things()
})
afterAll(() => close())

/** Orders, answers, a bag that stays full, a mistake: so that each table has rows, and each way in was taken. */
async function things(): Promise<void> {
  const rosa = await town.shopkeeper('Rosa', 'paese', 'forno')
  const people = ['Anna', 'Bruno', 'Carla'].map(name => town.citizen(name))
  for (const person of people) {
    await person.says('/start s-forno')
    await person.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
    const times =
      person
        .messages()
        .at(-1)
        ?.labels.filter(label => /\d:\d\d$/.test(label)) ?? []
    await person.taps(times.at(-1) ?? 'none')
    if (person.name === 'Anna') await person.taps("Invia l'ordine")
  }
  await rosa.tapsAbout('Anna', 'Accetta')
  await Promise.all(people.slice(1).map(person => person.says('aiuto')))
  await town.citizens.bring(people[0]?.address ?? '', 'Anna', { kind: 'opened' })
  // As a mistake leaves an update behind that is done again.
  const from = { address: people[0]?.address, name: 'Anna' }
  const incoming = { account: 'telegram:citizen', updateId: 'again', from, input: { kind: 'text', text: 'aiuto' } }
  await store.transact(({ db }) =>
    db.execute(sql`insert into inbox (account, update_id, received_at, error, incoming)
      values ('telegram:citizen', 'again', now(), 'x', ${JSON.stringify(incoming)}::jsonb)`),
  )
  await town.app.inbox.replay('telegram:citizen', 'again')
  await town.app.idle()
}

/** The rows that samples are taken from, by the tables' names. */
type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const noon = '2026-11-24T12:00:00Z'
const fresh = '00000000-0000-7000-8000-00000000000'

interface Sample {
  /** What must be so for it to answer a row. */
  readonly first?: (rows: Rows) => string
  readonly values: (rows: Rows) => Readonly<Record<string, unknown>>
}

const nothing = (): Record<string, unknown> => ({})
const json = JSON.stringify
const ofProcess = (rows: Rows): Record<string, unknown> => ({ process: rows.processes?.id })
const aboutChat = (rows: Rows, more: object): string =>
  json([
    {
      at: 0,
      account: 'telegram:citizen',
      address: rows.chats?.address,
      name: 'Anna',
      aliases: [],
      closes: false,
      own: false,
      index: 0,
      ...more,
    },
  ])

const claiming: Sample = {
  first: () => `update messages set delivery = 'queued', due_at = now() - interval '1 min'`,
  values: rows => ({
    process: rows.processes?.id,
    accounts: ['telegram:citizen', 'telegram:staff'],
    chats: [rows.chats?.id],
    most: 10,
  }),
}

const samples: Readonly<Record<string, Sample>> = {
  'lock-order': { values: rows => ({ orderId: rows.orders?.id }) },
  'take-menu': {
    first: rows => `update messages set choices_state = 'open' where id = '${String(rows.messages?.id)}'`,
    values: rows => ({ id: rows.messages?.id }),
  },
  'place-orders': {
    values: ({ orders = {}, bags = {}, order_lines: line = {}, order_events: event = {} }) => ({
      usualLiveOrders: 3,
      mostLiveOrders: 10,
      wanted: json([
        {
          order_id: `${fresh}1`,
          person_id: orders.person_id,
          shop_id: orders.shop_id,
          bag_id: bags.id,
          version: bags.version,
          slot: 'a',
        },
      ]),
      seats: json([
        {
          slot: 'a',
          municipality_id: orders.municipality_id,
          shop_id: orders.shop_id,
          fulfillment: 'pickup',
          starts_at: noon,
          capacity: 3,
        },
      ]),
      goods: json([{ order_id: `${fresh}1`, product_id: line.product_id, amount: 1 }]),
      orders: json([{ ...orders, id: `${fresh}1`, pickup_code: 'none', code: 'none' }]),
      lines: json([{ ...line, order_id: `${fresh}1` }]),
      events: json([{ ...event, id: `${fresh}2`, order_id: `${fresh}1` }]),
    }),
  },
  'lock-people': { values: ({ orders = {} }) => ({ people: [orders.person_id] }) },
  'refuse-person': {
    values: ({ orders = {}, roles = {} }) => ({ orderId: orders.id, by: roles.person_id, now: new Date(noon) }),
  },
  'find-pickup-codes': {
    values: ({ orders = {} }) => ({ shops: [orders.shop_id], codes: [orders.pickup_code] }),
  },
  'find-seats': { values: ({ slots = {} }) => ({ shops: [slots.shop_id], times: [slots.starts_at] }) },
  'take-seat': {
    values: ({ slots = {} }) => ({
      municipalityId: slots.municipality_id,
      shopId: slots.shop_id,
      fulfillment: 'pickup',
      startsAt: new Date(noon),
      capacity: 3,
    }),
  },
  'give-seats-back': {
    values: ({ slots = {} }) => ({
      slots: json([{ shopId: slots.shop_id, fulfillment: 'pickup', startsAt: slots.starts_at }]),
    }),
  },
  'put-lines': {
    values: ({ bags = {}, order_lines: line = {} }) => ({
      lines: json([
        {
          id: `${fresh}1`,
          bagId: `${fresh}2`,
          personId: bags.person_id,
          shopId: bags.shop_id,
          municipalityId: bags.municipality_id,
          productId: line.product_id,
          unit: 'piece',
          quantity: 2,
          note: null,
          now: noon,
        },
      ]),
    }),
  },
  'note-sweep-failure': {
    values: () => ({ sweep: 'a', subject: 'b', error: 'c', now: new Date(noon), mostAttempts: 3, waits: [5, 60] }),
  },
  'forget-sweep-failures': { values: () => ({ subjects: json([{ sweep: 'a', subject: 'b' }]) }) },
  'note-acts': {
    values: ({ bags = {} }) => ({
      acts: json([
        {
          id: `${fresh}1`,
          municipality_id: bags.municipality_id,
          person_id: bags.person_id,
          at: noon,
          action: 'a',
          detail: null,
        },
      ]),
    }),
  },
  'change-stock': {
    values: ({ order_lines: line = {} }) => ({ changes: json([{ id: line.product_id, change: -1 }]) }),
  },
  'find-accounts-to-tell': {
    first: away,
    values: () => ({ silentSeconds: 1, most: 5, now: new Date(noon) }),
  },
  'begin-account-alarm': { first: away, values: () => ({ account: 'telegram:citizen', silentSeconds: 1 }) },
  'end-account-alarms': {
    first: () => `insert into account_alarms values ('telegram:citizen', 'silent', now())`,
    values: () => ({ account: 'telegram:citizen' }),
  },
  'move-bag-lines': { values: ({ bags = {}, orders = {} }) => ({ from: bags.person_id, to: orders.person_id }) },
  'move-shop-refusals': { values: ({ bags = {}, orders = {} }) => ({ from: bags.person_id, to: orders.person_id }) },
  'change-chats': {
    values: ({ chats = {} }) => ({ rows: json([{ id: chats.id, language: 'en' }]), ids: [chats.id] }),
  },
  'note-wrong-codes': {
    values: ({ bags = {} }) => ({
      tries: json([{ id: `${fresh}1`, person_id: bags.person_id, at: noon, forget_before: noon }]),
    }),
  },
  'process-breathes': { values: ofProcess },
  'forget-silent-processes': { values: rows => ({ ...ofProcess(rows), silentSeconds: 1 }) },
  'forget-process': { values: ofProcess },
  'forget-account-states': { values: nothing },
  'free-messages': { values: nothing },
  'free-errands': { values: nothing },
  'post-messages': {
    values: ({ chats = {}, messages = {}, processes = {} }) => ({
      rows: json([
        {
          at: 0,
          id: `${fresh}1`,
          chatId: chats.id,
          account: 'telegram:citizen',
          audience: 'citizen',
          priority: 'notice',
          card: messages.card,
          view: { text: 'x', rows: [] },
          choices: [],
          choicesState: 'open',
          rings: true,
          first: true,
        },
      ]),
      chats: [chats.id],
      menuChats: [chats.id],
      cardChats: [chats.id],
      cards: [messages.card],
      replaced: [messages.id],
      process: processes.id,
      now: new Date(noon),
    }),
  },
  'settle-messages': {
    values: ({ chats = {}, messages = {} }) => ({
      rows: json([
        { id: messages.id, delivery: 'queued', external_ids: ['1'], due_in: 5, wait_scope: 'chat', tried: 1 },
      ]),
      closed: [chats.id],
    }),
  },
  'claim-in-chats': claiming,
  'claim-anywhere': claiming,
  'report-reach': {
    values: ({ messages = {} }) => ({
      account: messages.account,
      id: messages.id,
      externalId: '1',
      reach: 'read',
      order: ['accepted', 'sent', 'delivered', 'read'],
    }),
  },
  'find-reported': {
    values: ({ messages = {} }) => ({ account: messages.account, id: messages.id, externalId: '1' }),
  },
  'release-awaiting-reader': { values: nothing },
  'hasten-account': { values: () => ({ account: 'telegram:citizen' }) },
  'give-up-message': { values: ({ messages = {} }) => ({ id: messages.id }) },
  'write-errands': {
    values: ({ chats = {} }) => ({
      errands: json([
        {
          id: `${fresh}1`,
          chat_id: chats.id,
          account: 'telegram:citizen',
          request: { kind: 'fetch', as: 'photo', fileId: '1', caption: '' },
          created_at: noon,
        },
      ]),
    }),
  },
  'claim-errands': {
    first: anErrand,
    values: rows => ({ ...ofProcess(rows), accounts: ['telegram:citizen'], most: 1 }),
  },
  'finish-errand': { first: anErrand, values: () => ({ id: `${fresh}1` }) },
  'fail-errand': {
    first: anErrand,
    values: () => ({ id: `${fresh}1`, error: 'x', mostAttempts: 3, final: false, waitSeconds: 1 }),
  },
}

function anErrand({ chats = {} }: Rows): string {
  return `insert into errands (id, chat_id, account, request, state, due_at, created_at) values ('${fresh}1',
    '${String(chats.id)}', 'telegram:citizen', '{"kind": "fetch"}', 'queued', now() - interval '1 hour', now())`
}

function away(): string {
  return `update account_states set ok = false, since = now() - interval '1 hour' where account = 'telegram:citizen'`
}

/** Updates are recognised in as many ways as they can come; each way is a statement made at its first use. */
const recognising: Sample = {
  first: () =>
    `insert into inbox (account, update_id, received_at, error) values ('telegram:citizen', 'failed', now(), 'x')`,
  values: rows => ({
    updates: aboutChat(rows, { update_id: 'failed', tapped: rows.messages?.id, quoted: '1', newest: true }),
    now: new Date(noon),
  }),
}

function sampleOf(name: string): Sample | undefined {
  if (!name.startsWith('recognise-')) return samples[name]
  if (name.includes('-again')) return recognising
  return { values: rows => recognising.values(rows) }
}

function withoutSamples(known: Iterable<string>): string[] {
  return [...known].filter(name => !sampleOf(name))
}

/** One row of each table, as the database tells it; a bag that is full, and the chat and the messages of its owner. */
async function rowsIn(work: SoleWork): Promise<Rows> {
  const read = async (query: string): Promise<Record<string, unknown>> =>
    rowsOf<{ row: Record<string, unknown> }>(
      await work.db.execute(sql.raw(`select to_jsonb(found) as row from (${query}) found limit 1`)),
    )[0]?.row ?? {}
  const bags = await read(`select bags.*, bags.xmin::text || bags.ctid::text as version from bags
    where exists (select from bag_lines where bag_id = bags.id)`)
  const chats = await read(`select * from chats where person_id = '${String(bags.person_id)}'`)
  return {
    bags,
    chats,
    messages: await read(`select * from messages where chat_id = '${String(chats.id)}' order by position desc`),
    orders: await read('select * from orders'),
    order_lines: await read('select * from order_lines'),
    roles: await read('select roles.* from roles join orders using (shop_id)'),
    order_events: await read('select * from order_events'),
    slots: await read('select * from slots where booked > 0'),
    processes: await read('select * from processes'),
  }
}

class Enough extends Error {}

/** Asks a statement with its sample values; throws where it does not answer rows as its columns say. */
async function ask(name: string, known: Pick<KnownStatement, 'columns' | 'fill'>): Promise<void> {
  const sample = sampleOf(name)
  if (!sample) throw new Error(`there are no sample values for ${name}`)
  const asked = transact(town.app.platform, async ({ work }) => {
    const rows = await rowsIn(work)
    if (sample.first) await work.db.execute(sql.raw(sample.first(rows)))
    const found = await work.ask(known.fill(sample.values(rows)))
    if (Object.keys(known.columns).length > 0 && found.length === 0) throw new Error(`${name} answered no row`)
    throw new Enough()
  })
  await asked.catch((error: unknown) => {
    if (!(error instanceof Enough)) throw new Error(name, { cause: error })
  })
}

test('every statement does what it says, and its rows are what its columns say', async () => {
  expect(knownStatements.size).toBeGreaterThan(30)
  expect([...knownStatements.keys()].filter(name => name.startsWith('recognise-')).length).toBeGreaterThanOrEqual(4)
  const failed: unknown[] = []
  for (const [name, known] of knownStatements) await ask(name, known).catch((error: unknown) => failed.push(error))
  expect(failed).toEqual([])
})

test('a statement without sample values is found, and so are values without a statement', () => {
  expect(withoutSamples(knownStatements.keys())).toEqual([])
  expect(withoutSamples([...knownStatements.keys(), 'a-new-one'])).toEqual(['a-new-one'])
  expect(Object.keys(samples).filter(name => !knownStatements.has(name))).toEqual([])
})

test('a column of another kind, or of a name that is not there, is found', async () => {
  const known = knownStatements.get('find-seats')
  if (!known) throw new Error('there is no such statement')
  const reading = (column: string): Pick<KnownStatement, 'columns' | 'fill'> => ({
    columns: known.columns,
    fill: (values): Statement => ({ ...known.fill(values), read: row => text(row[column]) }),
  })
  await expect(ask('find-seats', reading('shop_id'))).resolves.toBeUndefined()
  await expect(ask('find-seats', reading('booked'))).rejects.toThrow('find-seats')
  await expect(ask('find-seats', reading('shop'))).rejects.toThrow('find-seats')
})

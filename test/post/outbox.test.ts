// SPDX-License-Identifier: AGPL-3.0-or-later
// What waits in a chat, and what passes it.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery, Message } from '../../src/channel.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { link } from '../../src/dialog/for-citizens.ts'
import { type Choice, view } from '../../src/dialog/view.ts'
import { escape, plain } from '../../src/text/markup.ts'
import { pause } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { PaperChannel, type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

/** A channel whose answers can be given. */
class GivenChannel extends PaperChannel {
  /** What becomes of a message, where it is not simply delivered. */
  verdict: (text: string, address: string) => Delivery | undefined = () => undefined

  override send(message: Message): Promise<Delivery> {
    const given = this.verdict(plain(message.view.text), message.address)
    return given ? Promise.resolve(given) : super.send(message)
  }
}

let store: Store
let town: PaperTown
let channel: GivenChannel
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  channel = new GivenChannel('citizen')
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], {
    channels: [channel, new PaperChannel('staff')],
  })
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

async function run<Row>(text: string): Promise<Row[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}

/** Somebody who has come to the shop's window. */
async function person(name: string): Promise<PaperPerson> {
  const somebody = town.citizen(name)
  await somebody.says('/start s-forno')
  return somebody
}

interface Told {
  readonly text: string
  readonly card?: string
  readonly priority?: 'notice' | 'reply'
  readonly choices?: readonly Choice[]
}

/** Sends a message to somebody, in a unit of work of its own. */
async function tell({ address }: PaperPerson, { text, card, priority = 'notice', choices = [] }: Told): Promise<void> {
  const [chat] = await run<{ id: string }>(`select id from chats where address = '${address}'`)
  await transact(town.app.platform, async ({ post }) =>
    post({
      chatId: chat?.id ?? '',
      account: 'telegram:citizen',
      address,
      audience: 'citizen',
      language: 'it',
      lastHeardAt: new Date(),
      municipalityId: null,
      priority,
      spot: null,
      shown: {
        ...view(escape(text), ...choices),
        ...(card !== undefined && { card: { kind: 'order' as const, id: card } }),
      },
      rings: true,
    }),
  )
  await town.app.idle()
}

function putOff(scope: 'message' | 'chat', forMs: number, text: string): void {
  let once = false
  channel.verdict = shown => {
    if (once || shown !== text) return undefined
    once = true
    return { outcome: 'later', retryAfterMs: forMs, scope }
  }
}

function textsOf(somebody: PaperPerson, from: number): string[] {
  return somebody
    .messages()
    .slice(from)
    .map(({ text }) => text)
}

async function deliveryOf(text: string): Promise<string | undefined> {
  const [row] = await run<{ delivery: string }>(
    `select delivery from messages where view ->> 'text' = '${text}' order by position desc limit 1`,
  )
  return row?.delivery
}

const hourMs = 3600_000

test('a notice that was put off does not hold up the next answer', async () => {
  const anna = await person('Anna')
  putOff('message', hourMs, 'più tardi')
  await tell(anna, { text: 'più tardi' })
  const mark = anna.messages().length
  await anna.says('aiuto')
  expect(textsOf(anna, mark)).toEqual([expect.stringContaining('Come funziona')])
  expect(await deliveryOf('più tardi')).toBe('queued')
})

test('a chat that was told to wait is left in peace until then; then all comes in its order', async () => {
  const anna = await person('Anna')
  putOff('chat', 2000, 'più tardi')
  const begun = performance.now()
  await tell(anna, { text: 'più tardi' })
  const mark = anna.messages().length
  await channel.bring(anna.address, anna.name, { kind: 'text', text: 'aiuto' })
  await town.app.idle()
  await pause(300)
  expect(textsOf(anna, mark)).toEqual([])
  await expect.poll(() => textsOf(anna, mark).length, { timeout: 10_000 }).toBe(2)
  expect(performance.now() - begun).toBeGreaterThan(2000)
  expect(textsOf(anna, mark)).toEqual(['più tardi', expect.stringContaining('Come funziona')])
})

test('notices keep their order among themselves, also where the first was put off', async () => {
  const anna = await person('Anna')
  putOff('message', 1200, 'primo')
  const mark = anna.messages().length
  await tell(anna, { text: 'primo' })
  await tell(anna, { text: 'secondo' })
  expect(textsOf(anna, mark)).toEqual([])
  await expect.poll(() => textsOf(anna, mark).length, { timeout: 10_000 }).toBe(2)
  expect(textsOf(anna, mark)).toEqual(['primo', 'secondo'])
})

const choice = link(plainLabel('Vedi'), 'home', {})
function plainLabel(text: string): ReturnType<typeof plain> {
  return plain(escape(text))
}

test.each([
  ['with buttons', [choice]],
  ['without any', []],
])('a card that was put off and came again as an answer is not sent any more: %s', async (_, choices) => {
  const anna = await person('Anna')
  putOff('message', hourMs, 'la carta di prima')
  await tell(anna, { text: 'la carta di prima', card: '1', choices })
  const mark = anna.messages().length
  await tell(anna, { text: 'la carta di adesso', card: '1', priority: 'reply', choices })
  expect(textsOf(anna, mark)).toEqual(['la carta di adesso'])
  expect(await deliveryOf('la carta di prima')).toBe('superseded')
  // Nor is it looked after as one that did not arrive.
  town.clock.forward(10 * 60_000)
  await town.app.sweep()
  const [row] = await run<{ none: boolean }>(
    `select undelivered_at is null as none from messages where view ->> 'text' = 'la carta di prima'`,
  )
  expect(row?.none).toBe(true)
})

test('another card that was put off is still to come', async () => {
  const anna = await person('Anna')
  putOff('message', hourMs, 'una carta')
  await tell(anna, { text: 'una carta', card: '1' })
  await tell(anna, { text: 'altra carta', card: '2', priority: 'reply' })
  expect(await deliveryOf('una carta')).toBe('queued')
})

test('one message whose end cannot be written down holds up no other, and is given up', async () => {
  const [anna, bruno] = [await person('Anna'), await person('Bruno')]
  channel.verdict = (text, address) =>
    address === anna.address && text.includes('Come funziona')
      ? { outcome: 'delivered', externalIds: ['never\0written'] }
      : undefined
  await Promise.all([
    channel.bring(anna.address, anna.name, { kind: 'text', text: 'aiuto' }),
    channel.bring(bruno.address, bruno.name, { kind: 'text', text: 'aiuto' }),
  ])
  await town.app.idle()
  const ends = await run<{ address: string; delivery: string; error: string | null }>(
    `select distinct on (chat_id) address, delivery, error from messages join chats on chats.id = chat_id
      order by chat_id, position desc`,
  )
  expect(ends.find(({ address }) => address === bruno.address)?.delivery).toBe('delivered')
  expect(ends.find(({ address }) => address === anna.address)).toMatchObject({
    delivery: 'unknown',
    error: expect.stringContaining('could not be written') as string,
  })
  expect(town.logged.filter(line => line.includes('outbox-unsettled'))).toHaveLength(1)
  // And her chat goes on.
  const mark = anna.messages().length
  await anna.says('menu')
  await expect.poll(() => anna.messages().length, { timeout: 5000 }).toBe(mark + 1)
})

test('one message of which nothing at all can be written down is left, and holds up no other', async () => {
  const [anna, bruno] = [await person('Anna'), await person('Bruno')]
  await run(`create function fail() returns trigger language plpgsql as $$ begin raise 'a mistake of ours'; end $$`)
  await run(`create trigger fail before update on messages for each row
    when (old.view ->> 'text' = 'maledetto') execute function fail()`)
  await Promise.all([tell(anna, { text: 'maledetto' }), tell(bruno, { text: 'benedetto' })])
  expect(await deliveryOf('benedetto')).toBe('delivered')
  const mark = bruno.messages().length
  await bruno.says('aiuto')
  expect(bruno.messages().length).toBe(mark + 1)
  expect(await deliveryOf('maledetto')).toBe('sending')
  expect(town.logged.filter(line => line.includes('outbox-left'))).toHaveLength(1)
  await run('drop trigger fail on messages')
})

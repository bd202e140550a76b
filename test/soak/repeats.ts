// SPDX-License-Identifier: AGPL-3.0-or-later
// Every update comes one to five times, shuffled, eight at a time, to two programs over one database: most of them
// straight into the inbox, some through the webhook's real route and over HTTP.
import { sql } from 'drizzle-orm'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { type App, photoStore, startApp } from '../../src/app.ts'
import type { Incoming } from '../../src/channel.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { createLog } from '../../src/log.ts'
import { keptUpdateId } from '../../src/post/update-ids.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { PaperChannel, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { preparedChats, preparedMark } from './prepared-chats.ts'
import { exactly, type Figure, type Proof, type Run, sum, told } from './proof.ts'
import type { Random } from './random.ts'

const sizes = {
  quick: { orders: 40, taps: 16, posted: 10 },
  full: { orders: 400, taps: 360, posted: 200 },
}
const tapsPerChat = 10
const words = ['negozi', 'aiuto', 'ordini', 'lingua', 'busta']
const mostTimes = 5
const atOnce = 8

export const repeats: Proof = {
  name: 'repeats',
  promise: 'an update that comes several times has one effect',
  async run(run) {
    return withStore(async store => {
      const [direct, posted] = [await straightIn(store, run), await overHttp(store, run)]
      return [
        told('updates', direct.updates + posted.updates),
        told('deliveries', direct.deliveries + posted.deliveries),
        told('of these over HTTP', posted.deliveries),
        exactly('rows in the inbox', direct.inboxRows + posted.inboxRows, direct.updates + posted.updates),
        exactly('updates without an effect', direct.lost + posted.lost, 0),
        exactly('effects doubled', direct.doubled + posted.doubled, 0),
        exactly('deliveries not recognised as repeated', direct.fresh - direct.updates, 0),
        exactly('orders of taps that order', direct.orders, sizes[run.size].orders),
        exactly('bag lines of taps that put', direct.bagLines, sizes[run.size].taps * tapsPerChat),
        exactly('answers to the webhook other than 200', posted.refused, 0),
      ] satisfies Figure[]
    })
  },
  faults: [{ name: 'the unique key of the inbox dropped', reddens: 'effects doubled' }],
}

const firstUpdateId = 1_000_000

interface Counted {
  readonly updates: number
  readonly deliveries: number
  readonly inboxRows: number
  readonly lost: number
  readonly doubled: number
}

async function straightIn(store: Store, { size, random, fault, say }: Run) {
  const { orders, taps } = sizes[size]
  const first = await paperTown(store, [plainTown('ripetuto', [{ slug: 'ripetuto', products: tapsPerChat }])])
  const second = await startApp({
    store,
    channels: [new PaperChannel('citizen')],
    log: createLog('error', [], { write: () => undefined }),
    clock: first.clock,
    floodBuckets: [],
  })
  try {
    if (fault !== undefined) await dropUniqueKey(store)
    const prepared = await preparedChats(first.app.platform, 'ripetuto', { orders, taps, tapsPerChat })
    const updates = prepared.flatMap(({ address, choices }, chat) =>
      choices.map((choice, at): Incoming => ({
        account: 'telegram:citizen',
        updateId: `r-${chat}-${at}`,
        from: { address, name: address, language: 'it' },
        input: { kind: 'choice', choice, on: '1' },
      })),
    )
    const deliveries = repeated(updates, random)
    const apps: readonly App[] = [first.app, second]
    const lots = deliveries.map(() => random.pick(apps))
    let fresh = 0
    await eightAtOnce(deliveries, async (incoming, at) => {
      const receipt = await (lots[at] ?? second).inbox.receive(incoming)
      if (receipt.fresh) fresh++
    })
    const wanted = new Map(prepared.map(({ address, choices }) => [address, choices.length]))
    return {
      ...(await effects(store, wanted, deliveries.length, new Set(updates.map(({ updateId }) => updateId)), say)),
      fresh,
      orders: await countOf(store, 'orders'),
      bagLines: await countOf(store, 'bag_lines'),
    }
  } finally {
    await second.stop()
    await first.close()
  }
}

async function overHttp(store: Store, { size, random, say }: Run): Promise<Counted & { refused: number }> {
  const emulator = await TelegramEmulator.start({ flood: { mode: 'count' } })
  const bot = emulator.addBot({ username: 'spesa_bot' })
  const log = createLog('error', [bot.token], { write: () => undefined })
  const secret = 'Segreto_di_prova-1'
  const updates = { by: 'webhook', publicUrl: 'http://127.0.0.1:9', secret } as const
  const channel = citizenBot({ token: bot.token, apiRoot: emulator.apiRoot, updates, photos: photoStore(store), log })
  const app = await startApp({ store, channels: [channel], log, floodBuckets: [] })
  const webhooks = channel.webhook ? [channel.webhook] : []
  const web = await serveWeb(createWeb({ checks: [], metrics: createMetrics(), webhooks, log }), '127.0.0.1', 0)
  try {
    const people = Array.from({ length: sizes[size].posted }, (_, at) =>
      emulator.addUser({ first_name: `Postino ${at}` }),
    )
    const posts = people.flatMap((user, person) => {
      const chat = bot.privateChat(user.person)
      chat.isStarted = true
      return words.map((text, at) => {
        const message = { message_id: 1000 + at, from: user.public, chat: chat.public, date: 1, text }
        return JSON.stringify({ update_id: firstUpdateId + person * words.length + at, message })
      })
    })
    const deliveries = repeated(posts, random)
    let refused = 0
    await eightAtOnce(deliveries, async body => {
      const answer = await fetch(`http://127.0.0.1:${web.port}/telegram/citizen`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
        body,
      })
      await answer.arrayBuffer()
      if (answer.status !== 200) refused++
    })
    await app.idle()
    const wanted = new Map(people.map(user => [String(user.id), words.length]))
    const ids = new Set(posts.map((_, at) => String(firstUpdateId + at)))
    return { ...(await effects(store, wanted, deliveries.length, ids, say)), refused }
  } finally {
    await web.stop()
    await app.stop()
    await emulator.stop()
  }
}

/** Each one to five times, in any order. */
function repeated<T>(updates: readonly T[], random: Random): T[] {
  return random.shuffle(updates.flatMap(update => Array<T>(1 + random.below(mostTimes)).fill(update)))
}

async function eightAtOnce<T>(all: readonly T[], act: (each: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let at = next++; at < all.length; at = next++) await act(all[at] as T, at)
    }),
  )
}

/** An update's effect is the one message that answers it, or none: counted for each chat. */
async function effects(
  store: Store,
  wanted: ReadonlyMap<string, number>,
  deliveries: number,
  updateIds: ReadonlySet<string>,
  say: (line: string) => void,
): Promise<Counted> {
  const rows = rowsOf<{ address: string; replies: number }>(
    await store.read(db =>
      db.execute(sql`
        select address, count(messages.id)::int as replies from chats
        left join messages on messages.chat_id = chats.id and messages.priority = 'reply' and messages.error is distinct from ${preparedMark}
        group by address`),
    ),
  )
  const replies = new Map(rows.map(row => [row.address, row.replies]))
  const differences = [...wanted].map(([address, count]) => (replies.get(address) ?? 0) - count)
  for (const [address, count] of wanted) {
    const found = replies.get(address) ?? 0
    if (found !== count) say(`chat ${address}: ${found} answers to ${count} updates`)
  }
  const [inbox] = rowsOf<{ count: number }>(
    await store.read(db =>
      db.execute(sql`select count(*)::int as count from inbox
        where update_id in (select jsonb_array_elements_text(${JSON.stringify([...updateIds].map(keptUpdateId))}::jsonb))`),
    ),
  )
  return {
    updates: sum([...wanted.values()]),
    deliveries,
    inboxRows: inbox?.count ?? 0,
    lost: sum(differences.map(difference => Math.max(0, -difference))),
    doubled: sum(differences.map(difference => Math.max(0, difference))),
  }
}

async function countOf(store: Store, table: 'orders' | 'bag_lines'): Promise<number> {
  const rows = await store.read(db => db.execute(sql`select count(*)::int as count from ${sql.identifier(table)}`))
  return rowsOf<{ count: number }>(rows)[0]?.count ?? 0
}

async function dropUniqueKey(store: Store): Promise<void> {
  await store.transact(async ({ db }) => {
    const keys = await db.execute(sql`
      select conname from pg_constraint where conrelid = 'inbox'::regclass and contype = 'p'`)
    const [key] = rowsOf<{ conname: string }>(keys)
    await db.execute(sql`alter table inbox drop constraint ${sql.identifier(key?.conname ?? '')}`)
  })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One person sends lists of 4 kB, fifty a second, in a shop of a hundred products, on PostgreSQL. Ten others write once a
// second, first without the flood and then beside it.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import { usualBuckets } from '../../src/post/floods.ts'
import { pause } from '../../src/system.ts'
import { plain } from '../../src/text/markup.ts'
import { texts } from '../../src/text/text.ts'
import { PaperChannel, type PaperPerson, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { atMost, exactly, type Proof, told } from './proof.ts'

const sizes = { quick: { seconds: 3, others: 4 }, full: { seconds: 30, others: 10 } }
const perSecond = 50
const listCharacters = 4096
const mostTimes = 2
/** For an answer; whoever waits longer was not answered. */
const patienceMs = 20_000
const products = 100
const flooded = plain(texts('it', 'Europe/Rome', new Date(0))('flooded'))

export const floods: Proof = {
  name: 'floods',
  promise: 'one who floods is told once and dropped, and nobody else waits twice as long',
  run: ({ size, fault, say }) =>
    withStore(async store => {
      const { seconds, others: count } = sizes[size]
      const channel = new PaperChannel('citizen')
      const dropped = { telegram: 0 }
      const town = await paperTown(store, [plainTown('piena', [{ slug: 'piena', products }])], {
        channels: [channel, new PaperChannel('staff')],
        floodBuckets: fault === undefined ? usualBuckets : [],
        watch: { dropped: () => void dropped.telegram++ },
      })
      try {
        const flooder = town.citizen('Chi corre')
        const others = Array.from({ length: count }, (_, at) => town.citizen(`Vicina ${at}`))
        for (const person of [flooder, ...others]) await person.says('/start s-piena')
        // The index of the shop, and whatever else is made at the first time.
        await Promise.all(others.map(person => person.says('due michetta 3')))
        const writes = (): Promise<(number | undefined)[]> => writing(channel, others, seconds)
        const idle = await writes()
        const rowsBefore = await inboxRows(town.app.platform.store)
        const [beside, sent] = await Promise.all([writes(), flooding(channel, flooder, seconds)])
        await town.app.idle()
        const rows = (await inboxRows(town.app.platform.store)) - rowsBefore - beside.length
        const toldTimes = flooder.messages().filter(({ text }) => text === flooded).length
        const [idleMs, besideMs] = [p95(idle), p95(beside)]
        say(`answers beside the flood: ${beside.length}, p95 ${besideMs.toFixed(1)} ms; idle ${idleMs.toFixed(1)} ms`)
        const times = besideMs / idleMs
        return [
          told('lists of 4 kB that one person sent', sent),
          exactly('times that person was told', toldTimes, 1),
          // The input that was told left a row, and counts as dropped.
          exactly('lists neither read nor counted as dropped', sent - (rows - toldTimes) - dropped.telegram, 0),
          told('lists read', rows - toldTimes),
          told('messages of others', beside.length),
          exactly('others left without an answer', [...idle, ...beside].filter(ms => ms === undefined).length, 0),
          exactly('others told that they flood', others.filter(each => each.messages().some(isFlooded)).length, 0),
          told('p95 of others, idle', rounded(idleMs), ' ms'),
          told('p95 of others, beside the flood', rounded(besideMs), ' ms'),
          // The quick size shares the machine with other tests: its times are told, not judged.
          size === 'full'
            ? atMost('p95 beside the flood, of the idle one', rounded(times), mostTimes, ' times')
            : told('p95 beside the flood, of the idle one', rounded(times), ' times'),
        ]
      } finally {
        await town.close()
      }
    }),
  faults: [{ name: 'the buckets taken away', reddens: 'times that person was told' }],
}

function isFlooded({ text }: { readonly text: string }): boolean {
  return text === flooded
}

/** Each person writes once a second, not all at once; answers how long each answer took, undefined if it did not come. */
async function writing(
  channel: PaperChannel,
  people: readonly PaperPerson[],
  seconds: number,
): Promise<(number | undefined)[]> {
  const all = await Promise.all(
    people.map(async ({ address, name }, at) => {
      // One answer to each, in their order.
      const waiting: (() => void)[] = []
      channel.heard.set(address, () => waiting.shift()?.())
      await pause((1000 * at) / people.length)
      const waits: Promise<number | undefined>[] = []
      for (let second = 0; second < seconds; second++) {
        const begun = performance.now()
        const answered = new Promise<number>(resolve => waiting.push(() => resolve(performance.now() - begun)))
        void channel.bring(address, name, { kind: 'text', text: 'tre michetta 4 e due michetta 7' })
        waits.push(Promise.race([answered, pause(patienceMs).then(() => undefined)]))
        await pause(1000)
      }
      return Promise.all(waits)
    }),
  )
  return all.flat()
}

/** Sends lists without waiting for anything; answers how many. */
async function flooding(channel: PaperChannel, { address, name }: PaperPerson, seconds: number): Promise<number> {
  const line = Array.from({ length: products }, (_, at) => `${(at % 9) + 1} michetta ${at}`).join(', ')
  const text = `${line}, `.repeat(10).slice(0, listCharacters)
  const ends = performance.now() + seconds * 1000
  const taken: Promise<unknown>[] = []
  for (let sent = 0; performance.now() < ends; sent++) {
    taken.push(channel.bring(address, name, { kind: 'text', text }))
    const due = ends - seconds * 1000 + ((sent + 1) * 1000) / perSecond
    await pause(Math.max(0, due - performance.now()))
  }
  await Promise.all(taken)
  return taken.length
}

async function inboxRows(store: Parameters<Parameters<typeof withStore>[0]>[0]): Promise<number> {
  const rows = await store.read(db => db.execute(sql`select count(*)::int as count from inbox`))
  return rowsOf<{ count: number }>(rows)[0]?.count ?? 0
}

function p95(waits: readonly (number | undefined)[]): number {
  const sorted = waits.map(ms => ms ?? patienceMs).sort((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

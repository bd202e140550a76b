// SPDX-License-Identifier: AGPL-3.0-or-later
// Two of our processes over one database, as in a town that has outgrown one.
import { sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import type { Channel, Delivery, Incoming, Message, Receipt } from '../../src/channel.ts'
import { startApp } from '../../src/app.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { createLog } from '../../src/log.ts'
import { plain } from '../../src/text/markup.ts'
import { freshDatabase } from '../support/postgres.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A channel without a platform: it keeps what it was given, in the order of sending. */
function notebook(sent: string[], send: (message: Message) => Promise<Delivery>): Channel {
  return {
    account: {
      name: 'telegram:citizen',
      channel: 'telegram',
      audiences: ['citizen'],
      edits: true,
      toasts: true,
      link: () => undefined,
    },
    async send(message) {
      const delivery = await send(message)
      if (delivery.outcome === 'delivered') sent.push(plain(message.view.text))
      return delivery
    },
    download: () => Promise.resolve({ ok: false, error: 'no files here', again: false }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    health: () => ({ ok: true, detail: '' }),
  }
}

async function processOver(url: string, sent: string[], send: (message: Message) => Promise<Delivery>) {
  const store = await openStore({ databaseUrl: url, dataDir: '/nowhere', prepare: true })
  const app = await startApp({
    store,
    channels: [notebook(sent, send)],
    log: createLog('silent', []),
    sweepEveryMs: 200,
  })
  endings.push(async () => {
    await app.stop()
    await store.close()
  })
  return { app, store }
}

const delivered = (message: Message): Promise<Delivery> =>
  Promise.resolve({ outcome: 'delivered', externalIds: [message.id] })

function from(address: string, updateId: number, text: string): Incoming {
  return {
    account: 'telegram:citizen',
    updateId: String(updateId),
    from: { address, name: 'Anna' },
    input: { kind: 'text', text },
  }
}

test('one update that reaches both processes at once has one effect and one answer', async () => {
  const { url, drop } = await freshDatabase('town')
  endings.push(drop)
  const sent: string[] = []
  const [one, two] = [await processOver(url, sent, delivered), await processOver(url, sent, delivered)]
  const receipts: Receipt[] = []
  for (let update = 1; update <= 40; update++) {
    const incoming = from(`10${update % 8}`, update, update % 2 === 0 ? 'negozi' : 'aiuto')
    receipts.push(...(await Promise.all([one.app.inbox.receive(incoming), two.app.inbox.receive(incoming)])))
  }
  await Promise.all([one.app.idle(), two.app.idle()])
  expect(receipts.filter(receipt => receipt.fresh)).toHaveLength(40)
  expect(sent).toHaveLength(40)
})

test('what a process was sending when it died is sent by the other within five seconds', async () => {
  const { url, drop } = await freshDatabase('town')
  endings.push(drop)
  const [ofOne, ofTwo]: string[][] = [[], []]
  // The first hangs in the middle of sending, as one that is killed: it neither ends nor breathes.
  const one = await processOver(url, ofOne ?? [], () => new Promise(() => undefined))
  await one.app.inbox.receive(from('100', 1, 'aiuto'))
  await one.store.transact(({ db }) =>
    db.execute(
      sql`update processes set seen_at = clock_timestamp() - interval '1 hour' where id = ${one.app.platform.processId}`,
    ),
  )
  const begun = performance.now()
  const two = await processOver(url, ofTwo ?? [], delivered)
  // The first still breathes in this test, so it is made silent again until the second has looked.
  while (ofTwo?.length === 0 && performance.now() - begun < 8000) {
    await two.store.transact(({ db }) =>
      db.execute(sql`delete from processes where id = ${one.app.platform.processId}`),
    )
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  expect(ofTwo?.join()).toContain('Come funziona')
  expect(performance.now() - begun).toBeLessThan(5000)
}, 30_000)

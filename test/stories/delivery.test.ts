// SPDX-License-Identifier: AGPL-3.0-or-later
// What a platform tells later of a message: how far it came, that it failed after all, or that it had arrived when
// nobody knew.
import { sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import type { Channel, Delivery, Message, Receiver } from '../../src/channel.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { createLog } from '../../src/log.ts'
import { plain } from '../../src/text/markup.ts'
import { pause } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A channel whose answers the test gives, over the whole engine. */
async function line(send: (message: Message, sent: number) => Promise<Delivery>, isWell = () => true) {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  const sent: Message[] = []
  let receiver: Receiver | undefined
  const channel: Channel = {
    account: {
      name: 'whatsapp-cloud',
      channel: 'whatsapp-cloud',
      audiences: ['citizen', 'staff'],
      edits: false,
      toasts: false,
      choicesAtOnce: 10,
      link: () => undefined,
    },
    send(message) {
      sent.push(message)
      return send(message, sent.length)
    },
    download: () => Promise.resolve({ ok: false, error: 'no files here', again: false }),
    start(given) {
      receiver = given
      return Promise.resolve()
    },
    stop: () => Promise.resolve(),
    health: () => ({ ok: isWell(), detail: '' }),
  }
  const app = await startApp({ store, channels: [channel], log: createLog('silent', []), sweepEveryMs: 50 })
  await transact(app.platform, ({ work }) => importMunicipality(work, plainTown('paese', [{ slug: 'forno' }])))
  endings.push(async () => {
    await app.stop()
    await store.close()
    await database.drop()
  })
  let updates = 0
  return {
    sent,
    report: (report: Parameters<Receiver['report']>[0]) => receiver?.report(report),
    async says(text: string) {
      const from = { address: '393331112233', name: 'Anna' }
      await receiver?.take({
        account: 'whatsapp-cloud',
        updateId: String(++updates),
        from,
        input: { kind: 'text', text },
      })
      await app.idle()
    },
    async rows() {
      const found = await store.read(db =>
        db.execute(sql`select delivery, reached, attempts, external_ids as ids from messages order by position`),
      )
      return rowsOf<{ delivery: string; reached: string | null; attempts: number; ids: string[] | null }>(found)
    },
    async until(fact: () => boolean): Promise<void> {
      for (let waits = 0; !fact(); waits++) {
        if (waits > 200) throw new Error('it never came')
        await pause(50)
      }
      await app.idle()
    },
  }
}

const arrives = (_: Message, sent: number): Promise<Delivery> =>
  Promise.resolve({ outcome: 'delivered', externalIds: [`wamid.${sent}`] })

test('how far a message came never goes back, however its reports come', async () => {
  const { says, report, rows } = await line(arrives)
  await says('s-forno')
  for (const news of ['delivered', 'sent', 'read', 'delivered', 'sent', 'accepted'] as const)
    await report({ externalId: 'wamid.1', news })
  expect(await rows()).toMatchObject([{ delivery: 'delivered', reached: 'read' }])
  await report({ externalId: 'wamid.of-somebody-else', news: 'read' })
})

test('a message of which nobody knew whether it had arrived is not sent again once it is heard of', async () => {
  const { says, report, rows, sent } = await line(() =>
    Promise.resolve({ outcome: 'unknown', error: 'the line broke', retryAfterMs: 400 }),
  )
  await says('s-forno')
  expect(await rows()).toMatchObject([{ delivery: 'queued', attempts: 1 }])
  await report({ messageId: sent[0]?.id ?? '', externalId: 'wamid.9', news: 'sent' })
  await pause(800)
  expect(sent).toHaveLength(1)
  expect(await rows()).toMatchObject([{ delivery: 'delivered', reached: 'sent', ids: ['wamid.9'] }])
})

test('unheard of, it is sent once more, and then no more', async () => {
  const { says, rows, sent, until } = await line(() =>
    Promise.resolve({ outcome: 'unknown', error: 'the line broke', retryAfterMs: 200 }),
  )
  await says('s-forno')
  await until(() => sent.length === 2)
  await pause(500)
  expect(sent).toHaveLength(2)
  expect(await rows()).toMatchObject([{ delivery: 'unknown', attempts: 2 }])
})

test('a message that was accepted and fails later is sent again if the failure passes', async () => {
  const { says, report, rows, sent, until } = await line(arrives)
  await says('s-forno')
  await report({ externalId: 'wamid.1', news: { outcome: 'later', retryAfterMs: 10, scope: 'chat' } })
  await until(() => sent.length === 2)
  expect(sent[1]?.view.text).toBe(sent[0]?.view.text)
  expect(await rows()).toMatchObject([{ delivery: 'delivered', ids: ['wamid.2'] }])
  // What failed for good stays undelivered.
  await report({ externalId: 'wamid.2', news: { outcome: 'refused', error: '131026', closed: false } })
  expect(await rows()).toMatchObject([{ delivery: 'refused' }])
})

test('a failure that overtakes the answer to the call is not lost', async () => {
  let answer: ((delivery: Delivery) => void) | undefined
  const { says, report, rows, sent } = await line(() => new Promise(resolve => (answer = resolve)))
  const said = says('s-forno')
  while (!answer) await pause(20)
  const reported = report({
    messageId: sent[0]?.id ?? '',
    externalId: 'wamid.1',
    news: { outcome: 'refused', error: '131026', closed: false },
  })
  await pause(100)
  answer({ outcome: 'delivered', externalIds: ['wamid.1'] })
  await Promise.all([said, reported])
  expect(await rows()).toMatchObject([{ delivery: 'refused' }])
})

test('an answer that may not be sent now waits until the person writes, and comes first', async () => {
  let open = false
  const { says, sent, rows, until } = await line((message, count) =>
    open ? arrives(message, count) : Promise.resolve({ outcome: 'awaiting-reader', error: 'the window is shut' }),
  )
  await says('s-forno')
  expect(await rows()).toMatchObject([{ delivery: 'awaiting-reader' }])
  await pause(300)
  expect(sent).toHaveLength(1)
  open = true
  await says('aiuto')
  await until(() => sent.length === 3)
  expect((await rows()).map(row => row.delivery)).toEqual(['delivered', 'delivered'])
  expect(sent.map(each => plain(each.view.text)).filter(text => text.includes('Come funziona'))).toHaveLength(1)
})

test('what an account had to put off for long goes out as soon as it can speak again', async () => {
  let well = false
  const halted: Delivery = { outcome: 'later', retryAfterMs: 600_000, scope: 'account' }
  const { says, sent, rows, until } = await line(
    (message, count) => (well ? arrives(message, count) : Promise.resolve(halted)),
    () => well,
  )
  await says('s-forno')
  await pause(300)
  expect(sent).toHaveLength(1)
  well = true
  await until(() => sent.length === 2)
  expect(await rows()).toMatchObject([{ delivery: 'delivered' }])
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// Meta delivers at least once and in no order: the real adapter, the real inbox and a real database behind it.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { photoStore, startApp } from '../../src/app.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { createLog } from '../../src/log.ts'
import { movableClock } from '../../src/system.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'
import { appSecret, verifyToken } from '../support/cloud.ts'
import { withStore } from '../support/stores.ts'

/** When each of them collects: two to a slot, so that none is full. */
const slots = ['oggi', 'oggi', '9:30', '9:30', '9:45', '9:45', '10:00', '10:00', '10:15', '10:15']
/** What each taps after the poster's code. */
const steps = ['Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando', 'SLOT', "Invia l'ordine"]

async function figure(store: Store, query: ReturnType<typeof sql>): Promise<number> {
  const rows = await store.read(db => db.execute(query))
  return rowsOf<{ count: number }>(rows)[0]?.count ?? -1
}

test(
  'posts of many messages, each delivered up to five times, shuffled and side by side, have one effect',
  { timeout: 60_000 },
  () =>
    withStore(async store => {
      const clock = movableClock()
      clock.set(new Date('2026-11-24T08:30:00+01:00'))
      const stub = await CloudStub.start({
        clock,
        delivery: { times: 5, shuffle: true, batch: 8, parallel: 8 },
        statuses: { times: 3, shuffle: true },
      })
      const warnings: string[] = []
      const log = createLog('warn', [], { write: line => void warnings.push(line) })
      const { phoneNumberId, businessAccountId, accessToken } = stub.world.options
      const channel = whatsappCloudChannel({
        phoneNumberId,
        businessAccountId,
        accessToken,
        appSecret,
        verifyToken,
        apiRoot: stub.apiRoot,
        photos: photoStore(store),
        log,
        clock,
      })
      const web = await serveWeb(
        createWeb({ checks: [], metrics: createMetrics(), webhooks: [channel.webhook], log }),
        '127.0.0.1',
        0,
      )
      const app = await startApp({ store, channels: [channel], log, clock })
      try {
        await stub.setWebhook(`http://127.0.0.1:${web.port}/whatsapp`, verifyToken, appSecret)
        const chats = slots.map((_, at) => stub.addPerson({ name: `P${at}`, phone: `3933312345${10 + at}` }))
        const settled = async (): Promise<void> => {
          await stub.settled()
          await app.idle()
          await stub.settled()
        }
        for (const { chat } of chats) chat.sendText('s-forno-rossi')
        await settled()
        for (const step of steps) {
          for (const [at, { chat }] of chats.entries()) chat.tap(new RegExp(`^${step === 'SLOT' ? slots[at] : step}`))
          await settled()
        }

        for (const { chat } of chats) {
          const ours = chat.messages.filter(({ from }) => from === 'business')
          expect(ours.length, chat.transcript()).toBe(1 + steps.length)
          expect(ours.at(-1)?.text).toContain('Ordine inviato')
        }
        const said = slots.length * (1 + steps.length)
        expect(await figure(store, sql`select count(*)::int as count from inbox`)).toBe(said)
        expect(await figure(store, sql`select count(*)::int as count from messages`)).toBe(said)
        for (const table of [sql`orders`, sql`order_lines`, sql`order_events`])
          expect(await figure(store, sql`select count(*)::int as count from ${table}`)).toBe(slots.length)
        expect(await figure(store, sql`select sum(booked)::int as count from slots`)).toBe(slots.length)
        // The stub did repeat.
        expect(stub.world.webhook.stats.repeated).toBeGreaterThan(100)
        expect(warnings).toEqual([])
      } finally {
        await app.stop()
        await web.stop()
        await stub.stop()
      }
    }, 'town'),
)

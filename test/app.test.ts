// SPDX-License-Identifier: AGPL-3.0-or-later
// How the engine starts with several accounts, some of which are in trouble.
import { afterEach, expect, test } from 'vitest'
import { announcement } from '../bots/channels.ts'
import { type App, startApp } from '../src/app.ts'
import type { Channel, Receiver } from '../src/channel.ts'
import { openStore } from '../src/db/engines/connect.ts'
import type { Store } from '../src/db/store.ts'
import { createLog } from '../src/log.ts'
import { freshDatabase } from './support/postgres.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function emptyStore(): Promise<Store> {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  closing.push(
    () => database.drop(),
    () => store.close(),
  )
  return store
}

/** An account that starts as it is told to, and is heard from when it has. */
function account(name: string, begin: (receiver: Receiver) => Promise<void>): Channel {
  let health = { ok: false, detail: 'non ancora collegato' }
  return {
    account: {
      name,
      channel: 'telegram',
      audiences: ['citizen'],
      edits: true,
      toasts: true,
      link: () => undefined,
    },
    send: () => Promise.resolve({ outcome: 'delivered', externalIds: [] }),
    download: () => Promise.resolve({ ok: false, error: 'no files here', again: false }),
    async start(receiver) {
      await begin(receiver)
      health = { ok: true, detail: `@${name}` }
    },
    stop: () => Promise.resolve(),
    health: () => health,
  }
}

const well = (): Promise<void> => Promise.resolve()
const badly = (): Promise<void> => Promise.reject(new Error('401: Unauthorized'))

async function start(channels: readonly Channel[], logged: string[] = []): Promise<App> {
  const log = createLog('info', [], { write: line => void logged.push(line) })
  const app = await startApp({ store: await emptyStore(), channels, log, startWithinMs: 200 })
  closing.push(() => app.stop())
  return app
}

test('an account that is refused does not keep the others from starting', async () => {
  const logged: string[] = []
  const [refused, other] = [account('telegram:citizen', badly), account('whatsapp-cloud', well)]
  await start([refused, other], logged)
  expect(other.health().ok).toBe(true)
  expect(refused.health().ok).toBe(false)
  expect(logged.join('')).toMatch(/"account":"telegram:citizen".*"event":"channel-start"/)
  expect(announcement([refused, other])).toEqual([
    'Telegram: non ancora pronto (non ancora collegato)',
    'Telegram: @whatsapp-cloud',
  ])
})

test('an account that waits for a person is left to get ready by itself', async () => {
  const ready = Promise.withResolvers<void>()
  const [slow, other] = [account('whatsapp-web', () => ready.promise), account('telegram:citizen', well)]
  await start([slow, other])
  expect(slow.health().ok).toBe(false)
  ready.resolve()
  await expect.poll(() => slow.health().ok).toBe(true)
})

test('with nobody to speak through it does not start', async () => {
  await expect(start([account('a', badly), account('b', badly)])).rejects.toThrow('401')
})

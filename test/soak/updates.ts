// SPDX-License-Identifier: AGPL-3.0-or-later
// A hundred thousand updates made by a grammar, of every kind, to both bots, to the Cloud API's webhook and from the page
// of WhatsApp Web: by citizens, by somebody who keeps a shop and by somebody of the town hall. They come through the real
// libraries and adapters; what is sent is kept here instead of going over the network.
import { sql } from 'drizzle-orm'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import { letterOf } from '../../bots/whatsapp/web-heard.ts'
import { fromChild } from '../../bots/whatsapp/web-protocol.ts'
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { type App, photoStore, startApp } from '../../src/app.ts'
import type { Webhook } from '../../src/web/webhook.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import { createLog } from '../../src/log.ts'
import { systemClock } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { PaperChannel } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { exactly, type Figure, type Proof, type Run, told } from './proof.ts'
import { type Random, randomOf } from './random.ts'
import { openBook, type UpdatesBook } from './updates-book.ts'
import { cloudMessage, cloudPost, type Sender, telegramUpdate, webMessage } from './updates-grammar.ts'

const sizes = { quick: 600, full: 100_000 }
const peoplePerAccount = 8
const web = { ...new PaperChannel('citizen').account, name: 'whatsapp-web', channel: 'whatsapp-web' } as const

export const updates: Proof = {
  name: 'updates',
  promise: 'updates of every kind crash nothing, are never set aside, and each is answered or counted',
  run: run => withStore(store => withPlatforms(store, run)),
  faults: [
    {
      name: 'a kind that cannot be dealt with',
      plants: ['a point on the map cannot be dealt with'],
      reddens: 'updates set aside',
    },
    {
      name: 'a kind that is answered by nothing and not counted',
      plants: ['a contact is answered by nothing'],
      reddens: 'updates neither answered nor counted',
    },
  ],
}

/** Brings one update of a person; resolves when it is safe. */
type Send = (random: Random, sender: Sender, number: number) => Promise<void>

async function withPlatforms(store: Store, run: Run): Promise<Figure[]> {
  const emulator = await TelegramEmulator.start({ flood: { mode: 'count' } })
  const stub = await CloudStub.start({ accessToken: 'EAAupdates' })
  const lines: string[] = []
  const log = createLog('error', [], { write: line => void lines.push(line) })
  const parts = { photos: photoStore(store), log, clock: systemClock }
  const bot = (username: string) => {
    const { token } = emulator.addBot({ username })
    const updates = { by: 'webhook', publicUrl: 'https://127.0.0.1:9', secret: 'Segreto_di_prova-1' } as const
    return { ...parts, token, apiRoot: emulator.apiRoot, updates }
  }
  const { phoneNumberId, businessAccountId } = stub.world.options
  const meta = { phoneNumberId, businessAccountId, accessToken: 'EAAupdates', apiRoot: stub.apiRoot }
  const secrets = { appSecret: 'a-secret-of-the-app', verifyToken: 'a-word-to-verify' }
  const citizens = citizenBot(bot('spesa_bot'))
  const staff = staffBot(bot('negozi_bot'))
  const cloud = whatsappCloudChannel({ ...parts, ...meta, ...secrets })
  const book = openBook()
  const channels = [
    citizens,
    staff,
    cloud,
    new PaperChannel('citizen', web.name, { ...web, audiences: ['citizen', 'staff'] }),
  ]
  const app = await startApp({
    store,
    channels: channels.map(book.listening),
    log,
    floodBuckets: [],
    watch: book.watch,
  })
  try {
    const sends = {
      'telegram:citizen': telegram(citizens.webhook),
      'telegram:staff': telegram(staff.webhook),
      'whatsapp-cloud': toCloud(cloud.webhook, phoneNumberId),
      'whatsapp-web': fromPage(app, book),
    }
    await transact(app.platform, ({ work }) =>
      importMunicipality(work, plainTown('paese', [{ slug: 'forno', products: 14, allWays: true }, { slug: 'altro' }])),
    )
    await everybody(app, book, sends, run)
    await app.idle()
    await app.sweep()
    await app.idle()
    for (const line of lines.slice(0, 20)) run.say(line)
    return await figures(store, book)
  } finally {
    await app.stop()
    await emulator.stop()
    await stub.stop()
  }
}

/** Lets everybody on every account send, each one thing after another, until there were enough. */
async function everybody(app: App, book: UpdatesBook, sends: Readonly<Record<string, Send>>, run: Run): Promise<void> {
  let left = sizes[run.size]
  let number = 0
  const people = Object.entries(sends).flatMap(([account, send], at) =>
    Array.from({ length: peoplePerAccount }, (_, one) => ({ account, send, id: 390_000_000 + at * 1000 + one, one })),
  )
  const invitations = await Promise.all(
    people
      .filter(({ account, one }) => account !== 'telegram:citizen' && one < 2)
      .map(({ one }) => invitation(app, one)),
  )
  await Promise.all(
    people.map(async ({ account, send, id, one }, at) => {
      // Dice of one's own: who comes first does not change what is thrown.
      const random = randomOf(run.random.seed + at * 7919)
      const sender = { id, name: `Persona ${at}`, choices: book.choicesOf(account, String(id)) }
      if (account !== 'telegram:citizen' && one < 2) await book.invited(account, id, invitations.pop() ?? '', app)
      while (left-- > 0) {
        const mine = ++number
        if (mine % 10_000 === 0) run.say(`${mine} updates`)
        await book.sending(account, () => send(random, sender, mine), run.say)
      }
    }),
  )
}

async function invitation(app: App, one: number): Promise<string> {
  const wanted = one === 0 ? ({ kind: 'owner', shopSlug: 'forno' } as const) : ({ kind: 'publisher' } as const)
  const made = await transact(app.platform, ({ work }) => invite(work, { municipalitySlug: 'paese', ...wanted }))
  if (!made.ok) throw new Error(made.reason)
  return made.value.token
}

function telegram(webhook: Webhook | undefined): Send {
  return async (random, sender, number) => {
    await webhook?.handle(telegramUpdate(random, sender, number))
  }
}

function toCloud(webhook: Webhook, phoneNumberId: string): Send {
  return async (random, sender, number) => {
    const message = cloudMessage(random, sender, `wamid.updates${number}`)
    await webhook.handle(JSON.parse(JSON.stringify(cloudPost(phoneNumberId, [sender], [message]))))
  }
}

/** As the process that holds the browser tells it. */
function fromPage(app: App, book: UpdatesBook): Send {
  return async (random, sender, number) => {
    const letter = letterOf(webMessage(random, sender, `3EB0${number}`))
    if (!letter) return book.watch.ignored?.(web.name, 'kept by the page')
    const { id, chat, name, input } = letter
    const heard = { id, chat: chat.replace(/@.*$/, ''), aliases: [], name, input }
    const message = fromChild.parse({ kind: 'heard', heard })
    if (message.kind !== 'heard') throw new Error('another message')
    const from = { address: message.heard.chat, aliases: [], name: message.heard.name }
    const incoming = { account: web.name, updateId: id, from, input: message.heard.input }
    book.taken(incoming, await app.inbox.receive(incoming))
  }
}

async function figures(store: Store, book: UpdatesBook): Promise<Figure[]> {
  const [found] = rowsOf<{ aside: number; replies: number; errands: number; orders: number }>(
    await store.read(db =>
      db.execute(sql`
        select (select count(*)::int from inbox where error is not null) as aside,
          (select count(*)::int from messages where priority = 'reply') as replies,
          (select count(*)::int from errands where state in ('queued', 'claimed')) as errands,
          (select count(*)::int from orders) as orders`),
    ),
  )
  const { sent, crashed, answered, toasted, waiting, repeated } = book.counts
  const ignored = [...book.ignored.values()].reduce((total, count) => total + count, 0)
  return [
    told('updates', sent),
    exactly('updates that crashed', crashed, 0),
    exactly('updates set aside', found?.aside ?? -1, 0),
    exactly('updates neither answered nor counted', sent - answered - ignored - waiting - repeated, 0),
    exactly('answers that no message holds', Math.max(0, answered - toasted - (found?.replies ?? 0)), 0),
    exactly('errands that nothing came of', found?.errands ?? -1, 0),
    told('updates answered', answered),
    told('updates counted and not answered', ignored),
    told('kinds that were counted', book.ignored.size),
    told('files asked for', waiting),
    told('orders placed on the way', found?.orders ?? 0),
    told('longest update', Math.round(book.counts.longestMs), ' ms'),
  ]
}

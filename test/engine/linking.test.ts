// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { bagLines, bags, chats, people, products, roles, shops } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { meet } from '../../src/engine/people/chats.ts'
import type { Happening } from '../../src/engine/events.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { chatsOf, linkChat, linkCodeOwner, showLinkCode, unlinkChats } from '../../src/engine/people/linking.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type RunWork, workOn } from '../support/work.ts'

const start = new Date('2026-11-23T09:00:00Z')
let now = start
let store: Store
let drop: () => Promise<void>
let work: RunWork
const happened: Happening[] = []

beforeAll(async () => {
  const database = await freshDatabase()
  drop = () => database.drop()
  store = await openStore({ databaseUrl: database.url, dataDir: tmpdir(), prepare: true, poolSize: 10 })
  work = workOn(store, () => now, happened)
  await work(work => importMunicipality(work, plainTown('paese', [{ slug: 'forno' }, { slug: 'orto' }])))
})
afterAll(async () => {
  await store.close()
  await drop()
})
beforeEach(() => {
  now = start
  happened.length = 0
})

let addresses = 0
/** Somebody who writes to an account for the first time. */
async function newcomer(account: string, name: string) {
  const channel = account.split(':')[0] ?? account
  const address = String(++addresses)
  const chat = await work(work => meet(work, { account, channel, audience: 'citizen', address, aliases: [], name }))
  return { chatId: chat.id, personId: chat.personId, account }
}

const onTelegram = (name = 'Anna') => newcomer('telegram:citizen', name)
const onWhatsApp = (name = 'Anna B.') => newcomer('whatsapp-cloud', name)
type Chat = Awaited<ReturnType<typeof newcomer>>
const codeIn = ({ chatId }: Chat): Promise<string> => work(work => showLinkCode(work, chatId))
const link = (chat: Chat, code: string) => work(work => linkChat(work, code, chat))
const owner = (chat: Chat, code: string) => work(work => linkCodeOwner(work, code, chat))
const personOf = async ({ chatId }: Chat): Promise<string | undefined> =>
  (await work(work => work.db.select({ id: chats.personId }).from(chats).where(eq(chats.id, chatId))))[0]?.id

/** Puts pieces of a shop's first goods into a person's bag. */
async function fillBag(personId: string, slug: string, quantities: readonly number[]): Promise<void> {
  await work(async work => {
    const [shop] = await work.db.select().from(shops).where(eq(shops.slug, slug))
    if (!shop) throw new Error('no shop')
    const goods = await work.db.select().from(products).where(eq(products.shopId, shop.id)).orderBy(products.position)
    const bagId = work.newId()
    const { municipalityId } = shop
    await work.db.insert(bags).values({ id: bagId, municipalityId, personId, shopId: shop.id, updatedAt: work.now })
    for (const [at, quantity] of quantities.entries()) {
      const productId = goods[at]?.id ?? ''
      if (quantity > 0)
        await work.db
          .insert(bagLines)
          .values({ id: work.newId(), bagId, productId, unit: 'piece', quantity, createdAt: work.now })
    }
  })
}

async function bagOf(personId: string, slug: string): Promise<number[]> {
  const rows = await work(work =>
    work.db.execute(sql`
      select quantity::int as quantity from bag_lines join bags on bags.id = bag_id join shops on shops.id = shop_id
      where person_id = ${personId} and slug = ${slug} order by bag_lines.product_id, quantity`),
  )
  return rowsOf<{ quantity: number }>(rows).map(row => row.quantity)
}

test('a code shown in one chat and written in another makes both one person’s', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  const code = await codeIn(telegram)
  expect(await owner(whatsapp, code)).toMatchObject({ ok: true, value: { name: 'Anna', account: 'telegram:citizen' } })
  expect(await link(whatsapp, code)).toEqual({ ok: true, value: { personId: telegram.personId } })
  expect(await personOf(whatsapp)).toBe(telegram.personId)
  expect((await work(work => chatsOf(work, telegram.personId))).map(chat => chat.account)).toEqual([
    'telegram:citizen',
    'whatsapp-cloud',
  ])
  // The chat that showed the code is told: it may have been given away.
  expect(happened).toContainEqual({
    type: 'chat-linked',
    personId: telegram.personId,
    chatId: telegram.chatId,
    account: 'whatsapp-cloud',
  })
})

test('bags become one, and of the same goods the amount of the one who showed the code stays', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  await fillBag(telegram.personId, 'forno', [3])
  await fillBag(whatsapp.personId, 'forno', [5, 7])
  await fillBag(whatsapp.personId, 'orto', [1])
  await link(whatsapp, await codeIn(telegram))
  expect((await bagOf(telegram.personId, 'forno')).sort()).toEqual([3, 7])
  expect(await bagOf(telegram.personId, 'orto')).toEqual([1])
})

test('what one may do comes along, once', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  await work(async work => {
    const [shop] = await work.db.select().from(shops).where(eq(shops.slug, 'forno'))
    if (!shop) throw new Error('no shop')
    const role = { municipalityId: shop.municipalityId, kind: 'owner' as const, createdAt: work.now }
    for (const personId of [telegram.personId, whatsapp.personId])
      await work.db.insert(roles).values({ id: work.newId(), ...role, personId, shopId: shop.id })
  })
  await link(whatsapp, await codeIn(telegram))
  const held = await work(work => work.db.select().from(roles).where(eq(roles.personId, telegram.personId)))
  expect(held).toHaveLength(1)
})

test('every column that names a person is among those that linking brings along', async () => {
  const rows = await work(work =>
    work.db.execute(sql`
      select conrelid::regclass || '.' || attname as named from pg_constraint
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and confrelid = 'people'::regclass order by 1`),
  )
  // A new one belongs into `mergePeople`, and then here.
  expect(rowsOf<{ named: string }>(rows).map(row => row.named)).toEqual([
    'audit.person_id',
    'bags.person_id',
    'chats.person_id',
    'consents.person_id',
    'erasures.person_id',
    'invitation_tries.person_id',
    'invitations.invited_by',
    'invitations.used_by',
    'order_events.person_id',
    'orders.person_id',
    'roles.person_id',
    'shop_refusals.person_id',
    'shop_refusals.refused_by',
  ])
})

test('a code is good for once, for a quarter of an hour, and not where it was shown', async () => {
  const [telegram, whatsapp, other] = [await onTelegram(), await onWhatsApp(), await onWhatsApp('Luigi')]
  const code = await codeIn(telegram)
  expect(await owner(telegram, code)).toMatchObject({ ok: false, reason: 'link-already' })
  expect(await link(telegram, code)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  expect(await link(whatsapp, code.toLowerCase())).toMatchObject({ ok: true })
  expect(await link(other, code)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  const late = await codeIn(telegram)
  now = new Date(start.getTime() + 16 * 60_000)
  expect(await owner(other, late)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  expect(await link(other, late)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  expect(await personOf(other)).toBe(other.personId)
})

test('two chats that write the same code at once: one is linked', async () => {
  for (let round = 0; round < 20; round++) {
    const [telegram, one, two] = [await onTelegram(), await onWhatsApp('Uno'), await onWhatsApp('Due')]
    const code = await codeIn(telegram)
    const endings = await Promise.all([link(one, code), link(two, code)])
    expect(endings.filter(each => each.ok)).toHaveLength(1)
    const mine = await work(work => chatsOf(work, telegram.personId))
    expect(mine).toHaveLength(2)
  }
})

test('after ten wrong codes in an hour a person must wait', async () => {
  const guesser = await onWhatsApp('Curioso')
  const right = await codeIn(await onTelegram())
  for (let tries = 0; tries < 10; tries++)
    expect(await owner(guesser, `2222222${tries}`)).toMatchObject({ reason: 'link-code-unknown' })
  expect(await owner(guesser, right)).toMatchObject({ ok: false, reason: 'too-many-tries' })
  now = new Date(start.getTime() + 61 * 60_000)
  expect(await owner(guesser, await codeIn(await onTelegram()))).toMatchObject({ ok: true })
})

test('a chat that is taken off starts anew, and only its own person can take it off', async () => {
  const [telegram, whatsapp, stranger] = [await onTelegram(), await onWhatsApp(), await onTelegram('Luigi')]
  await fillBag(telegram.personId, 'forno', [2])
  await link(whatsapp, await codeIn(telegram))
  expect(await work(work => unlinkChats(work, stranger.personId, [whatsapp.chatId]))).toMatchObject({ ok: false })
  expect(await work(work => unlinkChats(work, telegram.personId, [whatsapp.chatId]))).toMatchObject({ ok: true })
  const stays = await personOf(whatsapp)
  expect(stays).not.toBe(telegram.personId)
  expect(await bagOf(stays ?? '', 'forno')).toEqual([])
  expect(await bagOf(telegram.personId, 'forno')).toEqual([2])
})

test('a number that hides behind a name, and shows itself again, stays the same chat', async () => {
  const base = { account: 'whatsapp-cloud', channel: 'whatsapp-cloud', audience: 'citizen' as const, name: 'Anna' }
  const first = await work(work => meet(work, { ...base, address: '393331112233', aliases: ['IT.77'] }))
  const hidden = await work(work => meet(work, { ...base, address: 'IT.77', aliases: [] }))
  expect(hidden.id).toBe(first.id)
  expect(hidden.address).toBe('IT.77')
  const shown = await work(work => meet(work, { ...base, address: '393331112233', aliases: ['IT.77'] }))
  expect(shown.id).toBe(first.id)
  const known = await work(work => work.db.select().from(people).where(eq(people.id, first.personId)))
  expect(known).toHaveLength(1)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import {
  bagLines,
  bags,
  chats,
  links,
  orders as orderRows,
  people,
  products,
  roles,
  shops,
} from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { meet } from '../../src/engine/people/chats.ts'
import type { Happening } from '../../src/engine/events.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite, redeemInvitation } from '../../src/engine/people/invitations.ts'
import { linkSeenBy } from '../../src/engine/people/link-seen.ts'
import { agreeToLink, answerLink, showLinkCode, typeLinkCode } from '../../src/engine/people/linking.ts'
import { personOf, undoLink, unlinkChats } from '../../src/engine/people/parting.ts'
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
const type = (chat: Chat, code: string) => work(work => typeLinkCode(work, code, chat))
const answer = (chat: Chat, linkId: string, number: number) =>
  work(async work => answerLink(work, linkId, { ...chat, personId: (await personOf(work, chat.chatId)) ?? '' }, number))
const personIn = async ({ chatId }: Chat): Promise<string> => (await work(work => personOf(work, chatId))) ?? ''

/** Types the code of one chat in the other, and says yes. */
async function typed(showing: Chat, typing: Chat): Promise<string> {
  const begun = await type(typing, await codeIn(showing))
  if (!begun.ok) throw new Error(begun.reason)
  const { linkId } = begun.value
  expect(await work(work => agreeToLink(work, linkId, typing))).toMatchObject({ ok: true })
  return linkId
}

async function numberOf(linkId: string): Promise<number> {
  const [row] = await work(work => work.db.select({ number: links.number }).from(links).where(eq(links.id, linkId)))
  return row?.number ?? 0
}

/** Joins one chat to the person of the other, with all that it takes. */
async function link(showing: Chat, typing: Chat): Promise<string> {
  const linkId = await typed(showing, typing)
  const first = await answer(showing, linkId, await numberOf(linkId))
  if (first.ok && !first.value.joined)
    expect(await answer(typing, linkId, await numberOf(linkId))).toMatchObject({ ok: true, value: { joined: true } })
  else expect(first).toMatchObject({ ok: true, value: { joined: true } })
  return linkId
}

/** An order of this person's, as far as linking is concerned. */
function orders(personId: string): Promise<string> {
  return work(async work => {
    const [shop] = await work.db.select().from(shops).where(eq(shops.slug, 'forno'))
    if (!shop) throw new Error('no shop')
    const id = work.newId()
    await work.db.insert(orderRows).values({
      ...{ id, municipalityId: shop.municipalityId, shopId: shop.id, personId },
      ...{ code: id.slice(-6), pickupCode: id.slice(-6), state: 'placed', fulfillment: 'delivery' },
      ...{ address: 'Via Roma 1', acceptBy: work.now, estimatedCents: 100, feeCents: 0 },
      ...{ placedAt: work.now, updatedAt: work.now },
    })
    return id
  })
}

const orderOwner = async (orderId: string): Promise<string | undefined> =>
  rowsOf<{ person: string }>(
    await work(work => work.db.execute(sql`select person_id as person from orders where id = ${orderId}`)),
  )[0]?.person

async function giveRole(personId: string): Promise<void> {
  await work(async work => {
    const [shop] = await work.db.select().from(shops).where(eq(shops.slug, 'forno'))
    if (!shop) throw new Error('no shop')
    const role = { municipalityId: shop.municipalityId, kind: 'owner' as const, createdAt: work.now, shopId: shop.id }
    await work.db.insert(roles).values({ id: work.newId(), ...role, personId })
  })
}

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

test('a chat joins the person whose code is typed there once the number is chosen, and brings nothing but itself', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  const orderId = await orders(telegram.personId)
  const linkId = await typed(telegram, whatsapp)
  expect(await personIn(whatsapp)).toBe(whatsapp.personId)
  // Neither the chat that typed nor a third one can choose.
  const number = await numberOf(linkId)
  for (const other of [whatsapp, await onTelegram('Luigi')])
    expect(await answer(other, linkId, number)).toMatchObject({ ok: false, reason: 'link-over' })
  expect(await answer(telegram, linkId, number)).toMatchObject({ ok: true, value: { joined: true } })
  expect(await personIn(whatsapp)).toBe(telegram.personId)
  expect(await orderOwner(orderId)).toBe(telegram.personId)
  expect(happened.map(({ type }) => type)).toEqual(['link-asked', 'chats-linked'])
})

test('without a history on both sides nothing is merged; with one, only after both numbers', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  await fillBag(telegram.personId, 'forno', [3])
  await fillBag(whatsapp.personId, 'forno', [5, 7])
  await fillBag(whatsapp.personId, 'orto', [1])
  const orderId = await orders(whatsapp.personId)
  const linkId = await typed(telegram, whatsapp)
  const first = await numberOf(linkId)
  expect(await answer(telegram, linkId, first)).toMatchObject({ ok: true, value: { joined: false } })
  expect(await personIn(whatsapp)).toBe(whatsapp.personId)
  expect(await orderOwner(orderId)).toBe(whatsapp.personId)
  expect(await answer(whatsapp, linkId, await numberOf(linkId))).toMatchObject({ ok: true, value: { joined: true } })
  // Of the same goods the amount of the one who showed the code stays.
  expect((await bagOf(telegram.personId, 'forno')).sort()).toEqual([3, 7])
  expect(await bagOf(telegram.personId, 'orto')).toEqual([1])
  expect(await orderOwner(orderId)).toBe(telegram.personId)
  // What was brought goes back, but for the bags that were joined.
  expect(await work(work => undoLink(work, linkId, telegram))).toMatchObject({ ok: true })
  expect(await personIn(whatsapp)).toBe(whatsapp.personId)
  expect(await orderOwner(orderId)).toBe(whatsapp.personId)
  expect(await bagOf(whatsapp.personId, 'orto')).toEqual([1])
  expect((await bagOf(telegram.personId, 'forno')).sort()).toEqual([3, 7])
})

test('who throws the other out of a fresh link undoes it: neither can be robbed, nor rob', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  const [hers, brought] = [await orders(telegram.personId), await orders(whatsapp.personId)]
  await link(telegram, whatsapp)
  expect(await orderOwner(brought)).toBe(telegram.personId)
  // Said in the chat that joined, about the chat whose history it is.
  expect(await work(work => unlinkChats(work, telegram.personId, [telegram.chatId]))).toMatchObject({ ok: true })
  expect(await personIn(telegram)).toBe(telegram.personId)
  expect(await personIn(whatsapp)).toBe(whatsapp.personId)
  expect([await orderOwner(hers), await orderOwner(brought)]).toEqual([telegram.personId, whatsapp.personId])
})

test('a person with a role neither types a code, nor is joined, not even where the role came in between', async () => {
  const keeper = await onTelegram('Piero')
  await giveRole(keeper.personId)
  expect(await type(keeper, await codeIn(await onWhatsApp()))).toMatchObject({ ok: false, reason: 'link-role' })
  expect(await type(await onWhatsApp(), await codeIn(keeper))).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  for (const which of [0, 1]) {
    const both = [await onTelegram(), await onWhatsApp()] as const
    const [showing, typing] = both
    const linkId = await typed(showing, typing)
    await giveRole(both[which]?.personId ?? '')
    expect(await answer(showing, linkId, await numberOf(linkId))).toMatchObject({ ok: false, reason: 'link-role' })
    expect(await personIn(typing)).toBe(typing.personId)
  }
})

test('every column that names a person either travels with a history or stays', async () => {
  const rows = await work(work =>
    work.db.execute(sql`
      select conrelid::regclass || '.' || attname as named from pg_constraint
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and confrelid = 'people'::regclass order by 1`),
  )
  const travels = [
    'bags.person_id',
    'chats.person_id',
    'consents.person_id',
    'erasures.person_id',
    'links.showing_person_id',
    'order_events.person_id',
    'orders.person_id',
    'shop_refusals.person_id',
  ]
  // Who did what, and who gave whom a role, stays true of the one who was.
  const stays = [
    'audit.person_id',
    'invitation_tries.person_id',
    'invitations.invited_by',
    'invitations.used_by',
    'shop_refusals.refused_by',
  ]
  const roles = ['roles.granted_by', 'roles.person_id']
  expect(rowsOf<{ named: string }>(rows).map(row => row.named)).toEqual(
    [...travels, ...stays, ...roles, 'links.typing_person_id'].sort(),
  )
})

test('a code is good for once, for a quarter of an hour, and not where it was shown', async () => {
  const [telegram, whatsapp, other] = [await onTelegram(), await onWhatsApp(), await onWhatsApp('Luigi')]
  const code = await codeIn(telegram)
  expect(await type(telegram, code)).toMatchObject({ ok: false, reason: 'link-already' })
  expect(await type(whatsapp, code.toLowerCase())).toMatchObject({ ok: true })
  expect(await type(other, code)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
  const late = await codeIn(telegram)
  now = new Date(start.getTime() + 16 * 60_000)
  expect(await type(other, late)).toMatchObject({ ok: false, reason: 'link-code-unknown' })
})

test('two chats that type the same code at once: one takes it', async () => {
  for (let round = 0; round < 20; round++) {
    const [telegram, one, two] = [await onTelegram(), await onWhatsApp('Uno'), await onWhatsApp('Due')]
    const code = await codeIn(telegram)
    const endings = await Promise.all([type(one, code), type(two, code)])
    expect(endings.filter(each => each.ok)).toHaveLength(1)
  }
})

test('the right number tapped twice at once joins once, and beside a wrong one either joins or ends it', async () => {
  for (let round = 0; round < 10; round++) {
    const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
    const linkId = await typed(telegram, whatsapp)
    const number = await numberOf(linkId)
    const chosen = round % 2 === 0 ? [number, number] : [number, number + 100]
    const endings = await Promise.all(chosen.map(each => answer(telegram, linkId, each)))
    const joined = endings.filter(each => each.ok).length
    expect(joined).toBeLessThanOrEqual(1)
    expect(await personIn(whatsapp)).toBe(joined === 1 ? telegram.personId : whatsapp.personId)
  }
})

test('an invitation redeemed while the number is chosen: the role is in one chat only', async () => {
  for (let round = 0; round < 20; round++) {
    const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
    const linkId = await typed(telegram, whatsapp)
    const number = await numberOf(linkId)
    const invited = round % 2 === 0 ? telegram : whatsapp
    const made = await work(work => invite(work, { municipalitySlug: 'paese', kind: 'owner', shopSlug: 'forno' }))
    if (!made.ok) throw new Error(made.reason)
    const redeem = work(async work => {
      // As the inbox does it: the chat is locked, and its person read with it.
      const [chat] = await work.db.select().from(chats).where(eq(chats.id, invited.chatId)).for('update')
      return redeemInvitation(work, made.value.token, { chatId: invited.chatId, personId: chat?.personId ?? '' })
    })
    await Promise.all([redeem, answer(telegram, linkId, number)])
    const rows = await work(work =>
      work.db
        .select({ chatId: chats.id })
        .from(chats)
        .innerJoin(roles, eq(roles.personId, chats.personId))
        .where(sql`${chats.id} in (${telegram.chatId}, ${whatsapp.chatId})`),
    )
    expect(rows).toEqual([{ chatId: invited.chatId }])
  }
})

test('somebody who chooses without looking is right once in nine times', async () => {
  const [telegram, whatsapp] = [await onTelegram(), await onWhatsApp()]
  const linkId = await typed(telegram, whatsapp)
  const seen = await work(work => linkSeenBy(work, linkId, telegram.chatId))
  expect(new Set(seen?.numbers).size).toBe(9)
  expect(seen?.numbers).toContain(seen?.number)
  expect(seen?.numbers.every(number => number >= 10 && number <= 99)).toBe(true)
})

test('after ten wrong codes in an hour a person must wait', async () => {
  const guesser = await onWhatsApp('Curioso')
  const right = await codeIn(await onTelegram())
  for (let tries = 0; tries < 10; tries++)
    expect(await type(guesser, `2222222${tries}`)).toMatchObject({ reason: 'link-code-unknown' })
  expect(await type(guesser, right)).toMatchObject({ ok: false, reason: 'too-many-tries' })
  now = new Date(start.getTime() + 61 * 60_000)
  expect(await type(guesser, await codeIn(await onTelegram()))).toMatchObject({ ok: true })
})

test('a chat that is taken off a day later starts anew, and only its own person can take it off', async () => {
  const [telegram, whatsapp, stranger] = [await onTelegram(), await onWhatsApp(), await onTelegram('Luigi')]
  await fillBag(telegram.personId, 'forno', [2])
  await link(telegram, whatsapp)
  now = new Date(start.getTime() + 25 * 3_600_000)
  expect(await work(work => unlinkChats(work, stranger.personId, [whatsapp.chatId]))).toMatchObject({ ok: false })
  expect(await work(work => unlinkChats(work, telegram.personId, [whatsapp.chatId]))).toMatchObject({ ok: true })
  const stays = await personIn(whatsapp)
  expect(stays).not.toBe(telegram.personId)
  expect(await bagOf(stays, 'forno')).toEqual([])
  expect(await bagOf(telegram.personId, 'forno')).toEqual([2])
})

test('a number that hides behind a name, and shows itself again, stays the same chat', async () => {
  const base = { account: 'whatsapp-cloud', channel: 'whatsapp-cloud', audience: 'citizen' as const, name: 'Anna' }
  const first = await work(work => meet(work, { ...base, address: '393331112233', userId: 'IT.77', aliases: [] }))
  const hidden = await work(work => meet(work, { ...base, address: 'IT.77', userId: 'IT.77', aliases: [] }))
  expect(hidden.id).toBe(first.id)
  expect(hidden.address).toBe('IT.77')
  const shown = await work(work => meet(work, { ...base, address: '393331112233', userId: 'IT.77', aliases: [] }))
  expect(shown.id).toBe(first.id)
  const known = await work(work => work.db.select().from(people).where(eq(people.id, first.personId)))
  expect(known).toHaveLength(1)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// How many live orders one person may have, and people whose orders a shop does not take.
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { links, people, roles } from '../../src/db/schema.ts'
import { putIntoBag } from '../../src/engine/bags.ts'
import { productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { agreeToLink, answerLink, showLinkCode, typeLinkCode } from '../../src/engine/people/linking.ts'
import { meet } from '../../src/engine/people/chats.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { acceptPersonAgain, refusedPeople, refusePerson } from '../../src/engine/orders/refusing.ts'
import { type Shop, shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import type { Work } from '../../src/engine/unit.ts'
import { plainTown, type PlainShop } from '../support/plain-town.ts'
import { freshWork } from '../support/work.ts'

let opened: Awaited<ReturnType<typeof freshWork>>
beforeAll(async () => {
  opened = await freshWork(() => new Date('2026-11-24T09:00:00Z'))
})
afterAll(() => opened.close())

async function street(name: string, shops: readonly PlainShop[]): Promise<Shop[]> {
  return opened.work(async work => {
    await importMunicipality(work, plainTown(name, shops))
    const found = await Promise.all(shops.map(({ slug }) => shopBySlug(work, slug)))
    return found.map(shop => {
      if (!shop) throw new Error('no shop')
      return shop
    })
  })
}

async function somebody(name = 'Anna'): Promise<string> {
  return opened.work(async work => {
    const id = work.newId()
    await work.db.insert(people).values({ id, name, createdAt: work.now })
    return id
  })
}

/** Fills the bag, so that an order can be placed in one unit. */
async function fill(personId: string, shop: Shop): Promise<void> {
  await opened.work(async work => {
    const roll = (await productsBySku(work, shop.id, ['merce-1'])).get('merce-1')
    await putIntoBag(work, personId, roll?.id ?? '', { quantity: 1, unit: 'piece' })
  })
}

async function send(work: Work, personId: string, shop: Shop): Promise<string> {
  const [slot] = (await freeSlots(work, shop, 'pickup', 0)).slice(20)
  const placed = await placeOrder(work, personId, shop.id, slot?.startsAt ?? null)
  return placed.ok ? 'placed' : placed.reason
}

/** Fills the bag and places an order. */
async function order(personId: string, shop: Shop): Promise<string> {
  await fill(personId, shop)
  return opened.work(work => send(work, personId, shop))
}

async function liveOf(personId: string): Promise<string[]> {
  const rows = await opened.store.read(db =>
    db.execute(sql`select id from orders where person_id = ${personId} and ended_at is null order by placed_at, id`),
  )
  return rowsOf<{ id: string }>(rows).map(({ id }) => id)
}

async function end(orderId: string): Promise<void> {
  await opened.work(({ db }) =>
    Promise.resolve(db.execute(sql`update orders set state = 'fulfilled', ended_at = now() where id = ${orderId}`)),
  )
}

test('three live orders of one person at one shop; when one has ended, another', async () => {
  const [shop, other] = await street('tre', [{ slug: 'tre-a' }, { slug: 'tre-b' }])
  if (!shop || !other) throw new Error('no shops')
  const anna = await somebody()
  for (let at = 0; at < 3; at++) expect(await order(anna, shop)).toBe('placed')
  expect(await order(anna, shop)).toBe('live-orders-here')
  expect(await order(await somebody('Luigi'), shop)).toBe('placed')
  expect(await order(anna, other)).toBe('placed')
  const [first] = await liveOf(anna)
  await end(first ?? '')
  // The bag was kept.
  expect(await opened.work(work => send(work, anna, shop))).toBe('placed')
})

test('the municipality file says otherwise for one shop', async () => {
  const [one, six] = await street('otto', [
    { slug: 'otto-uno', maxLiveOrders: 1 },
    { slug: 'otto-sei', maxLiveOrders: 6 },
  ])
  if (!one || !six) throw new Error('no shops')
  const anna = await somebody()
  expect(await order(anna, one)).toBe('placed')
  expect(await order(anna, one)).toBe('live-orders-here')
  for (let at = 0; at < 6; at++) expect(await order(anna, six)).toBe('placed')
  expect(await order(anna, six)).toBe('live-orders-here')
})

test(
  'ten live orders of one person in all, also of two placed at once at two shops',
  { timeout: 120_000 },
  async () => {
    const shops = await street(
      'dieci',
      Array.from({ length: 6 }, (_, at) => ({ slug: `dieci-${at}` })),
    )
    let refused = 0
    for (let round = 0; round < 15; round++) {
      const anna = await somebody(`Anna ${round}`)
      const ways = shops.flatMap(shop => [shop, shop]).slice(0, 9)
      for (const shop of ways) expect(await order(anna, shop)).toBe('placed')
      const [fifth, sixth] = shops.slice(4)
      if (!fifth || !sixth) throw new Error('no shops')
      await fill(anna, fifth)
      await fill(anna, sixth)
      const both = [fifth, sixth].map(shop => (work: Work) => send(work, anna, shop))
      // Two chats of one person: in transactions of their own, or in one that is shared.
      const endings =
        round % 3 === 2
          ? await opened.work.shared(work => Promise.all(both.map(each => each(work))))
          : await Promise.all(both.map(each => opened.work(each)))
      expect(endings.toSorted()).toEqual(['live-orders-everywhere', 'placed'])
      expect(await liveOf(anna)).toHaveLength(10)
      refused += endings.filter(ending => ending === 'live-orders-everywhere').length
    }
    expect(refused).toBe(15)
  },
)

test('four sent at once from four chats to a shop that takes three: three orders', async () => {
  const [shop] = await street('quattro', [{ slug: 'quattro' }])
  if (!shop) throw new Error('no shop')
  const anna = await somebody()
  expect(await order(anna, shop)).toBe('placed')
  expect(await order(anna, shop)).toBe('placed')
  // One bag, so only one of them can place it; the limit and the bag hold together.
  await fill(anna, shop)
  const endings = await Promise.all([1, 2, 3, 4].map(() => opened.work(work => send(work, anna, shop))))
  expect(endings.filter(ending => ending === 'placed')).toHaveLength(1)
  expect(await liveOf(anna)).toHaveLength(3)
})

async function keeper(shop: Shop, name: string): Promise<string> {
  const id = await somebody(name)
  await opened.work(work =>
    work.db.insert(roles).values({
      id: work.newId(),
      municipalityId: shop.municipalityId,
      personId: id,
      kind: 'owner',
      shopId: shop.id,
      createdAt: work.now,
    }),
  )
  return id
}

test('a shop refuses a person from one of their orders, sees whom it refuses, and takes them again', async () => {
  const [shop, other] = await street('chiuso', [{ slug: 'chiuso-a' }, { slug: 'chiuso-b' }])
  if (!shop || !other) throw new Error('no shops')
  const [rosa, gino, anna] = [await keeper(shop, 'Rosa'), await keeper(other, 'Gino'), await somebody()]
  expect(await order(anna, shop)).toBe('placed')
  const [orderId = ''] = await liveOf(anna)
  // Neither the keeper of another shop nor the citizen has a say.
  for (const by of [gino, anna])
    expect(await opened.work(work => refusePerson(work, orderId, by))).toMatchObject({ ok: false })
  expect(await opened.work(work => refusedPeople(work, shop.id, rosa, 10))).toEqual([])
  // Twice at once is once.
  const twice = await Promise.all([1, 2].map(() => opened.work(work => refusePerson(work, orderId, rosa))))
  expect(twice.every(({ ok }) => ok)).toBe(true)
  expect(await opened.work(work => refusedPeople(work, shop.id, rosa, 10))).toMatchObject([{ name: 'Anna' }])
  expect(await opened.work(work => refusedPeople(work, shop.id, gino, 10))).toEqual([])
  // What lives stays; what is new is refused, here only.
  expect(await liveOf(anna)).toEqual([orderId])
  expect(await order(anna, shop)).toBe('person-refused')
  expect(await order(anna, other)).toBe('placed')
  expect(await opened.work(work => acceptPersonAgain(work, shop.id, anna, gino))).toMatchObject({ ok: false })
  expect(await opened.work(work => acceptPersonAgain(work, shop.id, anna, rosa))).toMatchObject({ ok: true })
  expect(await opened.work(work => send(work, anna, shop))).toBe('placed')
  const acts = await opened.store.read(db =>
    db.execute(sql`select action from audit where person_id = ${rosa} order by at, id`),
  )
  expect(rowsOf<{ action: string }>(acts).map(({ action }) => action)).toEqual([
    'person-refused',
    'person-refused',
    'person-accepted',
  ])
})

test('a refused person stays refused in whatever chat they come', async () => {
  const [shop] = await street('ovunque', [{ slug: 'ovunque' }])
  if (!shop) throw new Error('no shop')
  const rosa = await keeper(shop, 'Rosa')
  const chat = (account: string, address: string) =>
    opened.work(work =>
      meet(work, {
        account,
        channel: account.startsWith('telegram') ? 'telegram' : 'whatsapp-cloud',
        audience: 'citizen',
        address,
        name: 'Anna',
        aliases: [],
      }),
    )
  const [old, fresh] = [await chat('telegram:citizen', '77001'), await chat('whatsapp-cloud', '393330077001')]
  expect(await order(old.personId, shop)).toBe('placed')
  const [orderId = ''] = await liveOf(old.personId)
  await opened.work(work => refusePerson(work, orderId, rosa))
  const code = await opened.work(work => showLinkCode(work, fresh.id))
  const [typing, showing] = [old, fresh].map(({ id: chatId, personId }) => ({ chatId, personId }))
  if (!typing || !showing) throw new Error('no chats')
  const typed = await opened.work(work => typeLinkCode(work, code, typing))
  const linkId = typed.ok ? typed.value.linkId : ''
  await opened.work(work => agreeToLink(work, linkId, typing))
  for (const asked of [showing, typing]) {
    const [row] = await opened.work(work => work.db.select().from(links).where(eq(links.id, linkId)))
    await opened.work(work => answerLink(work, linkId, asked, row?.number ?? 0))
  }
  expect(await order(fresh.personId, shop)).toBe('person-refused')
})

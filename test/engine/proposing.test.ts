// SPDX-License-Identifier: AGPL-3.0-or-later
// Lines without a product, and orders that the shop would have otherwise: what they come to, and what they hold.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderEvents, orderLines, orders, people, products, roles } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { changeBag, type SaidLine } from '../../src/engine/bag-lists.ts'
import { bagOf } from '../../src/engine/bags.ts'
import { productsBySku } from '../../src/engine/catalogues.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { cancelOrder, moveByClock, ordersDue, moveOrder, type Mover } from '../../src/engine/orders/moving.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { agreeToProposal, proposeLines } from '../../src/engine/orders/proposing.ts'
import type { GoodsLine } from '../../src/engine/orders/reading.ts'
import { shopBySlug, type Shop } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { proposedLineText } from '../../src/dialog/shared/order-lines.ts'
import { keepsSeat } from '../../src/rules/order.ts'
import type { LineChange } from '../../src/rules/proposal.ts'
import { texts } from '../../src/text/text.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshWork, type RunWork } from '../support/work.ts'

const begin = new Date('2026-11-24T09:00:00Z')
let now = begin
let store: Store
let work: RunWork
let close: () => Promise<void>

beforeAll(async () => {
  ;({ store, work, close } = await freshWork(() => now))
})
afterAll(() => close())

const firstStock = 50
let towns = 0

/** A town with one shop: rolls at 0,60 € of which fifty are left, others at 0,61 €, and loaves sold by weight. */
async function town(terms: { ownWords?: 'no' | 'beside' | 'alone'; autoAccept?: boolean } = {}) {
  now = begin
  const slug = `paese-${towns++}`
  const file = plainTown(slug, [{ slug: `bottega-${slug}`, stock: firstStock, products: 3 }])
  const [shopInFile] = file.shops
  if (shopInFile) Object.assign(shopInFile, terms)
  return work(async work => {
    await importMunicipality(work, file)
    const shop = await shopBySlug(work, `bottega-${slug}`)
    if (!shop) throw new Error('no shop')
    const keeper = async (): Promise<Mover> => {
      const personId = work.newId()
      await work.db.insert(people).values({ id: personId, name: 'Marco', createdAt: now })
      const role = { municipalityId: shop.municipalityId, personId, shopId: shop.id, createdAt: now }
      await work.db.insert(roles).values({ id: work.newId(), kind: 'owner', ...role })
      return { actor: 'shopkeeper', personId }
    }
    return { shop, baker: await keeper(), helper: await keeper() }
  })
}

const latte: SaidLine = { said: 'latte', quantity: null, note: 'intero' }

/** Somebody's bag, not ordered yet. */
async function filled(shop: Shop, pieces: number, say: readonly SaidLine[] = []): Promise<string> {
  return work(async work => {
    const personId = work.newId()
    await work.db.insert(people).values({ id: personId, name: 'Anna', createdAt: now })
    const roll = (await productsBySku(work, shop.id, ['merce-0'])).get('merce-0')
    if (!roll) throw new Error('no roll')
    const put =
      pieces > 0 ? [{ product: roll, quantity: { quantity: pieces, unit: 'piece' as const }, note: null }] : []
    await changeBag(work, personId, shop, { put, say, unclear: null })
    return personId
  })
}

const place = (shop: Shop, personId: string) =>
  work(async work => {
    const slot = (await freeSlots(work, shop, 'pickup', 0))[10]
    return placeOrder(work, personId, shop.id, slot?.startsAt ?? null)
  })

/** An order of so many rolls, and of things in the citizen's own words. */
async function ordered(shop: Shop, pieces: number, say: readonly SaidLine[] = []) {
  const personId = await filled(shop, pieces, say)
  const placed = await place(shop, personId)
  if (!placed.ok) throw new Error(placed.reason)
  return { id: placed.value.id, state: placed.value.state, citizen: { actor: 'citizen', personId } as Mover }
}

const propose = (orderId: string, by: Mover, ...changes: LineChange[]) =>
  work(work => proposeLines(work, orderId, by, changes))
const agree = (orderId: string, by: Mover) => work(work => agreeToProposal(work, orderId, by))
const cancel = (orderId: string, by: Mover) => work(work => cancelOrder(work, orderId, by))
const expire = () =>
  work(async work => {
    for (const id of await ordersDue(work, 'expire', 100)) await moveByClock(work, 'expire', id)
  })
const productOf = (shop: Shop, sku: string) =>
  work(async work => {
    const product = (await productsBySku(work, shop.id, [sku])).get(sku)
    if (!product) throw new Error(`no ${sku}`)
    return product
  })
/** So many of another product in place of the line's. */
const instead = (position: number, productId: string, quantity: number): LineChange => ({
  position,
  kind: 'substitute',
  productId,
  amount: { quantity, unit: 'piece' },
})
const setProduct = (id: string, values: Partial<typeof products.$inferInsert>) =>
  store.transact(({ db }) => db.update(products).set(values).where(eq(products.id, id)))
const rolls = (position: number, quantity: number): LineChange => ({
  position,
  kind: 'amount',
  amount: { quantity, unit: 'piece' },
})

async function orderIs(orderId: string) {
  const [order] = await store.read(db => db.select().from(orders).where(eq(orders.id, orderId)))
  const lines = await store.read(db =>
    db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(orderLines.position),
  )
  return { ...order, lines }
}

async function stockOf(shop: Shop, sku = 'merce-0'): Promise<number | null | undefined> {
  const [product] = await store.read(db =>
    db
      .select()
      .from(products)
      .where(and(eq(products.shopId, shop.id), eq(products.sku, sku))),
  )
  return product?.stock
}

/** What is left and what the orders that hold anything say they hold: always all that there was. */
async function accountedFor(shop: Shop): Promise<number> {
  const all = await store.read(db =>
    db
      .select({ state: orders.state, taken: sql<number>`sum(${orderLines.stockTaken})::int` })
      .from(orders)
      .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
      .where(eq(orders.shopId, shop.id))
      .groupBy(orders.id),
  )
  const held = all.filter(order => keepsSeat(order.state)).reduce((sum, order) => sum + order.taken, 0)
  return held + ((await stockOf(shop)) ?? NaN)
}

// ------------------------------------------------------------------ in the citizen's own words

test('what the shop does not list is kept as it was said, without a price; the sum is of the rest', async () => {
  const { shop } = await town()
  const { id } = await ordered(shop, 2, [latte, { said: 'uova', quantity: { quantity: 6, unit: 'piece' }, note: null }])
  const order = await orderIs(id)
  expect(order.estimatedCents).toBe(120)
  expect(order.lines.map(({ name, quantity, estimatedCents, note }) => [name, quantity, estimatedCents, note])).toEqual(
    [
      ['Michetta 0', 2, 120, null],
      ['latte', null, null, 'intero'],
      ['uova', 6, null, null],
    ],
  )
})

test('saying the same thing twice is saying it once, with the newer amount and the older wish', async () => {
  const { shop } = await town()
  const personId = await filled(shop, 0, [latte])
  await work(work =>
    changeBag(work, personId, shop, {
      say: [{ said: 'latte', quantity: { quantity: 2, unit: 'piece' }, note: null }],
      unclear: null,
    }),
  )
  const bag = await work(work => bagOf(work, personId, shop.id))
  expect(bag?.asked).toMatchObject([{ said: 'latte', quantity: { quantity: 2, unit: 'piece' }, note: 'intero' }])
})

test('own words alone are an order only where the shop wants that, and none where it wants no such thing', async () => {
  for (const [ownWords, rolls, refusal] of [
    ['alone', 0, undefined],
    ['beside', 1, undefined],
    ['beside', 0, 'own-words-alone'],
    ['no', 1, 'own-words-no'],
  ] as const) {
    const { shop } = await town({ ownWords })
    const placed = await place(shop, await filled(shop, rolls, [latte]))
    expect(placed.ok ? undefined : placed.reason, `${ownWords}, ${rolls}`).toBe(refusal)
  }
})

test('a shop that accepts everything unseen looks at what it does not list', async () => {
  const { shop } = await town({ autoAccept: true })
  expect((await ordered(shop, 1)).state).toBe('accepted')
  expect((await ordered(shop, 1, [latte])).state).toBe('placed')
})

test('accepted without a price it stays without one', async () => {
  const { shop, baker } = await town()
  const { id } = await ordered(shop, 1, [latte])
  expect((await work(work => moveOrder(work, id, 'accept', baker))).ok).toBe(true)
  expect(await orderIs(id)).toMatchObject({ state: 'accepted', estimatedCents: 60 })
})

// ------------------------------------------------------------------ proposals

test('a price, another amount, and without: nothing changes until the citizen agrees, then all of it', async () => {
  const { shop, baker } = await town()
  const { id, citizen } = await ordered(shop, 5, [latte, { said: 'sale', quantity: null, note: null }])
  const changes: LineChange[] = [
    rolls(0, 3),
    { position: 1, kind: 'price', cents: 160 },
    { position: 2, kind: 'strike' },
  ]
  expect((await propose(id, baker, ...changes)).ok).toBe(true)
  const offered = await orderIs(id)
  expect(offered).toMatchObject({ state: 'proposed', estimatedCents: 300, proposedCents: 340 })
  expect(offered.lines.map(line => [line.quantity, line.estimatedCents, line.struck])).toEqual([
    [5, 300, false],
    [null, null, false],
    [null, null, false],
  ])
  expect(await stockOf(shop)).toBe(firstStock - 5)

  expect((await agree(id, citizen)).ok).toBe(true)
  const agreed = await orderIs(id)
  expect(agreed).toMatchObject({ state: 'accepted', estimatedCents: 340, proposedCents: null })
  expect(agreed.lines.map(line => [line.quantity, line.estimatedCents, line.struck, line.proposed])).toEqual([
    [3, 180, false, null],
    [null, 160, false, null],
    [null, null, true, null],
  ])
  expect(await stockOf(shop)).toBe(firstStock - 3)
})

test('the history tells what was and what was offered', async () => {
  const { shop, baker } = await town()
  const { id } = await ordered(shop, 5, [latte])
  await propose(id, baker, rolls(0, 3), { position: 1, kind: 'strike' })
  const [event] = await store.read(db =>
    db
      .select()
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, id), eq(orderEvents.action, 'propose'))),
  )
  expect(event).toMatchObject({ state: 'proposed', actor: 'shopkeeper', personId: baker.personId })
  expect(JSON.parse(event?.detail ?? '')).toEqual([
    {
      name: 'Michetta 0',
      was: { quantity: 5, unit: 'piece', cents: 300 },
      becomes: { quantity: 3, unit: 'piece', cents: 180 },
    },
    { name: 'latte', was: { quantity: null, unit: null, cents: null }, becomes: null },
  ])
})

test('more than was ordered is taken from the stock at once, and given back with the rest if it comes to nothing', async () => {
  const { shop, baker } = await town()
  const { id, citizen } = await ordered(shop, 5)
  expect((await propose(id, baker, rolls(0, 8))).ok).toBe(true)
  expect(await stockOf(shop)).toBe(firstStock - 8)
  expect((await cancel(id, citizen)).ok).toBe(true)
  expect(await stockOf(shop)).toBe(firstStock)
  expect((await orderIs(id)).proposedCents).toBeNull()
})

test('more than there is cannot be offered, and nothing has changed', async () => {
  const { shop, baker } = await town()
  const { id } = await ordered(shop, 5)
  expect(await propose(id, baker, rolls(0, firstStock + 1))).toEqual({ ok: false, reason: 'product-stock' })
  expect(await orderIs(id)).toMatchObject({ state: 'placed', lines: [{ proposed: null, stockTaken: 5 }] })
  expect(await stockOf(shop)).toBe(firstStock - 5)
})

test('a proposal nobody answers expires and gives everything back', async () => {
  const { shop, baker } = await town()
  const { id, citizen } = await ordered(shop, 5)
  await propose(id, baker, rolls(0, 2))
  now = new Date(begin.getTime() + 30 * 3_600_000)
  await expire()
  expect((await orderIs(id)).state).toBe('expired')
  expect((await agree(id, citizen)).ok).toBe(false)
  expect(await stockOf(shop)).toBe(firstStock)
})

test('an accepted order can still be changed, with the citizen’s yes, more than once', async () => {
  const { shop, baker } = await town()
  const { id, citizen } = await ordered(shop, 5)
  await work(work => moveOrder(work, id, 'accept', baker))
  for (const quantity of [4, 6, 1]) {
    expect((await propose(id, baker, rolls(0, quantity))).ok).toBe(true)
    expect((await agree(id, citizen)).ok).toBe(true)
    expect(await stockOf(shop)).toBe(firstStock - quantity)
  }
})

test('what does not fit is refused: no line left, a line that is not there, a price for what has one, nobody’s order', async () => {
  const { shop, baker } = await town()
  const other = await town()
  const { id, citizen } = await ordered(shop, 5, [latte])
  const reasons = []
  for (const [by, ...changes] of [
    [baker, { position: 0, kind: 'strike' }, { position: 1, kind: 'strike' }],
    [baker, { position: 7, kind: 'strike' }],
    [baker, { position: 0, kind: 'price', cents: 10 }],
    [baker, { position: 1, kind: 'amount', amount: { quantity: 1, unit: 'piece' } }],
    [baker, { position: 0, kind: 'amount', amount: { quantity: 100, unit: 'gram' } }],
    [baker],
    [other.baker, { position: 1, kind: 'strike' }],
    [citizen, { position: 1, kind: 'strike' }],
  ] as [Mover, ...LineChange[]][]) {
    const proposed = await propose(id, by, ...changes)
    reasons.push(proposed.ok ? 'ok' : proposed.reason)
  }
  const unfit = Array.from({ length: 5 }, () => 'change-unfit')
  expect(reasons).toEqual(['nothing-left', ...unfit, 'order-moved', 'order-moved'])
  expect(await orderIs(id)).toMatchObject({ state: 'placed', lines: [{ proposed: null }, { proposed: null }] })
})

// ------------------------------------------------------------------ substitutions

/** A shop with fifty of one roll and ten of another, and an order of five of the one. */
async function orderOfFive() {
  const { shop, baker } = await town()
  const other = await productOf(shop, 'merce-1')
  await setProduct(other.id, { stock: 10 })
  return { shop, baker, other, ...(await ordered(shop, 5, [latte])) }
}

test('another product instead: while it waits both are held, agreed it is the line and the first goes back', async () => {
  const { shop, baker, other, id, citizen } = await orderOfFive()
  expect((await propose(id, baker, instead(0, other.id, 4))).ok).toBe(true)
  expect(await orderIs(id)).toMatchObject({ state: 'proposed', estimatedCents: 300, proposedCents: 244 })
  expect((await orderIs(id)).lines[0]).toMatchObject({
    ...{ name: 'Michetta 0', quantity: 5, stockTaken: 5 },
    proposed: { ...{ productId: other.id, name: other.name }, ...{ quantity: 4, priceCents: 61, estimatedCents: 244 } },
  })
  expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock - 5, 6])

  expect((await agree(id, citizen)).ok).toBe(true)
  const agreed = await orderIs(id)
  expect(agreed).toMatchObject({ state: 'accepted', estimatedCents: 244, proposedCents: null })
  expect(agreed.lines[0]).toMatchObject({
    ...{ productId: other.id, name: other.name, soldBy: 'piece', priceCents: 61, unit: 'piece', quantity: 4 },
    ...{ estimatedCents: 244, stockTaken: 4, struck: false, proposed: null },
  })
  expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock, 6])
  expect((await cancel(id, citizen)).ok).toBe(true)
  expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock, 10])
})

test('a substitution refused by the citizen, or left unanswered, gives both products back', async () => {
  for (const ending of ['cancelled', 'expired']) {
    const { shop, baker, other, id, citizen } = await orderOfFive()
    expect((await propose(id, baker, instead(0, other.id, 10))).ok).toBe(true)
    expect(await stockOf(shop, 'merce-1')).toBe(0)
    if (ending === 'cancelled') await cancel(id, citizen)
    now = new Date(begin.getTime() + 30 * 3_600_000)
    await expire()
    expect((await orderIs(id)).state).toBe(ending)
    expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock, 10])
  }
})

test('the price of a substitution is that of the proposal, whatever the product costs when the citizen agrees', async () => {
  const { baker, other, id, citizen } = await orderOfFive()
  await propose(id, baker, instead(0, other.id, 2))
  await setProduct(other.id, { priceCents: 999 })
  expect((await agree(id, citizen)).ok).toBe(true)
  expect(await orderIs(id)).toMatchObject({ estimatedCents: 122, lines: [{ priceCents: 61, estimatedCents: 122 }, {}] })
})

test('something that the shop lists in place of the citizen’s own words', async () => {
  const { shop, baker, other, id, citizen } = await orderOfFive()
  expect((await propose(id, baker, rolls(0, 6), instead(1, other.id, 1))).ok).toBe(true)
  expect((await agree(id, citizen)).ok).toBe(true)
  const { lines, estimatedCents } = await orderIs(id)
  expect(estimatedCents).toBe(360 + 61)
  expect(lines[1]).toMatchObject({ productId: other.id, name: other.name, note: 'intero', estimatedCents: 61 })
  expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock - 6, 9])
})

test('the history tells what takes the place of what', async () => {
  const { baker, other, id } = await orderOfFive()
  await propose(id, baker, instead(0, other.id, 4))
  const [event] = await store.read(db =>
    db
      .select()
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, id), eq(orderEvents.action, 'propose'))),
  )
  expect(JSON.parse(event?.detail ?? '')).toMatchObject([
    { name: 'Michetta 0', becomes: { name: other.name, quantity: 4, unit: 'piece', cents: 244 } },
  ])
})

test('no substitution: by itself, by more than there is, hidden, another shop’s, sold in another way, two for one line', async () => {
  const { shop, baker, other, id } = await orderOfFive()
  const own = await productOf(shop, 'merce-0')
  const strange = await productOf((await town()).shop, 'merce-1')
  const hidden = await productOf(shop, 'merce-2')
  await setProduct(hidden.id, { hiddenAt: now })
  const reasons = []
  for (const changes of [
    [instead(0, own.id, 4)],
    [instead(0, other.id, 11)],
    [instead(0, hidden.id, 1)],
    [instead(0, strange.id, 1)],
    [{ ...instead(0, other.id, 1), amount: { quantity: 100, unit: 'gram' } } as LineChange],
    [instead(0, other.id, 1), instead(0, other.id, 2)],
  ]) {
    const proposed = await propose(id, baker, ...changes)
    reasons.push(proposed.ok ? 'ok' : proposed.reason)
  }
  const unfit = Array.from({ length: 4 }, () => 'change-unfit')
  expect(reasons).toEqual(['change-unfit', 'product-stock', ...unfit])
  expect(await orderIs(id)).toMatchObject({ state: 'placed', lines: [{ proposed: null }, { proposed: null }] })
  expect([await stockOf(shop), await stockOf(shop, 'merce-1')]).toEqual([firstStock - 5, 10])
})

test('both sides read what takes the place of what, in their language', () => {
  const line: GoodsLine = {
    orderId: '',
    position: 0,
    productId: 'a',
    name: 'Michetta',
    soldBy: 'piece',
    unit: 'piece',
    quantity: 5,
    priceCents: 60,
    estimatedCents: 300,
    finalCents: null,
    stockTaken: 5,
    note: null,
    struck: false,
    proposed: null,
  }
  const rosetta = { productId: 'b', name: 'Rosetta', quantity: 4, priceCents: 61, estimatedCents: 244 }
  const shown = (language: 'it' | 'en') => {
    const t = texts(language, 'Europe/Rome', begin)
    return proposedLineText(t, { ...line, proposed: { ...line, ...rosetta } }, 'open').replaceAll(/\s/g, ' ')
  }
  expect(shown('it')).toBe('Michetta × 5 · 3,00 € → al suo posto <b>Rosetta × 4 · 2,44 €</b>')
  expect(shown('en')).toBe('Michetta × 5 · 3.00 € → instead <b>Rosetta × 4 · 2.44 €</b>')
})

// ------------------------------------------------------------------ races

const rounds = 25

test('two who keep the shop propose at once: one proposal, one stock', async () => {
  const { shop, baker, helper } = await town()
  for (let round = 0; round < rounds; round++) {
    const { id, citizen } = await ordered(shop, 2)
    const [one, two] = await Promise.all([propose(id, baker, rolls(0, 4)), propose(id, helper, rolls(0, 7))])
    expect([one.ok, two.ok].filter(Boolean)).toHaveLength(1)
    expect((await orderIs(id)).lines).toMatchObject([{ proposed: { quantity: one.ok ? 4 : 7 } }])
    expect(await accountedFor(shop)).toBe(firstStock)
    await cancel(id, citizen)
  }
  expect(await stockOf(shop)).toBe(firstStock)
})

test('the citizen calls it off while the shop proposes and its time runs out: it ends once, and gives back once', async () => {
  const { shop, baker } = await town()
  const ends = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    now = begin
    const { id, citizen } = await ordered(shop, 3)
    if (round % 2 === 0) await propose(id, baker, rolls(0, 1 + (round % 5)))
    now = new Date(begin.getTime() + 5 * 3_600_000)
    const acts = [
      () => cancel(id, citizen),
      () => propose(id, baker, rolls(0, 5)),
      () => agree(id, citizen),
      () => expire(),
    ]
    // Each in turn has the start of the others, by some milliseconds or none.
    const inTurn = [...acts.slice(round % 4), ...acts.slice(0, round % 4)]
    await Promise.all(
      inTurn.map(async (act, at) => {
        await pause(at * (round % 5))
        return act()
      }),
    )
    const { state = '' } = await orderIs(id)
    ends.add(state)
    expect(await accountedFor(shop), state).toBe(firstStock)
    await cancel(id, citizen)
    await expire()
  }
  const open = await store.read(db =>
    db
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.shopId, shop.id), inArray(orders.state, ['placed', 'proposed', 'accepted']))),
  )
  expect(open).toEqual([])
  expect(await stockOf(shop)).toBe(firstStock)
  // Otherwise nothing has raced.
  expect(ends.size).toBeGreaterThan(1)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { tmpdir } from 'node:os'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { audit, invitations, invitationTries, municipalities, people, roles, shops } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { Happening } from '../../src/engine/events.ts'
import { invite, type InvitationFor, redeemInvitation } from '../../src/engine/people/invitations.ts'
import type { Work } from '../../src/engine/unit.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type RunWork, workOn } from '../support/work.ts'

const start = new Date('2026-11-23T09:00:00Z')
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
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
})
afterAll(async () => {
  await store.close()
  await drop()
})
beforeEach(() => {
  now = start
  happened.length = 0
})

async function personNamed(work: Work, name: string): Promise<string> {
  const id = work.newId()
  await work.db.insert(people).values({ id, name, createdAt: work.now })
  return id
}

interface Town {
  municipalityId: string
  slug: string
  shopId: string
  shopSlug: string
  operator: string
  baker: string
}

let towns = 0
/** A town with one shop, an operator, and a person who holds no role yet. */
function town(): Promise<Town> {
  const slug = `paese-${towns++}`
  const shopSlug = `forno-${slug}`
  return work(async work => {
    const municipalityId = work.newId()
    const shopId = work.newId()
    const place = { province: 'VA', postcodes: ['21053'], timezone: 'Europe/Rome', hamlets: [], createdAt: work.now }
    await work.db.insert(municipalities).values({ id: municipalityId, slug, name: slug, ...place })
    const terms = { leadMinutes: 0, horizonDays: 7, acceptWithinMinutes: 30, autoAccept: false, cancelUntilMinutes: 0 }
    const shop = { name: 'Forno', category: 'bakery', address: 'Via Roma 12', pickup: true, payment: ['cash' as const] }
    await work.db
      .insert(shops)
      .values({ id: shopId, municipalityId, slug: shopSlug, ...shop, ...terms, createdAt: work.now })
    const operator = await personNamed(work, 'Olga')
    const role = {
      id: work.newId(),
      municipalityId,
      personId: operator,
      kind: 'publisher' as const,
      createdAt: work.now,
    }
    await work.db.insert(roles).values(role)
    return { municipalityId, slug, shopId, shopSlug, operator, baker: await personNamed(work, 'Bruno') }
  })
}

async function tokenFor(wanted: InvitationFor): Promise<string> {
  const made = await work(work => invite(work, wanted))
  if (!made.ok) throw new Error(made.reason)
  return made.value.token
}

const redeem = (token: string, personId: string) =>
  work(work => redeemInvitation(work, token, { chatId: work.newId(), personId }))
const rolesOf = (personId: string) => store.read(db => db.select().from(roles).where(eq(roles.personId, personId)))
const refusal = (reason: string) => ({ ok: false, reason })

test('whoever opens the link becomes shopkeeper of that shop, and is told', async () => {
  const { slug, shopSlug, municipalityId, shopId, baker } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'owner', shopSlug })
  expect(token).toMatch(/^[A-Za-z0-9_-]{27}$/)
  expect(await redeem(token, baker)).toEqual({
    ok: true,
    value: { kind: 'owner', municipalityId, shopId, personId: baker, parted: false },
  })
  expect(await rolesOf(baker)).toMatchObject([{ kind: 'owner', municipalityId, shopId }])
  expect(happened).toMatchObject([
    { type: 'invitation-made', by: null },
    { type: 'role-granted', personId: baker, kind: 'owner', municipalityId, shopId },
  ])
})

test('the role is there for the very next question of the same unit of work', async () => {
  const { slug, baker } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  const seen = await work(async work => {
    await redeemInvitation(work, token, { chatId: work.newId(), personId: baker })
    return work.db.select().from(roles).where(eq(roles.personId, baker))
  })
  expect(seen).toMatchObject([{ kind: 'publisher', shopId: null }])
})

test('the database does not know the token, only its digest', async () => {
  const { slug } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  const rows = await store.read(db => db.select({ row: sql<string>`${invitations}::text` }).from(invitations))
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a link is good once', async () => {
  const { slug, baker, operator } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  expect(await redeem(token, baker)).toMatchObject({ ok: true })
  expect(await redeem(token, operator)).toEqual(refusal('invitation-used'))
  expect(await redeem(token, baker)).toEqual(refusal('invitation-used'))
})

test('a link is good for seven days and not a moment longer', async () => {
  const { slug, baker } = await town()
  const inTime = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  const late = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  now = new Date(start.getTime() + 7 * dayMs - 1)
  expect(await redeem(inTime, baker)).toMatchObject({ ok: true })
  now = new Date(start.getTime() + 7 * dayMs)
  expect(await redeem(late, baker)).toEqual(refusal('invitation-expired'))
})

test('two people open one link at the same moment: one gets the role, 40 times in a row', async () => {
  const { slug, shopSlug, shopId } = await town()
  for (let round = 0; round < 40; round++) {
    const token = await tokenFor({ municipalitySlug: slug, kind: 'owner', shopSlug })
    const racers = await work(work => Promise.all(['A', 'B', 'C', 'D'].map(name => personNamed(work, name))))
    const ends = await Promise.all(racers.map(racer => redeem(token, racer)))
    expect(ends.filter(end => end.ok)).toHaveLength(1)
    for (const end of ends) if (!end.ok) expect(end.reason).toBe('invitation-used')
    const granted = (await Promise.all(racers.map(rolesOf))).flat()
    expect(granted).toMatchObject([{ kind: 'owner', shopId }])
  }
})

test('who holds the role already keeps it once', async () => {
  const { slug, operator, baker, shopSlug } = await town()
  expect(await redeem(await tokenFor({ municipalitySlug: slug, kind: 'publisher' }), operator)).toMatchObject({
    ok: true,
  })
  expect(await rolesOf(operator)).toHaveLength(1)
  for (let again = 0; again < 2; again++)
    await redeem(await tokenFor({ municipalitySlug: slug, kind: 'owner', shopSlug }), baker)
  expect(await rolesOf(baker)).toHaveLength(1)
})

test('an operator invites for the own town, and that is written down', async () => {
  const { municipalityId, shopId, operator } = await town()
  await tokenFor({ municipalityId, kind: 'owner', shopId, invitedBy: operator })
  const written = await store.read(db => db.select().from(audit).where(eq(audit.municipalityId, municipalityId)))
  expect(written).toMatchObject([{ personId: operator, action: 'invitation-made', detail: 'owner', at: start }])
})

test('nobody but an operator of that very town may invite', async () => {
  const here = await town()
  const elsewhere = await town()
  const wanted = { municipalityId: here.municipalityId, kind: 'owner', shopId: here.shopId } as const
  await redeem(await tokenFor({ ...wanted }), here.baker)
  for (const invitedBy of [elsewhere.operator, here.baker, elsewhere.baker]) {
    expect(await work(work => invite(work, { ...wanted, invitedBy }))).toEqual(refusal('not-allowed'))
    const asOperator = { municipalityId: here.municipalityId, kind: 'publisher', invitedBy } as const
    expect(await work(work => invite(work, asOperator))).toEqual(refusal('not-allowed'))
  }
  const stored = await store.read(db =>
    db.select().from(invitations).where(eq(invitations.municipalityId, here.municipalityId)),
  )
  expect(stored).toHaveLength(1)
  const acts = await store.read(db => db.select().from(audit).where(eq(audit.municipalityId, here.municipalityId)))
  expect(acts.map(({ personId, action }) => [personId, action])).toEqual([
    [null, 'invitation-made'],
    [null, 'role-granted'],
  ])
})

test('an invitation is for a town that exists and a shop of that town', async () => {
  const here = await town()
  const elsewhere = await town()
  const unknown = { municipalitySlug: 'atlantide', kind: 'publisher' } as const
  expect(await work(work => invite(work, unknown))).toEqual(refusal('municipality-unknown'))
  for (const shopSlug of ['nessuno', elsewhere.shopSlug]) {
    const wanted = { municipalitySlug: here.slug, kind: 'owner', shopSlug } as const
    expect(await work(work => invite(work, wanted))).toEqual(refusal('shop-unknown'))
  }
})

test('after ten wrong codes within an hour even the right one is refused; an hour later it is welcome', async () => {
  const { slug, baker, operator } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  for (let wrong = 0; wrong < 10; wrong++) {
    now = new Date(start.getTime() + wrong * minuteMs)
    expect(await redeem(`guess-${wrong}`, baker)).toEqual(refusal('invitation-unknown'))
  }
  expect(await redeem(token, baker)).toEqual(refusal('too-many-tries'))
  expect(await redeem('guess-11', baker)).toEqual(refusal('too-many-tries'))
  expect(await redeem('guess', operator)).toEqual(refusal('invitation-unknown'))
  now = new Date(start.getTime() + 60 * minuteMs)
  expect(await redeem(token, baker)).toMatchObject({ ok: true })
})

test('tries are forgotten once they no longer matter', async () => {
  const { baker } = await town()
  now = new Date(start.getTime() + 3 * dayMs)
  await redeem('guess-now', baker)
  expect(await store.read(db => db.select().from(invitationTries))).toMatchObject([{ personId: baker, at: now }])
})

test('opening a used link again is no guess', async () => {
  const { slug, baker } = await town()
  const token = await tokenFor({ municipalitySlug: slug, kind: 'publisher' })
  await redeem(token, baker)
  for (let again = 0; again < 12; again++) expect(await redeem(token, baker)).toEqual(refusal('invitation-used'))
})

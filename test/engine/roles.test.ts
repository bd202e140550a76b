// SPDX-License-Identifier: AGPL-3.0-or-later
// Roles are given by invitation only, and end at once: for the person, and for what the person has handed out.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, chats, messages, people, roles } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { actsOfTown } from '../../src/engine/audit.ts'
import { auditCsv } from '../../src/engine/audit-csv.ts'
import type { Happening } from '../../src/engine/events.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { municipalityBySlug } from '../../src/engine/municipalities.ts'
import {
  invite,
  type InvitationFor,
  openInvitations,
  redeemInvitation,
  revokeInvitation,
} from '../../src/engine/people/invitations.ts'
import {
  confirmRole,
  freezeRoles,
  freezeSilent,
  removeRole,
  silentWorkers,
  workersAt,
} from '../../src/engine/people/roles.ts'
import { pauseShop, shopBySlug, shopsOfPerson } from '../../src/engine/shops.ts'
import { type RoleKind, silentDays } from '../../src/rules/role.ts'
import { escape } from '../../src/text/markup.ts'
import { freshWork, type RunWork } from '../support/work.ts'
import { plainTown } from '../support/plain-town.ts'

const start = new Date('2026-11-24T09:00:00Z')
const dayMs = 24 * 3_600_000
let now = start
let store: Store
let work: RunWork
let close: () => Promise<void>
let towns = 0
const happened: Happening[] = []

beforeAll(async () => void ({ store, work, close } = await freshWork(() => now, happened)))
afterAll(() => close())

/** A town with two shops, a publisher, and somebody in every other role; the first shop is theirs. */
async function town() {
  now = start
  const slug = `paese-${towns++}`
  const [shopSlug, otherSlug] = [`${slug}-forno`, `${slug}-bar`] as const
  await work(work => importMunicipality(work, plainTown(slug, [{ slug: shopSlug }, { slug: otherSlug }])))
  const here = await work(work => municipalityBySlug(work, slug))
  const [shop, other] = await work(async work => [await shopBySlug(work, shopSlug), await shopBySlug(work, otherSlug)])
  if (!here || !shop || !other) throw new Error('no town')
  const municipalityId = here.id
  const wanted = (kind: RoleKind): InvitationFor =>
    kind === 'owner' || kind === 'assistant' ? { municipalityId, kind, shopId: shop.id } : { municipalityId, kind }
  const publisher = await joined(wanted('publisher'))
  const invitedBy = publisher.personId
  const owner = await joined({ ...wanted('owner'), invitedBy })
  const assistant = await joined({ ...wanted('assistant'), invitedBy: owner.personId })
  const viewer = await joined({ ...wanted('viewer'), invitedBy })
  const editor = await joined({ ...wanted('editor'), invitedBy })
  return { municipalityId, shopId: shop.id, otherId: other.id, wanted, publisher, owner, assistant, viewer, editor }
}

async function person(name = 'Anna'): Promise<string> {
  return work(async work => {
    const id = work.newId()
    await work.db.insert(people).values({ id, name, createdAt: now })
    return id
  })
}

/** Somebody who has come by a role as people do: by an invitation. */
async function joined(wanted: InvitationFor): Promise<{ personId: string; roleId: string }> {
  const invited = await work(work => invite(work, wanted))
  if (!invited.ok) throw new Error(invited.reason)
  const personId = await person(`Persona ${wanted.kind}`)
  const redeemed = await work(work => redeemInvitation(work, invited.value.token, { chatId: work.newId(), personId }))
  if (!redeemed.ok) throw new Error(redeemed.reason)
  const [role] = await store.read(db => db.select({ id: roles.id }).from(roles).where(eq(roles.personId, personId)))
  return { personId, roleId: role?.id ?? '' }
}

const refusal = (reason: string) => ({ ok: false, reason })

test('the owner gives and takes the role of an assistant of that shop, the publisher every role of the town; nobody else any', async () => {
  const at = await town()
  const kinds: readonly RoleKind[] = ['owner', 'assistant', 'viewer', 'editor', 'publisher']
  const given: Record<string, RoleKind[]> = {}
  for (const [who, { personId }] of Object.entries({
    publisher: at.publisher,
    owner: at.owner,
    assistant: at.assistant,
    viewer: at.viewer,
    editor: at.editor,
  })) {
    given[who] = []
    for (const kind of kinds) {
      const made = await work(work => invite(work, { ...at.wanted(kind), invitedBy: personId }))
      if (made.ok) given[who].push(kind)
    }
  }
  expect(given).toEqual({ publisher: kinds, owner: ['assistant'], assistant: [], viewer: [], editor: [] })
  const { personId: invitedBy } = at.owner
  const elsewhere = { municipalityId: at.municipalityId, kind: 'assistant', shopId: at.otherId, invitedBy } as const
  expect(await work(work => invite(work, elsewhere))).toEqual(refusal('not-allowed'))
})

test('who works where is seen by those who may give the role, and by nobody of another shop or town', async () => {
  const at = await town()
  const abroad = await town()
  const seen = async (personId: string, place: Parameters<typeof workersAt>[2]) =>
    (await work(work => workersAt(work, { personId }, place))).map(each => each.kind)
  expect(await seen(at.publisher.personId, { shopId: at.shopId })).toEqual(['owner', 'assistant'])
  expect(await seen(at.publisher.personId, { municipalityId: at.municipalityId })).toEqual([
    'publisher',
    'viewer',
    'editor',
  ])
  expect(await seen(at.owner.personId, { shopId: at.shopId })).toEqual(['owner', 'assistant'])
  expect(await seen(at.assistant.personId, { shopId: at.shopId })).toEqual(['assistant'])
  expect(await seen(abroad.publisher.personId, { shopId: at.shopId })).toEqual([])
  expect(await seen(abroad.publisher.personId, { municipalityId: at.municipalityId })).toEqual([])
})

test('a role that is taken away gives nothing from then on, and what waited to be told is not told', async () => {
  const at = await town()
  const chatId = await work(async work => {
    const id = work.newId()
    const chat = { account: 'paper:staff', address: id, audience: 'staff', language: 'it' } as const
    await work.db
      .insert(chats)
      .values({ id, ...chat, personId: at.assistant.personId, lastInboundAt: now, createdAt: now })
    await work.db.insert(messages).values({
      id: work.newId(),
      chatId: id,
      account: 'paper:staff',
      audience: 'staff',
      priority: 'notice',
      rings: true,
      view: { text: escape('Nuovo ordine'), rows: [] },
      choices: [],
      choicesState: 'open',
      delivery: 'queued',
      dueAt: now,
      createdAt: now,
    })
    return id
  })
  const { personId } = at.assistant
  expect((await work(work => pauseShop(work, at.shopId, personId, null))).ok).toBe(true)
  expect((await work(work => removeRole(work, at.assistant.roleId, { personId: at.owner.personId }))).ok).toBe(true)
  expect(await work(work => pauseShop(work, at.shopId, personId, null))).toEqual(refusal('not-allowed'))
  expect(await work(work => shopsOfPerson(work, personId, 'keep-shop'))).toEqual([])
  const waiting = await store.read(db => db.select().from(messages).where(eq(messages.chatId, chatId)))
  expect(waiting).toMatchObject([{ delivery: 'skipped' }])
})

test('nobody takes a role that they could not give; everybody may give up their own, except the last publisher', async () => {
  const at = await town()
  const abroad = await town()
  for (const [by, role] of [
    [at.assistant, at.owner],
    [at.owner, at.publisher],
    [at.viewer, at.editor],
    [at.editor, at.viewer],
    [abroad.publisher, at.owner],
    [abroad.owner, at.assistant],
  ] as const)
    expect(await work(work => removeRole(work, role.roleId, { personId: by.personId }))).toEqual(refusal('not-allowed'))
  expect((await work(work => removeRole(work, at.viewer.roleId, { personId: at.viewer.personId }))).ok).toBe(true)
  const last = { personId: at.publisher.personId }
  expect(await work(work => removeRole(work, at.publisher.roleId, last))).toEqual(refusal('last-publisher'))
  expect((await work(work => removeRole(work, at.publisher.roleId, 'command-line'))).ok).toBe(true)
})

test('of the last two publishers who take each other’s role away at once, one stays', async () => {
  for (let round = 0; round < 8; round++) {
    const at = await town()
    const second = await joined({ ...at.wanted('publisher'), invitedBy: at.publisher.personId })
    const ends = await Promise.all([
      work(work => removeRole(work, second.roleId, { personId: at.publisher.personId })),
      work(work => removeRole(work, at.publisher.roleId, { personId: second.personId })),
    ])
    expect(ends.filter(end => end.ok)).toHaveLength(1)
  }
})

test('an invitation is void as soon as its maker may not make it any more', async () => {
  const at = await town()
  const byOwner = await work(work => invite(work, { ...at.wanted('assistant'), invitedBy: at.owner.personId }))
  const byLine = await work(work => invite(work, at.wanted('assistant')))
  if (!byOwner.ok || !byLine.ok) throw new Error('not invited')
  await work(work => removeRole(work, at.owner.roleId, { personId: at.publisher.personId }))
  const [one, other] = [await person(), await person()]
  expect(
    await work(work => redeemInvitation(work, byOwner.value.token, { chatId: work.newId(), personId: one })),
  ).toEqual(refusal('invitation-revoked'))
  expect(
    (await work(work => redeemInvitation(work, byLine.value.token, { chatId: work.newId(), personId: other }))).ok,
  ).toBe(true)
})

test('an invitation that is taken back lets nobody in, and is no longer listed', async () => {
  const at = await town()
  const by = { personId: at.owner.personId }
  const made = await work(work => invite(work, { ...at.wanted('assistant'), invitedBy: by.personId }))
  if (!made.ok) throw new Error('not invited')
  const listed = () => work(work => openInvitations(work, by, { shopId: at.shopId }))
  expect((await listed()).map(each => each.id)).toEqual([made.value.id])
  const stranger = { personId: at.assistant.personId }
  expect(await work(work => revokeInvitation(work, made.value.id, stranger))).toEqual(refusal('not-allowed'))
  expect((await work(work => revokeInvitation(work, made.value.id, by))).ok).toBe(true)
  expect(await listed()).toEqual([])
  const guest = await person()
  expect(
    await work(work => redeemInvitation(work, made.value.token, { chatId: work.newId(), personId: guest })),
  ).toEqual(refusal('invitation-revoked'))
})

test('an invitation taken back and opened at the same time does one or the other', async () => {
  for (let round = 0; round < 8; round++) {
    const at = await town()
    const made = await work(work => invite(work, { ...at.wanted('assistant'), invitedBy: at.owner.personId }))
    if (!made.ok) throw new Error('not invited')
    const guest = await person()
    const [revoked, redeemed] = await Promise.all([
      work(work => revokeInvitation(work, made.value.id, { personId: at.owner.personId })),
      work(work => redeemInvitation(work, made.value.token, { chatId: work.newId(), personId: guest })),
    ])
    expect([revoked.ok, redeemed.ok].filter(Boolean)).toHaveLength(1)
  }
})

test('a role that rests gives no right, and holds again once somebody who may give it has confirmed it', async () => {
  const at = await town()
  const { personId, roleId } = at.owner
  await work(work => freezeRoles(work, personId, 'number'))
  expect(await work(work => pauseShop(work, at.shopId, personId, null))).toEqual(refusal('not-allowed'))
  expect(await work(work => confirmRole(work, roleId, { personId }))).toEqual(refusal('not-allowed'))
  expect(await work(work => confirmRole(work, roleId, { personId: at.assistant.personId }))).toEqual(
    refusal('not-allowed'),
  )
  expect((await work(work => confirmRole(work, roleId, { personId: at.publisher.personId }))).ok).toBe(true)
  expect((await work(work => pauseShop(work, at.shopId, personId, null))).ok).toBe(true)
})

test('a role whose person has been silent for ninety days rests, not a day earlier, and not again at once when confirmed', async () => {
  const at = await town()
  const silent = async () => (await work(work => silentWorkers(work, 10_000))).includes(at.owner.personId)
  now = new Date(start.getTime() + silentDays * dayMs - 60_000)
  expect(await silent()).toBe(false)
  now = new Date(start.getTime() + silentDays * dayMs + 60_000)
  expect(await silent()).toBe(true)
  await work(work => freezeSilent(work, at.owner.personId))
  expect(happened.at(-1)).toMatchObject({ type: 'role-frozen', because: 'silence', roleId: at.owner.roleId })
  await work(work => confirmRole(work, at.owner.roleId, 'command-line'))
  expect(await silent()).toBe(false)
})

test('every act is written with who did it, read by the publisher of that town only, and exported as inert CSV', async () => {
  const at = await town()
  const abroad = await town()
  await work(work => pauseShop(work, at.shopId, at.owner.personId, new Date(now.getTime() + dayMs)))
  await work(work => removeRole(work, at.viewer.roleId, { personId: at.publisher.personId }))
  const read = (personId: string) => work(work => actsOfTown(work, at.municipalityId, { personId }, { most: 100 }))
  const acts = await read(at.publisher.personId)
  expect(acts.slice(0, 2)).toMatchObject([
    { action: 'role-removed', who: 'Persona publisher', about: 'Persona viewer', detail: 'viewer' },
    { action: 'shop-paused', who: 'Persona owner', subject: `shop:${at.shopId}` },
  ])
  for (const { personId } of [at.owner, at.viewer, at.editor, abroad.publisher])
    expect(await read(personId)).toEqual([])
  const csv = auditCsv([{ ...(acts[0] as (typeof acts)[number]), who: '=HYPERLINK("http://x")' }])
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(csv.split('\n')).toHaveLength(3)
  expect(await store.read(db => db.$count(audit, eq(audit.municipalityId, at.municipalityId)))).toBe(acts.length)
})

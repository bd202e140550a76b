// SPDX-License-Identifier: AGPL-3.0-or-later
// Every command × every role × an object of another shop, town or citizen. The commands are read from the engine's own
// files: a new one without a row here fails. A command that refuses has changed nothing in the whole database.
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { accountStates, bagLines, orders, people, products, roles, shopRefusals, shops } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { actsOfTown } from '../../src/engine/audit.ts'
import { changeBag } from '../../src/engine/bag-lists.ts'
import { noteLine, takeOutOfBag } from '../../src/engine/bags.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { pairingOf } from '../../src/engine/messages/accounts.ts'
import { municipalitiesOfPerson, municipalityBySlug, shopReports } from '../../src/engine/municipalities.ts'
import { approach, cancelOrder, declineOrder, moveOrder, proposeTime } from '../../src/engine/orders/moving.ts'
import { placeOrder } from '../../src/engine/orders/placing.ts'
import { acceptPersonAgain, refusedPeople, refusePerson } from '../../src/engine/orders/refusing.ts'
import { agreeToProposal, orderDraft, proposeLines } from '../../src/engine/orders/proposing.ts'
import { orderCaseOf, orderOf, ordersOfShop, ordersToAnswer } from '../../src/engine/orders/reading.ts'
import { invite, openInvitations, prepareInvitation, revokeInvitation } from '../../src/engine/people/invitations.ts'
import {
  confirmRole,
  freezeRoles,
  mayGiveRole,
  removeRole,
  workerById,
  workersAt,
} from '../../src/engine/people/roles.ts'
import { setProductPhoto } from '../../src/engine/product-photos.ts'
import { pauseShop, shopBySlug, shopsOfPerson } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import type { SoleWork } from '../../src/engine/unit.ts'
import { type RoleKind, roleKinds } from '../../src/rules/role.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshWork, type RunWork } from '../support/work.ts'

const now = new Date('2026-11-24T09:00:00Z')
let store: Store
let work: RunWork
let close: () => Promise<void>

/** What belongs to a shop of the town «qui», to that town, and to the citizen Anna. */
interface Things {
  readonly municipalityId: string
  readonly shopId: string
  readonly productId: string
  readonly lineId: string
  readonly placed: string
  readonly accepted: string
  readonly ready: string
  readonly proposed: string
  readonly assistantRole: string
  readonly ownerRole: string
  readonly frozenRole: string
  readonly invitation: string
  readonly free: Date
  readonly refusedPerson: string
}

let things: Things
/** Everybody who might try, by what they are: `owner` is of the shop itself, `owner-beside` of another in the town. */
const actors = new Map<string, string>()

beforeAll(async () => {
  ;({ store, work, close } = await freshWork(() => now))
  const here = await townNamed('qui')
  const abroad = await townNamed('altrove')
  for (const kind of roleKinds) {
    actors.set(kind, await holder(kind, here.municipalityId, here.shopId))
    actors.set(`${kind}-abroad`, await holder(kind, abroad.municipalityId, abroad.shopId))
  }
  for (const kind of ['owner', 'assistant'] as const)
    actors.set(`${kind}-beside`, await holder(kind, here.municipalityId, here.besideId))
  for (const name of ['anna', 'citizen']) actors.set(name, await person(name))
  things = await thingsOf(here)
})
afterAll(() => close())

async function townNamed(slug: string) {
  return work(async work => {
    const shops = [{ slug: `${slug}-forno` }, { slug: `${slug}-bar` }]
    await importMunicipality(work, plainTown(slug, shops))
    const [town, shop, beside] = [
      await municipalityBySlug(work, slug),
      await shopBySlug(work, `${slug}-forno`),
      await shopBySlug(work, `${slug}-bar`),
    ]
    if (!town || !shop || !beside) throw new Error('no town')
    return { municipalityId: town.id, shopId: shop.id, besideId: beside.id, shop }
  })
}

function person(name: string): Promise<string> {
  return work(async work => {
    const id = work.newId()
    await work.db.insert(people).values({ id, name, createdAt: now })
    return id
  })
}

async function holder(kind: RoleKind, municipalityId: string, shop: string, frozenAt: Date | null = null) {
  const personId = await person(kind)
  const shopId = kind === 'owner' || kind === 'assistant' ? shop : null
  await work(work =>
    work.db
      .insert(roles)
      .values({ id: work.newId(), kind, municipalityId, personId, shopId, frozenAt, createdAt: now }),
  )
  return personId
}

async function thingsOf({ municipalityId, shopId, shop }: Awaited<ReturnType<typeof townNamed>>): Promise<Things> {
  const owner = { actor: 'shopkeeper', personId: id('owner') } as const
  await work(work => work.db.update(shops).set({ maxLiveOrders: 10 }))
  const slots = await work(work => freeSlots(work, shop, 'pickup', 0))
  const [, productRow] = await store.read(db =>
    db
      .select()
      .from(products)
      .where(sql`shop_id = ${shopId}`),
  )
  if (!productRow) throw new Error('no goods')
  const bagged = { product: productRow, quantity: { quantity: 1, unit: 'piece' }, note: null } as const
  const fills = (work: SoleWork) => changeBag(work, id('anna'), shop, { put: [bagged], unclear: null })
  const order = (at: number) =>
    work(async work => {
      await fills(work)
      const placed = await placeOrder(work, id('anna'), shopId, slots[at]?.startsAt ?? null)
      if (!placed.ok) throw new Error(placed.reason)
      return placed.value.id
    })
  const [placed, accepted, ready, proposed] = [await order(20), await order(21), await order(22), await order(23)]
  await work(work => moveOrder(work, accepted, 'accept', owner))
  await work(work => moveOrder(work, ready, 'accept', owner))
  await work(work => moveOrder(work, ready, 'prepare', owner))
  await work(work => proposeTime(work, proposed, owner, slots[30]?.startsAt ?? now))
  const frozen = await holder('assistant', municipalityId, shopId, now)
  const refusedPerson = await person('refused')
  await work(work =>
    work.db.insert(shopRefusals).values({ shopId, personId: refusedPerson, refusedBy: id('owner'), refusedAt: now }),
  )
  const invited = await work(work => invite(work, { municipalityId, kind: 'assistant', shopId }))
  if (!invited.ok) throw new Error(invited.reason)
  await work(fills)
  const roleOf = async (personId: string) => {
    const [role] = await store.read(db =>
      db
        .select()
        .from(roles)
        .where(sql`person_id = ${personId}`),
    )
    return role?.id ?? ''
  }
  const [line] = await store.read(db => db.select().from(bagLines))
  await store.read(db =>
    db.insert(accountStates).values({
      account: 'whatsapp-web',
      processId: id('anna'),
      ok: false,
      detail: 'paired',
      pairing: { qr: 'secret' },
      since: now,
    }),
  )
  return {
    municipalityId,
    shopId,
    productId: productRow.id,
    lineId: line?.id ?? '',
    placed,
    accepted,
    ready,
    proposed,
    assistantRole: await roleOf(id('assistant')),
    ownerRole: await roleOf(id('owner')),
    frozenRole: await roleOf(frozen),
    invitation: invited.value.id,
    refusedPerson,
    free: slots[40]?.startsAt ?? now,
  }
}

function id(actor: string): string {
  const personId = actors.get(actor)
  if (personId === undefined) throw new Error(`nobody is ${actor}`)
  return personId
}

interface Row {
  /** Those whom it obeys; it refuses everybody else. */
  readonly obeys: readonly string[]
  readonly run: (work: SoleWork, personId: string, on: Things) => Promise<unknown>
}

const shopStaff = ['owner', 'assistant'] as const
const townStaff = ['viewer', 'editor', 'publisher'] as const
const givers = ['owner', 'publisher'] as const
const as = (personId: string) => ({ actor: 'shopkeeper', personId }) as const
const asCitizen = (personId: string) => ({ actor: 'citizen', personId }) as const
const strike = [{ kind: 'amount', position: 0, amount: { quantity: 2, unit: 'piece' } }] as const

/** A command that answers nothing: whether Anna's line is another one afterwards. */
function changesLine(command: (work: SoleWork, personId: string, on: Things) => Promise<unknown>): Row['run'] {
  return async (work, by, on) => {
    const line = () =>
      work.db
        .select()
        .from(bagLines)
        .where(sql`id = ${on.lineId}`)
    const before = await line()
    await command(work, by, on)
    return JSON.stringify(await line()) !== JSON.stringify(before)
  }
}

function inviteRows(inviting: typeof prepareInvitation | typeof invite): Row[] {
  return [
    {
      obeys: givers,
      run: (work, invitedBy, { municipalityId, shopId }) =>
        inviting(work, { municipalityId, kind: 'assistant', shopId, invitedBy }),
    },
    {
      obeys: ['publisher'],
      run: (work, invitedBy, { municipalityId, shopId }) =>
        inviting(work, { municipalityId, kind: 'owner', shopId, invitedBy }),
    },
    ...townStaff.map(kind => ({
      obeys: ['publisher'],
      run: (work: SoleWork, invitedBy: string, { municipalityId }: Things) =>
        inviting(work, { municipalityId, kind, invitedBy }),
    })),
  ]
}

/** Commands about a thing, several for those that are asked in several ways. */
const matrix: Readonly<Record<string, readonly Row[]>> = {
  moveOrder: [
    { obeys: shopStaff, run: (work, by, on) => moveOrder(work, on.placed, 'accept', as(by)) },
    { obeys: shopStaff, run: (work, by, on) => moveOrder(work, on.accepted, 'prepare', as(by)) },
    { obeys: shopStaff, run: (work, by, on) => moveOrder(work, on.ready, 'fulfill', as(by)) },
    { obeys: shopStaff, run: (work, by, on) => moveOrder(work, on.ready, 'miss', as(by)) },
    { obeys: [], run: (work, by, on) => moveOrder(work, on.placed, 'accept', asCitizen(by)) },
  ],
  declineOrder: [{ obeys: shopStaff, run: (work, by, on) => declineOrder(work, on.placed, as(by), 'other') }],
  cancelOrder: [
    { obeys: ['anna'], run: (work, by, on) => cancelOrder(work, on.placed, asCitizen(by)) },
    { obeys: ['anna'], run: (work, by, on) => cancelOrder(work, on.accepted, asCitizen(by)) },
  ],
  refusePerson: [{ obeys: shopStaff, run: (work, by, on) => refusePerson(work, on.placed, by) }],
  acceptPersonAgain: [
    { obeys: shopStaff, run: (work, by, on) => acceptPersonAgain(work, on.shopId, on.refusedPerson, by) },
  ],
  refusedPeople: [{ obeys: shopStaff, run: (work, by, on) => refusedPeople(work, on.shopId, by, 10) }],
  proposeTime: [{ obeys: shopStaff, run: (work, by, on) => proposeTime(work, on.placed, as(by), on.free) }],
  proposeLines: [{ obeys: shopStaff, run: (work, by, on) => proposeLines(work, on.placed, as(by), strike) }],
  orderDraft: [{ obeys: shopStaff, run: (work, by, on) => orderDraft(work, on.placed, by, []) }],
  agreeToProposal: [{ obeys: ['anna'], run: (work, by, on) => agreeToProposal(work, on.proposed, asCitizen(by)) }],
  approach: [{ obeys: ['anna'], run: (work, by, on) => approach(work, on.accepted, by) }],
  orderOf: [
    { obeys: ['anna'], run: (work, by, on) => orderOf(work, on.placed, { as: 'citizen', personId: by }) },
    { obeys: shopStaff, run: (work, by, on) => orderOf(work, on.placed, { as: 'shopkeeper', personId: by }) },
  ],
  orderCaseOf: [
    { obeys: shopStaff, run: (work, by, on) => orderCaseOf(work, on.placed, { as: 'shopkeeper', personId: by }) },
  ],
  ordersOfShop: [
    {
      obeys: shopStaff,
      run: (work, by, on) => ordersOfShop(work, on.shopId, by, new Date(0), new Date('2100-01-01'), 10),
    },
  ],
  ordersToAnswer: [{ obeys: shopStaff, run: (work, by, on) => ordersToAnswer(work, on.shopId, by, 10) }],
  takeOutOfBag: [{ obeys: ['anna'], run: changesLine((work, by, on) => takeOutOfBag(work, by, on.lineId)) }],
  noteLine: [{ obeys: ['anna'], run: changesLine((work, by, on) => noteLine(work, by, on.lineId, 'ben cotta')) }],
  pauseShop: [{ obeys: shopStaff, run: (work, by, on) => pauseShop(work, on.shopId, by, null) }],
  shopsOfPerson: [
    {
      obeys: shopStaff,
      run: async (work, by, on) => (await shopsOfPerson(work, by, 'keep-shop')).filter(each => each.id === on.shopId),
    },
  ],
  setProductPhoto: [
    {
      obeys: shopStaff,
      run: (work, by, { shopId }) =>
        setProductPhoto(work, { shopId, name: 'Michetta 0', bytes: new Uint8Array([1]), by }),
    },
  ],
  municipalitiesOfPerson: [
    {
      obeys: townStaff,
      run: async (work, by, on) =>
        (await municipalitiesOfPerson(work, by, 'see-town')).filter(each => each.id === on.municipalityId),
    },
  ],
  shopReports: [{ obeys: townStaff, run: (work, by, on) => shopReports(work, on.municipalityId, by) }],
  actsOfTown: [
    {
      obeys: ['publisher'],
      run: (work, by, on) => actsOfTown(work, on.municipalityId, { personId: by }, { most: 10 }),
    },
  ],
  pairingOf: [{ obeys: ['publisher', 'publisher-abroad'], run: (work, by) => pairingOf(work, 'whatsapp-web', by) }],
  invite: inviteRows(invite),
  prepareInvitation: inviteRows(prepareInvitation),
  openInvitations: [
    { obeys: givers, run: (work, by, { shopId }) => openInvitations(work, { personId: by }, { shopId }) },
  ],
  revokeInvitation: [{ obeys: givers, run: (work, by, on) => revokeInvitation(work, on.invitation, { personId: by }) }],
  workersAt: [
    {
      obeys: [...givers, 'assistant'],
      run: (work, by, { shopId }) => workersAt(work, { personId: by }, { shopId }),
    },
  ],
  workerById: [
    { obeys: [...givers, 'assistant'], run: (work, by, on) => workerById(work, on.assistantRole, { personId: by }) },
  ],
  removeRole: [
    {
      obeys: [...givers, 'assistant'],
      run: (work, by, on) => removeRole(work, on.assistantRole, { personId: by }),
    },
    { obeys: givers, run: (work, by, on) => removeRole(work, on.ownerRole, { personId: by }) },
  ],
  confirmRole: [{ obeys: givers, run: (work, by, on) => confirmRole(work, on.frozenRole, { personId: by }) }],
  mayGiveRole: [
    {
      obeys: givers,
      run: (work, by, { municipalityId, shopId }) =>
        mayGiveRole(work, by, { kind: 'assistant', municipalityId, shopId }),
    },
  ],
}

/** Commands that reach no thing of another's, and why. */
const apart: Readonly<Record<string, readonly string[]>> = {
  'are about the person who asks, and nobody else': [
    'askErasure',
    'bagOf',
    'changeBag',
    'chooseFulfillment',
    'consentOf',
    'emptyBag',
    'fullBagsOf',
    'hasHistory',
    'hasRole',
    'holdingsOf',
    'liveOrderCount',
    'mayLink',
    'mayTryCode',
    'noteConsent',
    'noteWrongCode',
    'openErasure',
    'ordersOfPerson',
    'placeOrder',
    'putIntoBag',
    'revokeErasure',
    'townsLeftAlone',
    'undoableLinks',
  ],
  'are about the chat that asks, and no other': [
    'agreeToLink',
    'answerLink',
    'askErrand',
    'changeChat',
    'isLeaving',
    'keepDocument',
    'knownChat',
    'linkSeenBy',
    'meet',
    'personMoved',
    'refuseLink',
    'takeFile',
    'undoLink',
  ],
  'prove themselves by an unguessable word': ['redeemInvitation', 'typeLinkCode'],
  'are about the chats of the person who asks': ['chatsOf', 'personOf', 'showLinkCode', 'unlinkChats'],
  'tell what every citizen may see': [
    'bookedAt',
    'catalogueOf',
    'categoriesOf',
    'freeSlots',
    'municipalitiesByName',
    'municipalityBySlug',
    'municipalityOf',
    'nearestProducts',
    'productsBySku',
    'productsOn',
    'shopBySlug',
    'shopsOf',
  ],
  'are run by the clock, the notices or the command line, with nobody who asks': [
    'accountsToEmpty',
    'accountsToTell',
    'accountsToThin',
    'allOperatorChats',
    'askAgain',
    'chatsLeft',
    'chatsToEmpty',
    'chatsToLeave',
    'chatsToThin',
    'citizenChats',
    'clearOldOrder',
    'deleteLeftover',
    'deleteMessages',
    'deleteUpdates',
    'emptyInbox',
    'emptyMessages',
    'eraseAtLast',
    'eraseSilentPerson',
    'erasuresDue',
    'forgetFailure',
    'freezeRoles',
    'freezeSilent',
    'giverChats',
    'importMunicipality',
    'leaveSpot',
    'leftoversDue',
    'moveByClock',
    'moveUndelivered',
    'noteFailure',
    'noticeOf',
    'openChat',
    'operatorChats',
    'ordersDue',
    'ordersToClear',
    'personName',
    'reachableChat',
    'remindOfOrder',
    'remindersDue',
    'setAsideThings',
    'shopkeeperChats',
    'silentPeople',
    'silentWorkers',
    'troubleToTell',
    'undeliveredNotices',
    'updatesToReplay',
  ],
  'are parts of other commands, which have asked already': [
    'aloneIn',
    'beginLink',
    'bookSlot',
    'clearOrders',
    'compareProducts',
    'deleteChat',
    'deleteChats',
    'forgetWords',
    'freePickupCode',
    'giveBack',
    'hideProducts',
    'isIssued',
    'isNear',
    'issueInvitation',
    'joinPeople',
    'joined',
    'keepFile',
    'keepPhoto',
    'lockForJoining',
    'lockPeople',
    'lockedLink',
    'lockedOrder',
    'meetMoved',
    'move',
    'noteAct',
    'personForRole',
    'putBack',
    'releaseSlots',
    'storePhotos',
    'takeStock',
    'wordsOf',
    'writeProducts',
  ],
}

/** The names of all functions of the engine that are given a unit of work. */
function commandsIn(sources: readonly string[]): string[] {
  const given =
    /^export (?:async )?function (\w+)(?:<[^>]*>)?\(\s*(?:\{[^}]*\}|\w+): (?:Pick<)?(?:Look|Work|SoleWork)\b/gm
  return sources.flatMap(source => [...source.matchAll(given)].map(([, name = '']) => name))
}

function engineSources(): string[] {
  const folder = new URL('../../src/engine/', import.meta.url)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => readFileSync(new URL(path, folder), 'utf8'))
}

test('every command of the engine has its row, and every row its command', () => {
  const rows = [...Object.keys(matrix), ...Object.values(apart).flat()]
  const commands = commandsIn(engineSources())
  expect(commands.length).toBeGreaterThan(90)
  expect(commands.toSorted()).toEqual(rows.toSorted())
})

test('a command that is new is seen', () => {
  expect(commandsIn(['export async function takeAll(\n  work: Work,\n  shopId: string,\n) {}'])).toEqual(['takeAll'])
  expect(commandsIn(['export function seeAll(look: Look): string {}'])).toEqual(['seeAll'])
})

/** Refused or nothing: a refusal, nothing found, an empty list, false. */
function isRefusal(answer: unknown): boolean {
  if (answer === undefined || answer === false) return true
  if (Array.isArray(answer)) return answer.length === 0
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false
}

class Enough extends Error {}

/** Runs a command and takes back what it did. */
async function tried(row: Row, personId: string): Promise<unknown> {
  let answer: unknown
  const running = work(async work => {
    answer = await row.run(work, personId, things)
    throw new Enough()
  })
  await running.catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error
  })
  return answer
}

/** All of the database but what it keeps of processes: a digest of each table. */
async function digest(): Promise<Record<string, unknown>> {
  const tables = rowsOf<{ name: string }>(
    await store.read(db =>
      db.execute(sql`select table_name as name from information_schema.tables where table_schema = 'public'`),
    ),
  )
  const all: Record<string, unknown> = {}
  for (const { name } of tables) {
    const rows = await store.read(db =>
      db.execute(
        sql`select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as all from ${sql.identifier(name)} t`,
      ),
    )
    all[name] = rowsOf<{ all: string }>(rows)[0]?.all
  }
  return all
}

/** Those whom a command answers otherwise than its row says; whoever must be refused is not taken back. */
async function wronglyAnswered(row: Row, sheltered = false): Promise<string[]> {
  const wrong: string[] = []
  for (const [actor, personId] of actors) {
    const obeyed = row.obeys.includes(actor)
    const answer =
      obeyed || sheltered ? await tried(row, personId) : await work(work => row.run(work, personId, things))
    if (isRefusal(answer) === obeyed) wrong.push(actor)
  }
  return wrong
}

test.each(Object.keys(matrix))('%s obeys those who may, and nobody else: nothing has changed', async command => {
  const before = await digest()
  for (const row of matrix[command] ?? []) expect(await wronglyAnswered(row)).toEqual([])
  expect(await digest()).toEqual(before)
})

test('a command that forgets to ask is found', async () => {
  const forgetful: Row = {
    obeys: shopStaff,
    run: (work, _by, on) =>
      work.db
        .update(shops)
        .set({ pausedUntil: now })
        .where(sql`id = ${on.shopId}`)
        .returning(),
  }
  expect(await wronglyAnswered(forgetful, true)).toEqual(
    [...actors.keys()].filter(name => !shopStaff.some(each => each === name)),
  )
})

test('whose role rests is obeyed in nothing', async () => {
  const resting = await holder('owner', things.municipalityId, things.shopId)
  await work(work => freezeRoles(work, resting, 'number'))
  for (const [command, rows] of Object.entries(matrix))
    for (const row of rows.filter(each => each.obeys.includes('owner')))
      if (command !== 'workersAt') expect(isRefusal(await tried(row, resting)), command).toBe(true)
})

test('what is refused is refused alike where there is no such thing', async () => {
  const nothing = await work(work => Promise.resolve(work.newId()))
  const none: Things = { ...things, placed: nothing, accepted: nothing, ready: nothing, proposed: nothing }
  for (const command of ['moveOrder', 'declineOrder', 'cancelOrder', 'proposeTime', 'proposeLines', 'agreeToProposal'])
    for (const row of matrix[command] ?? [])
      for (const actor of ['citizen', 'owner-beside', 'publisher'])
        expect(await work(work => row.run(work, id(actor), none))).toEqual(
          await work(work => row.run(work, id(actor), things)),
        )
  expect(await store.read(db => db.$count(orders))).toBe(4)
})

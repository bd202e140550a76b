// SPDX-License-Identifier: AGPL-3.0-or-later
// Erasing a person.
//
// Modes: asked for in a chat -> orders that can still be cancelled are, and where none is under way everything goes at
// once -> else the erasure waits, and a sweep does it when the last order has ended. The chat in which it was asked for
// stays until the last word of ours is out, then it goes as well; whoever writes in it meanwhile is somebody new.
//
// What stays: orders as lines, sums and times; the acts of somebody with a role; what was said about consent. All of it
// leads to a row of `people` that has no name.
import { and, asc, eq, gt, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { notFailing } from '../../db/failing.ts'
import {
  bags,
  chats,
  erasures,
  errands,
  files,
  inbox,
  invitationTries,
  linkCodes,
  links,
  messages,
  municipalities,
  orders,
  people,
  roles,
  shopRefusals,
} from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { givenInTownBy, rolesWith } from '../../rules/role.ts'
import { endOf } from '../../rules/retention.ts'
import { grants, hasRole } from '../authority.ts'
import { clearOrders, nameless } from '../orders/clearing.ts'
import { cancelOrder } from '../orders/moving.ts'
import { emptied } from '../retention/conversation.ts'
import type { Look, SoleWork } from '../unit.ts'
import { isFrom } from './holdings.ts'
import { deleteChats } from './leaving-chats.ts'
import { forgetWords, wordsOf } from './words-of-person.ts'

/** Who asks, and where. */
interface Asking {
  readonly personId: string
  readonly chatId: string
  readonly account: string
}

/** Towns in which nobody else can say who works there. */
export async function townsLeftAlone(look: Look, personId: string): Promise<{ id: string; name: string }[]> {
  return look.db
    .select({ id: municipalities.id, name: municipalities.name })
    .from(roles)
    .innerJoin(municipalities, eq(municipalities.id, roles.municipalityId))
    .where(
      and(
        eq(roles.personId, personId),
        grants(givenInTownBy),
        sql`not exists (select from roles other where other.person_id <> ${roles.personId} and other.frozen_at is null
          and other.municipality_id = ${roles.municipalityId} and ${inArray(sql`other.kind`, rolesWith(givenInTownBy))})`,
      ),
    )
    .orderBy(asc(municipalities.name))
}

/** Asks for the erasure of the person who writes, and does it where no order is under way any more. */
export async function askErasure(work: SoleWork, by: Asking): Promise<Result<'erased' | 'waiting', 'last-operator'>> {
  const { db, now } = work
  await lockedChats(work, by.personId)
  // Of the last two publishers who ask at once, the second finds itself alone.
  const towns = db.select({ id: roles.municipalityId }).from(roles).where(eq(roles.personId, by.personId))
  await db
    .select({ id: roles.id })
    .from(roles)
    .where(and(grants(givenInTownBy), inArray(roles.municipalityId, towns)))
    .orderBy(asc(roles.id))
    .for('update')
  if ((await townsLeftAlone(work, by.personId)).length > 0) return refused('last-operator')
  for (const orderId of await liveOrdersOf(work, by.personId))
    await cancelOrder(work, orderId, { actor: 'citizen', personId: by.personId })
  const waiting = (await liveOrdersOf(work, by.personId)).length > 0
  const known = await openErasure(work, by.personId)
  if (!known) await db.insert(erasures).values({ id: work.newId(), ...by, askedAt: now, doneAt: waiting ? null : now })
  else if (!waiting) await db.update(erasures).set({ doneAt: now }).where(eq(erasures.id, known.id))
  if (waiting) return done('waiting')
  await erasePerson(work, by.personId, by.chatId)
  return done('erased')
}

/** An erasure that waits for orders under way. */
export async function openErasure(look: Look, personId: string): Promise<{ id: string } | undefined> {
  const [open] = await look.db
    .select({ id: erasures.id })
    .from(erasures)
    .where(and(eq(erasures.personId, personId), isOpen))
  return open
}

const isOpen = and(isNull(erasures.doneAt), isNull(erasures.revokedAt))

/** Takes back an erasure that waits. */
export async function revokeErasure(work: SoleWork, personId: string): Promise<void> {
  await work.db
    .update(erasures)
    .set({ revokedAt: work.now })
    .where(and(eq(erasures.personId, personId), isOpen))
}

async function liveOrdersOf(look: Look, personId: string): Promise<string[]> {
  const rows = await look.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.personId, personId), isNull(orders.endedAt)))
    .orderBy(asc(orders.id))
  return rows.map(({ id }) => id)
}

/** Erasures that waited, where no order is under way any more. */
export async function erasuresDue(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: erasures.id })
    .from(erasures)
    .where(and(isOpen, hasNoLiveOrder(sql`${erasures.personId}`), notFailing(look, 'erase', erasures.id)))
    .orderBy(asc(erasures.askedAt))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Does one of them. Who has become the last operator of a town meanwhile stays until there is another. */
export async function eraseAtLast(work: SoleWork, erasureId: string): Promise<void> {
  const [asked] = await work.db
    .select()
    .from(erasures)
    .where(and(eq(erasures.id, erasureId), isOpen))
    .for('update')
  if (!asked) return
  await lockedChats(work, asked.personId)
  if ((await liveOrdersOf(work, asked.personId)).length > 0 || (await townsLeftAlone(work, asked.personId)).length > 0)
    return
  await erasePerson(work, asked.personId, asked.chatId ?? undefined)
  await work.db.update(erasures).set({ doneAt: work.now }).where(eq(erasures.id, erasureId))
  if (asked.chatId !== null) work.happened({ type: 'person-erased', chatId: asked.chatId })
}

function hasNoLiveOrder(person: SQL): SQL {
  return sql`not exists (select from orders where orders.person_id = ${person} and orders.ended_at is null)`
}

/**
 * The chats of a person, locked: what comes in from now on, such as an order from another chat, waits, and then finds
 * its chat gone. So it is before anything is counted.
 */
async function lockedChats({ db }: SoleWork, personId: string): Promise<string[]> {
  const theirs = await db
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.personId, personId))
    .orderBy(asc(chats.id))
    .for('update')
  return theirs.map(({ id }) => id)
}

/** Takes a person out of every table. `farewell` is the chat that stays until our last word is out. */
async function erasePerson(work: SoleWork, personId: string, farewell?: string): Promise<void> {
  const { db, now } = work
  const ids = await lockedChats(work, personId)
  const words = await wordsOf(work, personId)
  await db.update(messages).set(emptied(now)).where(inArray(messages.chatId, ids))
  await db
    .update(inbox)
    .set({ error: null, incoming: null, replayAt: null })
    .where(isFrom(sql`inbox`, sql`${personId}::uuid`))
  await forgetWords(work, { personId, chatIds: ids, words })
  await clearOrders(work, eq(orders.personId, personId))
  await endRoles(work, personId)
  await db.delete(bags).where(eq(bags.personId, personId))
  await db.delete(shopRefusals).where(eq(shopRefusals.personId, personId))
  await db.delete(invitationTries).where(eq(invitationTries.personId, personId))
  await db.delete(links).where(or(eq(links.showingPersonId, personId), eq(links.typingPersonId, personId)))
  for (const table of [linkCodes, errands, files]) await db.delete(table).where(inArray(table.chatId, ids))
  await db.update(people).set({ name: nameless }).where(eq(people.id, personId))
  await deleteChats(
    work,
    ids.filter(id => id !== farewell),
  )
  if (farewell !== undefined)
    await db
      .update(chats)
      .set({ leavingAt: now, aliases: [], spot: null, greetedAt: null })
      .where(and(eq(chats.id, farewell), eq(chats.personId, personId)))
}

/** Roles end with the person; the invitations the person has made are void with them. */
async function endRoles(work: SoleWork, personId: string): Promise<void> {
  const ended = await work.db.delete(roles).where(eq(roles.personId, personId)).returning()
  for (const { id: roleId, municipalityId, kind, shopId } of ended)
    work.happened({ type: 'role-removed', roleId, personId, kind, municipalityId, shopId, by: personId })
}

/** People who have been silent for as long as they are kept, who have no role and no order under way. */
export async function silentPeople(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ id: chats.personId })
    .from(chats)
    .where(and(hasNoLiveOrder(sql`${chats.personId}`), hasNoRole, notFailing(look, 'forget-silent', chats.personId)))
    .groupBy(chats.personId)
    .having(lte(sql`max(${chats.lastInboundAt})`, endOf('person', look.now)))
    .limit(most)
  return rows.map(({ id }) => id)
}

const hasNoRole = sql`not exists (select from roles where roles.person_id = ${chats.personId})`

/** Forgets one of them, without a word: who is silent for so long is not written to. */
export async function eraseSilentPerson(work: SoleWork, personId: string): Promise<void> {
  const { db, now } = work
  await lockedChats(work, personId)
  const [heard] = await db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.personId, personId), gt(chats.lastInboundAt, endOf('person', now))))
    .limit(1)
  if (heard || (await hasRole(work, personId)) || (await liveOrdersOf(work, personId)).length > 0) return
  await erasePerson(work, personId)
  await db.insert(erasures).values({ id: work.newId(), personId, account: 'silence', askedAt: now, doneAt: now })
}

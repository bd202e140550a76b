// SPDX-License-Identifier: AGPL-3.0-or-later
// How a chat comes to belong to another person, with a history or without, and what of it can be given back.
// Locks: chats, then people, then bags, each in the order of their ids.
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { statement, type Value } from '../../db/prepared.ts'
import {
  bagLines,
  bags,
  chats,
  consents,
  erasures,
  links,
  orderEvents,
  orders,
  people,
  roles,
} from '../../db/schema.ts'
import type { StoredMoved } from '../../db/stored.ts'
import type { Look, SoleWork } from '../unit.ts'

/** The two chats and the two people of a link. */
export interface Pair {
  readonly showingChatId: string
  readonly showingPersonId: string
  readonly typingChatId: string
  readonly typingPersonId: string
}

/** Whether a person has ordered, or has something in a bag: addresses stand in both. */
export async function hasHistory(look: Look, personId: string): Promise<boolean> {
  const [order, line] = await Promise.all([
    look.db.select({ id: orders.id }).from(orders).where(eq(orders.personId, personId)).limit(1),
    look.db
      .select({ id: bagLines.id })
      .from(bagLines)
      .innerJoin(bags, eq(bags.id, bagLines.bagId))
      .where(eq(bags.personId, personId))
      .limit(1),
  ])
  return order.length + line.length > 0
}

/**
 * Locks the chats and the people of a link, so that nobody orders or comes to a role meanwhile. `over`: a chat has
 * come to belong to somebody else since; `role`: one of the two has a role.
 */
export async function lockForJoining(work: SoleWork, link: Pair): Promise<'free' | 'over' | 'role'> {
  const locked = await work.db
    .select({ id: chats.id, personId: chats.personId })
    .from(chats)
    .where(or(eq(chats.personId, link.typingPersonId), inArray(chats.id, [link.showingChatId, link.typingChatId])))
    .orderBy(chats.id)
    .for('update')
  const personIn = (chatId: string) => locked.find(({ id }) => id === chatId)?.personId
  await lockPeople(work, [link.showingPersonId, link.typingPersonId])
  if (personIn(link.showingChatId) !== link.showingPersonId) return 'over'
  if (personIn(link.typingChatId) !== link.typingPersonId) return 'over'
  const [role] = await work.db
    .select({ id: roles.id })
    .from(roles)
    .where(inArray(roles.personId, [link.showingPersonId, link.typingPersonId]))
    .limit(1)
  return role ? 'role' : 'free'
}

/** Whoever gives a role to one of these people waits, and looks again afterwards. */
export async function lockPeople(work: SoleWork, ids: readonly string[]): Promise<void> {
  await work.db
    .select({ id: people.id })
    .from(people)
    .where(inArray(people.id, [...ids]))
    .orderBy(people.id)
    .for('update')
}

/**
 * Gives the chat that typed to the other person; with its `whole` person all of that person's chats, orders and bags.
 * Everything must be locked.
 */
export async function joinPeople(work: SoleWork, link: Pair, whole: boolean): Promise<StoredMoved> {
  const { db } = work
  const { typingPersonId: from, showingPersonId: to } = link
  const joining = await db
    .update(chats)
    .set({ personId: to })
    .where(and(eq(chats.personId, from), whole ? undefined : sameAddress(link.typingChatId)))
    .returning({ id: chats.id })
  await work.ask(copyRefusals({ from, to }))
  // What was said of consent, and an erasure that was asked for, hold for the person who stays.
  for (const table of [consents, erasures]) await db.update(table).set({ personId: to }).where(eq(table.personId, from))
  const moved = { chats: joining.map(({ id }) => id), orders: [] as string[], bags: [] as string[] }
  if (!whole) return moved
  moved.bags = await joinBags(work, from, to)
  const ordered = await db
    .update(orders)
    .set({ personId: to })
    .where(eq(orders.personId, from))
    .returning({ id: orders.id })
  moved.orders = ordered.map(({ id }) => id)
  await db
    .update(orderEvents)
    .set({ personId: to })
    .where(and(inArray(orderEvents.orderId, moved.orders), eq(orderEvents.personId, from)))
  // An earlier link with the one who has gone is undone with the one who stays.
  await db
    .update(links)
    .set({ showingPersonId: to })
    .where(and(eq(links.showingPersonId, from), eq(links.state, 'joined')))
  return moved
}

/** The chats of the address that this chat has: both of Telegram's bots know one person by the same number. */
export function sameAddress(chatId: string) {
  return sql`(split_part(${chats.account}, ':', 1), ${chats.address}) in
    (select split_part(own.account, ':', 1), own.address from ${chats} own where own.id = ${chatId})`
}

/**
 * Of two bags for one shop the one of the person who stays is kept, with what else was in the other. Answers the bags
 * that came over whole.
 */
async function joinBags(work: SoleWork, from: string, to: string): Promise<string[]> {
  const { db } = work
  const both = inArray(bags.personId, [from, to])
  await db.select({ id: bags.id }).from(bags).where(both).orderBy(bags.id).for('update')
  // A bag that was read before is another one now.
  await db.update(bags).set({ updatedAt: work.now }).where(both)
  await work.ask(moveBagLines({ from, to }))
  const doubled = db.select({ shopId: bags.shopId }).from(bags).where(eq(bags.personId, to))
  await db.delete(bags).where(and(eq(bags.personId, from), inArray(bags.shopId, doubled)))
  const whole = await db.update(bags).set({ personId: to }).where(eq(bags.personId, from)).returning({ id: bags.id })
  return whole.map(({ id }) => id)
}

const moveBagLines = statement(
  'move-bag-lines',
  {},
  (value: Value<'from' | 'to'>) => sql`
    update bag_lines set bag_id = kept.id from bags kept join bags gone on gone.shop_id = kept.shop_id
    where kept.person_id = ${value('to')}::uuid and gone.person_id = ${value('from')}::uuid
      and bag_lines.bag_id = gone.id and not exists (
        select from bag_lines there where there.bag_id = kept.id
          and (there.product_id = bag_lines.product_id or there.said = bag_lines.said))`,
)

/** A person whom a shop refuses stays refused. */
const copyRefusals = statement(
  'move-shop-refusals',
  {},
  (value: Value<'from' | 'to'>) => sql`
    insert into shop_refusals (shop_id, person_id, refused_by, refused_at)
    select shop_id, ${value('to')}::uuid, refused_by, refused_at from shop_refusals
    where person_id = ${value('from')}::uuid on conflict do nothing`,
)

/**
 * Gives orders and bags back to the person from whom a link took them. What was put into a bag that both had, and what
 * was ordered since, stays where it is.
 */
export async function giveBack(work: SoleWork, moved: StoredMoved, from: string, to: string): Promise<void> {
  const { db } = work
  await db
    .update(orders)
    .set({ personId: to })
    .where(and(inArray(orders.id, [...moved.orders]), eq(orders.personId, from)))
  await db
    .update(orderEvents)
    .set({ personId: to })
    .where(and(inArray(orderEvents.orderId, [...moved.orders]), eq(orderEvents.personId, from)))
  const theirs = db.select({ shopId: bags.shopId }).from(bags).where(eq(bags.personId, to))
  await db
    .update(bags)
    .set({ personId: to, updatedAt: work.now })
    .where(and(inArray(bags.id, [...moved.bags]), eq(bags.personId, from), sql`${bags.shopId} not in ${theirs}`))
}

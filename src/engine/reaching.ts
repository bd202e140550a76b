// SPDX-License-Identifier: AGPL-3.0-or-later
// Where people can be reached on the given accounts: one open chat a person, the one they last wrote in.
import { and, desc, eq, inArray, isNull, sql, type SQLWrapper } from 'drizzle-orm'
import { chats, municipalities, orders, people, roles } from '../db/schema.ts'
import type { Work } from './work.ts'

export interface ReachableChat {
  readonly chatId: string
  readonly account: string
  readonly address: string
  readonly personId: string
  readonly language: string
  readonly municipalityId: string | null
  readonly timezone: string
}

/** Of whoever ordered. */
export function citizenChats(work: Work, accounts: readonly string[], orderId: string): Promise<ReachableChat[]> {
  return reachable(work, accounts, work.db.select({ id: orders.personId }).from(orders).where(eq(orders.id, orderId)))
}

/** Of whoever keeps the shop of an order. */
export function shopkeeperChats(work: Work, accounts: readonly string[], orderId: string): Promise<ReachableChat[]> {
  const keepers = work.db
    .select({ id: roles.personId })
    .from(roles)
    .innerJoin(orders, eq(orders.shopId, roles.shopId))
    .where(and(eq(orders.id, orderId), eq(roles.kind, 'shopkeeper')))
  return reachable(work, accounts, keepers)
}

/** Of whoever works for a town. */
export function operatorChats(
  work: Work,
  accounts: readonly string[],
  municipalityId: string,
): Promise<ReachableChat[]> {
  const operators = work.db
    .select({ id: roles.personId })
    .from(roles)
    .where(and(eq(roles.municipalityId, municipalityId), eq(roles.kind, 'operator')))
  return reachable(work, accounts, operators)
}

async function reachable(work: Work, accounts: readonly string[], who: SQLWrapper): Promise<ReachableChat[]> {
  if (accounts.length === 0) return []
  return work.db
    .selectDistinctOn([chats.personId], {
      chatId: chats.id,
      account: chats.account,
      address: chats.address,
      personId: chats.personId,
      language: chats.language,
      municipalityId: chats.municipalityId,
      timezone: sql<string>`coalesce(${municipalities.timezone}, 'Europe/Rome')`,
    })
    .from(chats)
    .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
    .where(and(inArray(chats.account, [...accounts]), isNull(chats.closedAt), inArray(chats.personId, who)))
    .orderBy(chats.personId, desc(chats.lastInboundAt))
}

/** What a person is called. */
export async function personName(work: Work, personId: string): Promise<string> {
  const [person] = await work.db.select({ name: people.name }).from(people).where(eq(people.id, personId))
  return person?.name ?? ''
}

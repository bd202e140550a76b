// SPDX-License-Identifier: AGPL-3.0-or-later
// Where people can be reached on the given accounts: one open chat a person, the one they last wrote in.
import { and, desc, eq, inArray, isNull, type Placeholder, sql, type SQLWrapper } from 'drizzle-orm'
import { query, type Value } from '../db/prepared.ts'
import type { Audience } from '../db/stored.ts'
import { accountAlarms, chats, municipalities, orders, people, roles } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import type { Work } from './work.ts'

export interface ReachableChat {
  readonly chatId: string
  readonly account: string
  readonly address: string
  readonly personId: string
  readonly language: string
  readonly municipalityId: string | null
  /** The name of that town. */
  readonly town: string | null
  readonly timezone: string
  readonly lastInboundAt: Date
}

const reachableColumns = {
  chatId: chats.id,
  account: chats.account,
  address: chats.address,
  personId: chats.personId,
  language: chats.language,
  municipalityId: chats.municipalityId,
  town: municipalities.name,
  lastInboundAt: chats.lastInboundAt,
  timezone: sql<string>`coalesce(${municipalities.timezone}, 'Europe/Rome')`,
}

/** Of whoever ordered. */
export function citizenChats(work: Work, accounts: readonly string[], orderId: string): Promise<ReachableChat[]> {
  return chatsOfCitizen(work.db, { accounts, orderId })
}

const chatsOfCitizen = query((db, value: Value<'accounts' | 'orderId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select({ id: orders.personId })
      .from(orders)
      .where(eq(orders.id, value('orderId'))),
  ),
)

/** Of whoever keeps the shop of an order. */
export function shopkeeperChats(work: Work, accounts: readonly string[], orderId: string): Promise<ReachableChat[]> {
  return chatsOfShopkeepers(work.db, { accounts, orderId })
}

const chatsOfShopkeepers = query((db, value: Value<'accounts' | 'orderId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select({ id: roles.personId })
      .from(roles)
      .innerJoin(orders, eq(orders.shopId, roles.shopId))
      .where(and(eq(orders.id, value('orderId')), eq(roles.kind, 'shopkeeper'))),
  ),
)

/** Of whoever works for a town. */
export function operatorChats(
  work: Work,
  accounts: readonly string[],
  municipalityId: string,
): Promise<ReachableChat[]> {
  return chatsOfOperators(work.db, { accounts, municipalityId })
}

const chatsOfOperators = query((db, value: Value<'accounts' | 'municipalityId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select({ id: roles.personId })
      .from(roles)
      .where(and(eq(roles.municipalityId, value('municipalityId')), eq(roles.kind, 'operator'))),
  ),
)

/** One person's, on the given accounts. */
export async function reachableChat(
  work: Work,
  accounts: readonly string[],
  personId: string,
): Promise<ReachableChat | undefined> {
  const [chat] = await chatsOfPerson(work.db, { accounts, personId })
  return chat
}

const chatsOfPerson = query((db, value: Value<'accounts' | 'personId'>) =>
  reachable(db, value('accounts'), sql`(select ${value('personId')}::uuid)`),
)

/** This very chat, unless it is closed. */
export async function openChat(
  work: Work,
  chatId: string,
): Promise<(ReachableChat & { audience: Audience }) | undefined> {
  const [chat] = await work.db
    .select({ ...reachableColumns, audience: chats.audience })
    .from(chats)
    .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
    .where(and(eq(chats.id, chatId), isNull(chats.closedAt)))
  return chat
}

/** Of everybody who works for any town. */
export function allOperatorChats(work: Work, accounts: readonly string[]): Promise<ReachableChat[]> {
  return chatsOfAllOperators(work.db, { accounts })
}

const chatsOfAllOperators = query((db, value: Value<'accounts'>) =>
  reachable(db, value('accounts'), db.select({ id: roles.personId }).from(roles).where(eq(roles.kind, 'operator'))),
)

function reachable(db: Db, accounts: Placeholder, who: SQLWrapper) {
  return (
    db
      .selectDistinctOn([chats.personId], reachableColumns)
      .from(chats)
      .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
      .where(
        and(sql`${chats.account} = any(${accounts}::text[])`, isNull(chats.closedAt), inArray(chats.personId, who)),
      )
      // An account that was given up for the time being comes last.
      .orderBy(
        chats.personId,
        sql`exists (select from ${accountAlarms} where ${accountAlarms.account} = ${chats.account})`,
        desc(chats.lastInboundAt),
      )
  )
}

/** What a person is called. */
export async function personName(work: Work, personId: string): Promise<string> {
  const [person] = await nameOf(work.db, { personId })
  return person?.name ?? ''
}

const nameOf = query((db, value: Value<'personId'>) =>
  db
    .select({ name: people.name })
    .from(people)
    .where(eq(people.id, value('personId'))),
)

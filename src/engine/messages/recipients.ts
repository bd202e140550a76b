// SPDX-License-Identifier: AGPL-3.0-or-later
// Where people can be reached on the given accounts: one open chat a person, the one they last wrote in.
import { and, desc, eq, isNull, type Placeholder, sql } from 'drizzle-orm'
import type { PgColumn, SubqueryWithSelection } from 'drizzle-orm/pg-core'
import { manyBy } from '../../db/loaders.ts'
import { query, type Value } from '../../db/prepared.ts'
import type { Audience } from '../../db/stored.ts'
import { accountAlarms, chats, municipalities, orders, people, roles } from '../../db/schema.ts'
import type { Db } from '../../db/store.ts'
import { givenInShopBy, givenInTownBy } from '../../rules/role.ts'
import { grants } from '../authority.ts'
import type { RoleHeld } from '../events.ts'
import type { Look } from '../unit.ts'

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

/** The same, with the thing that concerns them. */
interface ChatConcerned extends ReachableChat {
  readonly about: string
}

/** Of the citizen who ordered. */
export function citizenChats(look: Look, accounts: readonly string[], orderId: string): Promise<ReachableChat[]> {
  return chatsOfCitizen(look.db, { accounts, orderId })
}

const chatsOfCitizen = query((db, value: Value<'accounts' | 'orderId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(orders.id, orders.personId))
      .from(orders)
      .where(eq(orders.id, value('orderId'))),
  ),
)

/** Of the people who keep the shop of an order. */
export function shopkeeperChats(
  look: Look,
  accounts: readonly string[],
  orderId: string,
): Promise<readonly ReachableChat[]> {
  return look.load(chatsOfShopkeepers, { orderId, accounts })
}

/** The accounts are the same for all who ask in one transaction. */
const chatsOfShopkeepers = manyBy({
  rows: ({ db }, keys: readonly { readonly orderId: string; readonly accounts: readonly string[] }[]) =>
    shopkeepersOf(db, { accounts: keys[0]?.accounts, orderIds: keys.map(({ orderId }) => orderId) }),
  nameOf: ({ orderId }) => orderId,
  keyOf: ({ about }: ChatConcerned) => about,
})
const shopkeepersOf = query((db, value: Value<'accounts' | 'orderIds'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(orders.id, roles.personId))
      .from(roles)
      .innerJoin(orders, eq(orders.shopId, roles.shopId))
      .where(and(sql`${orders.id} = any(${value('orderIds')}::uuid[])`, grants('answer-orders'))),
  ),
)

/** Of the people who work for a town. */
export function operatorChats(
  look: Look,
  accounts: readonly string[],
  municipalityId: string,
): Promise<ReachableChat[]> {
  return chatsOfOperators(look.db, { accounts, municipalityId })
}

const chatsOfOperators = query((db, value: Value<'accounts' | 'municipalityId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(roles.municipalityId, roles.personId))
      .from(roles)
      .where(and(eq(roles.municipalityId, value('municipalityId')), grants('see-town'))),
  ),
)

/** Of the people who may give a role there, and take it away: each chat once. */
export async function giverChats(
  look: Look,
  accounts: readonly string[],
  { kind, municipalityId, shopId }: Pick<RoleHeld, 'kind' | 'municipalityId' | 'shopId'>,
): Promise<ReachableChat[]> {
  const [inTown, inShop] = await Promise.all([
    chatsOfTownGivers(look.db, { accounts, municipalityId }),
    givenInShopBy[kind] && shopId !== null ? chatsOfShopGivers(look.db, { accounts, shopId }) : [],
  ])
  return [...new Map([...inTown, ...inShop].map(chat => [chat.chatId, chat])).values()]
}

const chatsOfTownGivers = query((db, value: Value<'accounts' | 'municipalityId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(roles.municipalityId, roles.personId))
      .from(roles)
      .where(and(eq(roles.municipalityId, value('municipalityId')), grants(givenInTownBy))),
  ),
)

const chatsOfShopGivers = query((db, value: Value<'accounts' | 'shopId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(roles.shopId, roles.personId))
      .from(roles)
      .where(and(eq(roles.shopId, value('shopId')), grants('manage-assistants'))),
  ),
)

/** One person's, on the given accounts. */
export async function reachableChat(
  look: Look,
  accounts: readonly string[],
  personId: string,
): Promise<ReachableChat | undefined> {
  const [chat] = await chatsOfPerson(look.db, { accounts, personId })
  return chat
}

const chatsOfPerson = query((db, value: Value<'accounts' | 'personId'>) =>
  reachable(
    db,
    value('accounts'),
    db
      .select(concerning(people.id, people.id))
      .from(people)
      .where(eq(people.id, value('personId'))),
  ),
)

/** This very chat, unless it is closed. */
export async function openChat(
  look: Look,
  chatId: string,
): Promise<(ReachableChat & { audience: Audience }) | undefined> {
  const [chat] = await look.db
    .select({ ...reachableColumns, audience: chats.audience })
    .from(chats)
    .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
    .where(and(eq(chats.id, chatId), isNull(chats.closedAt)))
  return chat
}

/** Of everybody who works for any town. */
export function allOperatorChats(look: Look, accounts: readonly string[]): Promise<ReachableChat[]> {
  return chatsOfAllOperators(look.db, { accounts })
}

const chatsOfAllOperators = query((db, value: Value<'accounts'>) =>
  reachable(
    db,
    value('accounts'),
    db.select(concerning(roles.kind, roles.personId)).from(roles).where(grants('pair-accounts')),
  ),
)

/** Whom a thing concerns. */
function concerning(about: PgColumn, person: PgColumn) {
  return { about: sql<string>`${about}`.as('about'), person: sql<string>`${person}`.as('concerned') }
}

/** A query of `concerning`. */
interface Concerned {
  as(name: 'who'): SubqueryWithSelection<ReturnType<typeof concerning>, 'who'>
}

function reachable(db: Db, accounts: Placeholder, concerned: Concerned) {
  const who = concerned.as('who')
  return (
    db
      .selectDistinctOn([who.about, chats.personId], { ...reachableColumns, about: who.about })
      .from(chats)
      .innerJoin(who, eq(who.person, chats.personId))
      .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
      .where(and(sql`${chats.account} = any(${accounts}::text[])`, isNull(chats.closedAt)))
      // An account that was given up for the time being comes last.
      .orderBy(
        who.about,
        chats.personId,
        sql`exists (select from ${accountAlarms} where ${accountAlarms.account} = ${chats.account})`,
        desc(chats.lastInboundAt),
      )
  )
}

/** What a person is called. */
export async function personName(look: Look, personId: string): Promise<string> {
  const [person] = await nameOf(look.db, { personId })
  return person?.name ?? ''
}

const nameOf = query((db, value: Value<'personId'>) =>
  db
    .select({ name: people.name })
    .from(people)
    .where(eq(people.id, value('personId'))),
)

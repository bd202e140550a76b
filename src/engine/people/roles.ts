// SPDX-License-Identifier: AGPL-3.0-or-later
// Who holds which role, and how a role ends, rests and comes back. What a role lets its holder do is asked for in each
// command's own statement, so that what is done here holds at once, for cards that are already open too.
import { and, asc, eq, inArray, isNotNull, isNull, max, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFailing } from '../../db/failing.ts'
import { chats, messages, municipalities, people, roles, shops } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { type FreezeReason, givenInTownBy, type RoleKind, rolesWith, silentDays } from '../../rules/role.ts'
import { mayGive } from '../authority.ts'
import type { RoleHeld } from '../events.ts'
import type { Asker, Look, SoleWork, Work } from '../unit.ts'

/** A role as those see it who may give it. */
export interface Worker extends RoleHeld {
  readonly name: string
  readonly town: string
  /** The slug of the town, and the name and the slug of the shop. */
  readonly townSlug: string
  readonly shop: string | null
  readonly shopSlug: string | null
  readonly since: Date
  /** Who gave the role; absent for the command line. */
  readonly grantedBy: string | null
  readonly frozenBecause: FreezeReason | null
  /** When the person last wrote, in any chat. */
  readonly lastSeenAt: Date | null
}

const held = {
  roleId: roles.id,
  personId: roles.personId,
  kind: roles.kind,
  municipalityId: roles.municipalityId,
  shopId: roles.shopId,
}

/** The roles of one shop, or of a town itself; with neither, all of them. Only those
 * that the asker may give and take, and the asker's own. */
export function workersAt(
  look: Look,
  by: Asker,
  at: { readonly shopId?: string | undefined; readonly municipalityId?: string | undefined } = {},
): Promise<Worker[]> {
  const here =
    at.shopId !== undefined
      ? eq(roles.shopId, at.shopId)
      : at.municipalityId !== undefined
        ? and(eq(roles.municipalityId, at.municipalityId), isNull(roles.shopId))
        : undefined
  return workers(look, and(here, ownOrTaken(by)))
}

/** One role, if the asker may give and take it, or holds it. */
export async function workerById(look: Look, roleId: string, by: Asker): Promise<Worker | undefined> {
  const [worker] = await workers(look, and(eq(roles.id, roleId), ownOrTaken(by)))
  return worker
}

function workers(look: Look, where: SQL | undefined): Promise<Worker[]> {
  const giver = alias(people, 'giver_of_role')
  const seen = look.db
    .select({ personId: chats.personId, at: max(chats.lastInboundAt).as('seen_at') })
    .from(chats)
    .groupBy(chats.personId)
    .as('seen')
  return look.db
    .select({
      ...held,
      name: people.name,
      town: municipalities.name,
      townSlug: municipalities.slug,
      shop: shops.name,
      shopSlug: shops.slug,
      since: roles.createdAt,
      grantedBy: giver.name,
      frozenBecause: roles.frozenBecause,
      lastSeenAt: seen.at,
    })
    .from(roles)
    .innerJoin(people, eq(people.id, roles.personId))
    .innerJoin(municipalities, eq(municipalities.id, roles.municipalityId))
    .leftJoin(shops, eq(shops.id, roles.shopId))
    .leftJoin(giver, eq(giver.id, roles.grantedBy))
    .leftJoin(seen, eq(seen.personId, roles.personId))
    .where(where)
    .orderBy(asc(roles.municipalityId), asc(roles.shopId), asc(roles.createdAt))
}

function ownOrTaken(by: Asker): SQL | undefined {
  return by === 'command-line' ? undefined : or(eq(roles.personId, by.personId), mayTake(by))
}

/** What a person may do at a row of `roles`: give such a role, or take it away. */
function mayTake(by: Asker): SQL | undefined {
  return by === 'command-line' ? undefined : mayGive(by.personId, roles)
}

/**
 * Takes a role away: by somebody who may give it, or by its holder. `last-publisher`: a town must keep somebody who can
 * say who works there; only the command line takes the last one. `not-allowed` also where there is no such role.
 */
export async function removeRole(
  work: SoleWork,
  roleId: string,
  by: Asker,
): Promise<Result<RoleHeld, 'not-allowed' | 'last-publisher'>> {
  if (by !== 'command-line' && (await isLastPublisher(work, roleId))) {
    return refused((await workerById(work, roleId, by)) ? 'last-publisher' : 'not-allowed')
  }
  const [role] = await work.db
    .delete(roles)
    .where(and(eq(roles.id, roleId), ownOrTaken(by)))
    .returning(held)
  if (!role) return refused('not-allowed')
  await dropStaffNotices(work, role.personId)
  work.happened({ type: 'role-removed', ...role, by: by === 'command-line' ? null : by.personId })
  return done(role)
}

/** Whether the town would have nobody left who says who works there. Those who can are locked, in the order of their ids. */
async function isLastPublisher(work: SoleWork, roleId: string): Promise<boolean> {
  const town = work.db.select({ id: roles.municipalityId }).from(roles).where(eq(roles.id, roleId))
  const publishers = await work.db
    .select({ id: roles.id })
    .from(roles)
    .where(
      and(inArray(roles.municipalityId, town), inArray(roles.kind, rolesWith(givenInTownBy)), isNull(roles.frozenAt)),
    )
    .orderBy(asc(roles.id))
    .for('update')
  return publishers.length === 1 && publishers[0]?.id === roleId
}

/** What was to be told to somebody about their work is not told once they have none. */
async function dropStaffNotices(work: Work, personId: string): Promise<void> {
  const theirs = work.db.select({ id: chats.id }).from(chats).where(eq(chats.personId, personId))
  const working = sql`exists (select from ${roles} where ${roles.personId} = ${personId})`
  await work.db
    .update(messages)
    .set({ delivery: 'skipped', settledAt: work.now })
    .where(
      and(
        inArray(messages.chatId, theirs),
        eq(messages.audience, 'staff'),
        eq(messages.priority, 'notice'),
        inArray(messages.delivery, ['queued', 'awaiting-reader']),
        sql`not ${working}`,
      ),
    )
}

/** Lets the roles of a person rest: they give no right until somebody who may give them has confirmed each. */
export async function freezeRoles(work: Work, personId: string, because: FreezeReason, where?: SQL): Promise<void> {
  const frozen = await work.db
    .update(roles)
    .set({ frozenAt: work.now, frozenBecause: because })
    .where(and(eq(roles.personId, personId), isNull(roles.frozenAt), where))
    .returning(held)
  for (const role of frozen) work.happened({ type: 'role-frozen', because, ...role })
}

/** Confirms a role that rests. `not-allowed` also where it does not. */
export async function confirmRole(work: Work, roleId: string, by: Asker): Promise<Result<RoleHeld, 'not-allowed'>> {
  const [role] = await work.db
    .update(roles)
    .set({ frozenAt: null, frozenBecause: null, provenAt: work.now })
    .where(and(eq(roles.id, roleId), isNotNull(roles.frozenAt), mayTake(by)))
    .returning(held)
  if (!role) return refused('not-allowed')
  work.happened({ type: 'role-confirmed', ...role, by: by === 'command-line' ? null : by.personId })
  return done(role)
}

/** People who hold a role and have not written anywhere for `silentDays`; the longest silent first. */
export async function silentWorkers(look: Look, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ personId: roles.personId })
    .from(roles)
    .where(and(isNull(roles.frozenAt), isSilent(look), notFailing(look, 'silent-workers', roles.personId)))
    .groupBy(roles.personId)
    .orderBy(asc(max(roles.createdAt)))
    .limit(most)
  return rows.map(row => row.personId)
}

/** Lets the roles of somebody rest who has been silent for too long; does nothing where they have written since. */
export async function freezeSilent(work: Work, personId: string): Promise<void> {
  await freezeRoles(work, personId, 'silence', isSilent(work))
}

/** Neither written by its person for `silentDays`, nor given or confirmed within them. */
function isSilent({ now }: Look): SQL {
  const since = new Date(now.getTime() - silentDays * 24 * 3_600_000).toISOString()
  return sql`(coalesce(${roles.provenAt}, ${roles.createdAt}) < ${since}::timestamptz and not exists (select from ${chats}
    where ${chats.personId} = ${roles.personId} and ${chats.lastInboundAt} >= ${since}::timestamptz))`
}

/** Whether this person may give a role of that kind there. */
export async function mayGiveRole(
  look: Look,
  personId: string,
  place: { readonly kind: RoleKind; readonly municipalityId: string; readonly shopId: string | null },
): Promise<boolean> {
  const [town] = await look.db
    .select({ id: municipalities.id })
    .from(municipalities)
    .where(and(eq(municipalities.id, place.municipalityId), mayGive(personId, place)))
  return town !== undefined
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A link with an unguessable token gives one role to the first person who opens it. The token is made when the link is
// sent, and only its SHA-256 is kept: a reader of the database (or of a backup of it) can let nobody in. The invitation is
// void as soon as its maker may not give that role any more.
import { createHash } from 'node:crypto'
import { and, asc, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm'
import { invitations, municipalities, people, roles, shops } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import type { MunicipalityRole, RoleKind, ShopRole } from '../../rules/role.ts'
import { mayGive } from '../authority.ts'
import type { Asker, Look, SoleWork, Work } from '../unit.ts'
import { mayTryCode, noteWrongCode } from './code-attempts.ts'
import type { ChatOfPerson } from './linking.ts'
import { personForRole } from './parting.ts'

/** What the link is for, and who asks: absent on the command line, where whoever may type may invite. */
export type InvitationFor = ({ readonly municipalityId: string } | { readonly municipalitySlug: string }) &
  (
    | { readonly kind: MunicipalityRole }
    | ({ readonly kind: ShopRole } & ({ readonly shopId: string } | { readonly shopSlug: string }))
  ) & { readonly invitedBy?: string | undefined }

/** What a redeemed invitation made of the person. */
export interface Granted {
  readonly kind: RoleKind
  readonly municipalityId: string
  readonly shopId: string | null
}

const validMs = 7 * 24 * 3_600_000

type Refused = 'municipality-unknown' | 'shop-unknown' | 'not-allowed'

/** Makes a single-use invitation, good for seven days. The token is in the answer and nowhere else. */
export async function invite(
  work: Work,
  wanted: InvitationFor,
): Promise<Result<{ id: string; token: string }, Refused>> {
  const prepared = await prepareInvitation(work, wanted)
  if (!prepared.ok) return prepared
  const token = await issueInvitation(work, prepared.value.invitationId)
  if (token === undefined) throw new Error('an invitation was gone at once')
  return done({ id: prepared.value.invitationId, token })
}

/** Makes an invitation that has no token yet: it opens nothing until it is issued. */
export async function prepareInvitation(
  work: Work,
  wanted: InvitationFor,
): Promise<Result<{ invitationId: string }, Refused>> {
  const inTown =
    'municipalityId' in wanted
      ? eq(municipalities.id, wanted.municipalityId)
      : eq(municipalities.slug, wanted.municipalitySlug)
  const [town] = await work.db.select({ id: municipalities.id }).from(municipalities).where(inTown)
  if (!town) return refused('municipality-unknown')
  let shopId: string | null = null
  if ('shopId' in wanted || 'shopSlug' in wanted) {
    const isShop = 'shopId' in wanted ? eq(shops.id, wanted.shopId) : eq(shops.slug, wanted.shopSlug)
    const [shop] = await work.db
      .select({ id: shops.id })
      .from(shops)
      .where(and(isShop, eq(shops.municipalityId, town.id)))
    if (!shop) return refused('shop-unknown')
    shopId = shop.id
  }
  const { kind, invitedBy = null } = wanted
  const row = { id: work.newId(), municipalityId: town.id, kind, shopId, invitedBy }
  const made = await work.db.insert(invitations).select(invitationRow(work, row)).returning({ id: invitations.id })
  if (made.length === 0) return refused('not-allowed')
  const { id: invitationId, municipalityId } = row
  work.happened({ type: 'invitation-made', invitationId, kind, municipalityId, shopId, by: invitedBy })
  return done({ invitationId })
}

/**
 * A new token for an invitation that is still open, in place of an earlier one. Undefined where it is used, expired or
 * gone. To be called when the message is sent: what is never sent never has a token.
 */
export async function issueInvitation(
  work: Pick<Work, 'db' | 'now' | 'newToken'>,
  invitationId: string,
): Promise<string | undefined> {
  const token = work.newToken()
  const issued = await work.db
    .update(invitations)
    .set({ tokenHash: hashOf(token) })
    .where(and(eq(invitations.id, invitationId), isUsable(work)))
    .returning({ id: invitations.id })
  return issued.length > 0 ? token : undefined
}

/** Whether a token was made for the invitation, and so a message with its link was sent. */
export async function isIssued(look: Look, invitationId: string): Promise<boolean> {
  const [found] = await look.db
    .select({ tokenHash: invitations.tokenHash })
    .from(invitations)
    .where(eq(invitations.id, invitationId))
  return found !== undefined && found.tokenHash !== null
}

/** The one row to insert, or none where the person who asks may not give such a role there. */
function invitationRow(work: Work, row: Granted & { readonly id: string; readonly invitedBy: string | null }): SQL {
  const { invitedBy } = row
  const expiresAt = new Date(work.now.getTime() + validMs)
  return sql`select ${row.id}::uuid, null::text, ${row.municipalityId}::uuid, ${row.kind}::text,
    ${row.shopId}::uuid, ${invitedBy}::uuid, ${work.now.toISOString()}::timestamptz,
    ${expiresAt.toISOString()}::timestamptz, null::timestamptz, null::uuid, null::timestamptz
    where ${invitedBy === null ? sql`true` : mayGive(invitedBy, row)}`
}

/** An invitation that nobody has used yet. */
export interface OpenInvitation extends Granted {
  readonly id: string
  readonly town: string
  readonly shop: string | null
  /** Who made it; absent for the command line. */
  readonly by: string | null
  readonly expiresAt: Date
}

/** The invitations that somebody can still use, to a shop or to a town itself; with neither, all that the asker may revoke. */
export function openInvitations(
  look: Look,
  by: Asker,
  at: { readonly shopId?: string | undefined; readonly municipalityId?: string | undefined } = {},
): Promise<OpenInvitation[]> {
  const here =
    at.shopId !== undefined
      ? eq(invitations.shopId, at.shopId)
      : at.municipalityId !== undefined
        ? and(eq(invitations.municipalityId, at.municipalityId), isNull(invitations.shopId))
        : undefined
  return look.db
    .select({
      id: invitations.id,
      kind: invitations.kind,
      municipalityId: invitations.municipalityId,
      shopId: invitations.shopId,
      town: municipalities.name,
      shop: shops.name,
      by: people.name,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .innerJoin(municipalities, eq(municipalities.id, invitations.municipalityId))
    .leftJoin(shops, eq(shops.id, invitations.shopId))
    .leftJoin(people, eq(people.id, invitations.invitedBy))
    .where(and(here, isUsable(look), by === 'command-line' ? undefined : mayGive(by.personId, invitations)))
    .orderBy(asc(invitations.expiresAt))
}

/** Takes an invitation back. `not-allowed` also where there is none, or it was used. */
export async function revokeInvitation(
  work: Work,
  invitationId: string,
  by: Asker,
): Promise<Result<Granted, 'not-allowed'>> {
  const allowed = by === 'command-line' ? undefined : mayGive(by.personId, invitations)
  const [revoked] = await work.db
    .update(invitations)
    .set({ revokedAt: work.now })
    .where(and(eq(invitations.id, invitationId), isNull(invitations.usedAt), isNull(invitations.revokedAt), allowed))
    .returning(granted)
  if (!revoked) return refused('not-allowed')
  const { personId } = by === 'command-line' ? { personId: null } : by
  work.happened({ type: 'invitation-revoked', invitationId, by: personId, ...revoked })
  return done(revoked)
}

/**
 * Whether an invitation can still be used, as a condition: in time, not used, not taken back, and its maker may still
 * give such a role.
 */
function isUsable({ now }: Pick<Look, 'now'>): SQL | undefined {
  return and(
    isNull(invitations.usedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, now),
    or(isNull(invitations.invitedBy), mayGive(invitations.invitedBy, invitations)),
  )
}

const granted = {
  kind: invitations.kind,
  municipalityId: invitations.municipalityId,
  shopId: invitations.shopId,
}

/**
 * Uses an invitation up and gives the person its role. Of two who try at once, one succeeds. A person with chats at
 * other addresses is parted from them first, so that the role comes to the chat that was invited and to no other: then
 * the person of the chat is another one, and `parted` is true.
 */
export async function redeemInvitation(
  work: SoleWork,
  token: string,
  { chatId, personId: asker }: ChatOfPerson,
): Promise<
  Result<
    Granted & { readonly personId: string; readonly parted: boolean },
    'invitation-unknown' | 'invitation-used' | 'invitation-expired' | 'invitation-revoked' | 'too-many-tries'
  >
> {
  const { db, now } = work
  if (!(await mayTryCode(work, asker))) return refused('too-many-tries')
  const tokenHash = hashOf(token)
  const [used] = await db
    .update(invitations)
    .set({ usedAt: now, usedBy: asker })
    .where(and(eq(invitations.tokenHash, tokenHash), isUsable(work)))
    .returning({ ...granted, by: invitations.invitedBy })
  if (!used) {
    const [there] = await db
      .select({ usedAt: invitations.usedAt, expiresAt: invitations.expiresAt })
      .from(invitations)
      .where(eq(invitations.tokenHash, tokenHash))
    if (there?.usedAt) return refused('invitation-used')
    if (there) return refused(there.expiresAt > now ? 'invitation-revoked' : 'invitation-expired')
    // An old link opened again is no guess: only codes that never were count.
    noteWrongCode(work, asker)
    return refused('invitation-unknown')
  }
  const { by, ...role } = used
  const personId = await personForRole(work, { chatId, personId: asker })
  if (personId !== asker)
    await db.update(invitations).set({ usedBy: personId }).where(eq(invitations.tokenHash, tokenHash))
  // At once, not with the commit: the next screen of the same unit of work reads what this person may do.
  const roleId = work.newId()
  await db
    .insert(roles)
    .values({ id: roleId, personId, ...role, grantedBy: by, createdAt: now })
    .onConflictDoNothing()
  work.happened({ type: 'role-granted', roleId, personId, by, ...role })
  return done({ ...role, personId, parted: personId !== asker })
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A link with an unguessable token makes whoever opens it first a shopkeeper or an operator. Only the token's
// SHA-256 is kept: who reads the database (or a backup of it) can let nobody in.
import { createHash } from 'node:crypto'
import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { audit, invitations, municipalities, roles, shops } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { mayTryCode, noteWrongCode } from './code-attempts.ts'
import type { SoleWork, Work } from '../unit.ts'

/** What the link is for, and who asks: absent on the command line, where whoever may type may invite. */
export type InvitationFor = ({ readonly municipalityId: string } | { readonly municipalitySlug: string }) &
  (
    | { readonly kind: 'operator' }
    | ({ readonly kind: 'shopkeeper' } & ({ readonly shopId: string } | { readonly shopSlug: string }))
  ) & { readonly invitedBy?: string | undefined }

/** What a redeemed invitation made of the person. */
export interface Granted {
  readonly kind: 'shopkeeper' | 'operator'
  readonly municipalityId: string
  readonly shopId: string | null
}

const validMs = 7 * 24 * 3_600_000

/** Makes a single-use invitation, good for seven days. The token is in the answer and nowhere else. */
export async function invite(
  work: Work,
  wanted: InvitationFor,
): Promise<Result<{ token: string }, 'municipality-unknown' | 'shop-unknown' | 'not-allowed'>> {
  const inTown =
    'municipalityId' in wanted
      ? eq(municipalities.id, wanted.municipalityId)
      : eq(municipalities.slug, wanted.municipalitySlug)
  const [town] = await work.db.select({ id: municipalities.id }).from(municipalities).where(inTown)
  if (!town) return refused('municipality-unknown')
  let shopId: string | null = null
  if (wanted.kind === 'shopkeeper') {
    const isShop = 'shopId' in wanted ? eq(shops.id, wanted.shopId) : eq(shops.slug, wanted.shopSlug)
    const [shop] = await work.db
      .select({ id: shops.id })
      .from(shops)
      .where(and(isShop, eq(shops.municipalityId, town.id)))
    if (!shop) return refused('shop-unknown')
    shopId = shop.id
  }
  const token = work.newToken()
  const made = await work.db
    .insert(invitations)
    .select(
      invitationRow(work, { token, municipalityId: town.id, kind: wanted.kind, shopId, invitedBy: wanted.invitedBy }),
    )
    .returning({ kind: invitations.kind })
  if (made.length === 0) return refused('not-allowed')
  const { invitedBy } = wanted
  if (invitedBy !== undefined) {
    const row = { id: work.newId(), municipalityId: town.id, personId: invitedBy, at: work.now, action: 'invite' }
    work.lastly(db =>
      db.insert(audit).values({ ...row, detail: shopId === null ? wanted.kind : `${wanted.kind} ${shopId}` }),
    )
  }
  return done({ token })
}

/** The one row to insert, or none where the person who asks is no operator of that town. */
function invitationRow(
  work: Work,
  row: { token: string; municipalityId: string; kind: string; shopId: string | null; invitedBy: string | undefined },
): SQL {
  const { municipalityId, invitedBy } = row
  const expiresAt = new Date(work.now.getTime() + validMs)
  const allowed =
    invitedBy === undefined
      ? sql`true`
      : sql`exists (select 1 from ${roles} where ${roles.personId} = ${invitedBy} and ${roles.municipalityId} = ${municipalityId} and ${roles.kind} = 'operator')`
  return sql`select ${hashOf(row.token)}::text, ${municipalityId}::uuid, ${row.kind}::text, ${row.shopId}::uuid, ${invitedBy ?? null}::uuid,
    ${work.now.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz, null::timestamptz, null::uuid where ${allowed}`
}

/** Uses an invitation up and gives the person its role. Of two who try at once, one succeeds. */
export async function redeemInvitation(
  work: SoleWork,
  token: string,
  personId: string,
): Promise<Result<Granted, 'invitation-unknown' | 'invitation-used' | 'invitation-expired' | 'too-many-tries'>> {
  const { db, now } = work
  if (!(await mayTryCode(work, personId))) return refused('too-many-tries')
  const tokenHash = hashOf(token)
  const [granted] = await db
    .update(invitations)
    .set({ usedAt: now, usedBy: personId })
    .where(and(eq(invitations.tokenHash, tokenHash), isNull(invitations.usedAt), gt(invitations.expiresAt, now)))
    .returning({ kind: invitations.kind, municipalityId: invitations.municipalityId, shopId: invitations.shopId })
  if (!granted) {
    const [there] = await db
      .select({ usedAt: invitations.usedAt })
      .from(invitations)
      .where(eq(invitations.tokenHash, tokenHash))
    if (there) return refused(there.usedAt === null ? 'invitation-expired' : 'invitation-used')
    // An old link opened again is no guess: only codes that never were count.
    noteWrongCode(work, personId)
    return refused('invitation-unknown')
  }
  // At once, not with the commit: the next screen of the same unit of work reads what this person may do.
  const role = { id: work.newId(), personId, ...granted, createdAt: now }
  await db.insert(roles).values(role).onConflictDoNothing()
  work.happened({ type: 'role-granted', personId, ...granted })
  return done(granted)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A link with an unguessable token makes the first person who opens it a shopkeeper or an operator. The token is made when
// the link is sent, and only its SHA-256 is kept: a reader of the database (or of a backup of it) can let nobody in.
import { createHash } from 'node:crypto'
import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { invitations, municipalities, roles, shops } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import type { RoleKind } from '../../rules/role.ts'
import { municipalitiesAllowing } from '../authority.ts'
import { mayTryCode, noteWrongCode } from './code-attempts.ts'
import { noteAct } from '../audit.ts'
import type { Look, SoleWork, Work } from '../unit.ts'

/** What the link is for, and who asks: absent on the command line, where whoever may type may invite. */
export type InvitationFor = ({ readonly municipalityId: string } | { readonly municipalitySlug: string }) &
  (
    | { readonly kind: 'operator' }
    | ({ readonly kind: 'shopkeeper' } & ({ readonly shopId: string } | { readonly shopSlug: string }))
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
export async function invite(work: Work, wanted: InvitationFor): Promise<Result<{ token: string }, Refused>> {
  const prepared = await prepareInvitation(work, wanted)
  if (!prepared.ok) return prepared
  const token = await issueInvitation(work, prepared.value.invitationId)
  if (token === undefined) throw new Error('an invitation was gone at once')
  return done({ token })
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
  if (wanted.kind === 'shopkeeper') {
    const isShop = 'shopId' in wanted ? eq(shops.id, wanted.shopId) : eq(shops.slug, wanted.shopSlug)
    const [shop] = await work.db
      .select({ id: shops.id })
      .from(shops)
      .where(and(isShop, eq(shops.municipalityId, town.id)))
    if (!shop) return refused('shop-unknown')
    shopId = shop.id
  }
  const invitationId = work.newId()
  const made = await work.db
    .insert(invitations)
    .select(
      invitationRow(work, {
        ...{ id: invitationId, municipalityId: town.id, kind: wanted.kind, shopId, invitedBy: wanted.invitedBy },
      }),
    )
    .returning({ kind: invitations.kind })
  if (made.length === 0) return refused('not-allowed')
  const { invitedBy } = wanted
  if (invitedBy !== undefined) {
    const detail = shopId === null ? wanted.kind : `${wanted.kind} ${shopId}`
    noteAct(work, { municipalityId: town.id, personId: invitedBy, action: 'invite', detail })
  }
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
    .where(and(eq(invitations.id, invitationId), isNull(invitations.usedAt), gt(invitations.expiresAt, work.now)))
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

/** The one row to insert, or none where the person who asks has no right to invite in that town. */
function invitationRow(
  work: Work,
  row: { id: string; municipalityId: string; kind: string; shopId: string | null; invitedBy: string | undefined },
): SQL {
  const { municipalityId, invitedBy } = row
  const expiresAt = new Date(work.now.getTime() + validMs)
  const allowed =
    invitedBy === undefined
      ? sql`true`
      : sql`${municipalityId}::uuid in ${municipalitiesAllowing(work.db, 'invite', invitedBy)}`
  return sql`select ${row.id}::uuid, null::text, ${municipalityId}::uuid, ${row.kind}::text, ${row.shopId}::uuid, ${invitedBy ?? null}::uuid,
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

// SPDX-License-Identifier: AGPL-3.0-or-later
// Rows that go as a whole when their class has had its time, one by one.
import { and, eq, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { notFailing } from '../../db/failing.ts'
import {
  audit,
  bags,
  consents,
  erasures,
  errands,
  files,
  invitations,
  invitationTries,
  linkCodes,
  links,
  sweepFailures,
} from '../../db/schema.ts'
import { endOf } from '../../rules/retention.ts'
import type { Look, Work } from '../unit.ts'

/** Rows of one table that are to go. */
interface Leftover {
  /** The name of the sweep. */
  readonly name: string
  readonly table: PgTable
  /** What tells one row from the others, as text. */
  readonly key: PgColumn | SQL<string>
  due(now: Date): SQL | undefined
}

/** Something newer was said of the same, and that long ago; or the person was erased. */
function isOutdatedConsent(now: Date): SQL | undefined {
  const until = endOf('proof', now).toISOString()
  return or(
    sql`exists (select from consents newer where newer.person_id = ${consents.personId}
      and newer.purpose = ${consents.purpose} and newer.municipality_id is not distinct from ${consents.municipalityId}
      and newer.shop_id is not distinct from ${consents.shopId} and newer.at > ${consents.at}
      and newer.at <= ${until}::timestamptz)`,
    sql`exists (select from erasures where erasures.person_id = ${consents.personId}
      and erasures.done_at <= ${until}::timestamptz)`,
  )
}

export const leftovers: readonly Leftover[] = [
  {
    name: 'delete-errands',
    table: errands,
    key: errands.id,
    due: now =>
      and(inArray(errands.state, ['queued', 'done', 'set-aside']), lte(errands.createdAt, endOf('errand', now))),
  },
  { name: 'delete-files', table: files, key: files.id, due: now => lte(files.createdAt, endOf('file', now)) },
  {
    name: 'delete-tries',
    table: invitationTries,
    key: invitationTries.id,
    due: now => lte(invitationTries.at, endOf('code', now)),
  },
  {
    name: 'delete-codes',
    table: linkCodes,
    key: linkCodes.codeHash,
    due: now => lte(linkCodes.expiresAt, endOf('code', now)),
  },
  { name: 'delete-links', table: links, key: links.id, due: now => lte(links.expiresAt, endOf('code', now)) },
  { name: 'delete-bags', table: bags, key: bags.id, due: now => lte(bags.updatedAt, endOf('bag', now)) },
  {
    name: 'delete-failures',
    table: sweepFailures,
    key: sql<string>`${sweepFailures.sweep} || ' ' || ${sweepFailures.subject}`,
    due: now => lte(sweepFailures.retryAt, endOf('trace', now)),
  },
  {
    name: 'delete-invitations',
    table: invitations,
    key: invitations.id,
    due: now => lte(sql`coalesce(${invitations.usedAt}, ${invitations.expiresAt})`, endOf('invitation', now)),
  },
  { name: 'delete-acts', table: audit, key: audit.id, due: now => lte(audit.at, endOf('audit', now)) },
  { name: 'delete-consents', table: consents, key: consents.id, due: isOutdatedConsent },
  {
    name: 'delete-erasures',
    table: erasures,
    key: erasures.id,
    due: now => or(lte(erasures.doneAt, endOf('proof', now)), lte(erasures.revokedAt, endOf('proof', now))),
  },
]

/** Keys of rows that are to go. */
export async function leftoversDue(look: Look, { name, table, key, due }: Leftover, most: number): Promise<string[]> {
  const rows = await look.db
    .select({ key: sql<string>`${key}::text` })
    .from(table)
    .where(and(due(look.now), notFailing(look, name, sql`${key}`)))
    .limit(most)
  return rows.map(row => row.key)
}

/** Deletes one of them. */
export async function deleteLeftover(work: Work, { table, key, due }: Leftover, subject: string): Promise<void> {
  await work.db.delete(table).where(and(eq(sql`${key}::text`, subject), due(work.now)))
}

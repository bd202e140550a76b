// SPDX-License-Identifier: AGPL-3.0-or-later
// Codes that let somebody in could be guessed: only codes that never were count, ten an hour for each person.
import { and, count, eq, gt, lte } from 'drizzle-orm'
import { invitationTries } from '../../db/schema.ts'
import type { Look, Work } from '../unit.ts'

const hourMs = 3_600_000
const triesPerHour = 10

/** Whether this person may still try a code. */
export async function mayTryCode(work: Look, personId: string): Promise<boolean> {
  const [tries] = await work.db
    .select({ made: count() })
    .from(invitationTries)
    .where(and(eq(invitationTries.personId, personId), gt(invitationTries.at, hourAgo(work))))
  return Number(tries?.made ?? 0) < triesPerHour
}

/** Notes a code that never was; what is older than an hour is forgotten. */
export function noteWrongCode(work: Work, personId: string): void {
  const row = { id: work.newId(), personId, at: work.now }
  work.lastly(db => db.delete(invitationTries).where(lte(invitationTries.at, hourAgo(work))))
  work.lastly(db => db.insert(invitationTries).values(row))
}

function hourAgo({ now }: Look): Date {
  return new Date(now.getTime() - hourMs)
}

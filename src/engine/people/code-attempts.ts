// SPDX-License-Identifier: AGPL-3.0-or-later
// Codes that let somebody in could be guessed: only codes that never were count, ten an hour for each person.
import { and, count, eq, gt, sql } from 'drizzle-orm'
import { records, statement, type Value } from '../../db/prepared.ts'
import { invitationTries } from '../../db/schema.ts'
import type { Look, Work } from '../unit.ts'

const hourMs = 3_600_000
const triesPerHour = 10

/** Whether this person may still try a code. */
export async function mayTryCode(look: Look, personId: string): Promise<boolean> {
  const [tries] = await look.db
    .select({ made: count() })
    .from(invitationTries)
    .where(and(eq(invitationTries.personId, personId), gt(invitationTries.at, hourAgo(look))))
  return Number(tries?.made ?? 0) < triesPerHour
}

/** Notes a code that never was; what is older than an hour is forgotten. */
export function noteWrongCode(work: Work, personId: string): void {
  work.lastly(writeTries, { id: work.newId(), personId, at: work.now, forgetBefore: hourAgo(work) })
}

interface Try {
  readonly id: string
  readonly personId: string
  readonly at: Date
  readonly forgetBefore: Date
}

function writeTries(tries: readonly Try[]) {
  return noteTries({ tries: records(tries) })
}

const noteTries = statement(
  'note-wrong-codes',
  {},
  (value: Value<'tries'>) => sql`
    with tries as (
      select * from jsonb_to_recordset(${value('tries')}::jsonb)
        as tries(id uuid, person_id uuid, at timestamptz, forget_before timestamptz)
    ), forgotten as (
      delete from invitation_tries where at <= (select max(forget_before) from tries)
    )
    insert into invitation_tries (id, person_id, at) select id, person_id, at from tries`,
)

function hourAgo({ now }: Look): Date {
  return new Date(now.getTime() - hourMs)
}

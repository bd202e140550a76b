// SPDX-License-Identifier: AGPL-3.0-or-later
// What people with a role did, one row for each act; rows are only ever added.
import { sql } from 'drizzle-orm'
import { records, statement, type Value } from '../db/prepared.ts'
import type { Work } from './unit.ts'

/** An act of somebody with a role. */
export interface Act {
  readonly municipalityId: string
  readonly personId: string
  readonly action: string
  readonly detail: string | null
}

/** Notes an act in the unit that does it: both are committed, or neither. */
export function noteAct(work: Work, act: Act): void {
  work.lastly(writeActs, { ...act, id: work.newId(), at: work.now })
}

function writeActs(acts: readonly (Act & { readonly id: string; readonly at: Date })[]) {
  return noteActs({ acts: records(acts) })
}

const noteActs = statement(
  'note-acts',
  {},
  (value: Value<'acts'>) => sql`
    insert into audit (id, municipality_id, person_id, at, action, detail)
    select id, municipality_id, person_id, at, action, detail
    from jsonb_populate_recordset(null::audit, ${value('acts')}::jsonb)`,
)

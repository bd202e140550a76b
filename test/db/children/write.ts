// SPDX-License-Identifier: AGPL-3.0-or-later
// Adds people until it is killed, and says each one's number once it is committed.
import { openStore } from '../../../src/db/engines/connect.ts'
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../../../src/db/prepared.ts'
import { people } from '../../../src/db/schema.ts'

const rename = statement('test-rename', {}, (value: Value<'name'>) => sql`update people set name = ${value('name')}`)
const renaming = ([name = '']: readonly string[]) => rename({ name })

const [, , dataDir = '', round = '0'] = process.argv
const store = await openStore({ dataDir, prepare: true })
for (let number = 1; ; number++) {
  const id = `00000000-0000-7000-${round.padStart(4, '8')}-${String(number).padStart(12, '0')}`
  await store.transact(async ({ db, lastly }) => {
    await db.insert(people).values({ id, name: `person ${number}`, createdAt: new Date(0) })
    lastly(renaming, `person ${number} of round ${round}`)
  })
  process.stdout.write(`${number}\n`)
}

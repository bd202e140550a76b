// SPDX-License-Identifier: AGPL-3.0-or-later
// Nothing personal without a class and a time: the list of `rules/retention.ts` against the database, the export and
// the documents.
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { heldTables } from '../../src/engine/people/holdings.ts'
import { classesOf, columnClasses, personalTables, retention } from '../../src/rules/retention.ts'
import { freshStore } from './engines.ts'

/** Columns of the database that the list does not know, and those of the list that the database does not have. */
async function mismatches(store: Store): Promise<string[]> {
  const rows = rowsOf<{ name: string }>(
    await store.read(db =>
      db.execute(sql`select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' order by 1`),
    ),
  )
  const there = new Set(rows.map(({ name }) => name))
  const listed = Object.keys(columnClasses).flatMap(table =>
    [...classesOf(table).keys()].map(column => `${table}.${column}`),
  )
  return [
    ...[...there].filter(name => !listed.includes(name)).map(name => `${name} has no class`),
    ...listed.filter(name => !there.has(name)).map(name => `${name} is not there`),
    ...listed.filter((name, at) => listed.indexOf(name) !== at).map(name => `${name} stands twice`),
  ]
}

test('every column has a class and a time, or holds nothing personal; a new one without is found', async () => {
  const { store, end } = await freshStore('postgres')
  expect(await mismatches(store)).toEqual([])
  await store.transact(({ db }) => db.execute(sql`alter table people add column birthday date`))
  await store.transact(({ db }) => db.execute(sql`create table diaries (page text)`))
  expect(await mismatches(store)).toEqual(['diaries.page has no class', 'people.birthday has no class'])
  await end()
})

test('what people are given of themselves has every table in which something personal stands', () => {
  const ofPeople = [...personalTables()].filter(([, classes]) => !classes.every(each => each === 'storefront'))
  expect(heldTables.toSorted()).toEqual(ofPeople.map(([table]) => table).toSorted())
})

test.each(['privacy', 'register-of-processing'])('docs/%s.md says these classes, times and tables', name => {
  const document = readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')
  const told = [...document.matchAll(/^\| `([a-z]+)` \| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, each = '', time = '', tables = '']) => [each, /\d[\d.,]*/.exec(time)?.[0].replace(/\D/g, ''), tables.trim()],
  )
  const classes = Object.entries(retention).map(([each, given]) => {
    const tables = [...personalTables()].filter(([, theirs]) => theirs.some(one => one === each))
    return [each, 'days' in given ? String(given.days) : undefined, tables.map(([table]) => `\`${table}\``).join(', ')]
  })
  // Italian and English.
  expect(told).toEqual([...classes, ...classes])
})

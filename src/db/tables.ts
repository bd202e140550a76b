// SPDX-License-Identifier: AGPL-3.0-or-later
import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import * as schema from './schema.ts'

/** The tables of the schema, each after those it refers to. A table added there is backed up from then on. */
export function tablesInOrder(): string[] {
  const tables = Object.values(schema).filter(value => is(value, PgTable))
  const ordered: string[] = []
  const visiting = new Set<string>()
  const visit = (table: PgTable): void => {
    const name = getTableName(table)
    if (ordered.includes(name)) return
    if (visiting.has(name)) throw new Error(`the tables around ${name} refer to each other in a circle`)
    visiting.add(name)
    const referred = getTableConfig(table).foreignKeys.map(key => key.reference().foreignTable)
    for (const other of referred) if (getTableName(other) !== name) visit(other)
    ordered.push(name)
  }
  tables.forEach(visit)
  return ordered
}

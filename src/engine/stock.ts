// SPDX-License-Identifier: AGPL-3.0-or-later
// The stock of goods that are counted: where it is not, there is as much as anybody wants.
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../db/prepared.ts'
import type { Work } from './work.ts'

/** So much of each product, by id, in the unit that it is sold in. */
export type Amounts = ReadonlyMap<string, number>

/** Takes so much of each product from its stock, all of it or nothing; answers whether there was enough. */
export async function takeStock(work: Work, amounts: Amounts): Promise<boolean> {
  const taken = await change(work, amounts, -1)
  if (taken.size === amounts.size) return true
  await putBack(work, new Map([...amounts].filter(([productId]) => taken.has(productId))))
  return false
}

/** So much of each product goes back into its stock. */
export async function putBack(work: Work, amounts: Amounts): Promise<void> {
  await change(work, amounts, 1)
}

/** Answers which products had, or could hold, so much. */
async function change(work: Work, amounts: Amounts, sign: 1 | -1): Promise<Set<string>> {
  if (amounts.size === 0) return new Set()
  const changes = [...amounts].map(([id, amount]) => ({ id, change: sign * amount }))
  const changed = await work.ask(changeStock({ changes: JSON.stringify(changes) }))
  return new Set(changed.map(row => row.id as string))
}

/**
 * The rows are held in one order, so that two who want the same two products cannot wait for each other; not more firmly
 * than changing them does, or whoever has just written a line of such a product would be waited for as well.
 */
const changeStock = statement(
  (value: Value<'changes'>) => sql`
    with changes as (
        select * from jsonb_to_recordset(${value('changes')}::jsonb) as changes(id uuid, change int)
      ),
      held as (
        select id from products where id in (select id from changes) order by id for no key update
      )
    update products set stock = stock + change from changes join held using (id)
    where products.id = changes.id and stock + change >= 0 returning products.id`,
)

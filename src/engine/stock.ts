// SPDX-License-Identifier: AGPL-3.0-or-later
// The stock of goods that are counted: where it is not, there is as much as anybody wants.
import { asc, sql } from 'drizzle-orm'
import { byId } from '../db/loaders.ts'
import { query, statement, type Value } from '../db/prepared.ts'
import { products } from '../db/schema.ts'
import type { Work } from './unit.ts'

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
  await Promise.all([...amounts.keys()].sort().map(id => work.askTogether(lockProducts, id)))
  const changes = [...amounts].map(([id, amount]) => ({ id, change: sign * amount }))
  const changed = await work.ask(changeStock({ changes: JSON.stringify(changes) }))
  return new Set(changed.map(row => row.id as string))
}

/**
 * Holds products for whoever changes their stock, those of all who do it in one round at once and in one order, so that
 * two who want the same two cannot wait for each other. Not more firmly than a change does it: whoever has just written
 * a line of such a product would be waited for as well.
 */
const lockProducts = byId(
  query((db, value: Value<'ids'>) =>
    db
      .select({ id: products.id })
      .from(products)
      .where(sql`${products.id} = any(${value('ids')}::uuid[])`)
      .orderBy(asc(products.id))
      .for('no key update'),
  ),
)

const changeStock = statement(
  (value: Value<'changes'>) => sql`
    update products set stock = stock + change
    from jsonb_to_recordset(${value('changes')}::jsonb) as changes(id uuid, change int)
    where products.id = changes.id and stock + change >= 0 returning products.id`,
)

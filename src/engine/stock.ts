// SPDX-License-Identifier: AGPL-3.0-or-later
// The stock of goods that are counted: where it is not, there is as much as anybody wants.
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../db/prepared.ts'
import { flag } from '../db/rows.ts'
import type { SoleWork } from './unit.ts'

/** So much of each product, by id, in the unit that it is sold in. */
export type Amounts = ReadonlyMap<string, number>

/** Takes so much of each product from its stock, all of it or nothing; answers whether there was enough. */
export async function takeStock(work: SoleWork, amounts: Amounts): Promise<boolean> {
  return change(work, amounts, -1)
}

/** So much of each product goes back into its stock. */
export async function putBack(work: SoleWork, amounts: Amounts): Promise<void> {
  await change(work, amounts, 1)
}

async function change(work: SoleWork, amounts: Amounts, sign: 1 | -1): Promise<boolean> {
  if (amounts.size === 0) return true
  const changes = [...amounts].map(([id, amount]) => ({ id, change: sign * amount }))
  const [row] = await work.ask(changeStock({ changes: JSON.stringify(changes) }))
  return row?.enough ?? false
}

/**
 * Changes stock, all of it or nothing. Products are locked in one order, so that two who want the same two cannot wait
 * for each other; not more firmly than a change does it: a caller that has just written a line of such a product would
 * be waited for as well.
 */
const changeStock = statement(
  'change-stock',
  { enough: flag },
  (value: Value<'changes'>) => sql`
    with wanted as (
      select * from jsonb_to_recordset(${value('changes')}::jsonb) as wanted(id uuid, change int)
    ), locked as (
      select products.id, products.stock, wanted.change from products join wanted on wanted.id = products.id
      order by products.id for no key update of products
    ), verdict as (
      -- What is not counted any more cannot run out.
      select coalesce(bool_and(stock is null or stock + change >= 0), true) as enough from locked
    ), changed as (
      update products set stock = products.stock + locked.change from locked, verdict
      where products.id = locked.id and verdict.enough
    )
    select enough from verdict`,
)

// SPDX-License-Identifier: AGPL-3.0-or-later
// People whose orders a shop does not take any more. Who may decide it stands in each statement. Live orders stay.
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { statement, type Value } from '../../db/prepared.ts'
import { text } from '../../db/rows.ts'
import { people, shopRefusals } from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { grants, shopsAllowing } from '../authority.ts'
import type { Look, Work } from '../unit.ts'

/** No more orders of the person who placed this one, at its shop. Refusing the same person again changes nothing. */
export async function refusePerson(
  work: Work,
  orderId: string,
  by: string,
): Promise<Result<{ shopId: string }, 'order-gone'>> {
  const [row] = await work.ask(refuse({ orderId, by, now: work.now }))
  if (!row) return refused('order-gone')
  const { shopId, personId } = row
  work.happened({ type: 'person-refused', shopId, personId, by })
  return done({ shopId })
}

const refuse = statement(
  'refuse-person',
  { shopId: text, personId: text },
  (value: Value<'orderId' | 'by' | 'now'>) => sql`
    insert into shop_refusals (shop_id, person_id, refused_by, refused_at)
    select orders.shop_id, orders.person_id, ${value('by')}::uuid, ${value('now')}::timestamptz from orders
    where orders.id = ${value('orderId')}::uuid and orders.shop_id in (
      select roles.shop_id from roles where roles.person_id = ${value('by')}::uuid and ${grants('answer-orders')})
    on conflict (shop_id, person_id) do update set refused_by = shop_refusals.refused_by
    returning shop_id, person_id`,
)

/** Takes the person's orders again. */
export async function acceptPersonAgain(
  work: Work,
  shopId: string,
  personId: string,
  by: string,
): Promise<Result<undefined, 'not-allowed'>> {
  const [row] = await work.db
    .delete(shopRefusals)
    .where(
      and(
        eq(shopRefusals.shopId, shopId),
        eq(shopRefusals.personId, personId),
        inArray(shopRefusals.shopId, shopsAllowing(work.db, 'answer-orders', by)),
      ),
    )
    .returning({ shopId: shopRefusals.shopId })
  if (!row) return refused('not-allowed')
  work.happened({ type: 'person-accepted', shopId, personId, by })
  return done()
}

/** A person whose orders a shop does not take, as the shop sees them. */
export interface RefusedPerson {
  readonly personId: string
  readonly name: string
  readonly refusedAt: Date
}

/** Whose orders this shop does not take, the first refused first; nobody for a reader without the right. */
export function refusedPeople(look: Look, shopId: string, by: string, most: number): Promise<RefusedPerson[]> {
  return look.db
    .select({ personId: people.id, name: people.name, refusedAt: shopRefusals.refusedAt })
    .from(shopRefusals)
    .innerJoin(people, eq(people.id, shopRefusals.personId))
    .where(
      and(eq(shopRefusals.shopId, shopId), inArray(shopRefusals.shopId, shopsAllowing(look.db, 'answer-orders', by))),
    )
    .orderBy(asc(shopRefusals.refusedAt))
    .limit(most)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { lookup, type Value } from '../../db/prepared.ts'
import { text } from '../../db/rows.ts'
import type { GroupedWrite } from '../../db/store.ts'
import type { Work } from '../unit.ts'

const mostDraws = 8

/**
 * Four digits that no live order of the shop has. The unique index stands behind it: when two orders draw the same ones
 * at once, the later transaction fails and is done again.
 */
export async function freePickupCode(work: Work, shopId: string): Promise<string> {
  for (let draw = 0; draw < mostDraws; draw++) {
    const pickupCode = String(work.below(10_000)).padStart(4, '0')
    if (await work.write(draws, { shopId, pickupCode })) return pickupCode
  }
  throw new Error(`${mostDraws} pickup codes drawn, all in use`)
}

interface Draw {
  readonly shopId: string
  readonly pickupCode: string
}

/** Whether each draw is free: no live order has these digits, and no earlier draw beside it. */
const draws: GroupedWrite<Draw, boolean> = {
  async write({ ask }, drawn) {
    const shops = drawn.map(({ shopId }) => shopId)
    const live = await ask(findCodes({ shops, codes: drawn.map(({ pickupCode }) => pickupCode) }))
    const used = new Set(live.map(codeName))
    return drawn.map(draw => {
      const isFree = !used.has(codeName(draw))
      used.add(codeName(draw))
      return isFree
    })
  },
}

function codeName({ shopId, pickupCode }: Draw): string {
  return `${shopId} ${pickupCode}`
}

const findCodes = lookup(
  'find-pickup-codes',
  { shopId: text, pickupCode: text },
  (value: Value<'shops' | 'codes'>) => sql`
    select shop_id, pickup_code
    from unnest(${value('shops')}::uuid[], ${value('codes')}::text[]) as drawn(shop, digits)
    join orders on shop_id = shop and pickup_code = digits
    where ended_at is null`,
)

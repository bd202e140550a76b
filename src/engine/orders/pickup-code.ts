// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { statement, type Value } from '../../db/prepared.ts'
import type { Question } from '../../db/store.ts'
import type { Work } from '../unit.ts'

const mostDraws = 8

/**
 * Four digits that no live order of the shop has. The unique index stands behind it: when two orders draw the same ones
 * at once, the later transaction fails and is done again.
 */
export async function freePickupCode(work: Work, shopId: string): Promise<string> {
  for (let draw = 0; draw < mostDraws; draw++) {
    const pickupCode = String(work.below(10_000)).padStart(4, '0')
    const inUse = await work.askTogether(codesInUse, { drawer: work.newId(), shopId, pickupCode })
    if (inUse.length === 0) return pickupCode
  }
  throw new Error(`${mostDraws} pickup codes drawn, all in use`)
}

interface Draw {
  readonly shopId: string
  readonly pickupCode: string
  readonly drawer: string
}

/** Whose digits a live order has, or somebody who draws beside them and came first. */
const codesInUse: Question<Draw, Draw> = {
  async answer({ ask }, draws) {
    const shops = draws.map(({ shopId }) => shopId)
    const live = await ask(findCodes({ shops, codes: draws.map(({ pickupCode }) => pickupCode) }))
    const used = new Set(live.map(row => row.used))
    return draws.filter(({ shopId, pickupCode }) => {
      const code = `${shopId} ${pickupCode}`
      const inUse = used.has(code)
      used.add(code)
      return inUse
    })
  },
  nameOf: ({ drawer }) => drawer,
  keyOf: ({ drawer }) => drawer,
}

const findCodes = statement(
  (value: Value<'shops' | 'codes'>) => sql`
    select shop_id::text || ' ' || pickup_code as used
    from unnest(${value('shops')}::uuid[], ${value('codes')}::text[]) as drawn(shop, digits)
    join orders on shop_id = shop and pickup_code = digits
    where ended_at is null`,
)

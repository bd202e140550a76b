// SPDX-License-Identifier: AGPL-3.0-or-later
// The shop that a shopkeeper means, and the pauses of its orders.
import { pauseShop, type ShopRow, shopsOfPerson } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import { addDays, instantAt, localDay } from '../../rules/calendar.ts'
import { go } from '../for-staff.ts'
import type { Scene } from '../screen.ts'
import type { Go } from '../ways.ts'

/** The shop that is named, if this person keeps it, or the only one. */
export async function shopOfKeeper(
  { work, viewer }: Scene<unknown>,
  shopId: string | undefined,
): Promise<ShopRow | undefined> {
  const shops = await shopsOfPerson(work, viewer.personId, 'keep-shop')
  if (shopId === undefined) return shops.length === 1 ? shops[0] : undefined
  return shops.find(shop => shop.id === shopId)
}

/** Pauses or resumes the orders of a shop, and shows the day again. */
export async function pauseOrders(
  { work, t, viewer }: Scene<unknown, Work>,
  shopId: string,
  until: Date | null,
  toast: string,
): Promise<Go> {
  const paused = await pauseShop(work, shopId, viewer.personId, until)
  if (!paused.ok) return go('home', {}, t.plain(`refused-${paused.reason}`))
  return go('today', { shopId }, t.plain(toast, { until: until ? t.until(until) : '' }))
}

/** The instant at which tomorrow begins in the town. */
export function tomorrowOf({ work, viewer }: Scene<unknown>): Date {
  return instantAt(addDays(localDay(work.now, viewer.timezone), 1), '00:00', viewer.timezone)
}

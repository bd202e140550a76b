// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Fulfillment } from '../rules/fulfillment.ts'
import { offeredSlots, type Slot } from '../rules/slot.ts'
import type { Shop } from './shops.ts'
import { fullSlots, giveSeatsBack, seatsTaken, type SlotKey, takeSeat } from './slots.sql.ts'
import type { Look, SoleWork } from './unit.ts'

export type { SlotKey } from './slots.sql.ts'

/** What can still be booked now, in time order. A bag that takes long to prepare moves the first slot. */
export async function freeSlots(
  look: Look,
  shop: Shop,
  fulfillment: Fulfillment,
  bagLeadMinutes: number,
): Promise<Slot[]> {
  const offered = offeredSlots(shop.calendar, shop, fulfillment, look.now, bagLeadMinutes)
  if (offered.length === 0) return []
  const full = await look.load(fullSlots, { shopId: shop.id, fulfillment, from: look.now })
  const taken = new Set(full.map(row => row.startsAt.getTime()))
  return offered.filter(slot => !taken.has(slot.startsAt.getTime()))
}

/** How many seats are taken at an instant, by way of handing over. */
export async function bookedAt(look: Look, shopId: string, startsAt: Date): Promise<Map<Fulfillment, number>> {
  const rows = await look.load(seatsTaken, { shopId, startsAt })
  return new Map(rows.map(row => [row.fulfillment, row.booked]))
}

/** Takes one seat for an order that is there already; answers whether there was one. */
export async function bookSlot(
  work: SoleWork,
  { municipalityId }: Pick<Shop, 'municipalityId'>,
  key: SlotKey,
  capacity: number | null,
): Promise<boolean> {
  return (await work.ask(takeSeat({ ...key, municipalityId, capacity }))).length > 0
}

/** Gives seats back; called exactly once for each that was taken and not used. */
export async function releaseSlots(work: SoleWork, keys: readonly SlotKey[]): Promise<void> {
  if (keys.length > 0) await work.ask(giveSeatsBack({ slots: JSON.stringify(keys) }))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Slots are derived from the calendar whenever they are asked for, never stored ahead. A shop that cuts no slots has
// one for each opening, and it may be joined while the opening lasts.
import { addDays, type Calendar, instantAt, type Interval, localDay, openDays } from './calendar.ts'
import type { Fulfillment } from './fulfillment.ts'

export { addDays, localDay, openIntervals, openness } from './calendar.ts'
export type { Calendar, Closure, Interval, OpeningHour, Openness, SpecialOpening } from './calendar.ts'

/** How a shop cuts its openings into slots, and how early or late each may be booked. */
export interface SlotTerms {
  /** Null: no slots are cut. */
  readonly slotMinutes: number | null
  /** Orders a slot; null: as many as come. */
  readonly slotCapacity: number | null
  readonly leadMinutes: number
  /** Today and so many days more. */
  readonly horizonDays: number
  /** "By 18:00 of the day before": local time, and how many days before; both or neither. */
  readonly cutoffTime: string | null
  readonly cutoffDaysBefore: number | null
  readonly pausedUntil: Date | null
}

/** A time at which a bag may be collected or brought. */
export interface Slot {
  readonly startsAt: Date
  readonly endsAt: Date
  /** When the opening that it is cut from ends. */
  readonly closesAt: Date
  readonly capacity: number | null
}

const minuteMs = 60_000

/** All slots that may be booked now, in time order, before looking at how full they are. */
export function offeredSlots(
  calendar: Calendar,
  terms: SlotTerms,
  fulfillment: Fulfillment,
  now: Date,
  bagLeadMinutes: number,
): Slot[] {
  return slotsOfDays(calendar, terms, fulfillment, now, bagLeadMinutes)
}

/** The slot that starts at this instant, if `offeredSlots` has it; found without cutting the whole horizon. */
export function offeredSlot(
  calendar: Calendar,
  terms: SlotTerms,
  fulfillment: Fulfillment,
  now: Date,
  bagLeadMinutes: number,
  startsAt: Date,
): Slot | undefined {
  const day = localDay(startsAt, calendar.timezone)
  return slotsOfDays(calendar, terms, fulfillment, now, bagLeadMinutes, day).find(
    slot => slot.startsAt.getTime() === startsAt.getTime(),
  )
}

/** The slots offered on one local day, or on all: each day may also hold the end of the night before. */
function slotsOfDays(
  calendar: Calendar,
  terms: SlotTerms,
  fulfillment: Fulfillment,
  now: Date,
  bagLeadMinutes: number,
  only?: string,
): Slot[] {
  const today = localDay(now, calendar.timezone)
  const horizon = addDays(today, terms.horizonDays)
  const firstDay = addDays(only && only > today ? only : today, -1)
  const lastDay = only && only < horizon ? only : horizon
  const slots: Slot[] = []
  for (const { day, intervals } of openDays(calendar, fulfillment, firstDay, lastDay)) {
    if (intervals.length === 0 || isCutOff(calendar, terms, day, now)) continue
    for (const interval of intervals) addSlots(slots, interval, terms, now, bagLeadMinutes)
  }
  return slots
}

/** Whole slots of real elapsed time: on the night of the long hour there are more of them. */
function addSlots(slots: Slot[], { from, to }: Interval, terms: SlotTerms, now: Date, bagLeadMinutes: number): void {
  const { slotMinutes, slotCapacity: capacity, pausedUntil } = terms
  const readyMs = now.getTime() + Math.max(terms.leadMinutes, bagLeadMinutes) * minuteMs
  const pausedMs = pausedUntil && pausedUntil > now ? pausedUntil.getTime() : -Infinity
  if (slotMinutes === null) {
    if (to.getTime() > readyMs && from.getTime() >= pausedMs) {
      slots.push({ startsAt: from, endsAt: to, closesAt: to, capacity })
    }
    return
  }
  if (!(slotMinutes > 0)) throw new RangeError(`slots of ${slotMinutes} minutes`)
  const lengthMs = slotMinutes * minuteMs
  const earliestMs = Math.max(readyMs, pausedMs)
  const skipped = Math.max(0, Math.ceil((earliestMs - from.getTime()) / lengthMs))
  const lastMs = to.getTime() - lengthMs
  for (let startMs = from.getTime() + skipped * lengthMs; startMs <= lastMs; startMs += lengthMs) {
    slots.push({ startsAt: new Date(startMs), endsAt: new Date(startMs + lengthMs), closesAt: to, capacity })
  }
}

function isCutOff(calendar: Calendar, terms: SlotTerms, day: string, now: Date): boolean {
  if (terms.cutoffTime === null || terms.cutoffDaysBefore === null) return false
  return now > instantAt(addDays(day, -terms.cutoffDaysBefore), terms.cutoffTime, calendar.timezone)
}

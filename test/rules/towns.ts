// SPDX-License-Identifier: AGPL-3.0-or-later
// Shops in Rome's time zone, and what their times look like on the wall.
import type { Calendar, OpeningHour, Slot, SlotTerms } from '../../src/rules/slot.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** `08:00-12:00 16:00-19:00`, on these weekdays. */
export function hours(
  times: string,
  weekdays = everyDay,
  fulfillment: OpeningHour['fulfillment'] = null,
): OpeningHour[] {
  return times.split(' ').flatMap(interval => {
    const [opens = '', closes = ''] = interval.split('-')
    return weekdays.map(weekday => ({ fulfillment, weekday, opens, closes }))
  })
}

/** A shop with these hours, closed on holidays only. */
export function town(times: string | OpeningHour[], also: Partial<Calendar> = {}): Calendar {
  return {
    timezone: 'Europe/Rome',
    patronDay: null,
    hours: typeof times === 'string' ? hours(times) : times,
    closures: [],
    specialOpenings: [],
    ...also,
  }
}

/** Slots of a quarter of an hour, today only. */
export const quarters: SlotTerms = {
  slotMinutes: 15,
  slotCapacity: 3,
  leadMinutes: 0,
  horizonDays: 0,
  cutoffTime: null,
  cutoffDaysBefore: null,
  pausedUntil: null,
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
/** What the calendar and the clock on the wall show: `2026-10-13 07:15`. */
export const shown = (at: Date | undefined): string => (at ? clock.format(at) : '')
/** When each of these slots starts, on the wall. */
export const starts = (slots: Slot[]): string[] => slots.map(slot => shown(slot.startsAt))

/** Tuesday 13 October 2026, in summer time: 06:00 in Rome is 04:00 UTC. */
export const tuesdayAtSix = new Date('2026-10-13T04:00:00Z')
/** A time of that Tuesday in Rome. */
export const at = (time: string): Date => new Date(`2026-10-13T${time}:00+02:00`)

// SPDX-License-Identifier: AGPL-3.0-or-later
// The clock walks hour by hour through the difficult days. What is offered is compared with a slow oracle that knows
// no arithmetic of zones: it asks Intl for the wall clock of every single minute and counts minutes.
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { type Calendar, offeredSlots, type Slot, type SlotTerms, type SpecialOpening } from '../../src/rules/slot.ts'
import { quarters, town } from './towns.ts'

type Offer = (calendar: Calendar, terms: SlotTerms, now: Date) => Slot[]
interface Walk {
  readonly name: string
  readonly firstDay: string
  readonly days: number
  /** Holidays and patron day in and around the walk, from the calendar on the wall. */
  readonly closed: readonly string[]
}
interface Shop {
  readonly name: string
  readonly hours: string
  readonly terms: SlotTerms
  readonly specialOpenings?: readonly SpecialOpening[]
}

const rome = 'Europe/Rome'
const minuteMs = 60_000
const terms: SlotTerms = { ...quarters, leadMinutes: 30, horizonDays: 3 }

const specialOpenings = [
  { day: '2027-03-28', opens: '01:30', closes: '05:00' },
  { day: '2026-12-26', opens: '09:00', closes: '11:00' },
]

const shops: readonly Shop[] = [
  { name: 'baker', hours: '07:00-13:00 16:00-19:30', terms, specialOpenings },
  { name: 'pizzeria', hours: '22:00-04:00', terms: { ...terms, slotMinutes: 20, leadMinutes: 0 } },
  { name: 'oven', hours: '02:30-05:10', terms },
  { name: 'vending machine', hours: '00:00-24:00', terms: { ...terms, slotMinutes: 45 } },
  { name: 'greengrocer', hours: '08:00-12:30 16:00-20:00', terms: { ...terms, slotMinutes: null }, specialOpenings },
  { name: 'pastry shop', hours: '09:00-12:00', terms: { ...terms, cutoffTime: '18:00', cutoffDaysBefore: 1 } },
]

const walks: readonly Walk[] = [
  { name: 'autumn night 2026', firstDay: '2026-10-22', days: 5, closed: [] },
  { name: 'Easter and spring night 2027', firstDay: '2027-03-25', days: 6, closed: ['2027-03-28', '2027-03-29'] },
  { name: 'spring night 2026', firstDay: '2026-03-26', days: 5, closed: [] },
  { name: 'Christmas', firstDay: '2026-12-22', days: 6, closed: ['2026-12-25', '2026-12-26'] },
  { name: 'Saint Francis', firstDay: '2026-10-01', days: 5, closed: ['2026-10-04'] },
  { name: 'patron day', firstDay: '2028-01-14', days: 5, closed: ['2028-01-17'] },
]

function calendarOf({ hours, specialOpenings = [] }: Shop): Calendar {
  const closures = [{ firstDay: '2026-10-23', lastDay: '2026-10-23', reason: 'Inventario' }]
  return town(hours, { patronDay: '01-17', closures, specialOpenings })
}

// ------------------------------------------------------------------ the oracle

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: rome, dateStyle: 'short', timeStyle: 'short' })

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * 60 * minuteMs).toISOString().slice(0, 10)
}

interface Minutes {
  readonly firstMs: number
  readonly shown: readonly string[]
}
const minutesOf = new Map<Walk, Minutes>()

/** The wall clock of every minute from two days before the walk until its horizon is over. */
function minutesAround(walk: Walk): Minutes {
  const known = minutesOf.get(walk)
  if (known) return known
  const firstMs = Date.parse(dayAfter(walk.firstDay, -2))
  const count = (walk.days + terms.horizonDays + 5) * 24 * 60
  const minutes = {
    firstMs,
    shown: Array.from({ length: count }, (_, minute) => wall.format(firstMs + minute * minuteMs)),
  }
  minutesOf.set(walk, minutes)
  return minutes
}

interface Expected {
  readonly day: string
  readonly startMs: number
  readonly endMs: number
  readonly closeMs: number
}

/** Every slot of the shop in that time, counted minute by minute. */
function slotsByCounting(shop: Shop, walk: Walk, { firstMs, shown }: Minutes): Expected[] {
  const expected: Expected[] = []
  const firstMinuteFrom = (day: string, time: string): number => {
    const wanted = time === '24:00' ? `${dayAfter(day, 1)} 00:00` : `${day} ${time}`
    return shown.findIndex(minute => minute >= wanted)
  }
  for (
    let day = dayAfter(walk.firstDay, -1);
    day <= dayAfter(walk.firstDay, walk.days + terms.horizonDays);
    day = dayAfter(day, 1)
  ) {
    const special = (shop.specialOpenings ?? []).filter(opening => opening.day === day)
    const closed = walk.closed.includes(day) || day === '2026-10-23'
    const weekly = shop.hours.split(' ').map(interval => ({ opens: interval.slice(0, 5), closes: interval.slice(6) }))
    for (const { opens, closes } of special.length > 0 ? special : closed ? [] : weekly) {
      const from = firstMinuteFrom(day, opens)
      const to = firstMinuteFrom(closes > opens ? day : dayAfter(day, 1), closes)
      const length = shop.terms.slotMinutes ?? to - from
      for (let minute = from; minute + length <= to && to > from; minute += length) {
        const [startMs, endMs, closeMs] = [minute, minute + length, to].map(count => firstMs + count * minuteMs)
        expected.push({ day, startMs: startMs ?? 0, endMs: endMs ?? 0, closeMs: closeMs ?? 0 })
      }
    }
  }
  return expected
}

function mayBeBooked(slot: Expected, { terms }: Shop, now: Date, nowShown: string): boolean {
  const measured = terms.slotMinutes === null ? slot.endMs - 1 : slot.startMs
  if (measured < now.getTime() + terms.leadMinutes * minuteMs) return false
  if (slot.day > dayAfter(nowShown.slice(0, 10), terms.horizonDays)) return false
  return (
    terms.cutoffTime === null || nowShown <= `${dayAfter(slot.day, -(terms.cutoffDaysBefore ?? 0))} ${terms.cutoffTime}`
  )
}

/** What is wrong with these offers, hour by hour: nothing, if all is well. */
function complaints(offer: Offer, walk: Walk): string[] {
  const wrong: string[] = []
  const minutes = minutesAround(walk)
  const firstMs = Date.parse(walk.firstDay)
  for (const shop of shops) {
    const calendar = calendarOf(shop)
    const all = slotsByCounting(shop, walk, minutes)
    for (let hour = 0; hour < walk.days * 24; hour++) {
      const now = new Date(firstMs + hour * 60 * minuteMs)
      const nowShown = wall.format(now)
      const due = new Map(all.filter(slot => mayBeBooked(slot, shop, now, nowShown)).map(slot => [slot.startMs, slot]))
      const seen = new Set<number>()
      for (const { startsAt, endsAt, closesAt } of offer(calendar, shop.terms, now)) {
        const slot = due.get(startsAt.getTime())
        const problem = seen.has(startsAt.getTime())
          ? 'twice'
          : !slot
            ? 'not to be offered'
            : slot.endMs !== endsAt.getTime() || slot.closeMs !== closesAt.getTime()
              ? 'other end'
              : undefined
        if (problem) wrong.push(`${problem}: ${shop.name} ${wall.format(startsAt)}`)
        seen.add(startsAt.getTime())
      }
      for (const { startMs } of due.values())
        if (!seen.has(startMs)) wrong.push(`missing: ${shop.name} ${wall.format(startMs)}`)
    }
  }
  return wrong
}

// ------------------------------------------------------------------ the walk

const offered: Offer = (calendar, terms, now) => offeredSlots(calendar, terms, 'pickup', now, 0)

describe('hour by hour, no time twice, none missing, none while closed', () => {
  test.each(walks)('$name', walk => {
    expect(complaints(offered, walk)).toEqual([])
  })
})

describe('the walk notices', () => {
  const [autumn, easter, spring, christmas, francis, patron] = walks as [Walk, Walk, Walk, Walk, Walk, Walk]

  test('a town whose clocks are never changed', () => {
    const summerForEver: Offer = (calendar, terms, now) => offered({ ...calendar, timezone: 'Etc/GMT-2' }, terms, now)
    expect(complaints(summerForEver, francis)).toEqual([])
    expect(complaints(summerForEver, autumn)).toContain('missing: baker 2026-10-25 12:45')
    expect(complaints(summerForEver, easter)).not.toEqual([])
  })

  test('minutes added to local midnight: right on every day but the two', () => {
    const midnights = new Map<string, number>()
    const midnightMs = (day: string): number => {
      const ms = midnights.get(day) ?? DateTime.fromISO(day, { zone: rome }).toMillis()
      midnights.set(day, ms)
      return ms
    }
    const minutesAfterMidnight: Offer = (calendar, terms, now) => {
      const inUtc = (at: Date): Date => new Date(`${wall.format(at).replace(' ', 'T')}:00Z`)
      const moved = (at: Date): Date => {
        const day = at.toISOString().slice(0, 10)
        return new Date(midnightMs(day) + at.getTime() - Date.parse(day))
      }
      return offered({ ...calendar, timezone: 'UTC' }, terms, inUtc(now)).map(slot => ({
        ...slot,
        startsAt: moved(slot.startsAt),
        endsAt: moved(slot.endsAt),
        closesAt: moved(slot.closesAt),
      }))
    }
    expect(complaints(minutesAfterMidnight, francis)).toEqual([])
    for (const [walk, day] of [
      [autumn, '2026-10-25'],
      [spring, '2026-03-29'],
    ] as const) {
      const wrong = complaints(minutesAfterMidnight, walk)
      expect(wrong).toContain(`missing: baker ${day} 19:15`)
      expect(wrong.filter(one => one.includes('baker') && !one.includes(day))).toEqual([])
    }
  })

  test('a shop that works through the patron day', () => {
    const wrong = complaints((calendar, terms, now) => offered({ ...calendar, patronDay: null }, terms, now), patron)
    expect(wrong).toContain('not to be offered: baker 2028-01-17 07:00')
  })

  test('a special opening that is forgotten', () => {
    const wrong = complaints(
      (calendar, terms, now) => offered({ ...calendar, specialOpenings: [] }, terms, now),
      christmas,
    )
    expect(new Set(wrong)).toContain('missing: baker 2026-12-26 09:00')
  })

  test('a time offered twice, and one left out', () => {
    expect(
      complaints(
        (...asked) => offered(...asked).flatMap((slot, index) => (index === 1 ? [slot, slot] : [slot])),
        francis,
      )[0],
    ).toMatch(/^twice/)
    expect(complaints((...asked) => offered(...asked).slice(1), francis)[0]).toMatch(/^missing/)
  })
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { isHoliday } from '../../src/rules/holiday.ts'
import type { fulfillments } from '../../src/rules/fulfillment.ts'
import { addDays, type Calendar, localDay, offeredSlots, openIntervals, openness } from '../../src/rules/slot.ts'
import { at, hours, quarters, shown, starts, town, tuesdayAtSix } from './towns.ts'

const openTimes = (calendar: Calendar, day: string): string[] =>
  openIntervals(calendar, 'pickup', day).map(({ from, to }) => `${shown(from)} - ${shown(to)}`)

describe('when a shop is open', () => {
  test('deliveries have their own hours, on their own days; whoever has none follows the shop', () => {
    const calendar = town([...hours('08:00-12:00', [1, 2]), ...hours('18:00-20:00', [2, 3], 'delivery')])
    const days = ['2026-10-12', '2026-10-13', '2026-10-14']
    const open = (way: (typeof fulfillments)[number]): number[] =>
      days.map(day => openIntervals(calendar, way, day).length)
    expect(open('pickup')).toEqual([1, 1, 0])
    expect(open('shipment')).toEqual([1, 1, 0])
    expect(open('delivery')).toEqual([0, 1, 1])
    expect(shown(openIntervals(calendar, 'delivery', '2026-10-13')[0]?.from)).toBe('2026-10-13 18:00')
  })

  test('closed for the holidays from the first day to the last', () => {
    const calendar = town('08:00-12:00', {
      closures: [{ firstDay: '2026-08-10', lastDay: '2026-08-13', reason: 'Ferie' }],
    })
    const days = ['2026-08-09', '2026-08-10', '2026-08-13', '2026-08-14']
    expect(days.map(day => openTimes(calendar, day).length)).toEqual([1, 0, 0, 1])
  })

  test('the public holidays of Italy, from 2026 with Saint Francis', () => {
    const holidaysOf = (year: number): string => {
      const days = Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index))
      return days
        .filter(day => day.startsWith(`${year}`) && isHoliday(day))
        .map(day => day.slice(5))
        .join(' ')
    }
    expect(holidaysOf(2025)).toBe('01-01 01-06 04-20 04-21 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26')
    expect(holidaysOf(2026)).toBe('01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26')
    expect(holidaysOf(2027)).toBe('01-01 01-06 03-28 03-29 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26')
  })

  test('closed on the day of the patron saint, every year', () => {
    const calendar = town('08:00-12:00', { patronDay: '01-17' })
    expect(
      ['2027-01-16', '2027-01-17', '2028-01-17', '2028-01-18'].map(day => openTimes(calendar, day).length),
    ).toEqual([1, 0, 0, 1])
  })

  test('open specially on a holiday, on the patron day, during a closure: with those hours and no others', () => {
    const special = (day: string): Calendar =>
      town('08:00-12:00 16:00-19:00', {
        patronDay: '01-17',
        closures: [{ firstDay: '2026-08-10', lastDay: '2026-08-20', reason: null }],
        specialOpenings: [
          { day, opens: '17:00', closes: '18:00' },
          { day, opens: '09:00', closes: '10:00' },
        ],
      })
    for (const day of ['2026-12-25', '2027-01-17', '2026-08-12', '2026-10-13']) {
      expect(openTimes(special(day), day)).toEqual([`${day} 09:00 - ${day} 10:00`, `${day} 17:00 - ${day} 18:00`])
    }
  })

  test('open until midnight, until two, all day: midnight is written 24:00 or 00:00', () => {
    expect(openTimes(town('18:00-24:00'), '2026-10-13')).toEqual(['2026-10-13 18:00 - 2026-10-14 00:00'])
    expect(openTimes(town('18:00-00:00'), '2026-10-13')).toEqual(['2026-10-13 18:00 - 2026-10-14 00:00'])
    expect(openTimes(town('18:00-02:00'), '2026-10-13')).toEqual(['2026-10-13 18:00 - 2026-10-14 02:00'])
    expect(openTimes(town('06:00-06:00'), '2026-10-13')).toEqual(['2026-10-13 06:00 - 2026-10-14 06:00'])
    expect(openTimes(town('00:00-24:00'), '2026-10-13')).toEqual(['2026-10-13 00:00 - 2026-10-14 00:00'])
  })

  test('a night belongs to the day on which it begins: to its holiday, its cut-off, its horizon', () => {
    const calendar = town('22:00-02:00')
    const hourly = { ...quarters, slotMinutes: 60 }
    const christmasEve = new Date('2026-12-24T19:00:00Z')
    const eve = ['2026-12-24 22:00', '2026-12-24 23:00', '2026-12-25 00:00', '2026-12-25 01:00']
    expect(starts(offeredSlots(calendar, { ...hourly, horizonDays: 1 }, 'pickup', christmasEve, 0))).toEqual(eve)
    const afterMidnight = new Date('2026-12-24T23:30:00Z')
    expect(starts(offeredSlots(calendar, hourly, 'pickup', afterMidnight, 0))).toEqual(['2026-12-25 01:00'])
    const cutOff = { ...hourly, cutoffTime: '20:00', cutoffDaysBefore: 0 }
    expect(offeredSlots(calendar, cutOff, 'pickup', afterMidnight, 0)).toEqual([])
  })

  test('hours entered twice or overlapping are one opening; hours that only touch stay two', () => {
    const twice = town('08:00-12:00 08:00-12:00 11:00-13:00 09:00-10:00')
    expect(openTimes(twice, '2026-10-13')).toEqual(['2026-10-13 08:00 - 2026-10-13 13:00'])
    expect(openTimes(town('08:00-12:00 12:00-13:00'), '2026-10-13')).toHaveLength(2)
  })

  test('a night that reaches into the next opening: no time is offered twice', () => {
    const calendar = town('22:00-09:00 08:00-10:00')
    const slots = offeredSlots(calendar, { ...quarters, slotMinutes: 60, horizonDays: 3 }, 'pickup', tuesdayAtSix, 0)
    expect(new Set(starts(slots)).size).toBe(slots.length)
    expect(openTimes(calendar, '2026-10-14')[0]).toBe('2026-10-14 09:00 - 2026-10-14 10:00')
    const swallowed = town('22:00-12:00 08:00-10:00')
    expect(openTimes(swallowed, '2026-10-14')).toEqual(['2026-10-14 22:00 - 2026-10-15 12:00'])
  })

  test('it says until when it is open, or when it opens', () => {
    const calendar = town('08:00-12:00 12:00-13:00 16:00-19:00', {
      closures: [{ firstDay: '2026-10-14', lastDay: '2026-10-20', reason: 'Ferie' }],
    })
    expect(openness(calendar, 'pickup', at('11:59'))).toEqual({ open: true, until: at('13:00') })
    expect(openness(calendar, 'pickup', at('13:00'))).toEqual({ open: false, opensAt: at('16:00') })
    expect(openness(calendar, 'pickup', at('16:00'))).toEqual({ open: true, until: at('19:00') })
    const closed = openness(calendar, 'pickup', at('19:00'))
    expect(closed.open || shown(closed.opensAt)).toBe('2026-10-21 08:00')
  })

  test('open in the night: at one o’clock it is yesterday’s opening that still runs', () => {
    const night = openness(town(hours('20:00-02:00', [2])), 'pickup', new Date('2026-10-13T23:00:00Z'))
    expect(night.open && shown(night.until)).toBe('2026-10-14 02:00')
  })

  test('open round the clock, up to the next holiday', () => {
    const always = openness(town('00:00-24:00'), 'pickup', tuesdayAtSix)
    expect(always.open && shown(always.until)).toBe('2026-11-01 00:00')
  })

  test('a shop closed for more than two months names no day', () => {
    expect(openness(town([]), 'pickup', tuesdayAtSix)).toEqual({ open: false, opensAt: undefined })
  })

  test('a time zone that does not exist is refused by name', () => {
    expect(() => localDay(tuesdayAtSix, 'Europe/Roma')).toThrow('Europe/Roma')
  })
})

describe('the two nights on which the clocks are changed', () => {
  const specially = (day: string, opens: string, closes: string): Calendar =>
    town([], { specialOpenings: [{ day, opens, closes }] })

  test('25 October 2026: from midnight to six there are seven hours, four quarters each', () => {
    const slots = offeredSlots(
      town('00:00-06:00'),
      { ...quarters, horizonDays: 1 },
      'pickup',
      new Date('2026-10-24T10:00:00Z'),
      0,
    )
    expect(slots).toHaveLength(28)
    expect(starts(slots).filter(start => start === '2026-10-25 02:15')).toHaveLength(2)
    expect(new Set(slots.map(slot => slot.startsAt.getTime())).size).toBe(28)
  })

  test('28 March 2027: from one to five there are three hours, and nothing at half past two', () => {
    const calendar = specially('2027-03-28', '01:00', '05:00')
    const slots = offeredSlots(
      calendar,
      { ...quarters, slotMinutes: 30 },
      'pickup',
      new Date('2027-03-27T23:30:00Z'),
      0,
    )
    expect(starts(slots).map(start => start.slice(11))).toEqual(['01:00', '01:30', '03:00', '03:30', '04:00', '04:30'])
  })

  test('an opening at 02:30 that does not exist is at three; one that comes twice is the first', () => {
    const spring = openIntervals(specially('2027-03-28', '02:30', '04:00'), 'pickup', '2027-03-28')
    expect(spring).toEqual([{ from: new Date('2027-03-28T01:00:00Z'), to: new Date('2027-03-28T02:00:00Z') }])
    const autumn = openIntervals(specially('2026-10-25', '02:30', '04:00'), 'pickup', '2026-10-25')
    expect(autumn).toEqual([{ from: new Date('2026-10-25T00:30:00Z'), to: new Date('2026-10-25T03:00:00Z') }])
    expect(openIntervals(specially('2027-03-28', '02:10', '02:50'), 'pickup', '2027-03-28')).toEqual([])
  })

  test('Lord Howe Island, where the clocks skip half an hour at half past three UTC', () => {
    const calendar = { ...specially('2026-10-04', '02:10', '04:00'), timezone: 'Australia/Lord_Howe' }
    const opening = { from: new Date('2026-10-03T15:30:00Z'), to: new Date('2026-10-03T17:00:00Z') }
    expect(openIntervals(calendar, 'pickup', '2026-10-04')).toEqual([opening])
  })
})

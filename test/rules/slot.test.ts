// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { offeredSlot, offeredSlots, type Slot } from '../../src/rules/slot.ts'
import { at, quarters, shown, starts, town, tuesdayAtSix } from './towns.ts'

describe('the times to choose from', () => {
  test('a shop open in the morning and in the afternoon offers both, quarter by quarter', () => {
    const slots = offeredSlots(town('12:00-13:00 16:00-16:30'), quarters, 'pickup', tuesdayAtSix, 0)
    expect(starts(slots)).toEqual([
      '2026-10-13 12:00',
      '2026-10-13 12:15',
      '2026-10-13 12:30',
      '2026-10-13 12:45',
      '2026-10-13 16:00',
      '2026-10-13 16:15',
    ])
    expect(slots[3]).toEqual({ startsAt: at('12:45'), endsAt: at('13:00'), closesAt: at('13:00'), capacity: 3 })
  })

  test('what is left before closing time is no slot', () => {
    const slots = offeredSlots(town('12:00-12:40'), quarters, 'pickup', tuesdayAtSix, 0)
    expect(slots.map(slot => shown(slot.endsAt)).at(-1)).toBe('2026-10-13 12:30')
  })

  test('the shop needs half an hour: at 12:01 the first time is 12:45, at 12:00 it is 12:30', () => {
    const terms = { ...quarters, leadMinutes: 30 }
    expect(starts(offeredSlots(town('12:00-13:00'), terms, 'pickup', at('12:01'), 0))).toEqual(['2026-10-13 12:45'])
    expect(starts(offeredSlots(town('12:00-13:00'), terms, 'pickup', at('12:00'), 0))[0]).toBe('2026-10-13 12:30')
  })

  test('a cake in the bag takes longer than the shop: the longer time counts, whichever it is', () => {
    const calendar = town('12:00-13:00')
    const terms = { ...quarters, leadMinutes: 30 }
    expect(starts(offeredSlots(calendar, terms, 'pickup', at('06:00'), 6 * 60 + 45))).toEqual(['2026-10-13 12:45'])
    expect(offeredSlots(calendar, terms, 'pickup', at('12:30'), 5)).toEqual([])
  })

  test('by 18:00 for tomorrow: at 18:00 still, a moment later for the day after', () => {
    const terms = { ...quarters, slotMinutes: 60, horizonDays: 2, cutoffTime: '18:00', cutoffDaysBefore: 1 }
    const calendar = town('10:00-11:00')
    expect(starts(offeredSlots(calendar, terms, 'pickup', at('18:00'), 0))).toEqual([
      '2026-10-14 10:00',
      '2026-10-15 10:00',
    ])
    const late = new Date(at('18:00').getTime() + 1)
    expect(starts(offeredSlots(calendar, terms, 'pickup', late, 0))).toEqual(['2026-10-15 10:00'])
  })

  test('a horizon of two days: today, tomorrow and the day after', () => {
    const slots = offeredSlots(town('10:00-10:15'), { ...quarters, horizonDays: 2 }, 'pickup', tuesdayAtSix, 0)
    expect(starts(slots)).toEqual(['2026-10-13 10:00', '2026-10-14 10:00', '2026-10-15 10:00'])
  })

  test('just after midnight, today is the new day', () => {
    const slots = offeredSlots(town('10:00-10:15'), quarters, 'pickup', new Date('2026-10-12T22:00:00Z'), 0)
    expect(starts(slots)).toEqual(['2026-10-13 10:00'])
  })

  test('pause until eleven: no time before eleven; once it is over it no longer counts', () => {
    const paused = { ...quarters, slotMinutes: 60, pausedUntil: at('11:00') }
    expect(starts(offeredSlots(town('09:00-13:00'), paused, 'pickup', at('09:00'), 0))[0]).toBe('2026-10-13 11:00')
    const whole = { ...paused, slotMinutes: null }
    expect(offeredSlots(town('09:00-13:00'), whole, 'pickup', at('09:00'), 0)).toEqual([])
    expect(starts(offeredSlots(town('09:00-13:00'), whole, 'pickup', at('11:00'), 0))).toEqual(['2026-10-13 09:00'])
  })

  test('a shop without slots: one passes whenever it is open, until it closes', () => {
    const terms = { ...quarters, slotMinutes: null, slotCapacity: null, leadMinutes: 20 }
    const calendar = town('08:00-12:00 16:00-19:00')
    const slots = offeredSlots(calendar, terms, 'pickup', at('11:39'), 0)
    expect(slots[0]).toEqual({ startsAt: at('08:00'), endsAt: at('12:00'), closesAt: at('12:00'), capacity: null })
    expect(starts(slots)).toEqual(['2026-10-13 08:00', '2026-10-13 16:00'])
    expect(starts(offeredSlots(calendar, terms, 'pickup', at('11:40'), 0))).toEqual(['2026-10-13 16:00'])
  })

  test('slots of no length are refused instead of being cut for ever', () => {
    expect(() =>
      offeredSlots(town('08:00-12:00'), { ...quarters, slotMinutes: 0 }, 'pickup', tuesdayAtSix, 0),
    ).toThrow()
  })

  test('a time that is not offered is not found: in between, past, beyond the horizon, while closed', () => {
    const find = (startsAt: Date): Slot | undefined =>
      offeredSlot(town('12:00-13:00'), quarters, 'pickup', at('12:20'), 0, startsAt)
    expect(find(at('12:30'))).toEqual({
      startsAt: at('12:30'),
      endsAt: at('12:45'),
      closesAt: at('13:00'),
      capacity: 3,
    })
    const others = ['12:31', '12:15', '13:00', '06:00'].map(at)
    for (const startsAt of [...others, new Date('2026-10-14T10:00:00Z')]) expect(find(startsAt)).toBeUndefined()
  })
})

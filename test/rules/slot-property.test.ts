// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fulfillments } from '../../src/rules/fulfillment.ts'
import {
  addDays,
  type Calendar,
  offeredSlot,
  offeredSlots,
  openness,
  type Slot,
  type SlotTerms,
} from '../../src/rules/slot.ts'

describe('whatever the hours', () => {
  const day = fc.integer({ min: 0, max: 700 }).map(days => addDays('2026-01-01', days))
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '10', '30', '45'))
    .map(([h, m]) => `${`${h}`.padStart(2, '0')}:${m}`)
  const closing = fc.oneof(time, fc.constant('24:00'))
  const weekday = fc.integer({ min: 1, max: 7 })
  const calendars: fc.Arbitrary<Calendar> = fc.record({
    timezone: fc.constantFrom('Europe/Rome', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
    patronDay: fc.constantFrom(null, '01-17', '10-26'),
    hours: fc.array(
      fc.record({ fulfillment: fc.constantFrom(null, ...fulfillments), weekday, opens: time, closes: closing }),
      { maxLength: 20 },
    ),
    closures: fc.array(fc.record({ firstDay: day, lastDay: day, reason: fc.constant(null) }), { maxLength: 2 }),
    specialOpenings: fc.array(fc.record({ day, opens: time, closes: closing }), { maxLength: 4 }),
  })
  const instants = fc
    .integer({ min: 0, max: 700 * 24 * 4 })
    .map(quarter => new Date(Date.UTC(2026, 0, 1, 0, 15 * quarter)))
  const terms: fc.Arbitrary<SlotTerms> = fc.record({
    slotMinutes: fc.constantFrom(null, 10, 15, 45, 60),
    slotCapacity: fc.constantFrom(null, 1),
    leadMinutes: fc.constantFrom(0, 30, 1440),
    horizonDays: fc.integer({ min: 0, max: 10 }),
    cutoffTime: fc.constantFrom(null, '18:00'),
    cutoffDaysBefore: fc.constantFrom(0, 1),
    pausedUntil: fc.option(instants),
  })
  const ways = fc.constantFrom(...fulfillments)

  test('each time is offered once, in order, while the shop is open, and is found by itself', () => {
    const seen = { slots: 0 }
    fc.assert(
      fc.property(calendars, terms, ways, instants, (calendar, terms, way, now) => {
        const slots = offeredSlots(calendar, terms, way, now, 0)
        let last: Slot | undefined
        for (const slot of slots) {
          expect(last === undefined || last.endsAt <= slot.startsAt).toBe(true)
          expect(openness(calendar, way, slot.startsAt).open).toBe(true)
          expect(openness(calendar, way, new Date(slot.endsAt.getTime() - 1)).open).toBe(true)
          expect(slot.endsAt <= slot.closesAt).toBe(true)
          last = slot
        }
        for (const slot of slots.slice(0, 3))
          expect(offeredSlot(calendar, terms, way, now, 0, slot.startsAt)).toEqual(slot)
        seen.slots += slots.length
      }),
      { numRuns: 300 },
    )
    expect(seen.slots).toBeGreaterThan(1000)
  })

  test('a time is found by itself only if it is among those offered', () => {
    fc.assert(
      fc.property(
        calendars,
        terms,
        ways,
        instants,
        fc.integer({ min: -200, max: 1200 }),
        (calendar, terms, way, now, quarters) => {
          const startsAt = new Date(now.getTime() + quarters * 900_000)
          const among = offeredSlots(calendar, terms, way, now, 0).find(
            slot => slot.startsAt.getTime() === startsAt.getTime(),
          )
          expect(offeredSlot(calendar, terms, way, now, 0, startsAt)).toEqual(among)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('open or closed: it is open just before it closes and at once when it opens', () => {
    fc.assert(
      fc.property(calendars, ways, instants, (calendar, way, now) => {
        const state = openness(calendar, way, now)
        if (state.open) {
          expect(state.until > now).toBe(true)
          expect(openness(calendar, way, state.until).open).toBe(false)
        } else if (state.opensAt) {
          expect(state.opensAt > now).toBe(true)
          expect(openness(calendar, way, new Date(state.opensAt.getTime() - 1)).open).toBe(false)
          expect(openness(calendar, way, state.opensAt).open).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('counting days forward and back comes home, over every change of the clocks', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (day, days) => {
        expect(addDays(addDays(day, days), -days)).toBe(day)
        expect(Date.parse(addDays(day, days)) - Date.parse(day)).toBe(days * 86_400_000)
      }),
    )
  })
})

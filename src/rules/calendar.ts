// SPDX-License-Identifier: AGPL-3.0-or-later
// When a shop is open. The wall clock is turned into instants here and nowhere else.
//
// An opening belongs to the day on which it begins, also past midnight: the Saturday night of a pizzeria follows
// Saturday's closures, holidays, cut-off and horizon, and goes on into a closed Sunday.
import { isHoliday } from './holiday.ts'
import type { Fulfillment } from './fulfillment.ts'
import { zoneOf } from './zone.ts'

/** A weekly opening in local time. `closes` may be `24:00`; not after `opens` means the next day. */
export interface OpeningHour {
  readonly fulfillment: Fulfillment | null
  /** ISO: 1 is Monday, 7 Sunday. */
  readonly weekday: number
  readonly opens: string
  readonly closes: string
}

/** Closed from the first to the last day, both included (`YYYY-MM-DD`). */
export interface Closure {
  readonly firstDay: string
  readonly lastDay: string
  readonly reason: string | null
}

/** Replaces whatever would hold on that day, for every fulfilment: weekly hours, holiday and closure alike. */
export interface SpecialOpening {
  readonly day: string
  readonly opens: string
  readonly closes: string
}

/** All that decides when a shop is open. */
export interface Calendar {
  readonly timezone: string
  /** The town's patron saint, `MM-DD`. */
  readonly patronDay: string | null
  readonly hours: readonly OpeningHour[]
  readonly closures: readonly Closure[]
  readonly specialOpenings: readonly SpecialOpening[]
}

/** From, included, to, not included. */
export interface Interval {
  readonly from: Date
  readonly to: Date
}

/** Open, and until when; or closed, and when it opens next within sixty days. */
export type Openness = { open: true; until: Date } | { open: false; opensAt: Date | undefined }

const minuteMs = 60_000
const dayMs = 86_400_000
const lookAheadDays = 60

/** The local day, `YYYY-MM-DD`, at this instant. */
export function localDay(at: Date, timezone: string): string {
  return isoDay(at.getTime() + offsetMs(at.getTime(), timezone))
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: string, days: number): string {
  return isoDay(Date.parse(day) + days * dayMs)
}

/**
 * The instant at which the clock on the wall shows this time (`HH:MM`, up to `24:00`) on this local day. A time that the
 * spring night leaves out becomes the next instant that exists; one that the autumn night repeats is the first of both.
 */
export function instantAt(day: string, time: string, timezone: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wallMs = Date.parse(day) + (hours * 60 + minutes) * minuteMs
  const before = offsetMs(wallMs - dayMs, timezone)
  const after = offsetMs(wallMs + dayMs, timezone)
  if (before === after || offsetMs(wallMs - before, timezone) === before) return new Date(wallMs - before)
  if (offsetMs(wallMs - after, timezone) === after) return new Date(wallMs - after)
  return new Date(changeBetween(wallMs - after, wallMs - before, timezone))
}

/** The openings that begin on this local day, in time order, none overlapping another. */
export function openIntervals(calendar: Calendar, fulfillment: Fulfillment, day: string): Interval[] {
  return [...openDays(calendar, fulfillment, day, day)].flatMap(open => open.intervals)
}

/** Day after day, from the first to the last local day, the openings that begin on it. */
export function* openDays(
  calendar: Calendar,
  fulfillment: Fulfillment,
  firstDay: string,
  lastDay: string,
): Generator<{ day: string; intervals: Interval[] }, void> {
  let night = openingsOf(calendar, fulfillment, addDays(firstDay, -1)).at(-1)?.to
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    const intervals = openingsOf(calendar, fulfillment, day)
    yield { day, intervals: after(night, intervals) }
    night = intervals.at(-1)?.to
  }
}

/** Whether the shop is open, and until when or from when. Openings that touch count as one. */
export function openness(calendar: Calendar, fulfillment: Fulfillment, now: Date): Openness {
  const today = localDay(now, calendar.timezone)
  let until: Date | undefined
  for (const { intervals } of openDays(calendar, fulfillment, addDays(today, -1), addDays(today, lookAheadDays))) {
    for (const { from, to } of intervals) {
      if (to <= now) continue
      if (!until && from > now) return { open: false, opensAt: from }
      if (until && from > until) return { open: true, until }
      until = to
    }
  }
  return until ? { open: true, until } : { open: false, opensAt: undefined }
}

/** What is left of a day's openings when the night before lasted until then. */
function after(nightUntil: Date | undefined, intervals: Interval[]): Interval[] {
  if (!nightUntil || !intervals[0] || intervals[0].from >= nightUntil) return intervals
  return intervals
    .filter(({ to }) => to > nightUntil)
    .map(({ from, to }) => ({ from: from < nightUntil ? nightUntil : from, to }))
}

/** The day's openings by themselves. Overlapping ones are joined; touching ones stay apart, as they were entered. */
function openingsOf(calendar: Calendar, fulfillment: Fulfillment, day: string): Interval[] {
  const intervals: Interval[] = []
  for (const { opens, closes } of timesOf(calendar, fulfillment, day)) {
    const from = instantAt(day, opens, calendar.timezone)
    const to = instantAt(closes <= opens ? addDays(day, 1) : day, closes, calendar.timezone)
    if (from < to) intervals.push({ from, to })
  }
  if (intervals.length < 2) return intervals
  const joined: { from: Date; to: Date }[] = []
  for (const { from, to } of intervals.sort((one, other) => one.from.getTime() - other.from.getTime())) {
    const last = joined.at(-1)
    if (!last || from >= last.to) joined.push({ from, to })
    else if (to > last.to) last.to = to
  }
  return joined
}

function timesOf(
  calendar: Calendar,
  fulfillment: Fulfillment,
  day: string,
): readonly { readonly opens: string; readonly closes: string }[] {
  const special = calendar.specialOpenings.filter(opening => opening.day === day)
  if (special.length > 0) return special
  if (calendar.closures.some(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)) return []
  if (day.slice(5) === calendar.patronDay || isHoliday(day)) return []
  const own = calendar.hours.some(hour => hour.fulfillment === fulfillment) ? fulfillment : null
  const weekday = new Date(Date.parse(day)).getUTCDay() || 7
  return calendar.hours.filter(hour => hour.fulfillment === own && hour.weekday === weekday)
}

function isoDay(ms: number): string {
  const day = Math.floor(ms / dayMs)
  const iso = isoDays.get(day) ?? new Date(ms).toISOString().slice(0, 10)
  isoDays.set(day, iso)
  return iso
}

/** The slots of a week name the same few days hundreds of times. */
const isoDays = new Map<number, string>()

/** How far the wall clock is ahead of UTC. */
function offsetMs(ms: number, timezone: string): number {
  return zoneOf(timezone).offset(ms) * minuteMs
}

/** The instant between these two at which the clocks are changed. */
function changeBetween(earlierMs: number, laterMs: number, timezone: string): number {
  const changed = offsetMs(laterMs, timezone)
  let [low, high] = [earlierMs, laterMs]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle, timezone) === changed) high = middle
    else low = middle
  }
  return high
}

// SPDX-License-Identifier: AGPL-3.0-or-later
import { createRequire } from 'node:module'
import type HolidayCalendar from 'date-holidays'

// The library holds the holidays of every country: loading it costs 0.4 s and 35 MB, once. The first call of
// `isHoliday` loads it, so that a start does not pay for it; with `require`, because rules are synchronous.
const require = createRequire(import.meta.url)
let italy: HolidayCalendar | undefined

function holidaysOfItaly(): HolidayCalendar {
  if (italy) return italy
  const Holidays = require('date-holidays') as typeof HolidayCalendar
  // Without `types` the list also holds days on which nothing closes, such as Mother's Day.
  italy = new Holidays('IT', { types: ['public'] })
  return italy
}

// A year costs 3 ms, so years are kept.
const daysByYear = new Map<string, ReadonlySet<string>>()

/** Whether this local day (`YYYY-MM-DD`) is a public holiday in all of Italy; from 2026 also 4 October. */
export function isHoliday(day: string): boolean {
  const year = day.slice(0, 4)
  let days = daysByYear.get(year)
  if (!days) {
    days = new Set(
      holidaysOfItaly()
        .getHolidays(year)
        .map(holiday => holiday.date.slice(0, 10)),
    )
    daysByYear.set(year, days)
  }
  return days.has(day)
}

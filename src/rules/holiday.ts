// SPDX-License-Identifier: AGPL-3.0-or-later
import Holidays from 'date-holidays'

// Without `types` the list also holds days on which nothing closes, such as Mother's Day.
// Loading costs 0.4 s and 35 MB once (every country is in it); a year then costs 3 ms, so years are kept.
const italy = new Holidays('IT', { types: ['public'] })
const daysByYear = new Map<string, ReadonlySet<string>>()

/** Whether this local day (`YYYY-MM-DD`) is a public holiday in all of Italy; from 2026 also 4 October. */
export function isHoliday(day: string): boolean {
  const year = day.slice(0, 4)
  let days = daysByYear.get(year)
  if (!days) {
    days = new Set(italy.getHolidays(year).map(holiday => holiday.date.slice(0, 10)))
    daysByYear.set(year, days)
  }
  return days.has(day)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The smallest parts of a municipality file, each with the words for what is wrong with it.
import { z } from 'zod'
import { given, type Interval } from './municipality-file-checks.ts'

export const formed = (form: RegExp, expected: string) =>
  z.string().regex(form, { error: issue => `${given(issue)} non va bene: ${expected}` })
export const checked = (isRight: (text: string) => boolean, expected: string) =>
  z.string().refine(isRight, { error: issue => `${given(issue)} non va bene: ${expected}` })

export const slug = formed(/^[a-z0-9-]{1,40}$/, 'da 1 a 40 fra lettere minuscole senza accenti, cifre e trattini')
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'deve stare su una riga sola')
export const paragraph = z.string().trim().min(1).max(500)
// Not `z.int()`: its complaint stops every rule above it.
export const whole = (least: number, most: number) =>
  z.number().refine(Number.isInteger, 'deve essere un numero intero').min(least).max(most)
export const cents = whole(0, 1_000_000)
export const postcodes = z
  .array(formed(/^\d{5}$/, 'un CAP ha cinque cifre'))
  .min(1)
  .max(200)
const minutesOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d'
export const time = formed(new RegExp(`^${minutesOfDay}$`), "un'ora come 07:30")
export const day = checked(isDay, 'una data come 2026-12-25')
export const interval = formed(
  new RegExp(`^${minutesOfDay}-(?:${minutesOfDay}|24:00)$`),
  'un orario come 07:00-13:00',
).transform((text): Interval => ({ opens: text.slice(0, 5), closes: text.slice(6) }))
export const intervals = z.array(interval).max(12).default([])

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

export function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text.includes('/') || text === 'UTC'
  } catch {
    return false
  }
}

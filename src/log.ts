// SPDX-License-Identifier: AGPL-3.0-or-later
// JSON lines on stdout. What identifies a person or opens a door is taken out here, once, whatever the caller
// passes: error messages of libraries carry tokens (Telegram's URLs) and people's data (SQL parameters).
import pino from 'pino'
import type { LogLevel } from './config.ts'

/** What happened, in one or two words, and what is known about it. A field `error` may hold anything thrown. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export type LogFields = Readonly<Record<string, unknown>>

/** Where the lines go; absent: stdout. */
export interface LogDestination {
  write(line: string): void
}

/** Deep enough for what we log; whatever is deeper (or goes round in a circle) is cut off. */
const depthLimit = 5
const textLimit = 4_000

export function createLog(level: LogLevel, secrets: readonly string[], destination?: LogDestination): Log {
  const scrub = scrubber(secrets)
  const options: pino.LoggerOptions = {
    level,
    base: null,
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
  }
  const logger = destination ? pino(options, destination) : pino(options)
  const withStack = logger.isLevelEnabled('debug')
  const clean = (fields: LogFields): object =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        reserved.has(key) ? `_${key}` : key,
        cleaned(value, scrub, withStack, 0),
      ]),
    )
  return {
    debug: (event, fields = {}) => logger.debug(clean(fields), scrub(event)),
    info: (event, fields = {}) => logger.info(clean(fields), scrub(event)),
    warn: (event, fields = {}) => logger.warn(clean(fields), scrub(event)),
    error: (event, fields = {}) => logger.error(clean(fields), scrub(event)),
  }
}

const reserved = new Set(['level', 'time', 'event'])

type Scrub = (text: string) => string

// Kept as they are, although they are full of digits: our ids and instants.
const kept = String.raw`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<![\d-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)`
const phone = String.raw`\+?\(?\d(?:[\s()./-]{0,3}\d){6,}`
const digits = new RegExp(`(${kept})|${phone}`, 'gi')

/** Takes out of a text what identifies a person or opens a door. */
export function scrubber(secrets: readonly string[]): Scrub {
  // Longest first: one secret may be a part of another. Below four characters it would shred every text.
  const configured = [...new Set(secrets.flatMap(secret => [secret, encodeURIComponent(secret)]))]
    .filter(secret => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
  return text => {
    let clean = text
    for (const secret of configured) clean = clean.replaceAll(secret, '[secret]')
    return shortened(clean)
      .replace(/\bparams:[^]*$/, 'params: [dropped]')
      .replace(/(\binvalid input (?:syntax|value)[^:]*:)[^]*$/i, '$1 [dropped]')
      .replace(/(\bKey \([^)]*\)=)[^]*$/, '$1[dropped]')
      .replace(/\bhttps?:\/\/[^\s"'<>]*\/(?:file\/)?bot[^\s"'<>]*/gi, '[telegram]')
      .replace(/\b(?:https?:\/\/)?(?:t|telegram|wa)\.me\/[^\s"'<>]*|\btg:\/\/[^\s"'<>]*/gi, '[link]')
      .replace(/\d+:[A-Za-z0-9_-]{30,}/g, '[token]')
      .replace(/\bi-[A-Za-z0-9_-]{20,}/g, '[invitation]')
      .replace(/[^\s@<>"'(),;:=]+@[^\s@<>"'(),;:=]+\.[^\s@<>"'(),;:=]+/g, '[e-mail]')
      .replace(digits, (_, keep: string | undefined) => keep ?? '[number]')
  }
}

/** The expressions above take quadratic time on made-up texts (200,000 digits: a minute), so they never see one. */
function shortened(text: string): string {
  if (text.length <= textLimit) return text
  // Not in the middle of a word: half a token would no longer look like one.
  const space = text.slice(0, textLimit).search(/\s\S{0,300}$/)
  return `${text.slice(0, space < 0 ? textLimit - 300 : space)} […]`
}

function cleaned(value: unknown, scrub: Scrub, withStack: boolean, depth: number): unknown {
  if (typeof value === 'string') return scrub(value)
  // A chat's address is a number of seven digits and more, too.
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) >= 1_000_000 ? '[number]' : value
  if (typeof value === 'bigint') return scrub(String(value))
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? value : undefined
  if (depth >= depthLimit) return '[deeper]'
  if (value instanceof Error) return cleanedError(value, scrub, withStack, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map || value instanceof Set) return cleaned([...value], scrub, withStack, depth)
  if (Array.isArray(value)) return value.map(item => cleaned(item, scrub, withStack, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [scrub(key), cleaned(item, scrub, withStack, depth + 1)]),
  )
}

/** Only what is named here: libraries hang requests, payloads and rows on their errors. */
function cleanedError(error: Error, scrub: Scrub, withStack: boolean, depth: number): object {
  const code: unknown = 'code' in error ? error.code : 'error_code' in error ? error.error_code : undefined
  const frames = withStack ? framesOf(error)?.map(line => scrub(line)) : undefined
  return {
    name: scrub(error.name),
    ...((typeof code === 'string' || typeof code === 'number') && {
      code: typeof code === 'string' ? scrub(code) : code,
    }),
    message: scrub(error.message),
    ...(error.cause !== undefined && { cause: cleaned(error.cause, scrub, withStack, depth + 1) }),
    ...(frames && { stack: frames }),
  }
}

/** The stack without the message at its head, which may imitate a frame; nothing where the two do not fit. */
function framesOf(error: Error): string[] | undefined {
  const at = error.stack?.indexOf(error.message) ?? -1
  if (at < 0) return undefined
  const after = error.stack?.slice(at + error.message.length).split('\n')
  return after?.map(line => line.trim()).filter(line => /^at .*:\d+:\d+\)?$/.test(line))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What can go wrong with a database, told apart; drizzle and both drivers wrap it differently.

/** The database cannot be used, for a reason that one plain sentence tells: no stack trace needed. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
}

/** Another process has the embedded database open. */
export class DatabaseInUse extends DatabaseRefused {
  override name = 'DatabaseInUse'
  readonly pid: number | undefined

  constructor(directory: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `the process ${pid}`
    super(`The database in ${directory} is in use by ${who}: stop that one first.`)
    this.pid = pid
  }
}

/** The files of the embedded database cannot be read. */
export class DatabaseDamaged extends DatabaseRefused {
  override name = 'DatabaseDamaged'

  constructor(directory: string, cause: unknown) {
    super(
      `The database in ${directory} cannot be read (nothing of it was deleted): move that folder away and bring the newest backup back with "npm run restore -- FILE".`,
      { cause },
    )
  }
}

/** The database was migrated by a newer version of the program. */
export class DatabaseTooNew extends DatabaseRefused {
  override name = 'DatabaseTooNew'
}

// Without an address or a server (Node), while talking (postgres.js), and the server's own words (SQLSTATE).
const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT'],
  ...['57P01', '57P02', '57P03', '57P05', '53300', '25P03'],
])

/** The database is away (refused, reset, shutting down, full), and the same work may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return codesOf(error).some(code => awayCodes.has(code) || /^08...$/.test(code))
}

/** Somebody else was in the way: a lock not had in time, two that wait for each other, or a key drawn twice at once. */
export function isContended(error: unknown): boolean {
  return codesOf(error).some(code => contendedCodes.has(code)) || isUniqueViolation(error)
}

const contendedCodes = new Set(['55P03', '40P01', '40001'])

/** A row with the same key was there already; of this constraint, if one is named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return causesOf(error).some(cause => {
    if (textIn(cause, 'code') !== '23505') return false
    return constraint === undefined || (textIn(cause, 'constraint_name') ?? textIn(cause, 'constraint')) === constraint
  })
}

/** The SQLSTATE, or the code of Node or a driver, of the error and of what it wraps. */
export function codesOf(error: unknown): string[] {
  return causesOf(error).flatMap(cause => textIn(cause, 'code') ?? [])
}

/** The connection broke in the middle: an error that `isUnavailable` recognises. */
export function connectionLost(): Error {
  return Object.assign(new Error('the connection to the database was lost'), { code: 'CONNECTION_CLOSED' })
}

/** The error and what it wraps, outermost first. */
export function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = []
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause)
  return causes
}

function textIn(error: unknown, key: string): string | undefined {
  const value: unknown = Reflect.get(Object(error), key)
  return typeof value === 'string' ? value : undefined
}

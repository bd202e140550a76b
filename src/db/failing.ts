// SPDX-License-Identifier: AGPL-3.0-or-later
import { type SQL, sql, type SQLWrapper } from 'drizzle-orm'

/**
 * For a sweep's own query of what is due: leaves out what the sweep could not deal with, until it is tried again, or for
 * good once it was set aside.
 */
export function notFailing({ now }: { readonly now: Date }, sweep: string, subject: SQLWrapper): SQL {
  return notFailingAt(sql`${now.toISOString()}`, sweep, subject)
}

/** The same at an instant that is filled in. */
export function notFailingAt(now: SQLWrapper, sweep: string, subject: SQLWrapper): SQL {
  return sql`not exists (select from sweep_failures failure where failure.sweep = ${sweep}
    and failure.subject = ${subject}::text
    and (failure.set_aside_at is not null or failure.retry_at > ${now}::timestamptz))`
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Refusals as the Graph API words them. A client is to go by the code and `error_data.details`, never by the text, and
// the same error may come in the answer or later in a status.
import crypto from 'node:crypto'

/** Code: HTTP status and title. Statuses are those of the publisher's table of errors; titles are shortened nowhere. */
const CATALOGUE: Readonly<Record<number, readonly [status: number, title: string]>> = {
  0: [401, 'AuthException'],
  2: [503, 'API Service'],
  4: [429, 'API Too Many Calls'],
  10: [403, 'API Permission Denied'],
  100: [400, 'Invalid parameter'],
  190: [401, 'Access token has expired'],
  368: [403, 'Temporarily blocked for policies violations'],
  80007: [429, 'Rate limit issues'],
  130429: [429, 'Rate limit hit'],
  131000: [500, 'Something went wrong'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131016: [500, 'Service unavailable'],
  131026: [400, 'Message undeliverable'],
  131031: [403, 'Business Account locked'],
  131042: [400, 'Business eligibility payment issue'],
  131047: [400, 'Re-engagement message'],
  131048: [429, 'Spam rate limit hit'],
  131049: [400, 'This message was not delivered to maintain healthy ecosystem engagement'],
  131050: [400, 'User has stopped marketing messages'],
  131051: [400, 'Unsupported message type'],
  131052: [400, 'Media download error'],
  131053: [400, 'Media upload error'],
  131056: [429, '(Business Account, Consumer Account) pair rate limit hit'],
  131062: [400, 'Business-scoped User ID (BSUID) recipients are not supported for this message'],
  132000: [400, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132005: [400, 'Translated text too long'],
  132012: [400, 'Parameter format does not match format in the created template'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  132018: [400, "There's an issue with the parameters in your template"],
  133004: [503, 'Server Temporarily Unavailable'],
}

/** An error as it stands in a status. */
export type StatusError = {
  code: number
  title: string
  message: string
  error_data: { details: string }
  href: string
}

/** A refusal of the Graph API. */
export class GraphError extends Error {
  readonly status: number
  readonly code: number
  readonly title: string
  readonly details: string
  readonly subcode: number | undefined

  constructor(code: number, details: string, { status, subcode }: { status?: number; subcode?: number } = {}) {
    const [usual, title] = CATALOGUE[code] ?? [400, 'Unknown error']
    super(`(#${code}) ${title}`)
    this.status = status ?? usual
    this.code = code
    this.title = title
    this.details = details
    this.subcode = subcode
  }

  /** The body of the answer. */
  get body(): object {
    return {
      error: {
        message: this.message,
        type: 'OAuthException',
        code: this.code,
        ...(this.subcode !== undefined && { error_subcode: this.subcode }),
        ...(this.status >= 500 && { is_transient: true }),
        error_data: { messaging_product: 'whatsapp', details: this.details },
        fbtrace_id: `A${crypto.randomBytes(17).toString('base64url')}`,
      },
    }
  }

  /** The same error in a status, after the message had been accepted. */
  get inStatus(): StatusError {
    const href = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/'
    return { code: this.code, title: this.title, message: this.title, error_data: { details: this.details }, href }
  }
}

/** An object that is not there, or not ours to see. */
export function unknownObject(method: string, id: string): GraphError {
  const details = `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist`
  return new GraphError(100, details, { subcode: 33 })
}

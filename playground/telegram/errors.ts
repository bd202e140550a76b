// SPDX-License-Identifier: AGPL-3.0-or-later
// Refusals as the Bot API words them.

/** A refusal: the HTTP status, the description, and what the client is told beside it. */
export class ApiError extends Error {
  readonly code: number
  readonly parameters: { retry_after: number } | undefined

  constructor(code: number, description: string, parameters?: { retry_after: number }) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

/** What is wrong inside a formatted text; it gets its "Can't parse entities" at the border. */
export class TextError extends Error {}

/** After `fail_query_with_error`: a prefix, then the first letter in lower case unless the text is a CONSTANT. */
function failure(code: number, prefix: string, message: string): ApiError {
  const isConstant = /^.[A-Z_]/.test(message)
  return new ApiError(code, `${prefix}: ${isConstant ? message : message.charAt(0).toLowerCase() + message.slice(1)}`)
}

/** 400: the request is wrong. */
export function bad(message: string): ApiError {
  return failure(400, 'Bad Request', message)
}

/** 403: the chat does not want this bot. */
export function forbidden(message: string): ApiError {
  return failure(403, 'Forbidden', message)
}

/** 409: two readers of the same updates. */
export function conflict(message: string): ApiError {
  return failure(409, 'Conflict', message)
}

/** 429: the seconds stand in the text, in the parameters and in a header. */
export function tooMany(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads a request or refuses it with the code the Graph API would give: 131008 for what is missing, 100 for what is
// unknown or wrong in a plain message, 131051 for a kind of message there is not, 131009 for the rest.
import type { z } from 'zod'
import { GraphError } from './errors.ts'
import { messageSchema, readSchema } from './message-schema.ts'
import type { MessageRequest, ReadRequest } from './message-schema.ts'

/** What a POST to /messages asks for. */
export type MessagesRequest = { does: 'send'; message: MessageRequest } | { does: 'read'; read: ReadRequest }

/** A phone number as one writes it; the digits are what counts. */
const PHONE = /^\+?[\d\s()-]{6,24}$/
/** A business-scoped user id: the country, a dot, up to 128 letters and digits. */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/

export function readRequest(raw: unknown): MessagesRequest {
  const isRead = typeof raw === 'object' && raw !== null && 'status' in raw
  if (isRead) return { does: 'read', read: parsed(readSchema, raw) }
  const message = parsed(messageSchema, raw)
  if (message.to === undefined && message.recipient === undefined) {
    throw new GraphError(131008, 'The parameter to (or recipient) is required.')
  }
  if (message.to !== undefined && !PHONE.test(message.to)) {
    throw new GraphError(131009, 'to must be a phone number: a user id goes into recipient')
  }
  if (message.to === undefined && message.recipient !== undefined && !USER_ID.test(message.recipient)) {
    throw new GraphError(131009, 'recipient must be a business-scoped user id')
  }
  return { does: 'send', message }
}

function parsed<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.infer<Shape> {
  const read = shape.safeParse(raw)
  if (read.success) return read.data
  throw refusalOf(firstOf(read.error.issues), raw)
}

/** The most telling issue: inside a union, that of the branch which fitted best. */
function firstOf(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues
  if (first?.code !== 'invalid_union' || first.errors.length === 0) return first
  const [best = []] = first.errors.toSorted((a, b) => Number(isOtherKind(a)) - Number(isOtherKind(b)))
  const inner = firstOf(best)
  return inner && { ...inner, path: [...first.path, ...inner.path] }
}

/** A branch meant for another kind of thing breaks at the word that names the kind. */
function isOtherKind(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some(({ path }) => path.length === 1 && (path[0] === 'type' || path[0] === 'sub_type'))
}

function refusalOf(issue: z.core.$ZodIssue | undefined, raw: unknown): GraphError {
  if (!issue) return new GraphError(100, 'Invalid parameter')
  const { path } = issue
  const name = paramName(path)
  if (issue.code === 'unrecognized_keys') {
    return new GraphError(100, `Unexpected key "${issue.keys.join('", "')}" on param ${name}`)
  }
  const value = valueAt(raw, path)
  if (value === undefined && path.length > 0) return new GraphError(131008, `The parameter ${name} is required.`)
  if (path.length === 1 && path[0] === 'type') {
    return new GraphError(131051, `Message type ${JSON.stringify(value)} is not supported.`)
  }
  const usual = path[0] === 'interactive' || path[0] === 'template' ? 131009 : 100
  const given: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  return new GraphError(typeof given === 'number' ? given : usual, `Param ${name}: ${issue.message}`)
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

/** `text['body']`, as the Graph API names what is wrong. */
function paramName([first = 'body', ...rest]: readonly PropertyKey[]): string {
  return String(first) + rest.map(key => (typeof key === 'number' ? `[${key}]` : `['${String(key)}']`)).join('')
}

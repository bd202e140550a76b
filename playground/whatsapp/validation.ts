// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads a request or refuses it with the code the Graph API would give: 131008 for what is missing, 100 for what is
// unknown or too long in a plain message, 131051 for a kind of message there is not, 131009 for the rest.
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
  const read = shape.safeParse(raw, { reportInput: true })
  if (read.success) return read.data
  throw refusalOf(firstOf(read.error.issues))
}

/** The most telling issue: inside a union, that of the branch which fitted best. */
function firstOf(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues
  if (first?.code !== 'invalid_union' || first.errors.length === 0) return first
  const fewest = first.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
  const inner = firstOf(fewest ?? [])
  return inner && { ...inner, path: [...first.path, ...inner.path] }
}

/** How far into a branch its first issue lies: a branch of the right type breaks deeper than one of the wrong type. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  return issues.some(issue => issue.path.at(-1) === 'type' || issue.path.at(-1) === 'sub_type') ? 0 : 1
}

function refusalOf(issue: z.core.$ZodIssue | undefined): GraphError {
  const name = paramName(issue?.path ?? [])
  if (!issue) return new GraphError(100, 'Invalid parameter')
  if (issue.code === 'custom') {
    return new GraphError(Number(issue.params?.['code'] ?? 131009), `${name}: ${issue.message}`)
  }
  if (issue.code === 'unrecognized_keys') {
    return new GraphError(100, `Unexpected key "${issue.keys.join('", "')}" on param ${name}`)
  }
  const isMissing = issue.input === undefined && issue.path.length > 0
  if (isMissing) return new GraphError(131008, `The parameter ${name} is required.`)
  if (issue.path.length === 1 && issue.path[0] === 'type') {
    return new GraphError(131051, `Message type ${JSON.stringify(issue.input)} is not supported.`)
  }
  const isInteractive = issue.path[0] === 'interactive' || issue.path[0] === 'template'
  return new GraphError(isInteractive ? 131009 : 100, `Param ${name}: ${issue.message}`)
}

/** `text['body']`, as the Graph API names what is wrong. */
function paramName(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (at === 0 ? String(key) : typeof key === 'number' ? `[${key}]` : `['${String(key)}']`))
    .join('')
}

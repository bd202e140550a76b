// SPDX-License-Identifier: AGPL-3.0-or-later
// The arguments of a call: query string, form, JSON or multipart. To the server every argument is a string, and a
// JSON value arrives as its JSON text.
import { bad } from './errors.ts'
import { parseMultipart } from '../loopback/multipart.ts'
import type { Upload } from '../loopback/multipart.ts'

/** Anything with named fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as the server reads it: text as it is, the rest as JSON text. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Reads the arguments of one call, each under the type it must have. */
export class Args {
  readonly values: Record<string, unknown>
  readonly files: ReadonlyMap<string, Upload>

  constructor(values: Record<string, unknown> = {}, files: ReadonlyMap<string, Upload> = new Map()) {
    this.values = values
    this.files = files
  }

  text(name: string): string {
    return asText(this.values[name])
  }

  has(name: string): boolean {
    return this.text(name) !== ''
  }

  /** The leading whole number, clamped; text without one gives the fallback. */
  int(name: string, fallback = 0, min = -Infinity, max = Infinity): number {
    const read = /^-?\d+/.exec(this.text(name).trim())
    return Math.min(Math.max(read ? Number.parseInt(read[0], 10) : fallback, min), max)
  }

  bool(name: string): boolean {
    return ['true', 'yes', '1'].includes(this.text(name).toLowerCase())
  }

  /** A JSON value, given as such or as text; undefined when it is absent. */
  json(name: string, what = name): unknown {
    const value = this.values[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value) as unknown
    } catch {
      throw bad(`Can't parse ${what} JSON object`)
    }
  }
}

/** Reads a call's arguments from its query string and its body. */
export function parseArgs(query: string, contentType: string, body: Buffer): Args {
  const values: Record<string, unknown> = query === '' ? {} : Object.fromEntries(new URLSearchParams(query))
  if (body.length === 0) return new Args(values)
  if (contentType.includes('application/json')) return new Args(Object.assign(values, jsonBody(body)))
  if (contentType.includes('multipart/form-data')) {
    const form = parseMultipart(body, /boundary="?([^";]+)/i.exec(contentType)?.[1] ?? '')
    return new Args(Object.assign(values, form.values), form.files)
  }
  return new Args(Object.assign(values, Object.fromEntries(new URLSearchParams(body.toString('utf8')))))
}

function jsonBody(body: Buffer): Record<string, unknown> {
  let read: unknown
  try {
    read = JSON.parse(body.toString('utf8'))
  } catch {
    throw bad("Can't parse JSON object")
  }
  return isRecord(read) ? read : {}
}

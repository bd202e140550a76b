// SPDX-License-Identifier: AGPL-3.0-or-later
// The little of Meta's Graph API that we need: GET, POST and one upload, each with a limit on its time. Every ending
// that is no answer we asked for is one kind of error, and the access token stands in none of them: Graph itself
// repeats a malformed token in its refusal.
import { z } from 'zod'
import { TooLate, within } from '../../src/turns.ts'
import { neverConnected } from '../network.ts'

export interface Graph {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>
  post<T>(path: string, body: Readonly<Record<string, unknown>>, shape: z.ZodType<T>): Promise<T>
  /** A picture or a document for messages to come; resolves to the id it can be sent by for 30 days. */
  upload(path: string, bytes: Uint8Array, mime: string, name?: string): Promise<string>
}

/** What Graph says is wrong, in a response or later in a status. */
export interface Problem {
  /** Graph's own code; undefined when there was no answer, or one that is not Graph's. 0 is a code of theirs. */
  readonly code: number | undefined
  readonly subcode?: number | undefined
  /** The HTTP status, if there was one. */
  readonly status?: number | undefined
  readonly details: string
  /** Graph says itself that it will pass. */
  readonly passing?: boolean | undefined
  /** Nothing can have happened: it was never sent, or refused. */
  readonly unsent: boolean
}

/** A call that did not end well. */
export class GraphFailure extends Error {
  override readonly name = 'GraphFailure'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code ?? problem.status ?? 'no answer'}: ${problem.details}`)
    this.problem = problem
  }
}

export interface GraphParts {
  /** Such as `https://graph.facebook.com/v24.0`. */
  readonly apiRoot: string
  readonly accessToken: string
  readonly limits?: GraphLimits | undefined
}

export interface GraphLimits {
  readonly callMs: number
  readonly uploadMs: number
  readonly downloadMs: number
}

/** Node's client gives up a connection that cannot be made after 10 s: so that this is known, a call may take longer. */
export const usualLimits: GraphLimits = { callMs: 12_000, uploadMs: 60_000, downloadMs: 60_000 }

/** One error as Graph writes it, in responses and in statuses alike. */
export const graphError = z.object({
  code: z.number(),
  error_subcode: z.number().optional(),
  is_transient: z.boolean().optional().catch(undefined),
  message: z.string().optional(),
  title: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional().catch(undefined),
})

/** An error of Graph's as a problem of ours; the code decides, the words are for whoever reads the log. */
export function problemOf(error: z.output<typeof graphError>, status?: number): Problem {
  const { code, error_subcode: subcode, is_transient: passing, error_data: data, message, title } = error
  const details = (data?.details ?? message ?? title ?? '').slice(0, 500)
  return { code, subcode, passing, status, details, unsent: true }
}

/** A client that speaks for one access token. */
export function graphOf({ apiRoot, accessToken, limits = usualLimits }: GraphParts): Graph {
  const clean = (text: string): string =>
    text.replaceAll(accessToken, '[token]').replace(/\bEAA[A-Za-z0-9]{8,}/g, '[token]')

  const call = async <T>(path: string, init: RequestInit, limitMs: number, shape: z.ZodType<T>): Promise<T> => {
    const headers = { ...init.headers, authorization: `Bearer ${accessToken}` }
    const asked = async (signal: AbortSignal): Promise<{ ok: boolean; status: number; body: unknown }> => {
      // A token must not follow a redirection to somebody else.
      const response = await fetch(`${apiRoot}/${path}`, { ...init, headers, redirect: 'manual', signal })
      return { ok: response.ok, status: response.status, body: parsed(await response.text()) }
    }
    const { ok, status, body } = await within(limitMs, asked).catch((error: unknown) => {
      throw new GraphFailure(withoutAnswer(error))
    })
    if (!ok) throw new GraphFailure(refusalIn(status, body, clean))
    const answer = shape.safeParse(body)
    if (answer.success) return answer.data
    // A yes that cannot be read: what was asked for has probably happened.
    throw new GraphFailure({ code: undefined, status, details: 'unreadable answer', unsent: false })
  }

  return {
    get: (path, shape) => call(path, {}, limits.callMs, shape),
    post: (path, body, shape) =>
      call(
        path,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        limits.callMs,
        shape,
      ),
    async upload(path, bytes, mime, name = mime === 'image/png' ? 'photo.png' : 'photo.jpg') {
      const form = new FormData()
      form.set('messaging_product', 'whatsapp')
      form.set('type', mime)
      form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), name)
      try {
        return (await call(path, { method: 'POST', body: form }, limits.uploadMs, z.object({ id: z.string() }))).id
      } catch (error) {
        // Should it have got there, uploading it twice does no harm.
        if (error instanceof GraphFailure && !error.problem.unsent)
          throw new GraphFailure({ ...error.problem, passing: true })
        throw error
      }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusalIn(status: number, body: unknown, clean: (text: string) => string): Problem {
  const error = z.object({ error: graphError }).safeParse(body)
  if (!error.success) return { code: undefined, status, details: `HTTP ${status} without a reason`, unsent: true }
  const problem = problemOf(error.data.error, status)
  return { ...problem, details: clean(problem.details) }
}

function withoutAnswer(error: unknown): Problem {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  const details = code ?? (error instanceof TooLate ? 'timed out' : 'connection broken')
  return { code: undefined, details, unsent: code !== undefined && neverConnected(code) }
}

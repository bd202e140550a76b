// SPDX-License-Identifier: AGPL-3.0-or-later
// The platform delivers again until it gets a 2xx: so 200 means "safely taken", and nothing else does.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Log } from '../log.ts'
import { withBody } from './body.ts'
import { isSame } from './secrets.ts'

/** A path of ours that a platform sends its updates to. */
export interface Webhook {
  readonly path: string
  /** The header that must carry `secret`; with a header named and no secret given everyone is refused. */
  readonly secretHeader?: string | undefined
  readonly secret?: string | undefined
  /** Each body is proven by its HMAC-SHA256 under this key, in `X-Hub-Signature-256: sha256=<hex>`. */
  readonly signingKey?: string | undefined
  /** The word that the platform says in a GET before it sends anything here; its challenge is the answer. */
  readonly verifyToken?: string | undefined
  /** The largest body there is; 1 MB if nothing is said. */
  readonly bodyLimitBytes?: number | undefined
  /** Resolves when the update is safe, to the JSON to answer with, if any; a failure asks for another delivery. */
  handle(body: unknown): Promise<string | undefined>
}

/** The largest Telegram update stays below 100 kB. */
const usualLimitBytes = 1_048_576

/** Answers one request to a webhook. */
export async function answerWebhook(webhook: Webhook, context: Context, log: Log): Promise<Response> {
  if (!isAllowed(webhook, context)) return refuse(context, 401, 'unauthorized')
  // Over the bytes as they came, before anything reads them.
  const bytes = await withBody(context, webhook.bodyLimitBytes ?? usualLimitBytes, read =>
    isSigned(webhook, context, read) ? read : undefined,
  )
  if (bytes === undefined) return refuse(context, 401, 'unauthorized')
  if (bytes === 'too-large') return refuse(context, 413, 'too large')
  if (bytes === 'broken') return refuse(context, 400, 'broken body')
  if (bytes === 'busy') return later(context)
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refuse(context, 400, 'not JSON')
  }
  let answer: string | undefined
  try {
    answer = await webhook.handle(body)
  } catch (error) {
    log.error('webhook-failed', { path: webhook.path, error })
    return later(context)
  }
  return answer === undefined ? context.body(null, 200) : context.body(answer, 200, jsonType)
}

/** Answers the platform's question whether this is the address that was meant. */
export function answerVerification({ verifyToken }: Webhook, context: Context): Response {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = context.req.query()
  const known = verifyToken !== undefined && verifyToken !== '' && isSame(token ?? '', verifyToken)
  if (!known || mode !== 'subscribe' || challenge === undefined) return refuse(context, 403, 'forbidden')
  return context.text(challenge, 200, { 'X-Content-Type-Options': 'nosniff' })
}

const jsonType = { 'content-type': 'application/json' }

function refuse(context: Context, status: 400 | 401 | 403 | 413 | 503, text: string): Response {
  return context.text(`${text}\n`, status)
}

/** The platform delivers again. */
function later(context: Context): Response {
  context.header('Retry-After', '1')
  return refuse(context, 503, 'later')
}

/** Whether a request may be read at all: its secret is right, or it carries a signature to be checked. */
function isAllowed(webhook: Webhook, context: Context): boolean {
  const { secretHeader, secret, signingKey } = webhook
  if (signingKey !== undefined) return signingKey !== '' && signature.test(context.req.header(signatureHeader) ?? '')
  if (secretHeader === undefined) return secret === undefined
  return secret !== undefined && secret !== '' && isSame(context.req.header(secretHeader) ?? '', secret)
}

const signatureHeader = 'x-hub-signature-256'
const signature = /^sha256=[0-9a-f]{64}$/

function isSigned({ signingKey }: Webhook, context: Context, bytes: Uint8Array): boolean {
  if (signingKey === undefined) return true
  const given = Buffer.from((context.req.header(signatureHeader) ?? '').slice('sha256='.length), 'hex')
  const expected = createHmac('sha256', signingKey).update(bytes).digest()
  return given.length === expected.length && timingSafeEqual(given, expected)
}

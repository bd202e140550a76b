// SPDX-License-Identifier: AGPL-3.0-or-later
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { Log } from '../log.ts'
import { within } from '../turns.ts'
import type { Metrics } from './metrics.ts'
import { answerVerification, answerWebhook, type Webhook } from './webhook.ts'

/** Something that must work before this process may be sent anything. `detail` is public. */
export interface Check {
  readonly name: string
  look(): Promise<{ readonly ok: boolean; readonly detail: string }>
}

export interface WebParts {
  readonly checks: readonly Check[]
  readonly metrics: Metrics
  readonly webhooks: readonly Webhook[]
  /** What is shown below `/playground`; its own paths begin at `/`. */
  readonly pages?: Hono | undefined
  readonly log: Log
}

/** A check that does not answer is a check that fails. */
const checkLimitMs = 3_000
/** Requests in hand get this long at a stop; an open page's event stream would go on for ever. */
const stopLimitMs = 5_000

/** Health, metrics, webhooks, and the playground where there is one. */
export function createWeb(parts: WebParts): Hono {
  const { checks, metrics, webhooks, pages, log } = parts
  const web = new Hono({ strict: false })
  web.get('/healthz', context => context.text('ok\n'))
  web.get('/readyz', async context => {
    const results = await Promise.all(checks.map(looked))
    const ready = results.every(result => result.ok)
    return context.json({ ready, checks: results }, ready ? 200 : 503, { 'Cache-Control': 'no-store' })
  })
  web.get('/metrics', async context => context.text(await metrics.text(), 200, { 'Content-Type': metrics.contentType }))
  for (const webhook of webhooks) {
    web.post(webhook.path, context => answerWebhook(webhook, context, log))
    if (webhook.verifyToken !== undefined) web.get(webhook.path, context => answerVerification(webhook, context))
  }
  if (pages) {
    web.use('/playground/*', pageHeaders)
    web.route('/playground', pages)
    web.get('/', context => context.redirect('/playground'))
  } else {
    web.get('/', context => context.text('Spesa in Comune\n'))
  }
  for (const path of ['/', '/healthz', '/readyz', '/metrics'])
    web.all(path, context => context.text('method not allowed\n', 405, { Allow: 'GET, HEAD' }))
  for (const { path, verifyToken } of webhooks) {
    const allowed = verifyToken === undefined ? 'POST' : 'GET, HEAD, POST'
    web.all(path, context => context.text('method not allowed\n', 405, { Allow: allowed }))
  }
  web.notFound(context => context.text('not found\n', 404))
  web.onError((error, context) => {
    log.error('request-failed', { method: context.req.method, route: context.req.routePath, error })
    return context.text('failed\n', 500)
  })
  return web
}

async function looked(check: Check): Promise<{ name: string; ok: boolean; detail: string }> {
  const looking = check.look().catch(() => ({ ok: false, detail: 'failed' }))
  const { ok, detail } = await within(checkLimitMs, looking, { ok: false, detail: 'no answer' })
  return { name: check.name, ok, detail }
}

const headers = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

/** A page may be stricter or laxer on purpose: what it has set itself stays. */
const pageHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  for (const [name, value] of Object.entries(headers))
    if (!context.res.headers.has(name)) context.res.headers.set(name, value)
}

/** Listens; port 0 takes a free one. Rejects when the address cannot be had. */
export async function serveWeb(
  web: Hono,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const listener = getRequestListener(web.fetch, { overrideGlobalObjects: false })
  // A body that trickles in byte by byte holds a connection no longer than this; answers may take their time.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      // A connection that is kept alive becomes idle only after its answer, and nobody would close it then.
      const closingIdle = setInterval(() => server.closeIdleConnections(), 20)
      await within(stopLimitMs, closed, undefined)
      clearInterval(closingIdle)
      server.closeAllConnections()
      await closed
    },
  }
}

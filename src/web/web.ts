// SPDX-License-Identifier: AGPL-3.0-or-later
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Log } from '../log.ts'
import { within } from '../turns.ts'
import type { Metrics } from './metrics.ts'
import { mayLookInside } from './nearby.ts'
import { answerVerification, answerWebhook, type Webhook } from './webhook.ts'

/** Something that must work before this process may be sent anything. `detail` is told to this machine, or for a key. */
export interface Check {
  readonly name: string
  look(): Promise<{ readonly ok: boolean; readonly detail: string }>
}

export interface WebParts {
  readonly checks: readonly Check[]
  readonly metrics: Metrics
  /** Lets others than this machine see the metrics and the checks. */
  readonly metricsKey?: string | undefined
  readonly webhooks: readonly Webhook[]
  /** What is shown below `/playground`; its own paths begin at `/`. */
  readonly pages?: Hono | undefined
  readonly log: Log
}

/** Of one process: platforms and a proxy need some tens. */
const mostConnections = 512
/** A check that does not answer is a check that fails. */
const checkLimitMs = 3_000
/** Requests in hand get this long at a stop; an open page's event stream would go on for ever. */
const stopLimitMs = 5_000

/** Health, metrics, webhooks, and the playground where there is one. */
export function createWeb(parts: WebParts): Hono {
  const { checks, metrics, metricsKey, webhooks, pages, log } = parts
  const web = new Hono({ strict: false })
  const posted = new Set(webhooks.map(({ path }) => path))
  // A platform that posts reads none of them.
  web.use((context, next) => (posted.has(context.req.path) ? next() : safeHeaders(context, next)))
  web.get('/healthz', context => context.text('ok\n'))
  web.get('/readyz', async context => {
    const results = await Promise.all(checks.map(looked))
    const ready = results.every(result => result.ok)
    const told = mayLookInside(context, metricsKey) ? { ready, checks: results } : { ready }
    return context.json(told, ready ? 200 : 503, { 'Cache-Control': 'no-store' })
  })
  web.get('/metrics', async context => {
    if (!mayLookInside(context, metricsKey))
      return context.text('unauthorized\n', 401, { 'WWW-Authenticate': 'Bearer' })
    return context.text(await metrics.text(), 200, { 'Content-Type': metrics.contentType })
  })
  for (const webhook of webhooks) {
    web.post(webhook.path, context => answerWebhook(webhook, context, log))
    if (webhook.verifyToken !== undefined) web.get(webhook.path, context => answerVerification(webhook, context))
  }
  if (pages) {
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

/** A page may be stricter or laxer on purpose: what it has set itself stays. */
const safeHeaders = secureHeaders({
  overwrite: false,
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
  },
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  // Said by the proxy that ends TLS, for its whole name.
  strictTransportSecurity: false,
})

/** Listens; port 0 takes a free one. Rejects when the address cannot be had. */
export async function serveWeb(
  web: Hono,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const listener = getRequestListener(web.fetch, { overrideGlobalObjects: false })
  // A body that trickles in byte by byte holds a connection no longer than this; answers may take their time. Node looks
  // at how old requests are at its own interval, every 30 s unless told.
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    listener,
  )
  server.maxConnections = mostConnections
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

// SPDX-License-Identifier: AGPL-3.0-or-later
// web.whatsapp.com on the loopback: serves the stub page and plays what stands behind it, the telephone and WhatsApp's
// servers. They keep what was written to us, so that a page that was away finds it there.
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { pause } from '../../../src/system.ts'
import { selfSigned } from './certificate.ts'

/** What the page did, as it tells the server; more fields than are named here. */
export interface Told {
  readonly kind: 'message' | 'seen' | 'chatstate'
  readonly [field: string]: unknown
}

/** A message on its way to us, in the page's own fields. */
export interface Written {
  readonly from: string
  readonly body?: string
  readonly type?: string
  /** Of a group; otherwise the chat is the sender's. */
  readonly chat?: string
  readonly fromMe?: boolean
  readonly notifyName?: string
  readonly quotedStanzaID?: string
  readonly [field: string]: unknown
}

export interface PageConfig {
  /** Modules that WhatsApp has renamed. */
  readonly drop: readonly string[]
  readonly syncDelayMs: number
}

interface Answer {
  readonly call: number
  readonly ok: boolean
  readonly value?: unknown
  readonly error?: string
}

/** After a page has gone its last answers may still be on their way. */
const lastAnswerMs = 300

const scripts = ['models.js', 'modules.js', 'hand.js'].map(
  name => `<script>${readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')}</script>`,
)

export type WhatsAppPage = Awaited<ReturnType<typeof serveWhatsAppPage>>

export async function serveWhatsAppPage() {
  const told: Told[] = []
  const events = new EventEmitter().setMaxListeners(0)
  const answers = new EventEmitter().setMaxListeners(0)
  const history = new Map<string, Written & { readonly id: string; unread: boolean }>()
  const lids: Record<string, string> = {}
  let config: PageConfig = { drop: [], syncDelayMs: 50 }
  let page: ServerResponse | undefined
  let calls = 0
  let loads = 0
  let offline = false
  /** Calls without an answer yet, and the page that each was made to. */
  const waiting = new Map<number, ServerResponse>()

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?')[0]
    if (path === '/') {
      loads++
      const given = JSON.stringify({ ...config, lids, history: [...history.values()] }).replaceAll('<', '\\u003c')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(
        `<!doctype html><title>WhatsApp</title><script>window.stubConfig=${given}</script>${scripts.join('')}`,
      )
    } else if (path === '/stub/commands') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
      page = response
      request.on('close', () => {
        if (page === response) page = undefined
        void pause(lastAnswerMs).then(() => {
          for (const [number, asked] of waiting)
            if (asked === response) answers.emit(String(number), { ok: false, error: 'the page is gone' })
        })
      })
      events.emit('page')
    } else if (path === '/stub/out') {
      const what = (await bodyOf(request)) as Told
      if (what.kind === 'seen') for (const id of what.ids as string[]) sawMessage(id)
      told.push(what)
      events.emit('told', what)
      response.end()
    } else if (path === '/stub/answer') {
      const answer = (await bodyOf(request)) as Answer
      answers.emit(String(answer.call), answer)
      response.end()
    } else response.writeHead(404).end()
  }
  const sawMessage = (id: string): void => {
    const message = history.get(id)
    if (message) message.unread = false
  }

  const server = createServer(selfSigned('web.whatsapp.com'), (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.on('connection', socket => {
    if (offline) socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const call = async (verb: string, ...given: readonly unknown[]): Promise<unknown> => {
    const signal = AbortSignal.timeout(10_000)
    while (!page) await once(events, 'page', { signal })
    const number = ++calls
    waiting.set(number, page)
    const answered = once(answers, String(number), { signal }) as Promise<[Answer]>
    page.write(`data: ${JSON.stringify({ call: number, verb, given })}\n\n`)
    const [answer] = await answered.finally(() => waiting.delete(number))
    if (!answer.ok) throw new Error(answer.error)
    return answer.value
  }

  return {
    told,
    events,
    /** So often was the page loaded. */
    loads: () => loads,
    chromiumArguments: [
      `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      '--ignore-certificate-errors',
    ],
    /** Holds from the next load of the page. */
    configure(change: Partial<PageConfig>) {
      config = { ...config, ...change }
    },
    call,
    /** Nothing can be reached any more, or all can again. */
    goOffline(now: boolean) {
      offline = now
      if (now) server.closeAllConnections()
    },
    /** Written to us while the page is there: resolves, with its bare id, when the page has delivered it. */
    async receive(message: Written): Promise<string> {
      const id = this.keep(message)
      await call('receive', history.get(id))
      return id
    },
    /** Written to us while the page is away. */
    keep(message: Written): string {
      const id = typeof message.id === 'string' ? message.id : `3A${randomBytes(9).toString('hex').toUpperCase()}`
      history.set(id, { t: Math.floor(Date.now() / 1000), ...message, id, unread: message.fromMe !== true })
      return id
    },
    isUnread: (id: string): boolean => history.get(id)?.unread === true,
    mapLid(lid: string, phone: string): Promise<unknown> {
      lids[lid] = phone
      return page ? call('mapLid', lid, phone) : Promise.resolve()
    },
    /** The first thing the page told, or tells, that matches. */
    async untilTold(match: (what: Told) => boolean, withinMs = 8000): Promise<Told> {
      const signal = AbortSignal.timeout(withinMs)
      for (;;) {
        const found = told.find(match)
        if (found) return found
        await once(events, 'told', { signal })
      }
    },
    async close(): Promise<void> {
      page?.end()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString())
}

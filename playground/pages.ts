// SPDX-License-Identifier: AGPL-3.0-or-later
// The page's own HTTP: its files, its pictures, the stream of what happens, and what the newcomer does. The paths
// begin at `/` and are mounted below `/playground`.
import { readFileSync } from 'node:fs'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { type DoorParts, guardsOf } from './door.ts'
import type { Stream } from './stream.ts'

/** What a newcomer can do. Each answers what the page must do next, or undefined for what cannot be done. */
export interface Deeds {
  press(chat: string, message: number, row: number, column: number): Promise<Outcome | undefined>
  /** Writes a line, as an answer to a message if one is named. */
  text(chat: string, text: string, quoting?: number): Outcome | undefined
  start(chat: string): Promise<Outcome | undefined>
  /** Follows a link to a chat of ours. */
  open(chat: string, url: string): Promise<Outcome | undefined>
  /** Sits down at a chat: who works there is let in, and is written to there from now on. */
  sit(chat: string): Promise<Outcome | undefined>
  /** Pushes the clock forward by minutes, or to nine o'clock of the next morning. */
  clock(by: number | 'tomorrow'): Promise<Outcome>
  /** The bytes of a picture or of a document. */
  picture(uniqueId: string): Buffer | undefined
}

export interface Outcome {
  /** A link for the browser to open. */
  readonly href?: string | undefined
  /** The chat in which it goes on. */
  readonly chat?: string | undefined
  /** What a link has written there already, to be sent by whoever followed it. */
  readonly draft?: string | undefined
}

const files = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/chat.css': ['chat.css', 'text/css; charset=utf-8'],
  '/apps.css': ['apps.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/chat.js': ['chat.js', 'text/javascript; charset=utf-8'],
  '/composer.js': ['composer.js', 'text/javascript; charset=utf-8'],
  '/message.js': ['message.js', 'text/javascript; charset=utf-8'],
  '/keys.js': ['keys.js', 'text/javascript; charset=utf-8'],
  '/sheet.js': ['sheet.js', 'text/javascript; charset=utf-8'],
  '/shops.js': ['shops.js', 'text/javascript; charset=utf-8'],
  '/switch.js': ['switch.js', 'text/javascript; charset=utf-8'],
  '/seats.js': ['seats.js', 'text/javascript; charset=utf-8'],
  '/words.js': ['words.js', 'text/javascript; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/tick.svg': ['tick.svg', 'image/svg+xml'],
  '/ticks.svg': ['ticks.svg', 'image/svg+xml'],
  '/reply.svg': ['reply.svg', 'image/svg+xml'],
} as const

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const chat = z.string().max(64)
const deeds = {
  press: z.strictObject({ chat, message: z.int().positive(), row: z.int().min(0), column: z.int().min(0) }),
  text: z.strictObject({ chat, text: z.string().trim().min(1).max(4096), quoting: z.int().positive().optional() }),
  start: z.strictObject({ chat }),
  open: z.strictObject({ chat, url: z.string().max(300) }),
  sit: z.strictObject({ chat }),
  clock: z.union([
    z.strictObject({ minutes: z.int().min(1).max(10_080) }),
    z.strictObject({ to: z.literal('tomorrow') }),
  ]),
}

export function playgroundPages(does: Deeds, stream: Stream, door: DoorParts): Hono {
  const pages = new Hono({ strict: false })
  pages.use(...guardsOf(door))
  for (const [path, [name, type]] of Object.entries(files)) {
    const body = readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
    pages.get(path, context =>
      context.body(body, 200, {
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'Cache-Control': 'no-cache',
      }),
    )
  }
  pages.get('/photo/:id', context => {
    const picture = does.picture(context.req.param('id'))
    if (!picture) return context.text('not found\n', 404)
    const type = picture.readUInt16BE() === 0xffd8 ? 'image/jpeg' : 'image/png'
    return context.body(new Uint8Array(picture), 200, {
      'Content-Type': type,
      'Cache-Control': 'private, max-age=31536000, immutable',
    })
  })
  pages.get('/file/:id/:name', context => {
    const { id, name } = context.req.param()
    const file = does.picture(id)
    if (!file) return context.text('not found\n', 404)
    // Saved, never shown: what stands in it must not run as a page of ours.
    return context.body(new Uint8Array(file), 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    })
  })
  pages.get('/events', context => stream.open(context))

  pages.post('/*', ownPageOnly)
  pages.post('/press', context => answer(context, deeds.press, d => does.press(d.chat, d.message, d.row, d.column)))
  pages.post('/text', context => answer(context, deeds.text, d => does.text(d.chat, d.text, d.quoting)))
  pages.post('/start', context => answer(context, deeds.start, d => does.start(d.chat)))
  pages.post('/open', context => answer(context, deeds.open, d => does.open(d.chat, d.url)))
  pages.post('/sit', context => answer(context, deeds.sit, d => does.sit(d.chat)))
  pages.post('/clock', context => answer(context, deeds.clock, d => does.clock('to' in d ? d.to : d.minutes)))
  return pages
}

/** Another site's page can send a form here, but neither JSON without asking nor a request that says it is ours. */
const ownPageOnly: MiddlewareHandler = async (context, next) => {
  const site = context.req.header('sec-fetch-site')
  const origin = context.req.header('origin')
  const isOurs =
    (site === undefined || site === 'same-origin') &&
    (origin === undefined || (URL.canParse(origin) && new URL(origin).host === context.req.header('host')))
  if (!isOurs) return context.text('only from the playground itself\n', 403)
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/json\b/i.test(type)) return context.text('JSON, please\n', 415)
  return next()
}

async function answer<T>(
  context: Context,
  shape: z.ZodType<T>,
  deed: (wanted: T) => Outcome | undefined | Promise<Outcome | undefined>,
): Promise<Response> {
  const body: unknown = await context.req.json().catch(() => undefined)
  const read = shape.safeParse(body)
  if (!read.success) return context.text('not understood\n', 400)
  const outcome = await deed(read.data)
  return outcome ? context.json(outcome) : context.text('no such chat, button or link\n', 404)
}

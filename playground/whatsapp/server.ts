// SPDX-License-Identifier: AGPL-3.0-or-later
// The HTTP side: /v24.0/<object>[/<edge>] and the addresses of files, on loopback.
import http from 'node:http'
import { bodyWithin } from '../loopback/bodies.ts'
import { parseMultipart } from '../loopback/multipart.ts'
import { sleep } from '../loopback/time.ts'
import { GraphError, unknownObject } from './errors.ts'
import type { Fault, RequestKind } from './faults.ts'
import { accept, markRead } from './sending.ts'
import { readRequest } from './validation.ts'
import type { World } from './world.ts'

const MAX_BODY_BYTES = 101 << 20
const PATH = /^\/v\d{1,2}\.\d\/([^/]+)(?:\/(\w+))?$/
const FILE_PATH = /^\/files\/([\w-]+)$/

/** What was asked, and the step that answers it. */
type Call = {
  kind: RequestKind
  body?: unknown
  to?: string | undefined
  answer(fault: Fault | undefined): object | { bytes: Buffer; mime: string }
}

type Asked = { method: string; url: URL; contentType: string; body: Buffer }

/** A server for this world; it does not listen yet. */
export function createServer(world: World): http.Server {
  const server = http.createServer((request, response) => {
    asked(request)
      .then(asked => serve(world, asked, request.headers.authorization ?? '', response))
      .catch((e: unknown) => refuse(response, e))
  })
  server.keepAliveTimeout = 30_000
  return server
}

async function asked(request: http.IncomingMessage): Promise<Asked> {
  const body = await bodyWithin(request, MAX_BODY_BYTES)
  if (!body) throw new GraphError(100, `The request is larger than ${MAX_BODY_BYTES >> 20} MB.`)
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  return { method: request.method ?? 'GET', url, contentType: request.headers['content-type'] ?? '', body }
}

async function serve(world: World, asked: Asked, token: string, response: http.ServerResponse): Promise<void> {
  if (token !== `Bearer ${world.options.accessToken}`) {
    throw new GraphError(190, 'Error validating access token: the session is invalid or has expired.')
  }
  const call = callOf(world, asked)
  const fault = world.faults.take(call.kind, call.to)
  if (fault?.type === 'delay') await sleep(fault.delayMs)
  if (fault?.type === 'reset') return void response.socket?.destroy()
  if (fault?.type === 'garbage') return void response.writeHead(502).end('<html>502 Bad Gateway</html>')
  try {
    if (fault?.type === 'refuse') throw fault.error
    const answer = call.answer(fault)
    world.record({ kind: call.kind, body: call.body, outcome: 'ok' })
    if (fault?.type === 'lost-answer') return void response.socket?.destroy()
    if (fault?.type === 'silence') return // the client must give up by itself
    if ('bytes' in answer) response.writeHead(200, { 'content-type': answer.mime }).end(answer.bytes)
    else send(response, 200, answer)
  } catch (e) {
    if (e instanceof GraphError) {
      world.record({ kind: call.kind, body: call.body, outcome: e.code, details: e.details })
    }
    throw e
  }
}

function callOf(world: World, { method, url, contentType, body }: Asked): Call {
  const file = FILE_PATH.exec(url.pathname)
  if (file && method === 'GET') return { kind: 'download', answer: () => download(world, file[1] ?? '') }
  const [, object = '', edge = ''] = PATH.exec(url.pathname) ?? []
  const { phoneNumberId, businessAccountId } = world.options
  if (object === phoneNumberId) {
    if (method === 'POST' && edge === 'messages') return messagesCall(world, contentType, body)
    if (method === 'POST' && edge === 'media') {
      return { kind: 'upload', answer: () => upload(world, contentType, body) }
    }
    if (method === 'GET' && edge === '') return { kind: 'number', answer: () => numberOf(world) }
  }
  if (object === businessAccountId && method === 'GET' && edge === 'message_templates') {
    return { kind: 'templates', answer: () => listTemplates(world, url) }
  }
  if (/^\d+$/.test(object) && edge === '' && (method === 'GET' || method === 'DELETE')) {
    return { kind: 'media', answer: () => mediaObject(world, method, object, url) }
  }
  throw unknownObject(method, object === '' ? url.pathname : object)
}

function messagesCall(world: World, contentType: string, bytes: Buffer): Call {
  const body = jsonOf(contentType, bytes)
  return {
    kind: field(body, 'status') === undefined ? 'send' : 'read',
    body,
    to: field(body, 'to') ?? field(body, 'recipient'),
    answer: fault => {
      const request = readRequest(body)
      return request.does === 'read' ? markRead(world, request.read) : accept(world, request.message, fault)
    },
  }
}

function jsonOf(contentType: string, body: Buffer): unknown {
  if (!/^application\/json\b/i.test(contentType)) throw new GraphError(100, 'The body must be application/json')
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new GraphError(100, 'The body is not valid JSON')
  }
}

function field(body: unknown, key: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = (body as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : undefined
}

function upload(world: World, contentType: string, body: Buffer): object {
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType)
  if (!boundary) throw new GraphError(100, 'The body must be multipart/form-data')
  const { values, files } = parseMultipart(body, boundary[1] ?? boundary[2] ?? '')
  const file = files.get('file')
  if (values['messaging_product'] !== 'whatsapp')
    throw new GraphError(131008, 'The parameter messaging_product is required.')
  if (!file) throw new GraphError(131008, 'The parameter file is required.')
  return { id: world.media.upload(file.data, values['type'] ?? file.mime ?? '', file.name).id }
}

function mediaObject(world: World, method: string, id: string, url: URL): object {
  const file = world.media.file(id)
  if (!file) throw unknownObject(method, id)
  if (method === 'DELETE') return { success: world.media.forget(id) }
  return {
    messaging_product: 'whatsapp',
    url: `${url.origin}/files/${world.media.link(file)}`,
    mime_type: file.mime,
    sha256: file.sha256,
    file_size: String(file.bytes.length),
    id,
  }
}

function download(world: World, token: string): { bytes: Buffer; mime: string } {
  const file = world.media.behind(token)
  if (!file) throw new GraphError(131052, 'The address of the file has expired', { status: 404 })
  return file
}

function numberOf({ options }: World): object {
  return {
    id: options.phoneNumberId,
    display_phone_number: options.displayPhoneNumber,
    verified_name: options.verifiedName,
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
  }
}

function listTemplates(world: World, url: URL): object {
  const asked = url.searchParams
  const limit = Math.min(Number(asked.get('limit') ?? 25), 100)
  const after = Number(asked.get('after') ?? 0)
  const [name, status] = [asked.get('name'), asked.get('status')]
  const filter = { ...(name !== null && { name }), ...(status !== null && { status }) }
  const { rows, next } = world.templates.page(limit, after, filter)
  const following = new URL(url)
  following.searchParams.set('after', String(next))
  return {
    data: rows,
    ...(rows.length > 0 && {
      paging: {
        cursors: { before: String(after), after: String(after + rows.length) },
        ...(next !== undefined && { next: following.href }),
      },
    }),
  }
}

function refuse(response: http.ServerResponse, e: unknown): void {
  if (!(e instanceof GraphError)) console.error('the WhatsApp stub failed', e)
  const error = e instanceof GraphError ? e : new GraphError(131000, e instanceof Error ? e.message : 'unknown')
  send(response, error.status, error.body)
}

function send(response: http.ServerResponse, status: number, answer: object): void {
  if (response.writableEnded || response.destroyed) return
  const body = JSON.stringify(answer)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
}

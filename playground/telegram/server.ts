// SPDX-License-Identifier: AGPL-3.0-or-later
// The HTTP side: /bot<token>/<method> and /file/bot<token>/<path>, on loopback.
import http from 'node:http'
import { type Args, parseArgs } from './args.ts'
import type { Bot } from './bots.ts'
import { record, runMethod } from './calls.ts'
import { ApiError } from './errors.ts'
import type { Fault } from './faults.ts'
import { Batch, Described } from './methods/content.ts'
import { bodyOf } from './queue.ts'
import { bodyWithin } from '../loopback/bodies.ts'
import { sleep } from '../loopback/time.ts'
import type { World } from './world.ts'

const MAX_BODY_BYTES = 51 << 20
const METHOD_PATH = /^\/bot([^/]+)\/([^/?]+)(?:\?(.*))?$/
const FILE_PATH = /^\/file\/bot([^/]+)\/([^?]+)/

/** A server for this world; it does not listen yet. */
export function createServer(world: World): http.Server {
  const server = http.createServer((request, response) => {
    serve(world, request, response).catch((e: unknown) => refuse(response, e))
  })
  server.keepAliveTimeout = 30_000
  return server
}

async function serve(world: World, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const body = await bodyWithin(request, MAX_BODY_BYTES)
  if (!body) throw new ApiError(413, 'Request Entity Too Large')
  await route(world, request, response, body)
}

async function route(world: World, request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) {
  const path = request.url ?? ''
  const called = METHOD_PATH.exec(path)
  if (!called) {
    const file = FILE_PATH.exec(path)
    if (!file) throw new ApiError(404, 'Not Found')
    const bot = world.botByToken(decodeURIComponent(file[1] ?? ''))
    if (!bot) throw new ApiError(401, 'Unauthorized')
    const fault = world.faults.take(bot.id, 'file', parseArgs('', '', Buffer.alloc(0)))
    if (fault && (await isStruck(fault, response))) return
    if (fault?.refusal) throw fault.refusal
    const data = world.files.download(bot.id, decodeURIComponent(file[2] ?? ''))
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': data.length }).end(data)
    return
  }
  const bot = botFor(world, called[1] ?? '')
  const args = parseArgs(called[3] ?? '', request.headers['content-type'] ?? '', body)
  await answerCall(world, bot, (called[2] ?? '').toLowerCase(), args, response)
}

function botFor(world: World, encoded: string): Bot {
  const token = decodeURIComponent(encoded)
  if (!token.includes(':') || token.startsWith('0') || token.length > 80) {
    throw new ApiError(401, 'Unauthorized: invalid token specified')
  }
  const bot = world.botByToken(token)
  if (!bot) throw new ApiError(401, 'Unauthorized')
  return bot
}

async function answerCall(
  world: World,
  bot: Bot,
  method: string,
  args: Args,
  response: http.ServerResponse,
): Promise<void> {
  bot.flood.called(args.text('chat_id'))
  try {
    await answerPlanned(world, bot, method, args, response)
  } catch (e) {
    if (e instanceof ApiError && e.parameters) bot.flood.told(chatMeant(bot, args), e.parameters.retry_after)
    throw e
  }
}

/** The chat that a call is about; of the answer to a press, where it was pressed. */
function chatMeant(bot: Bot, args: Args): string {
  const pressedIn = bot.callbacks.get(args.text('callback_query_id'))?.chat.id
  return pressedIn === undefined ? args.text('chat_id') : String(pressedIn)
}

async function answerPlanned(
  world: World,
  bot: Bot,
  method: string,
  args: Args,
  response: http.ServerResponse,
): Promise<void> {
  const { apiMs } = world.latency
  const latencyMs = typeof apiMs === 'function' ? apiMs(method) : apiMs
  if (latencyMs > 0) await sleep(latencyMs)
  const fault = world.faults.take(bot.id, method, args)
  if (fault && (await isStruck(fault, response))) return
  if (fault?.refusal) {
    record(world, bot, method, args, fault.refusal)
    throw fault.refusal
  }
  const result = await runMethod(world, bot, method, args, step => void response.on('close', step))
  if (fault?.type === 'lostAnswer') return void response.socket?.destroy()
  send(response, 200, resultBody(result))
}

/** Whether a misfortune has ended a request before it had any effect. */
async function isStruck({ type, delayMs }: Fault, response: http.ServerResponse): Promise<boolean> {
  if (type === 'delay') await sleep(delayMs)
  if (type === 'reset') response.socket?.destroy()
  if (type === 'garbage') send(response, 502, '<html>502 Bad Gateway</html>')
  // Of silence nothing comes at all: the client must give up by itself.
  return type === 'reset' || type === 'garbage' || type === 'timeout'
}

function resultBody(result: unknown): string {
  if (result instanceof Batch) return `{"ok":true,"result":[${result.updates.map(bodyOf).join(',')}]}`
  if (result instanceof Described) {
    return JSON.stringify({ ok: true, result: result.value, description: result.description })
  }
  return JSON.stringify({ ok: true, result })
}

function refuse(response: http.ServerResponse, e: unknown): void {
  const isRefusal = e instanceof ApiError
  if (!isRefusal) console.error('the Telegram emulator failed', e)
  const error = isRefusal
    ? e
    : new ApiError(500, `Internal Server Error: ${e instanceof Error ? e.message : 'unknown'}`)
  const { code, message: description, parameters } = error
  const body = { ok: false, error_code: code, description, ...(parameters && { parameters }) }
  send(response, code, JSON.stringify(body), parameters && { 'retry-after': String(parameters.retry_after) })
}

function send(response: http.ServerResponse, status: number, body: string, more: http.OutgoingHttpHeaders = {}): void {
  if (response.writableEnded || response.destroyed) return
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...more }
  response.writeHead(status, headers).end(body)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One life of the browser's process, from its start to the moment when it and its browser are dead. Whatever goes
// wrong ends the life; what comes after is for the supervisor to say.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Log } from '../../src/log.ts'
import { pause } from '../../src/system.ts'
import { within } from '../../src/turns.ts'
import { killBrowser } from './web-chromium.ts'
import { type FromChild, fromChild, type GoneReason, type Sending, type ToChild } from './web-protocol.ts'

/** Why a life ended: what the child said, or what was seen from outside. */
export interface Ending {
  readonly reason: GoneReason | 'died' | 'hangs' | 'not-begun' | 'not-ready' | 'not-connected' | 'stopped'
  readonly detail: string
}

export interface LifeTimings {
  /** Until there is a QR code, or a session. */
  readonly beginWithinMs: number
  /** From a session to being ready. */
  readonly readyWithinMs: number
  /** Without a connection to WhatsApp, once it was ready. */
  readonly connectWithinMs: number
  readonly probeEveryMs: number
  readonly probeWithinMs: number
  /** For a polite end; then it is killed. */
  readonly endWithinMs: number
}

export interface LifeParts {
  readonly begin: Extract<ToChild, { kind: 'begin' }>
  readonly environment: NodeJS.ProcessEnv
  readonly timings: LifeTimings
  readonly log: Log
  /** What it says, as far as it is not an answer. */
  said(message: FromChild): void
}

export type Outgoing = Omit<Extract<ToChild, { kind: 'send' }>, 'kind' | 'call'>

export interface Life {
  /** Resolves when the process and its browser are dead. */
  readonly ended: Promise<Ending>
  /** Nothing when it ended without an answer. */
  send(outgoing: Outgoing): Promise<Sending | undefined>
  taken(id: string): void
  end(): void
}

const program = fileURLToPath(new URL('web-child.ts', import.meta.url))
/** As much of what it complained of as is worth a line in the log. */
const complaintLimit = 1000

export function live({ begin, environment, timings, log, said }: LifeParts): Life {
  const child = fork(program, [], {
    execArgv: [],
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const over = new AbortController()
  const ending = Promise.withResolvers<Ending>()
  const sendings = new Map<number, (sending: Sending | undefined) => void>()
  const probes = new Map<number, () => void>()
  let calls = 0
  let browser: number | undefined
  let complaint = ''

  const tell = (message: ToChild): void => {
    // One that has just died is about to be noticed.
    if (child.connected) child.send(message, () => undefined)
  }
  const endAs = (reason: Ending['reason'], detail: string): void => {
    if (over.signal.aborted) return
    over.abort()
    ending.resolve({ reason, detail })
  }
  /** Ends the life unless it was called off by then. */
  const deadline = (ms: number, reason: Ending['reason'], detail: string): AbortController => {
    const met = new AbortController()
    void pause(ms, AbortSignal.any([met.signal, over.signal])).then(() => {
      if (!met.signal.aborted) endAs(reason, detail)
    })
    return met
  }

  const beginning = deadline(timings.beginWithinMs, 'not-begun', 'neither a QR code nor a session')
  let becomingReady: AbortController | undefined
  let connecting: AbortController | undefined
  let ready = false

  const heed = (message: FromChild): void => {
    switch (message.kind) {
      case 'browser':
        browser = message.pid
        // Not before: to load the library takes a slow machine its time.
        return void probing()
      case 'gone':
        return endAs(message.reason, message.detail)
      case 'sending':
        sendings.get(message.call)?.(message.sending)
        sendings.delete(message.call)
        return
      case 'probed':
        probes.get(message.call)?.()
        probes.delete(message.call)
        // A page that is away, being loaded again without a network, is no connection either.
        if (ready) connection(message.state ?? 'no page')
        return
      case 'qr':
      case 'code':
        beginning.abort()
        break
      case 'authenticated':
        beginning.abort()
        becomingReady ??= deadline(timings.readyWithinMs, 'not-ready', 'a session, but not ready')
        break
      case 'ready':
        ready = true
        connecting?.abort()
        connecting = undefined
        beginning.abort()
        becomingReady ??= new AbortController()
        becomingReady.abort()
        break
      case 'state':
        if (ready) return connection(message.state)
        // Connected, and perhaps the library never hears of it.
        if (message.state === 'CONNECTED') {
          beginning.abort()
          becomingReady ??= deadline(timings.readyWithinMs, 'not-ready', 'connected, but not ready')
        }
        return
      case 'missing':
      case 'heard':
      case 'ack':
      case 'note':
        break
    }
    said(message)
  }
  const connection = (state: string): void => {
    if (state === 'CONNECTED') {
      connecting?.abort()
      connecting = undefined
    } else connecting ??= deadline(timings.connectWithinMs, 'not-connected', `no connection to WhatsApp: ${state}`)
    said({ kind: 'state', state })
  }

  child.on('message', (raw: unknown) => {
    const parsed = fromChild.safeParse(raw)
    if (!parsed.success) log.warn('whatsapp-web-protocol', { error: parsed.error })
    else if (!over.signal.aborted || parsed.data.kind === 'sending') heed(parsed.data)
  })
  child.stderr?.on('data', (part: Buffer) => (complaint = (complaint + part.toString()).slice(-complaintLimit)))
  child.on('error', error => endAs('died', error.message))
  child.on('exit', (code, signal) => endAs('died', `the process ended with ${signal ?? code}`))

  const probing = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await pause(timings.probeEveryMs, over.signal)
      if (over.signal.aborted) return
      const call = ++calls
      const patience = deadline(timings.probeWithinMs, 'hangs', `no answer for ${timings.probeWithinMs / 1000} s`)
      await new Promise<void>(resolve => {
        probes.set(call, resolve)
        over.signal.addEventListener('abort', () => resolve(), { once: true })
        tell({ kind: 'probe', call })
      })
      patience.abort()
    }
  }

  const bury = async (): Promise<Ending> => {
    const end = await ending.promise
    await endOf(child, end, timings.endWithinMs, () => tell({ kind: 'end' }))
    if (browser !== undefined) killBrowser(browser)
    for (const answer of sendings.values()) answer(undefined)
    sendings.clear()
    if (end.reason !== 'stopped' && complaint !== '') log.warn('whatsapp-web-complaint', { complaint })
    return end
  }

  tell(begin)
  return {
    ended: bury(),
    send(outgoing) {
      const call = ++calls
      return new Promise(resolve => {
        if (over.signal.aborted) return resolve(undefined)
        sendings.set(call, resolve)
        tell({ kind: 'send', call, ...outgoing })
      })
    },
    taken: id => tell({ kind: 'taken', id }),
    end: () => endAs('stopped', 'stopped'),
  }
}

/** A moment to close the browser in order, so that the session is written down; then it is killed. */
async function endOf(child: ChildProcess, end: Ending, withinMs: number, ask: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = once(child, 'exit')
  if (end.reason !== 'hangs') {
    ask()
    if (await within(withinMs, exited, undefined)) return
  }
  child.kill('SIGKILL')
  await exited
}

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
import { type Fetched, type FromChild, fromChild, type GoneReason, type Sending, type ToChild } from './web-protocol.ts'

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
  /** The same for a file. */
  download(id: string, mostBytes: number): Promise<Fetched | undefined>
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
  const sendings = openCalls<Sending>()
  const downloads = openCalls<Fetched>()
  const probes = openCalls<true>()
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
    probes.end()
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
        return sendings.answer(message.call, message.sending)
      case 'fetched':
        return downloads.answer(message.call, message.fetched)
      case 'probed':
        probes.answer(message.call, true)
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
      const probed = probes.answerTo(call)
      tell({ kind: 'probe', call })
      await probed
      patience.abort()
    }
  }

  const bury = async (): Promise<Ending> => {
    const end = await ending.promise
    await endOf(child, end, timings.endWithinMs, () => tell({ kind: 'end' }))
    if (browser !== undefined) killBrowser(browser)
    sendings.end()
    downloads.end()
    if (end.reason !== 'stopped' && complaint !== '') log.warn('whatsapp-web-complaint', { complaint })
    return end
  }

  tell(begin)
  return {
    ended: bury(),
    send(outgoing) {
      if (over.signal.aborted) return Promise.resolve(undefined)
      const call = ++calls
      const sent = sendings.answerTo(call)
      tell({ kind: 'send', call, ...outgoing })
      return sent
    },
    download(id, mostBytes) {
      if (over.signal.aborted) return Promise.resolve(undefined)
      const call = ++calls
      const found = downloads.answerTo(call)
      tell({ kind: 'download', call, id, mostBytes })
      return found
    },
    taken: id => tell({ kind: 'taken', id }),
    end: () => endAs('stopped', 'stopped'),
  }
}

/** Calls that wait for their answer. */
interface Calls<Answer> {
  /** Nothing when the life ended before. */
  answerTo(call: number): Promise<Answer | undefined>
  answer(call: number, answer: Answer): void
  /** No more answers will come. */
  end(): void
}

function openCalls<Answer>(): Calls<Answer> {
  const waiting = new Map<number, (answer: Answer | undefined) => void>()
  let ended = false
  return {
    answerTo: call => new Promise(resolve => (ended ? resolve(undefined) : waiting.set(call, resolve))),
    answer(call, answer) {
      waiting.get(call)?.(answer)
      waiting.delete(call)
    },
    end() {
      ended = true
      for (const resolve of waiting.values()) resolve(undefined)
      waiting.clear()
    },
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

// SPDX-License-Identifier: AGPL-3.0-or-later
// Keeps a browser's process alive, one life after another, and says how it is. Modes: starting -> pairing (a person
// must do something) -> syncing -> ready; after any end: waiting, longer each time, then starting again. Only a number
// that WhatsApp has blocked is not tried again.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Health } from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import { elapsedMs, pause, systemChance, systemClock } from '../../src/system.ts'
import { chromiumOnMachine, freeProfile } from './web-chromium.ts'
import { type Ending, type Life, type LifeTimings, live, type Outgoing } from './web-life.ts'
import { isNeeded } from './web-page.ts'
import type { ChildTimings, Fetched, FromChild, Heard, Sending } from './web-protocol.ts'

export interface SupervisorTimings extends LifeTimings {
  readonly child: ChildTimings
  readonly waitFirstMs: number
  readonly waitMostMs: number
  /** Ready for so long, the next end is the first one again. */
  readonly settledAfterMs: number
}

export const supervisorTimings: SupervisorTimings = {
  beginWithinMs: 60_000,
  readyWithinMs: 75_000,
  connectWithinMs: 120_000,
  probeEveryMs: 15_000,
  probeWithinMs: 15_000,
  endWithinMs: 5_000,
  waitFirstMs: 1_000,
  waitMostMs: 300_000,
  settledAfterMs: 120_000,
  child: {
    loadWithinMs: 30_000,
    callWithinMs: 15_000,
    downloadWithinMs: 60_000,
    nameWithinMs: 3_000,
    nudgeAfterMs: 5_000,
    qrStaleMs: 70_000,
    resendMs: 10_000,
    sweepEveryMs: 20_000,
  },
}

export interface SupervisorParts {
  /** Folder of the session. */
  readonly folder: string
  readonly chromium: string | undefined
  readonly chromiumArguments: readonly string[]
  /** Pair by a code for this number. */
  readonly phone: string | undefined
  readonly environment: Readonly<Record<string, string>>
  readonly timings: SupervisorTimings
  readonly log: Log
  /** A message; `taken` is called once it is safe. */
  heard(heard: Heard, taken: () => void): void
  ack(externalId: string, ack: number): void
  /** What a person must do with their telephone. */
  pairing(pairing: NonNullable<Health['pairing']>): void
}

export interface Supervisor {
  /** Ready to speak, waiting for a person, or in trouble: whatever comes first. */
  readonly begun: Promise<void>
  /** The account's own number, once it is known. */
  number(): string | undefined
  health(): Health
  /** The answer, `undefined` when the process ended without one; or nothing at all when there is no connection. */
  send(outgoing: Outgoing): Promise<Sending | undefined> | undefined
  /** The same for a file that a person sent. */
  download(id: string, mostBytes: number): Promise<Fetched | undefined> | undefined
  stop(): Promise<void>
}

type Mode = 'starting' | 'pairing' | 'syncing' | 'ready' | 'waiting' | 'blocked' | 'stopped'

/** Only what a browser needs: the secrets of ours are none of its business. */
const passedOn =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_\w+|TZ|XDG_\w+|DISPLAY|SystemRoot|LOCALAPPDATA|APPDATA|USERPROFILE)$/

export function supervise(parts: SupervisorParts): Supervisor {
  const { timings, log } = parts
  const stopping = new AbortController()
  const begun = Promise.withResolvers<void>()
  let mode: Mode = 'starting'
  let life: Life | undefined
  let trouble: string | undefined
  let pairing: Health['pairing']
  let connected = true
  let number: string | undefined
  let missing: readonly string[] = []
  let readyAt: number | undefined
  /** In seconds: until then nothing was missed. */
  let wellAt: number | undefined

  const well = (): void => void (wellAt = Math.floor(systemClock.now().getTime() / 1000))

  const said = (message: FromChild): void => {
    switch (message.kind) {
      case 'qr':
      case 'code':
        mode = 'pairing'
        pairing = message.kind === 'qr' ? { qr: message.qr } : { code: message.code }
        parts.pairing(pairing)
        return begun.resolve()
      case 'authenticated':
        mode = 'syncing'
        pairing = undefined
        return
      case 'ready':
        mode = 'ready'
        pairing = trouble = undefined
        connected = true
        readyAt = elapsedMs()
        number = message.number
        well()
        log.info('whatsapp-web-ready', { missing })
        return begun.resolve()
      case 'state':
        connected = message.state === 'CONNECTED'
        if (connected) well()
        else trouble = `no connection to WhatsApp: ${message.state}`
        return
      case 'missing':
        if (message.modules.length > missing.length) log.warn('whatsapp-web-missing', { modules: message.modules })
        missing = message.modules
        return
      case 'heard':
        return parts.heard(message.heard, () => life?.taken(message.heard.id))
      case 'ack':
        return parts.ack(message.externalId, message.ack)
      case 'note':
        return log.warn('whatsapp-web', { what: message.event, error: message.error })
      case 'browser':
      case 'gone':
      case 'probed':
      case 'sending':
      case 'fetched':
    }
  }

  const oneLife = async (): Promise<Ending> => {
    const executablePath = parts.chromium ?? chromiumOnMachine()
    if (executablePath === undefined || !existsSync(executablePath))
      return { reason: 'not-begun', detail: 'no Chromium found: install one, or name it in WHATSAPP_WEB_CHROMIUM' }
    freeProfile(session)
    mode = 'starting'
    missing = []
    life = live({
      begin: {
        kind: 'begin',
        dataPath: parts.folder,
        executablePath,
        chromiumArguments: [...parts.chromiumArguments],
        phone: parts.phone,
        since: wellAt,
        timings: timings.child,
      },
      environment: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name))),
        ...parts.environment,
      },
      timings,
      log,
      said,
    })
    if (stopping.signal.aborted) life.end()
    const ending = await life.ended
    life = undefined
    return ending
  }
  /** Where LocalAuth keeps the browser's profile. */
  const session = join(parts.folder, 'session')

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      readyAt = undefined
      const ending = await oneLife().catch((error: unknown): Ending => ({ reason: 'not-begun', detail: String(error) }))
      pairing = undefined
      if (stopping.signal.aborted) break
      trouble = told(ending, missing)
      log.error('whatsapp-web-ended', { reason: ending.reason, detail: ending.detail, missing })
      if (readyAt !== undefined && elapsedMs() - readyAt > timings.settledAfterMs) failures = 0
      begun.resolve()
      if (ending.reason === 'TOS_BLOCK') return void (mode = 'blocked')
      if (ending.reason === 'LOGOUT') rmSync(session, { recursive: true, force: true, maxRetries: 3 })
      mode = 'waiting'
      const waitMs = Math.min(timings.waitFirstMs * 2 ** failures++, timings.waitMostMs)
      await pause(waitMs / 2 + systemChance.below(Math.ceil(waitMs / 2) + 1), stopping.signal)
    }
    mode = 'stopped'
  }
  const running = run()

  return {
    begun: begun.promise,
    number: () => number,
    health() {
      const mute = missing.filter(isNeeded)
      const change = mute.length > 0 ? `the page has changed, whatsapp-web.js needs an update: ${mute.join(', ')}` : ''
      switch (mode) {
        case 'starting':
        case 'syncing':
          return { ok: false, detail: change || (trouble ?? mode) }
        case 'pairing':
          return {
            ok: false,
            detail: `${trouble === undefined ? '' : `${trouble}; `}to be linked with the telephone`,
            pairing,
          }
        case 'ready':
          if (!connected) return { ok: false, detail: trouble ?? 'no connection to WhatsApp' }
          return change ? { ok: false, detail: change } : { ok: true, detail: `+${number}${degraded(missing)}` }
        case 'waiting':
        case 'blocked':
        case 'stopped':
          return { ok: false, detail: trouble ?? mode }
      }
    },
    send: outgoing => (mode === 'ready' && connected ? life?.send(outgoing) : undefined),
    download: (id, mostBytes) => (mode === 'ready' && connected ? life?.download(id, mostBytes) : undefined),
    async stop() {
      stopping.abort()
      life?.end()
      await running
    },
  }
}

function degraded(missing: readonly string[]): string {
  return missing.length === 0 ? '' : ` (without ${missing.join(', ')})`
}

/** What happened, for whoever must do something about it. */
function told({ reason, detail }: Ending, missing: readonly string[]): string {
  switch (reason) {
    case 'LOGOUT':
    case 'UNPAIRED':
      return 'logged out from the telephone'
    case 'TOS_BLOCK':
      return 'WhatsApp has blocked this number (TOS_BLOCK): it is not tried again before a new start'
    case 'CONFLICT':
      return 'WhatsApp Web was opened elsewhere with this number (CONFLICT)'
    case 'not-ready':
      return missing.length > 0 ? `${detail}: the page no longer has ${missing.join(', ')}` : detail
    default:
      return detail
  }
}

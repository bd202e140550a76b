// SPDX-License-Identifier: AGPL-3.0-or-later
// The channel over the real library in a real Chromium against the stub page, and what it takes to disturb it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whatsappWebChannel, type WhatsAppWebTimings, whatsAppWebTimings } from '../../bots/whatsapp/web.ts'
import type { Channel, Incoming, Message, Receiver, Report, View } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { systemClock } from '../../src/system.ts'
import { escape } from '../../src/text/markup.ts'
import { browserProgram, containerArguments } from './browser.ts'
import { descendants, type Running } from './processes.ts'
import { WebPerson } from './whatsapp-web-page/person.ts'
import { serveWhatsAppPage, type WhatsAppPage } from './whatsapp-web-page/server.ts'

/** For tests: nobody waits, and nobody types. What a slow machine may need for a start is left long. */
export const quickTimings: WhatsAppWebTimings = {
  ...whatsAppWebTimings,
  readyWithinMs: 2500,
  connectWithinMs: 1500,
  probeEveryMs: 400,
  probeWithinMs: 2500,
  endWithinMs: 2000,
  waitFirstMs: 100,
  waitMostMs: 400,
  typingMs: [0, 0],
  perMinute: 100_000,
  sendWithinMs: 1500,
  child: {
    loadWithinMs: 5000,
    callWithinMs: 4000,
    downloadWithinMs: 4000,
    nameWithinMs: 1500,
    nudgeAfterMs: 600,
    qrStaleMs: 1000,
    resendMs: 300,
    sweepEveryMs: 500,
  },
}

export interface WebWorld {
  readonly page: WhatsAppPage
  readonly dataDir: string
  readonly channel: Channel
  /** What reached the inbox, every repetition too. */
  readonly taken: Incoming[]
  readonly reports: Report[]
  readonly shown: string[]
  readonly logged: string[]
  readonly photos: Map<string, { bytes: Uint8Array; mime: string }>
  /** Makes the inbox refuse, as when the database is away. */
  refuse(now: boolean): void
  person(address: string, name?: string): WebPerson
  start(): Promise<void>
  /** Starts the channel and links it with the telephone. */
  link(): Promise<void>
  /** A new channel over the same session. */
  restart(options?: { readonly chromium?: string; readonly phone?: string }): Promise<void>
  untilOk(withinMs?: number): Promise<void>
  until(what: () => boolean, withinMs?: number, why?: string): Promise<void>
  send(
    address: string,
    view: Partial<View> & { readonly words?: string },
    extra?: Partial<Message>,
  ): ReturnType<Channel['send']>
  /** The process that holds the browser, and below it the browser's own. */
  child(): Running
  browsers(): Running[]
  renderers(): Running[]
  close(): Promise<void>
}

export async function webWorld(timings: WhatsAppWebTimings = quickTimings): Promise<WebWorld> {
  const program = await browserProgram()
  const page = await serveWhatsAppPage()
  const dataDir = mkdtempSync(join(tmpdir(), 'spesa-whatsapp-'))
  const taken: Incoming[] = []
  const reports: Report[] = []
  const shown: string[] = []
  const logged: string[] = []
  const photos: WebWorld['photos'] = new Map()
  const log = createLog('info', [], { write: line => void logged.push(line) })
  // The child knows little of our environment: what plants faults in it is handed on.
  const { SPESA_PLANTED, NODE_OPTIONS } = process.env
  const planted = SPESA_PLANTED === undefined ? {} : { SPESA_PLANTED, NODE_OPTIONS: NODE_OPTIONS ?? '' }
  let refusing = false
  let sent = 0

  const receiver: Receiver = {
    async take(incoming) {
      if (refusing) throw new Error('the database is away')
      taken.push(incoming)
      return { fresh: true }
    },
    ignore: () => undefined,
    async report(report) {
      reports.push(report)
    },
  }
  const open = (options: { chromium?: string; phone?: string } = {}): Channel =>
    whatsappWebChannel({
      dataDir,
      chromium: options.chromium ?? program.path,
      chromiumArguments: [...containerArguments, ...page.chromiumArguments],
      environment: { ...program.environment, ...planted },
      phone: options.phone,
      photos: { photo: async id => photos.get(id), remember: async () => undefined, file: async id => photos.get(id) },
      log,
      clock: systemClock,
      show: lines => void shown.push(lines),
      timings,
    })
  let channel = open()

  const until: WebWorld['until'] = async (what, withinMs = 15_000, why = 'it') => {
    const end = performance.now() + withinMs
    while (!what()) {
      if (performance.now() > end)
        throw new Error(`${why} did not come within ${withinMs} ms\n${channel.health().detail}\n${logged.join('')}`)
      await new Promise(resolve => setTimeout(resolve, 15))
    }
  }
  const untilOk = (withinMs = 20_000): Promise<void> => until(() => channel.health().ok, withinMs, 'health')
  const child = (): Running => {
    // The browser of WhatsApp Web's stories may be open as well: it keeps its session elsewhere.
    const isOurs = ({ command }: Running): boolean => !/--user-data-dir=/.test(command) || command.includes(dataDir)
    const found = descendants(process.pid).find(
      each => each.command.includes('web-child.ts') && descendants(each.pid).every(isOurs),
    )
    if (!found) throw new Error('the process that holds the browser does not run')
    return found
  }

  return {
    page,
    dataDir,
    get channel() {
      return channel
    },
    taken,
    reports,
    shown,
    logged,
    photos,
    refuse(now) {
      refusing = now
    },
    person: (address, name = 'Anna') => new WebPerson(page, address, { name }),
    start: () => channel.start(receiver),
    async link() {
      await channel.start(receiver)
      await page.call('scan')
      await untilOk()
    },
    async restart(options) {
      await channel.stop()
      channel = open(options)
      await channel.start(receiver)
    },
    untilOk,
    until,
    send: (address, { words, ...view }, extra = {}) =>
      channel.send({
        id: `M${String(++sent).padStart(5, '0')}`,
        address,
        language: 'it',
        lastHeardAt: systemClock.now(),
        view: { text: escape(words ?? ''), rows: [], ...view },
        ...extra,
      }),
    child,
    browsers: () => descendants(child().pid).filter(each => !each.command.includes('--type=')),
    renderers: () => descendants(child().pid).filter(each => each.command.includes('--type=renderer')),
    async close() {
      await channel.stop()
      await page.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

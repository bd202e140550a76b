// SPDX-License-Identifier: AGPL-3.0-or-later
// The composition root: which channels run in this process, over which database, and what is served beside them.
import { sql } from 'drizzle-orm'
import { beginDemo } from '../demo/begin.ts'
import { openPlayground, type Playground } from '../playground/playground.ts'
import { type AppWatch, photoShelf, startApp } from '../src/app.ts'
import { type Config, ConfigError, readConfig, readEnvironment, secretsOf } from '../src/config.ts'
import { openStore } from '../src/db/connect.ts'
import { DatabaseRefused } from '../src/db/failures.ts'
import { startKeeping } from '../src/db/keeping.ts'
import { rowsOf } from '../src/db/rows.ts'
import type { Store } from '../src/db/store.ts'
import { createLog, type Log } from '../src/log.ts'
import { type Clock, type MovableClock, movableClock, systemClock } from '../src/system.ts'
import { createMetrics, type Metrics } from '../src/web/metrics.ts'
import { type Check, createWeb, serveWeb } from '../src/web/web.ts'
import type { TelegramChannel } from './telegram/channel.ts'
import { citizenBot } from './telegram/citizen.ts'
import { staffBot } from './telegram/staff.ts'

/** Starts everything that is configured; answers how to stop it. */
async function start(config: Config, log: Log): Promise<() => Promise<void>> {
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    prepare: config.databasePrepare,
    warn: sentence => log.warn('database', { sentence }),
  })
  const keeping =
    store.engine === 'embedded'
      ? startKeeping(store, config.dataDir, { warn: (sentence, error) => log.warn('backup', { sentence, error }) })
      : undefined
  const movable = config.playground ? movableClock() : undefined
  const playground = movable && (await openPlayground({ clock: movable, log }))
  const channels = telegramChannels(config, playground, store, log)

  const metrics = createMetrics()
  metrics.watch(store.counts)
  metrics.watchOutbox(() => pendingMessages(store))
  const web = await serveWeb(
    createWeb({
      checks: [databaseCheck(store), ...channels.map(channelCheck)],
      metrics,
      webhooks: channels.flatMap(channel => channel.webhook ?? []),
      pages: playground?.pages,
      log,
    }),
    config.host,
    config.port,
  )
  const app = await startApp({ store, channels, log, clock: clockOf(movable), watch: watchWith(metrics) })
  if (playground) {
    await beginDemo(app.ground)
    await playground.begin(app.ground, app.sweep)
  }
  announce(config, store, channels, playground && `http://${config.host}:${web.port}/playground`)
  return async () => {
    playground?.closePages()
    await web.stop()
    await app.stop()
    await playground?.stop()
    await keeping?.stop()
    await store.close()
  }
}

function telegramChannels(
  config: Config,
  playground: Playground | undefined,
  store: Store,
  log: Log,
): TelegramChannel[] {
  const telegram = playground
    ? { ...playground, updates: { by: 'polling' } as const }
    : (config.telegram ?? {
        citizenToken: undefined,
        staffToken: undefined,
        apiRoot: '',
        updates: { by: 'polling' } as const,
      })
  const parts = { apiRoot: telegram.apiRoot, updates: telegram.updates, photos: photoShelf(store), log }
  const { citizenToken, staffToken } = telegram
  return [
    ...(citizenToken === undefined ? [] : [citizenBot({ ...parts, token: citizenToken })]),
    ...(staffToken === undefined ? [] : [staffBot({ ...parts, token: staffToken })]),
  ]
}

function clockOf(movable: MovableClock | undefined): Clock {
  return movable ?? systemClock
}

function watchWith(metrics: Metrics): AppWatch {
  return {
    received: (account, outcome, ms) => metrics.updateHandled(account, outcome, ms / 1000),
    settled: (account, outcome) => metrics.messageTried(account, outcome),
    noted(event) {
      if (event.type === 'order-placed') metrics.orderMoved('place')
      if (event.type === 'order-moved') metrics.orderMoved(event.action)
    },
  }
}

function databaseCheck(store: Store): Check {
  return {
    name: 'database',
    async look() {
      await store.read(db => db.execute(sql`select 1`))
      return { ok: true, detail: store.engine }
    },
  }
}

function channelCheck(channel: TelegramChannel): Check {
  return { name: channel.account.name, look: () => Promise.resolve(channel.health()) }
}

async function pendingMessages(store: Store): Promise<number> {
  const rows = await store.read(db =>
    db.execute(sql`select count(*)::int as pending from messages where delivery in ('queued', 'sending')`),
  )
  return rowsOf<{ pending: number }>(rows)[0]?.pending ?? 0
}

/** What whoever started it wants to know first, for people and not as a log line. */
function announce(config: Config, store: Store, channels: TelegramChannel[], page: string | undefined): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  say('')
  if (page !== undefined) {
    say(`  Spesa in Comune è pronta. Apri il paese di prova: ${page}`)
  } else {
    say(
      `  Spesa in Comune è pronta: ${channels.map(channel => channel.health().detail).join(', ') || 'nessun canale'}.`,
    )
  }
  if (store.engine === 'embedded') {
    say(`  I dati stanno in ${config.dataDir}: va bene per provare e per pochi negozi. Per un comune intero`)
    say('  imposta DATABASE_URL con un PostgreSQL; «npm run backup» e «npm run restore» portano di là i dati.')
  }
  if (config.whatsappCloud || config.whatsappWeb) {
    say('  WhatsApp è configurato, ma questa versione parla solo su Telegram.')
  }
  say('')
}

/** Runs until a signal comes; a second signal does not wait. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironment(process.cwd()))
  const log = createLog(config.logLevel, secretsOf(config))
  process.on('unhandledRejection', error => log.error('unhandled', { error }))
  const stop = await start(config, log)
  log.info('started')
  let stopping = false
  const end = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stop', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

main().catch((error: unknown) => {
  const plain = error instanceof ConfigError || error instanceof DatabaseRefused
  const sentence = plain ? error.message : `Non è partita: ${error instanceof Error ? error.message : String(error)}`
  process.stderr.write(`${sentence}\n`)
  if (!plain && process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(plain ? 2 : 1)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// The composition root: which channels run in this process, over which database, and what is served beside them.
import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Playground } from '../playground/playground.ts'
import { type AppWatch, photoStore, startApp } from '../src/app.ts'
import { type Config, ConfigError, readConfig, readEnvironment, secretsOf } from '../src/config.ts'
import { isLoopback } from '../src/config-rules.ts'
import { openStore } from '../src/db/engines/connect.ts'
import { makePrivate } from '../src/db/engines/private-directory.ts'
import { DatabaseRefused } from '../src/db/failures.ts'
import { startKeeping } from '../src/db/copies/hourly-backups.ts'
import { rowsOf } from '../src/db/rows.ts'
import type { Store } from '../src/db/store.ts'
import { createLog, type Log } from '../src/log.ts'
import { type MovableClock, movableClock, systemClock } from '../src/system.ts'
import { setAsideThings } from '../src/engine/set-aside.ts'
import { look } from '../src/transact.ts'
import { createMetrics, type Metrics } from '../src/web/metrics.ts'
import { type Check, createWeb, serveWeb } from '../src/web/web.ts'
import { admitted, StartRefused } from './admission.ts'
import { announcement, channelsOf, checkLibraries, type RunningChannel } from './channels.ts'
import { templateTexts } from './whatsapp/templates.ts'

/** Starts everything that is configured; answers how to stop it. */
async function start(config: Config, log: Log): Promise<() => Promise<void>> {
  if (existsSync(config.dataDir)) makePrivate(config.dataDir)
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    prepare: config.databasePrepare,
    warn: sentence => log.warn('database', { sentence }),
  })
  let seed: string | undefined
  try {
    seed = await admitted(store, config)
  } catch (error) {
    await store.close()
    throw error
  }
  const keeping =
    store.engine === 'embedded'
      ? startKeeping(store, config.dataDir, { warn: (sentence, error) => log.warn('backup', { sentence, error }) })
      : undefined
  const movable = seed === undefined ? undefined : movableClock()
  const playground = movable && seed !== undefined ? await playgroundOf(config, seed, movable, log) : undefined
  const clock = movable ?? systemClock
  const channels = await channelsOf(config, playground, { photos: photoStore(store), log, clock })
  const webhooks = channels.flatMap(channel => channel.webhook ?? [])

  const metrics = createMetrics()
  metrics.watch(store.counts)
  metrics.watchOutbox(() => pendingMessages(store))
  metrics.watchSetAside(() => countSetAside({ store, clock }))
  const web = await serveWeb(
    createWeb({
      checks: [databaseCheck(store), ...channels.map(channelCheck)],
      metrics,
      metricsKey: config.metricsKey,
      // The playground's servers knock at a door of their own.
      webhooks: playground ? [] : webhooks,
      pages: playground?.pages,
      log,
    }),
    config.host,
    config.port,
  )
  const app = await startApp({ store, channels, log, clock, watch: watchWith(metrics) })
  if (playground) {
    for (const webhook of webhooks) await playground.connect(webhook)
    await import('../demo/begin.ts').then(({ beginDemo }) => beginDemo(app.platform))
    await playground.begin(app.platform, app.sweep)
  }
  announce(config, store, channels, playground && playgroundLink(config, web.port))
  return async () => {
    playground?.closePages()
    await web.stop()
    await app.stop()
    await playground?.stop()
    await keeping?.stop()
    await store.close()
  }
}

/** Opens the playground. It is imported here and not above, like the demo town: real bots must not load either. */
async function playgroundOf(config: Config, seed: string, clock: MovableClock, log: Log): Promise<Playground> {
  const { openPlayground } = await import('../playground/playground.ts')
  const door = { key: config.playgroundKey, publicUrl: config.publicUrl }
  return openPlayground({ clock, log, texts: templateTexts(), seed, door })
}

/** Where the page is; the key is not printed, because what is printed may be kept. */
function playgroundLink({ host, publicUrl, playgroundKey }: Config, port: number): string {
  const root = isLoopback(host) ? `http://${host}:${port}` : (publicUrl ?? `http://localhost:${port}`)
  return `${root}/playground${playgroundKey === undefined ? '' : '?key=PLAYGROUND_KEY'}`
}

function watchWith(metrics: Metrics): AppWatch {
  return {
    received: (account, outcome, ms) => metrics.updateHandled(account, outcome, ms / 1000),
    settled: (account, outcome) => metrics.messageTried(account, outcome),
    shared: outcome => metrics.transactionShared(outcome),
    ignored: (account, kind) => metrics.inputIgnored(account, kind),
    dropped: account => metrics.inputDropped(account),
    failed: (sweep, setAside) => metrics.sweepFailed(sweep, setAside),
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

function channelCheck(channel: RunningChannel): Check {
  return { name: channel.account.name, look: () => Promise.resolve(channel.health()) }
}

async function pendingMessages(store: Store): Promise<number> {
  const rows = await store.read(db =>
    db.execute(sql`select count(*)::int as pending from messages where delivery in ('queued', 'sending')`),
  )
  return rowsOf<{ pending: number }>(rows)[0]?.pending ?? 0
}

/** How many things are set aside. */
async function countSetAside(platform: Parameters<typeof look>[0]): Promise<number> {
  return (await look(platform, setAsideThings)).length
}

/** What whoever started it wants to know first, for people and not as a log line. */
function announce(config: Config, store: Store, channels: RunningChannel[], page: string | undefined): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  say('')
  if (page !== undefined) {
    say(`  Spesa in Comune è pronta. Apri il paese di prova: ${page}`)
    say('  Telegram e WhatsApp qui dentro sono finti: da questa macchina non esce nessun messaggio.')
  } else {
    say(channels.length > 0 ? '  Spesa in Comune è pronta.' : '  Spesa in Comune è pronta, ma senza nessun canale.')
    for (const line of announcement(channels)) say(`  ${line}`)
  }
  if (store.engine === 'embedded') {
    say(`  I dati stanno in ${config.dataDir}: va bene per provare e per pochi negozi. Per un comune intero`)
    say('  imposta DATABASE_URL con un PostgreSQL; «npm run backup» e «npm run restore» portano di là i dati.')
  }
  say('')
}

/** Runs until a signal comes; a second signal does not wait. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironment(process.cwd()))
  checkLibraries(config)
  const log = createLog(config.logLevel, secretsOf(config))
  process.on('unhandledRejection', error => log.error('unhandled', { error }))
  const starting = start(config, log)
  let stopping = false
  const end = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    // A signal that comes while it starts is obeyed as soon as there is something to stop.
    const stopped = starting.then(stop => stop())
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stop', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  await starting
  log.info('started')
}

main().catch((error: unknown) => {
  const refused = error instanceof StartRefused
  const plain = refused || error instanceof ConfigError || error instanceof DatabaseRefused
  const sentence = plain ? error.message : `Non è partita: ${error instanceof Error ? error.message : String(error)}`
  process.stderr.write(`${sentence}\n`)
  if (!plain && process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(plain && !refused ? 2 : 1)
})

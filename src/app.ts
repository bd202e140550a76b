// SPDX-License-Identifier: AGPL-3.0-or-later
// The engine of a running program: inbox, outbox and schedule over one database. Nothing starts on import.
import type { Channel, Delivery, Incoming, PhotoStore, Receiver } from './channel.ts'
import type { Store } from './db/store.ts'
import { recordHealth } from './engine/messages/accounts.ts'
import type { Happening } from './engine/events.ts'
import { fileOf } from './engine/files.ts'
import { photoOf, rememberUpload } from './engine/photos.ts'
import { type Bucket, openFloods, usualBuckets } from './post/floods.ts'
import { type Inbox, openInbox, type Shared } from './post/inbox.ts'
import type { Log } from './log.ts'
import { openErrands } from './post/errands.ts'
import { openOutbox } from './post/outbox.ts'
import { openSecrets } from './post/secrets.ts'
import { openMembership, processSilentAfterMs } from './post/processes.ts'
import { startSchedule } from './schedule/schedule.ts'
import { type Chance, type Clock, elapsedMs, systemChance, systemClock } from './system.ts'
import { languageFor, texts } from './text/text.ts'
import type { Platform } from './transact.ts'
import { within } from './turns.ts'

export interface AppParts {
  readonly store: Store
  readonly channels: readonly Channel[]
  readonly log: Log
  readonly clock?: Clock
  readonly chance?: Chance
  /** How often the schedule looks for what is due. */
  readonly sweepEveryMs?: number
  /** A channel that takes longer is left to get ready by itself. */
  readonly startWithinMs?: number
  /** How much one person may bring in: as usual unless told; without a limit where the list is empty. */
  readonly floodBuckets?: readonly Bucket[]
  readonly watch?: AppWatch
}

/** Counts what goes in and out, and what happens. */
export interface AppWatch {
  noted?(event: Happening): void
  received(account: string, outcome: 'done' | 'repeated' | 'set-aside', ms: number): void
  settled(account: string, outcome: Delivery['outcome']): void
  /** A shared transaction ended, or its updates were done again one by one. */
  shared?(outcome: Shared): void
  /** A sweep could not deal with something; `setAside` after the last try. */
  failed?(sweep: string, setAside: boolean): void
  /** An update was acknowledged and not read: its person brings in too much. */
  dropped?(account: string): void
  /** An update needs no answer: it was counted, by its kind. */
  ignored?(account: string, kind: string): void
}

export interface App {
  readonly platform: Platform
  readonly inbox: Inbox
  /** Runs what is due now, at once. */
  sweep(): Promise<number>
  /** Resolves when every message in this process's hands has been sent. */
  idle(): Promise<void>
  /** Takes no update any more, finishes what runs, delivers what is due for a few seconds. */
  stop(): Promise<void>
}

const deliverAtStopMs = 5000

const startWithinMs = 10_000

/** Starts the engine and its channels; resolves when they can speak, but for those that take too long. */
export async function startApp(parts: AppParts): Promise<App> {
  const { store, channels, log, clock = systemClock, chance = systemChance } = parts
  const watch: AppWatch = parts.watch ?? { received: () => undefined, settled: () => undefined }
  const processId = chance.id(systemClock.now())
  const byName = new Map(channels.map(channel => [channel.account.name, channel]))
  const outbox = openOutbox(store, processId, byName, log, watch, openSecrets(store, clock, chance))
  const platform: Platform = {
    store,
    clock,
    chance,
    accounts: new Map(channels.map(({ account }) => [account.name, account])),
    processId,
    deliver: outbox.deliver,
    ...(watch.noted && { noted: watch.noted }),
  }
  const inbox = openInbox(
    platform,
    log,
    watch,
    incoming => void tellAway(byName.get(incoming.account), incoming, clock),
    // The time that passes for people, whatever the clock of the playground says.
    openFloods(parts.floodBuckets ?? usualBuckets, { elapsedMs, wallMs: () => systemClock.now().getTime() }),
  )
  const errands = openErrands({ platform, channels: byName, receive: inbox.receive, log })
  const membership = openMembership(store, processId)
  await membership.breathe()
  const schedule = startSchedule(platform, log, watch, parts.sweepEveryMs ?? processSilentAfterMs / 4, {
    membership: membership.breathe,
    outbox: outbox.sweep,
    health: healthOf(channels, store, processId),
    replays: inbox.replayAsked,
    errands: errands.sweep,
  })
  const receiverFor = (channel: Channel): Receiver => ({
    take: inbox.receive,
    ignore: kind => watch.ignored?.(channel.account.name, kind),
    report: report => outbox.report(channel.account.name, report),
  })
  try {
    await startChannels(channels, receiverFor, log, parts.startWithinMs ?? startWithinMs)
  } catch (error) {
    await schedule.stop()
    throw error
  }
  return {
    platform,
    inbox,
    async sweep() {
      return (await schedule.sweep()) + (await errands.sweep()) + (await outbox.sweep())
    },
    async idle() {
      await errands.idle()
      await outbox.idle()
    },
    async stop() {
      await Promise.all(channels.map(channel => channel.stop()))
      await errands.idle()
      await inbox.stop()
      await schedule.stop()
      await outbox.stop(deliverAtStopMs)
      await membership.leave()
    },
  }
}

/** One that fails or hangs leaves the others alone, and its health says so; that all fail is a failure. */
async function startChannels(
  channels: readonly Channel[],
  receiverFor: (channel: Channel) => Receiver,
  log: Log,
  withinMs: number,
): Promise<void> {
  const failures: unknown[] = []
  const starts = channels.map(channel =>
    channel.start(receiverFor(channel)).catch((error: unknown) => {
      log.error('channel-start', { account: channel.account.name, error })
      failures.push(error)
    }),
  )
  await within(withinMs, Promise.all(starts), undefined)
  if (channels.length > 0 && failures.length === channels.length) throw failures[0]
}

/** Without the database there is no row and no menu: one plain line, straight to the channel. */
async function tellAway(channel: Channel | undefined, { from }: Incoming, clock: Clock): Promise<void> {
  const [now, language] = [clock.now(), languageFor(from.language)]
  const text = texts(language, 'Europe/Rome', now)('database-away')
  await channel?.send({ id: '', address: from.address, language, lastHeardAt: now, view: { text, rows: [] } })
}

/** Writes down how each account is, where that has changed. */
function healthOf(channels: readonly Channel[], store: Store, processId: string): () => Promise<void> {
  const written = new Map<string, string>()
  return async () => {
    for (const { account, health } of channels) {
      const found = health()
      // Once a minute anyway: another process may have taken this one for dead, and what it wrote away.
      const gist = JSON.stringify([found.ok, found.pairing, Math.floor(elapsedMs() / 60_000)])
      if (written.get(account.name) === gist) continue
      await store.transact(transaction => recordHealth(transaction, processId, account.name, found))
      written.set(account.name, gist)
    }
  }
}

/** Stored photos and files, for the adapters that upload them. */
export function photoStore(store: Store): PhotoStore {
  return {
    photo: (id, account) => store.read(db => photoOf(db, id, account)),
    remember: (id, account, fileId) => store.read(db => rememberUpload(db, id, account, fileId)),
    file: id => store.read(db => fileOf(db, id)),
  }
}

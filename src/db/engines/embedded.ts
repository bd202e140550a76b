// SPDX-License-Identifier: AGPL-3.0-or-later
// PGlite: PostgreSQL as WebAssembly, in this process, over files in `dataDir`/db. One connection, one process.
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { drizzle } from 'drizzle-orm/pglite'
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseDamaged } from '../failures.ts'
import {
  type Answer,
  countingConnection,
  type Connection,
  type Connections,
  refuse,
  storeOver,
} from './transactions.ts'
import { holdDirectory } from './lock.ts'
import { makePrivate } from './private-directory.ts'
import { migrateDatabase } from '../migrate.ts'
import type { RawRow } from '../rows.ts'
import { model, type Store } from '../store.ts'

const checkpointEveryMs = 5 * 60_000
/** Once an hour. */
const vacuumEvery = 12

/** As drizzle reads them on either engine: dates, times, and both with a zone. */
const instantsAsText = Object.fromEntries([1082, 1083, 1114, 1184].map(type => [type, (text: string) => text]))

/** Opens the embedded database, made on the first start, up to date; for this process alone. */
export async function openEmbedded(options: { dataDir: string; warn: (sentence: string) => void }): Promise<Store> {
  makePrivate(options.dataDir)
  const hold = holdDirectory(options.dataDir)
  let engine: PGlite | undefined
  try {
    const directory = join(options.dataDir, 'db')
    if (!existsSync(directory)) await make(directory)
    const files = new SyncedFiles(directory)
    const pglite = (engine = await openDirectory(directory, files))
    await migrateDatabase(async text => (await pglite.exec(text)).at(-1)?.rows ?? [])
    await checkSynced(pglite, files, options.warn)
    return storeOn(pglite, () => hold.release())
  } catch (error) {
    await engine?.close().catch(() => undefined)
    hold.release()
    throw error
  }
}

function storeOn(pglite: PGlite, closed: () => void): Store {
  const counts = { statements: 0, roundTrips: 0 }
  const connection = openConnection(pglite, counts)
  const connections = queueFor(connection)
  let tidiedAt = ''

  async function positionNow(): Promise<string> {
    const found = await pglite.query<{ at: string }>('select pg_current_wal_insert_lsn()::text as at')
    return found.rows[0]?.at ?? ''
  }

  // In this mode PostgreSQL checkpoints only when its log has grown large, and a start replays what came after. Nor
  // does it clear away dead rows by itself.
  async function tidy(how: 'checkpoint' | 'vacuum analyze; checkpoint'): Promise<void> {
    await connections.take()
    try {
      if ((await positionNow()) === tidiedAt) return
      for (const statement of how.split('; ')) await pglite.exec(statement)
      tidiedAt = await positionNow()
    } finally {
      connections.give(connection)
    }
  }

  let times = 0
  const timer = setInterval(() => {
    void tidy(++times % vacuumEvery === 0 ? 'vacuum analyze; checkpoint' : 'checkpoint').catch(() => undefined)
  }, checkpointEveryMs)
  timer.unref()
  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    clearInterval(timer)
    try {
      await tidy('checkpoint')
    } finally {
      await connections.close()
      await pglite.close()
      closed()
    }
  }
  return storeOver(connections, {
    engine: 'embedded',
    counts,
    begin: () => 'begin',
    close: () => (closing ??= close()),
  })
}

function openConnection(pglite: PGlite, counts: Store['counts']): Connection {
  const count = countingConnection(counts)
  let last: Promise<unknown> = Promise.resolve()
  let inRounds = false

  // One after the other, in the order of asking: PGlite itself promises no order between its ways of asking.
  function issue<T>(run: () => Promise<T>): Promise<T> {
    const answer = last.then(run)
    last = answer.catch(() => undefined)
    count(answer)
    return answer
  }

  const client = {
    query(text: string, parameters?: unknown[], how?: Parameters<PGlite['query']>[2]) {
      connection.guard()
      return issue(() => pglite.query(text, parameters, how))
    },
  }
  const connection: Connection = {
    db: drizzle({ client: client as unknown as PGlite, ...model }),
    guard: refuse,
    rounds(on) {
      inRounds = on
    },
    sending: send => (inRounds ? void setImmediate(send) : queueMicrotask(send)),
    send: (text, parameters) =>
      issue(async (): Promise<Answer> => {
        if (parameters !== undefined) {
          const { command, rows } = await pglite.query<RawRow>(text, parameters, { parsers: instantsAsText })
          return { command, rows }
        }
        return { command: (await pglite.exec(text)).at(-1)?.command, rows: [] }
      }),
  }
  return connection
}

/** One connection for all, first come, first served. */
function queueFor(connection: Connection): Connections & { close(): Promise<void> } {
  const waiting: (() => void)[] = []
  let taken = false
  let closed = false
  const take = async (): Promise<Connection> => {
    if (taken) await new Promise<void>(resolve => waiting.push(resolve))
    taken = true
    return connection
  }
  return {
    async take() {
      if (closed) throw new Error('the store is closed')
      return take()
    },
    give() {
      const next = waiting.shift()
      if (next === undefined) taken = false
      else next()
    },
    async close() {
      closed = true
      await take()
    },
  }
}

/** Made under another name and renamed when whole: a start that is killed half-way leaves nothing half. */
async function make(directory: string): Promise<void> {
  const draft = `${directory}-being-made`
  rmSync(draft, { recursive: true, force: true })
  const engine = await PGlite.create({ fs: new NodeFS(draft), startParams, initDbStartParams: memory })
  await engine.close()
  makePrivate(draft)
  // 970 files: 0.3 s in parallel, against 3 s one by one.
  const entries = readdirSync(draft, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  await Promise.all(entries.map(entry => syncSoon(join(entry.parentPath, entry.name))))
  renameSync(draft, directory)
  sync(join(directory, '..'))
}

async function openDirectory(directory: string, files: SyncedFiles): Promise<PGlite> {
  // PGlite would make a new database over what is left of this one.
  if (!existsSync(join(directory, 'PG_VERSION'))) throw new DatabaseDamaged(directory, new Error('no PG_VERSION'))
  const said: string[] = []
  const options: PGliteOptions = {
    fs: files,
    startParams,
    onStderr(text) {
      said.push(text)
      return true
    },
  }
  try {
    return await PGlite.create(options)
  } catch (error) {
    throw new DatabaseDamaged(directory, new Error(said.slice(-5).join(' '), { cause: error }))
  }
}

// PostgreSQL clears its shared memory at each start, and a dozen times while it makes a database. With the usual 128 MB a
// start took 1.0 s of processor time and the first one 6.6 s, with 32 MB 0.3 s and 3.2 s; the system caches files as well.
const memory = ['-c', 'shared_buffers=32MB']

// Without `-F` PostgreSQL asks for its files to be synced; of the ways to ask, only plain fsync reaches the files here.
const startParams = [
  ...PGlite.defaultStartParams.filter(parameter => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync', ...memory],
]

/**
 * PGlite's files on disk, with the fsync that they lack: without it a power cut loses what was acknowledged. And for
 * their owner only: PGlite sets the mode of each file that it makes, past the umask.
 */
class SyncedFiles extends NodeFS {
  /** How often something was synced. */
  syncs = 0

  override async init(...[pglite, given]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, given)
    const amend = (module: { NODEFS: unknown }): void => {
      const files = module.NODEFS as NodeFiles
      const { setattr } = files.node_ops
      files.node_ops.setattr = (node, change) =>
        setattr(node, typeof change.mode === 'number' ? { ...change, mode: change.mode & ~0o077 } : change)
      files.stream_ops.fsync = stream => {
        if (stream.nfd === undefined) sync(files.realPath(stream.node))
        else fsyncSync(stream.nfd)
        this.syncs++
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), amend] } }
  }
}

/** What of Emscripten's file system is reached into; a directory's stream has no descriptor. */
interface NodeFiles {
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number }
  node_ops: { setattr: (node: unknown, change: { readonly mode?: number | null }) => void }
  realPath(node: unknown): string
}

// The hook reaches into the inside of PGlite, which may change: a write that syncs nothing is noticed at the start.
async function checkSynced(pglite: PGlite, files: SyncedFiles, warn: (sentence: string) => void): Promise<void> {
  const before = files.syncs
  await pglite.exec(`select pg_logical_emit_message(true, 'spesa', 'synced?')`)
  if (files.syncs === before) {
    warn('The embedded database does not sync to the disk: what was written last may be lost in a power cut.')
  }
}

// Windows opens a file for syncing only to write, and a directory not at all.
const openedTo = process.platform === 'win32' ? 'r+' : 'r'

function sync(path: string): void {
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const file = openSync(path, openedTo)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

async function syncSoon(path: string): Promise<void> {
  const file = await open(path, openedTo)
  await file.sync().finally(() => file.close())
}

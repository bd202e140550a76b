// SPDX-License-Identifier: AGPL-3.0-or-later
// PostgreSQL over postgres.js. Each connection of ours is a client of one connection that is reserved for good: postgres.js's own
// pool would quietly run, on a new connection and outside the transaction, what was waiting when the old one broke.
import { AsyncResource } from 'node:async_hooks'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { connectionLost } from '../failures.ts'
import { countingConnection, type Connection, type Connections, refuse, storeOver } from './transactions.ts'
import { migrateDatabase } from '../migrate.ts'
import { openRounds, type Rounds } from './pipelining.ts'
import { model, type Store } from '../store.ts'

// One plan for each prepared statement instead of one for each execution: they are all looked up by keys, and planning
// took the server longer than running. Such a plan is made while tables are small and kept while they grow, so it may
// not rest on their being small, as reading a whole table or a whole index to join it does: placing an order took three
// times as long after some thousand orders, and noting that a message was delivered ten times as long.
const plans = { plan_cache_mode: 'force_generic_plan', jit: 'off' }
const settings = { ...plans, enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' }
const limits = { idle_in_transaction_session_timeout: 30_000, statement_timeout: 30_000, lock_timeout: 15_000 }

/** Where one caller's lock would hold up all that share its transaction. */
const sharedLockTimeoutMs = 500

/** Opens the database of a server, up to date. `prepare: false` is for a pooler that cannot prepare. */
export async function openPostgres(options: { url: string; prepare: boolean; poolSize: number }): Promise<Store> {
  const counts = { statements: 0, roundTrips: 0 }
  const pool = poolOf(options.poolSize, () => openConnection(options, counts))
  try {
    const connection = await pool.take()
    await migrateDatabase(text => connection.simple(text)).finally(() => pool.give(connection))
  } catch (error) {
    await pool.close()
    throw error
  }
  // A pooler that cannot prepare takes no settings at the start either: they travel with BEGIN.
  const limited = Object.entries(limits).map(([name, ms]) => `set local ${name} = ${ms}`)
  const beginnings = options.prepare ? ['begin'] : ['begin', ...limited]
  const begin = (shared: boolean): string =>
    (shared ? [...beginnings, `set local lock_timeout = ${sharedLockTimeoutMs}`] : beginnings).join('; ')
  return storeOver(pool, { engine: 'postgres', counts, begin, close: pool.close })
}

/** A query of postgres.js, sent by its handler once somebody waits for it; it can be rejected from outside. */
interface Query extends Promise<Record<string, unknown>[] & { readonly command: string | undefined }> {
  values(): Promise<unknown[][]>
  reject(error: Error): void
  handler: (query: Query) => void
}

interface PostgresConnection extends Connection {
  /** Connects, if the connection is not connected. */
  ready(): Promise<void>
  /** Statements without parameters, several in one text. */
  simple(text: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** A connection of postgres.js that is there. */
interface Session {
  readonly client: postgres.Sql
  readonly reserved: postgres.ReservedSql
  readonly rounds: Rounds
}

type Types = Pick<postgres.ParsedOptions, 'parsers' | 'serializers'>

/**
 * Connects; `closed` is told the client when its connection has ended. A client is used for one connection only: at its
 * second one, postgres.js 3.4 fails the first query with the error that ended the first connection, and no longer reads
 * arrays.
 */
async function openSession(
  { url, prepare }: { url: string; prepare: boolean },
  types: Types,
  closed: (client: postgres.Sql) => void,
): Promise<Session> {
  const client = postgres(url, {
    max: 1,
    prepare,
    connect_timeout: 10,
    // postgres.js would close an old connection in the middle of a transaction that it does not know of.
    max_lifetime: null,
    idle_timeout: 0,
    connection: { application_name: 'spesa-in-comune', ...(prepare ? { ...settings, ...limits } : {}) },
    onnotice: () => undefined,
    onclose: () => closed(client),
  })
  Object.assign(client.options.parsers, types.parsers)
  Object.assign(client.options.serializers, types.serializers)
  try {
    // A plain query first: a reservation that cannot connect is tried again behind our back.
    await client.unsafe('select 1')
    return { client, reserved: await client.reserve(), rounds: openRounds() }
  } catch (error) {
    await client.end({ timeout: 0 })
    throw error
  }
}

function openConnection(options: { url: string; prepare: boolean }, counts: Store['counts']): PostgresConnection {
  let session: Session | undefined
  let inRounds = false
  const unanswered = new Set<Query>()
  const count = countingConnection(counts)
  // drizzle() puts its own ways of reading and writing dates and JSON here; each new client is given them.
  const types: Types = {
    // As on the embedded engine, where a raw int8 or count(*) is a number.
    parsers: { 20: (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)) },
    serializers: {},
  }

  async function connect(): Promise<void> {
    session = await openSession(options, types, gone => {
      if (session?.client !== gone) return
      const { rounds } = session
      session = undefined
      rounds.drop()
      // What postgres.js had not written yet would otherwise wait for ever.
      for (const query of unanswered) query.reject(connectionLost())
      unanswered.clear()
    })
  }

  function issue(text: string, parameters: unknown[], prepare: boolean): Query {
    if (session === undefined) return refusedQuery(connectionLost())
    // `simple` would skip preparing a statement without parameters. A Date is passed as text, as drizzle does itself.
    const values = parameters.map(value => (value instanceof Date ? value.toISOString() : value)) as string[]
    const how = { prepare, simple: !prepare && values.length === 0 }
    const query = session.reserved.unsafe(text, values, how) as unknown as Query
    unanswered.add(query)
    const answered = (): void => {
      unanswered.delete(query)
    }
    query.then(answered, answered)
    if (inRounds) sendInRounds(query, session.rounds, count)
    else count(query)
    return query
  }

  const connection: PostgresConnection = {
    db: drizzle({
      client: {
        options: types,
        unsafe(text: string, parameters: unknown[] = []) {
          connection.guard()
          return issue(text, parameters, options.prepare)
        },
      } as unknown as postgres.Sql,
      ...model,
    }),
    guard: refuse,
    rounds(on) {
      inRounds = on
    },
    sending(send) {
      // Bound to the caller: it may be called when the session breaks, outside any transaction.
      if (inRounds && session) session.rounds.before(AsyncResource.bind(send))
      else queueMicrotask(send)
    },
    send(text, parameters) {
      const query = issue(text, parameters ?? [], parameters !== undefined && options.prepare)
      const sent = query.then(rows => ({ command: rows.command, rows }))
      sent.catch(() => undefined)
      return sent
    },
    simple: async text => [...(await issue(text, [], false))],
    async ready() {
      if (session === undefined) await connect()
    },
    async close() {
      const last = session
      session = undefined
      last?.reserved.release()
      await last?.client.end({ timeout: 5 })
    },
  }
  return connection
}

/** Has a query sent with the next round instead of at once. */
function sendInRounds(query: Query, rounds: Rounds, count: (query: Query) => void): void {
  const send = query.handler
  query.handler = asked =>
    rounds.add(query, () => {
      count(query)
      send(asked)
    })
}

interface Pool extends Connections {
  take(): Promise<PostgresConnection>
  close(): Promise<void>
}

/** First come, first served; the connection used last is used next, so that few stay warm. */
function poolOf(size: number, open: () => PostgresConnection): Pool {
  const all: PostgresConnection[] = []
  const free: PostgresConnection[] = []
  const waiting: ((connection: PostgresConnection) => void)[] = []
  let taken = 0
  let closing: (() => void) | undefined
  let closed: Promise<void> | undefined

  function give(connection: PostgresConnection): void {
    const next = waiting.shift()
    if (next !== undefined) return next(connection)
    free.push(connection)
    taken--
    if (taken === 0) closing?.()
  }

  async function find(): Promise<PostgresConnection> {
    const warm = free.pop()
    if (warm !== undefined || all.length < size) {
      taken++
      if (warm !== undefined) return warm
      const connection = open()
      all.push(connection)
      return connection
    }
    return new Promise(resolve => waiting.push(resolve))
  }

  return {
    async take() {
      if (closed !== undefined) throw new Error('the store is closed')
      const connection = await find()
      try {
        await connection.ready()
        return connection
      } catch (error) {
        give(connection)
        throw error
      }
    },
    give: connection => give(connection as PostgresConnection),
    close: () =>
      (closed ??= (async () => {
        if (taken > 0) await new Promise<void>(resolve => (closing = resolve))
        await Promise.all(all.map(connection => connection.close()))
      })()),
  }
}

/** In the shape that drizzle expects of a query. */
function refusedQuery(error: Error): Query {
  const refused = Promise.reject<never>(error)
  refused.catch(() => undefined)
  return Object.assign(refused, { values: () => refused, reject: () => undefined, handler: () => undefined })
}

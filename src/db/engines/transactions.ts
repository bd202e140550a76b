// SPDX-License-Identifier: AGPL-3.0-or-later
// What a transaction is, once for both engines: an engine only brings connections (connections for one caller at a time).
// Statements go out without waiting for those before them, so that what was asked together travels together.
import { AsyncLocalStorage } from 'node:async_hooks'
import { openBatches } from '../loaders.ts'
import type { RawRow } from '../rows.ts'
import type { Asking, Db, Statement, Store, Transaction } from '../store.ts'

/** A connection, used by one caller at a time; its statements are answered in the order they were sent. */
export interface Connection {
  readonly db: Db
  /** Called before each statement of the handle; throws when the handle may not be used. */
  guard: () => void
  /** What is asked while answers are out waits for them all: many callers' statements travel in one piece. */
  rounds(on: boolean): void
  /** Calls it right before what is asked now is sent: in rounds with the next one, else a moment later. */
  sending(join: () => void): void
  /** Sends a statement at once; whoever does not wait for the answer need not catch it either. */
  send(text: string, parameters?: unknown[]): Promise<Answer>
}

/** How the server answered: `COMMIT` may be answered with `ROLLBACK`. */
export interface Answer {
  readonly command: string | undefined
  readonly rows: RawRow[]
}

/** Where connections come from. */
export interface Connections {
  take(): Promise<Connection>
  give(connection: Connection): void
}

/** Rows of one kind that are to be written with the commit, and what is told of them. */
interface Last {
  readonly write: (rows: readonly never[]) => Statement
  readonly rows: unknown[]
  readonly answered: ((rows: never[]) => void)[]
}

interface Open {
  readonly kind: 'transaction' | 'read'
  open: boolean
}

/** A store over an engine's connections. `begin` is the statement that opens a transaction, of one unit or shared by several. */
export function storeOver(
  connections: Connections,
  rest: {
    engine: Store['engine']
    counts: Store['counts']
    begin: (shared: boolean) => string
    close: () => Promise<void>
  },
): Store {
  const context = new AsyncLocalStorage<Open>()

  async function use<T>(kind: Open['kind'], work: (connection: Connection, unit: Open) => Promise<T>): Promise<T> {
    // A unit that is over may have left work behind in its context (a timer, a loop): that work is free again.
    const outer = context.getStore()
    if (outer?.open) throw new Error(`the store was used inside a ${outer.kind}`)
    const connection = await connections.take()
    const unit: Open = { kind, open: true }
    try {
      // Awaited inside: a drizzle query that was only handed back starts where it is awaited.
      return await context.run(unit, async () => await work(connection, unit))
    } finally {
      unit.open = false
      connection.guard = refuse
      connections.give(connection)
    }
  }

  return {
    engine: rest.engine,
    counts: rest.counts,
    transact: (fn, shared = false) =>
      use('transaction', async (connection, unit) => {
        connection.rounds(shared)
        try {
          const isCurrent = (): boolean => unit.open && context.getStore() === unit
          return await transact({ connection, unit, isCurrent, begin: rest.begin(shared) }, fn)
        } finally {
          connection.rounds(false)
        }
      }),
    read: fn =>
      use('read', (connection, unit) => {
        connection.guard = () => {
          if (!unit.open || context.getStore() !== unit) refuse()
        }
        const asking: Asking = { db: connection.db, ask: askOf(connection) }
        return fn(connection.db, { ...asking, ...openBatches(asking, connection.sending) })
      }),
    close: rest.close,
  }
}

/** One transaction about to be run on a connection. */
interface Running {
  readonly connection: Connection
  readonly unit: Open
  /** Whether the caller is inside this transaction, and the transaction not over. */
  isCurrent(): boolean
  /** The statement that opens it. */
  readonly begin: string
}

async function transact<T>(
  { connection, unit, isCurrent, begin: opening }: Running,
  fn: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const check = (): void => {
    if (!isCurrent()) refuse()
  }
  // BEGIN goes out with the first statement: a transaction that asks nothing costs nothing.
  let begun: Promise<Answer> | undefined
  const begin = (): Promise<Answer> => (begun ??= connection.send(opening))
  connection.guard = () => {
    check()
    void begin()
  }
  const asking: Asking = { db: connection.db, ask: askOf(connection) }
  const lasts = lastWrites(check)
  let result: T
  let answers: Promise<unknown>[]
  try {
    result = await fn({ ...asking, ...openBatches(asking, connection.sending), lastly: lasts.register })
    answers = lasts.send((sql, params) => {
      void begin()
      return connection.send(sql, params)
    })
  } catch (error) {
    unit.open = false
    // Whatever comes of it, the connection is not given back before its answer.
    if (begun !== undefined) await connection.send('rollback').catch(() => undefined)
    throw error
  }
  unit.open = false
  if (begun === undefined) return result
  const committed = connection.send('commit')
  await Promise.allSettled([begun, ...answers, committed])
  await begun
  for (const answer of answers) await answer
  const { command } = await committed
  if (command !== 'COMMIT') {
    throw new Error('nothing was committed: a statement had failed and its error was swallowed')
  }
  return result
}

/** The writes that travel with a commit: rows registered with the same write become one statement. */
function lastWrites(check: () => void) {
  const lasts = new Map<object, Last>()
  const register: Transaction['lastly'] = (write, row, answered) => {
    check()
    const last: Last = lasts.get(write) ?? { write, rows: [], answered: [] }
    lasts.set(write, last)
    last.rows.push(row)
    if (answered) last.answered.push(answered)
  }
  return {
    register,
    /** Sends them all, in the order of their first rows; the answers are still out. */
    send: (send: Connection['send']): Promise<unknown>[] =>
      [...lasts.values()].map(({ write, rows, answered }) => {
        // Built before anything is sent: a write that throws here undoes the transaction.
        const { sql, params, read } = write(rows as never[])
        return send(sql, params).then(answer => {
          const found = answer.rows.map(read) as never[]
          for (const told of answered) told(found)
        })
      }),
  }
}

function askOf(connection: Connection): Asking['ask'] {
  return async ({ sql, params, read }) => {
    connection.guard()
    return (await connection.send(sql, params)).rows.map(read)
  }
}

/** The guard of a connection that nobody uses. */
export function refuse(): never {
  throw new Error('a database handle was used outside its transaction')
}

/** Counts statements and round trips: what is sent while an answer is still out shares its round trip. */
export function countingConnection(counts: Store['counts']): <T>(answer: PromiseLike<T>) => void {
  let waiting = 0
  const answered = (): void => {
    waiting--
  }
  return answer => {
    counts.statements++
    if (waiting++ === 0) counts.roundTrips++
    answer.then(answered, answered)
  }
}

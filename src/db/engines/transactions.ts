// SPDX-License-Identifier: AGPL-3.0-or-later
// What a transaction is, once for both engines: an engine only brings lines (connections for one caller at a time).
// Statements go out without waiting for those before them, so that what was asked together travels together.
import { AsyncLocalStorage } from 'node:async_hooks'
import { openQuestions } from '../loaders.ts'
import type { Asking, Db, Gathering, Row, Statement, Store, Transaction } from '../store.ts'

/** A connection, used by one caller at a time; its statements are answered in the order they were sent. */
export interface Connection {
  readonly db: Db
  /** Called before each statement of the handle; throws when the handle may not be used. */
  guard: () => void
  /** What is asked while answers are out waits for them all: many callers' statements travel in one piece. */
  rounds(on: boolean): void
  /** Calls it right before what is asked now is sent: at once, but in rounds. */
  sending(join: () => void): void
  /** Sends a statement at once; whoever does not wait for the answer need not catch it either. */
  send(text: string, parameters?: unknown[]): Promise<Answer>
}

/** How the server answered: `COMMIT` may be answered with `ROLLBACK`. */
export interface Answer {
  readonly command: string | undefined
  readonly rows: Row[]
}

/** Where lines come from. */
export interface Connections {
  take(): Promise<Connection>
  give(line: Connection): void
}

type Last =
  | { readonly write: Parameters<Transaction['lastly']>[0]; readonly answered: ((rows: Row[]) => void) | undefined }
  | { readonly write: Gathering<never>; readonly row: unknown }

interface Open {
  readonly kind: 'transaction' | 'read'
  open: boolean
}

/** A store over an engine's lines. `begin` is the statement that opens a transaction, of one unit or shared by several. */
export function storeOver(
  lines: Connections,
  rest: {
    engine: Store['engine']
    counts: Store['counts']
    begin: (shared: boolean) => string
    close: () => Promise<void>
  },
): Store {
  const context = new AsyncLocalStorage<Open>()

  async function use<T>(kind: Open['kind'], work: (line: Connection, unit: Open) => Promise<T>): Promise<T> {
    // A unit that is over may have left work behind in its context (a timer, a loop): that work is free again.
    const outer = context.getStore()
    if (outer?.open) throw new Error(`the store was used inside a ${outer.kind}`)
    const line = await lines.take()
    const unit: Open = { kind, open: true }
    try {
      // Awaited inside: a drizzle query that was only handed back starts where it is awaited.
      return await context.run(unit, async () => await work(line, unit))
    } finally {
      unit.open = false
      line.guard = refuse
      lines.give(line)
    }
  }

  async function transact<T>(
    line: Connection,
    unit: Open,
    fn: (transaction: Transaction) => Promise<T>,
    shared: boolean,
  ): Promise<T> {
    let begun: Promise<Answer> | undefined
    const lasts: Last[] = []
    const check = (): void => {
      if (!unit.open || context.getStore() !== unit) refuse()
    }
    // BEGIN goes out with the first statement: a transaction that asks nothing costs nothing.
    const begin = (): Promise<Answer> => (begun ??= line.send(rest.begin(shared)))
    line.guard = () => {
      check()
      void begin()
    }

    const asking: Asking = { db: line.db, ask: askOf(line) }
    const transaction: Transaction = {
      ...asking,
      askTogether: openQuestions(asking, line.sending),
      lastly(write, answered) {
        check()
        lasts.push({ write, answered })
      },
      gather(write, row) {
        check()
        lasts.push({ write, row })
      },
    }

    let result: T
    const answers: Promise<unknown>[] = []
    try {
      result = await fn(transaction)
      for (const { write: last, answered } of gathered(lasts)) {
        const write = typeof last === 'function' ? last(line.db) : last
        const statement = statementOf(write)
        // A query that drizzle has not started yet is sent as it is, right before the commit. What runs already
        // (a prepared query, an async function) may have more to send, and must be over before the commit goes out.
        if (statement === undefined) await write
        else {
          void begin()
          answers.push(line.send(statement.sql, statement.params).then(({ rows }) => answered?.(rows)))
        }
      }
    } catch (error) {
      unit.open = false
      // Whatever comes of it, the line is not given back before its answer.
      if (begun !== undefined) await line.send('rollback').catch(() => undefined)
      throw error
    }
    unit.open = false
    if (begun === undefined) return result
    const committed = line.send('commit')
    await Promise.allSettled([begun, ...answers, committed])
    await begun
    for (const answer of answers) await answer
    const { command } = await committed
    if (command !== 'COMMIT') {
      throw new Error('nothing was committed: a statement had failed and its error was swallowed')
    }
    return result
  }

  return {
    engine: rest.engine,
    counts: rest.counts,
    transact: (fn, shared = false) =>
      use('transaction', async (line, unit) => {
        line.rounds(shared)
        try {
          return await transact(line, unit, fn, shared)
        } finally {
          line.rounds(false)
        }
      }),
    read: fn =>
      use('read', (line, unit) => {
        line.guard = () => {
          if (!unit.open || context.getStore() !== unit) refuse()
        }
        return fn(line.db, askOf(line))
      }),
    close: rest.close,
  }
}

/** Rows of one kind become one write, where the first of them stood. */
function gathered(lasts: readonly Last[]): Exclude<Last, { row: unknown }>[] {
  const kinds = Map.groupBy(
    lasts.filter(last => 'row' in last),
    last => last.write,
  )
  return lasts.flatMap(last => {
    if (!('row' in last)) return [last]
    const rows = kinds.get(last.write)?.map(({ row }) => row as never)
    kinds.delete(last.write)
    return rows ? [{ write: last.write(rows), answered: undefined }] : []
  })
}

function askOf(line: Connection): Transaction['ask'] {
  return async ({ sql, params }) => {
    line.guard()
    return (await line.send(sql, params)).rows
  }
}

/** The guard of a line that nobody uses. */
export function refuse(): never {
  throw new Error('a database handle was used outside its transaction')
}

/** The statement of a drizzle query that has not been started. */
function statementOf(write: Statement | PromiseLike<unknown>): Statement | undefined {
  if ('sql' in write && typeof write.sql === 'string') return write
  if ('toSQL' in write && typeof write.toSQL === 'function') return (write as LazyQuery).toSQL()
  // db.execute() makes a query of another kind.
  if ('getQuery' in write && typeof write.getQuery === 'function') return (write as LazyExecute).getQuery()
  return undefined
}

interface LazyQuery {
  toSQL(): Statement
}

interface LazyExecute {
  getQuery(): Statement
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

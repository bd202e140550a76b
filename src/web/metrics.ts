// SPDX-License-Identifier: AGPL-3.0-or-later
// Labels are names of ours (an account, an outcome, an action): never a person, a chat, a shop.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Delivery } from '../channel.ts'
import type { Store } from '../db/store.ts'
import type { Shared } from '../post/inbox.ts'
import type { OrderAction } from '../rules/order.ts'

/** How an update ended: worked through, seen before, to be delivered again, or set aside after its last try. */
export type UpdateOutcome = 'done' | 'repeated' | 'failed' | 'set-aside'

/** How a try to send a message ended. */
export type MessageOutcome = Delivery['outcome'] | 'skipped'

/** What is counted, one function each. */
export interface Metrics {
  updateHandled(account: string, outcome: UpdateOutcome, seconds: number): void
  messageTried(account: string, outcome: MessageOutcome): void
  orderMoved(action: OrderAction | 'place'): void
  /** A transaction of many updates ended, or its updates were done again one by one. */
  transactionShared(outcome: Shared): void
  /** An update was acknowledged and not read: its person brings in too much. */
  inputDropped(account: string): void
  /** An update was not a person's word to us, and needs no answer. */
  inputIgnored(account: string, kind: string): void
  /** A sweep could not deal with something. */
  sweepFailed(sweep: string, setAside: boolean): void
  /** From now on the database's statements and round trips are shown as well. */
  watch(counts: Store['counts']): void
  /** Asked whenever the metrics are read: how many messages wait to be sent. */
  watchOutbox(pending: () => Promise<number>): void
  /** Asked whenever the metrics are read: how many things are set aside. */
  watchSetAside(count: () => Promise<number>): void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

/** Seconds; a tap should be answered within a quarter of one, and Telegram gives up on it after a few. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers })
  const updates = counter('updates_total', 'Updates received, by how they ended', 'account', 'outcome')
  const seconds = new Histogram({
    name: 'update_seconds',
    help: 'From an update to its commit',
    labelNames: ['account'],
    buckets,
    registers,
  })
  const messages = counter('messages_total', 'Tries to send a message, by how they ended', 'account', 'outcome')
  const orders = counter('orders_total', 'What was done to orders', 'action')
  const shared = counter('shared_transactions_total', 'Transactions of many updates, by how they ended', 'outcome')
  const dropped = counter('inputs_dropped_total', 'Updates not read because one person brings in too many', 'account')
  const ignored = counter('inputs_ignored_total', 'Updates that need no answer, by their kind', 'account', 'kind')
  const sweeps = counter(
    'sweep_failures_total',
    'What sweeps could not deal with: to be tried again, or set aside',
    'sweep',
    'outcome',
  )
  /** A number that is asked of the database whenever the metrics are read. */
  const asked = (name: string, help: string, count: () => Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // Without an answer from the database there is no number, rather than a wrong one or no metrics at all.
        this.set(await count().catch(() => NaN))
      },
    })
  }
  return {
    updateHandled(account, outcome, took) {
      updates.inc({ account, outcome })
      if (outcome !== 'repeated') seconds.observe({ account }, took)
    },
    messageTried: (account, outcome) => messages.inc({ account, outcome }),
    orderMoved: action => orders.inc({ action }),
    watch(counts) {
      for (const [name, help, count] of [
        ['database_statements_total', 'Statements sent to the database', () => counts.statements],
        ['database_round_trips_total', 'Times the database was waited for', () => counts.roundTrips],
      ] as const)
        new Counter({
          name,
          help,
          registers,
          collect() {
            this.reset()
            this.inc(count())
          },
        })
    },
    transactionShared: outcome => shared.inc({ outcome }),
    inputDropped: account => dropped.inc({ account }),
    inputIgnored: (account, kind) => ignored.inc({ account, kind }),
    sweepFailed: (sweep, setAside) => sweeps.inc({ sweep, outcome: setAside ? 'set-aside' : 'again' }),
    watchOutbox: pending => asked('outbox_pending', 'Messages waiting to be sent', pending),
    watchSetAside: count => asked('set_aside', 'Updates, rows of sweeps and errands that are set aside', count),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

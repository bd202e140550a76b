// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing down how messages ended: all that came in while the last statement was on its way by one statement, which
// also claims the next messages of their chats.
//
// Modes of a batch: written together -> where the database is away, kept until it is back -> where the statement itself
// fails, each message by itself -> what cannot be written even then is given up -> where not even that can be written, it
// stays claimed until this process is gone. So it holds up no other.
import { isUnavailable } from '../db/failures.ts'
import { type Claimed, claimedOf, claiming, givingUp, type Settled, settling } from '../db/statements/delivery.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../log.ts'
import { pause } from '../system.ts'

/** For so long what was delivered meanwhile is gathered before it is written down. */
const gatherMs = 10
const askAgainMs = 500

export interface Settling {
  /** Resolves when the end of this message, and of all that came in beside it, is written down or kept for later. */
  settle(settled: Settled): Promise<void>
  /** From now on what cannot be written is left: the messages stay claimed until the process is gone. */
  stop(): void
}

interface SettlingParts {
  readonly store: Store
  readonly process: string
  /** Names of the accounts this process sends for. */
  readonly accounts: readonly string[]
  readonly log: Log
  /** Takes over the next message of a chat. */
  claimed(message: Claimed): void
}

export function openSettling({ store, process, accounts, log, claimed }: SettlingParts): Settling {
  let unsettled: Settled[] = []
  let underWay: Promise<void> | undefined
  let stopped = false

  /** Two statements in one round trip, the second seeing what the first has written. */
  const write = async (batch: readonly Settled[]): Promise<void> => {
    const chatIds = batch.map(({ message }) => message.chatId)
    const [settled, next] = await store.read((_, { ask }) =>
      Promise.allSettled([ask(settling(batch)), ask(claiming(process, accounts, chatIds, chatIds.length))]),
    )
    if (next.status === 'fulfilled') for (const row of next.value) claimed(claimedOf(row))
    if (settled.status === 'rejected') throw settled.reason
  }

  const writeEach = async (batch: readonly Settled[]): Promise<void> => {
    for (const settled of batch) {
      await write([settled]).catch(async (error: unknown) => {
        if (isUnavailable(error)) throw error
        log.error('outbox-unsettled', { error })
        await giveUp(settled)
      })
    }
  }

  const giveUp = async ({ message }: Settled): Promise<void> => {
    await store
      .read((_, { ask }) => ask(givingUp({ id: message.id })))
      .catch((error: unknown) => {
        if (isUnavailable(error)) throw error
        log.error('outbox-left', { error })
      })
  }

  const settleAll = async (): Promise<void> => {
    for (let first = true; unsettled.length > 0; first = false) {
      if (!first) await pause(gatherMs)
      const batch = unsettled
      unsettled = []
      try {
        await write(batch).catch((error: unknown) => {
          if (isUnavailable(error)) throw error
          log.warn('outbox-each', { count: batch.length, error })
          return writeEach(batch)
        })
      } catch (error) {
        log.warn('outbox-away', { count: batch.length, error })
        await pause(askAgainMs)
        unsettled = [...batch, ...unsettled]
        if (stopped) break
      }
    }
    underWay = undefined
  }

  return {
    async settle(settled) {
      unsettled.push(settled)
      underWay ??= settleAll()
      await underWay
    },
    stop() {
      stopped = true
    },
  }
}

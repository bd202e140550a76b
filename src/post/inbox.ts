// SPDX-License-Identifier: AGPL-3.0-or-later
// Each update once, one at a time per chat.
//
// Modes: `receive` runs an update in one unit of work. The row of the inbox belongs to that unit, so a failure takes
// it back and the update may come again. Many that come at once share a transaction: those that commit nothing share
// one, those that place orders another. If one of them fails, each is done again in one of its own. What fails there is
// tried three times; then it is set aside with its error, the person gets an apology and a way on, and the chat moves
// on. While the database is away `receive` waits for it, so that a polling offset is not confirmed and a webhook is not
// answered before the update is safe; the person is told once.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Incoming, Receipt } from '../channel.ts'
import { isContended, isUnavailable } from '../db/failures.ts'
import { inbox } from '../db/schema.ts'
import type { UnknownScreen } from '../dialog/conversation.ts'
import { answer } from '../dialog/dialog.ts'
import { gistOf, updatesToReplay } from '../engine/set-aside.ts'
import { NotShareable } from '../engine/unit.ts'
import type { Log } from '../log.ts'
import { elapsedMs, pause } from '../system.ts'
import { look, type Platform, transact, transactTogether, type Unit } from '../transact.ts'
import { turnsByKey } from '../turns.ts'
import { batched } from './batching.ts'
import { type Among, type Arrived, arrival, arrivals, type Sharing, updateKey } from './recognising.ts'

export interface Inbox {
  /** Resolves when the update is safe: done, recognised as a repetition, or set aside. Rejects only when stopped. */
  receive(incoming: Incoming): Promise<Receipt>
  /** Runs again an update that was set aside; answers whether there was one. */
  replay(account: string, updateId: string): Promise<boolean>
  /** Runs again all that somebody asked for. */
  replayAsked(): Promise<void>
  /** Refuses what comes from now on and resolves when what runs is done. */
  stop(): Promise<void>
}

/** What became of a shared transaction: done, or why its updates were done again one by one. */
export type Shared = 'done' | 'not-shareable' | 'contended' | 'away' | 'failed'

export interface InboxWatch {
  received(account: string, outcome: 'done' | 'repeated' | 'set-aside', ms: number): void
  shared?(outcome: Shared): void
}

const attempts = 3
/**
 * So many updates share a transaction at the most; one that takes longer does not hold up those that come later. Orders
 * wait for each other longer: they hold the slots that the next ones want.
 */
const sharing = { changes: { most: 32, patienceMs: 25 }, orders: { most: 32, patienceMs: 250 } }
/** Kinds of input that may share a transaction, being frequent and quick. */
const sharedKinds: ReadonlySet<Incoming['input']['kind']> = new Set(['choice', 'text'])
/** After so many waits the person is told. */
const tellAfterWaits = 3
/** How long to wait for a database that is away, growing from the first to the last. */
const waitsMs = [100, 200, 400, 800, 1600, 2000]

export function openInbox(
  platform: Platform,
  log: Log,
  watch: InboxWatch,
  tellAway: (incoming: Incoming) => void,
): Inbox {
  /** Chats that know of the present outage. */
  const told = new Set<string>()
  /** In this process a chat's updates follow one another in the order of their arrival; the row lock does the rest. */
  const turns = turnsByKey<Receipt>()
  const stopping = new AbortController()

  const beside = (among: Sharing) =>
    batched(sharing[among], (incomings: readonly Incoming[], early: Early) =>
      shareTransaction({ platform, log, watch }, among, incomings, early),
    )
  const besideChanges = beside('changes')
  const besideOrders = beside('orders')

  const run = async (incoming: Incoming, again: boolean): Promise<Receipt> => {
    const begun = elapsedMs()
    let waits = 0
    for (let attempt = 1; ;) {
      try {
        const mayShare = attempt === 1 && waits === 0 && !again && sharedKinds.has(incoming.input.kind)
        let outcome = mayShare ? await besideChanges(incoming) : 'alone'
        if (outcome === 'orders') outcome = await besideOrders(incoming)
        if (typeof outcome === 'string') outcome = await takeOne(platform, incoming, again)
        const { unknownScreens = [], ...receipt } = outcome
        for (const each of unknownScreens) log.warn('screen-unknown', { ...each })
        told.clear()
        watch.received(incoming.account, receipt.fresh ? 'done' : 'repeated', elapsedMs() - begun)
        return receipt
      } catch (error) {
        if (isUnavailable(error)) {
          if (waits === 0) log.warn('database-away', { account: incoming.account, error })
          const chat = keyOf(incoming)
          if (waits === tellAfterWaits && !told.has(chat)) {
            told.add(chat)
            tellAway(incoming)
          }
          await pause(waitsMs[Math.min(waits++, waitsMs.length - 1)] ?? 2000, stopping.signal)
          if (stopping.signal.aborted) throw error
        } else if (attempt++ >= attempts) {
          log.error('update-set-aside', { account: incoming.account, update: incoming.updateId, error })
          await setAside(platform, incoming, error)
          watch.received(incoming.account, 'set-aside', elapsedMs() - begun)
          return { fresh: true }
        } else log.warn('update-again', { account: incoming.account, update: incoming.updateId, error })
      }
    }
  }

  const replay = async (account: string, updateId: string): Promise<boolean> => {
    const [row] = await platform.store.read(db =>
      db
        .update(inbox)
        .set({ replayAt: null })
        .where(and(eq(inbox.account, account), eq(inbox.updateId, updateKey(updateId)), isNotNull(inbox.incoming)))
        .returning({ incoming: inbox.incoming }),
    )
    if (!row) return false
    const incoming = row.incoming as Incoming
    return (await turns.take(keyOf(incoming), () => run(incoming, true))).fresh
  }

  return {
    receive(incoming) {
      if (stopping.signal.aborted) return Promise.reject(new Error('the inbox is closed'))
      return turns.take(keyOf(incoming), () => run(incoming, false))
    },
    replay,
    async replayAsked() {
      for (const { account, updateId } of await look(platform, updatesToReplay))
        await replay(account, updateId).catch((error: unknown) => log.error('replay', { account, error }))
    },
    async stop() {
      stopping.abort()
      await turns.idle()
    },
  }
}

function keyOf({ account, from }: Incoming): string {
  return `${account} ${from.address}`
}

/** The receipt, and what the log is told once all is committed. */
interface Done extends Receipt {
  readonly unknownScreens?: readonly UnknownScreen[]
}

/** Shows the answer to what has arrived. */
async function answered(platform: Platform, unit: Unit, { chat, menu }: Arrived, { input }: Incoming): Promise<Done> {
  const { toast, drafts, audience, unknownScreens } = await answer(unit.work, platform.accounts, chat, menu, input)
  unit.actsIn(chat.id, audience)
  drafts.forEach(unit.post)
  return { fresh: true, toast, unknownScreens }
}

/** Does one update in a transaction of its own. */
async function takeOne(platform: Platform, incoming: Incoming, again: boolean): Promise<Done> {
  return transact(platform, async unit => {
    const arrived = await arrival(unit.work, platform, incoming, again)
    return arrived ? answered(platform, unit, arrived, incoming) : { fresh: false }
  })
}

/** The receipt, or whom it may share a transaction with instead. */
type Outcome = Done | Among
type Early = (at: number, outcome: Outcome) => void

/**
 * Answers what came in different chats in one transaction: with many at once, one journey to the database and one
 * commit serve them all. If one fails, nobody may share: each by itself shows which it was.
 */
async function shareTransaction(
  { platform, log, watch }: { platform: Platform; log: Log; watch: InboxWatch },
  among: Sharing,
  incomings: readonly Incoming[],
  early: Early,
): Promise<Outcome[]> {
  const [first, second] = incomings
  if (first && !second) return [await takeOne(platform, first, false)]
  try {
    const outcomes = await transactTogether(platform, async begin => {
      const outcomes: Promise<Outcome>[] = []
      for (const { at, incoming, found } of await arrivals(begin().work, incomings, among)) {
        if (typeof found === 'object') outcomes[at] = answered(platform, begin(), found, incoming)
        else {
          const outcome = found === 'repeated' ? { fresh: false } : found
          outcomes[at] = Promise.resolve(outcome)
          early(at, outcome)
        }
      }
      return Promise.all(outcomes)
    })
    watch.shared?.('done')
    return outcomes
  } catch (error) {
    const why = whyAlone(error)
    watch.shared?.(why)
    // A mistake of ours would otherwise cost the speed of all and show nowhere.
    if (why === 'failed') log.error('shared-failed', { among, count: incomings.length, error })
    return incomings.map(() => 'alone')
  }
}

function whyAlone(error: unknown): Exclude<Shared, 'done'> {
  if (error instanceof NotShareable) return 'not-shareable'
  if (isContended(error)) return 'contended'
  return isUnavailable(error) ? 'away' : 'failed'
}

async function setAside(platform: Platform, incoming: Incoming, error: unknown): Promise<void> {
  await transact(platform, async ({ work, post, actsIn }) => {
    const arrived = await arrival(work, platform, incoming, false)
    if (!arrived) return
    const { chat } = arrived
    await work.db
      .update(inbox)
      .set({ error: gistOf(error), incoming, replayAt: null })
      .where(and(eq(inbox.account, incoming.account), eq(inbox.updateId, updateKey(incoming.updateId))))
    const { drafts, audience } = await answer(work, platform.accounts, chat, undefined, { kind: 'apology' })
    actsIn(chat.id, audience)
    drafts.forEach(post)
  })
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Each message until it is delivered; in order per chat, in any number of processes.
//
// Modes of a message: queued (its chat still waits for an earlier one, or it is to be tried again at `dueAt`) ->
// sending (claimed by one process, in order per chat) -> delivered | refused | unknown | skipped. A unit of
// work that finds its chat idle holds the message at once, so the usual answer needs no claim. What a process that no
// longer breathes was holding is freed by the others, or by itself when it comes back.
import { and, eq, sql } from 'drizzle-orm'
import type { Channel, Delivery, Message, Report } from '../channel.ts'
import { messages } from '../db/schema.ts'
import {
  claiming,
  hastening,
  type Claimed,
  claimedOf,
  reported,
  reporting,
  releasing,
  type Settled,
  settling,
} from '../db/statements/delivery.ts'
import type { Store } from '../db/store.ts'
import { letGo, settlement } from './delivery-ending.ts'
import type { Log } from '../log.ts'
import { pause } from '../system.ts'
import { oneByOne } from '../turns.ts'
import type { Posted } from '../transact.ts'

export interface Outbox {
  /** Takes over what a unit of work has committed. */
  deliver(posted: readonly Posted[]): void
  /** Writes down what an account heard later of a message of ours; what failed after all is dealt with anew. */
  report(account: string, report: Report): Promise<void>
  /** Looks for what is due and claimed by nobody; answers how many it found. */
  sweep(): Promise<number>
  /** Frees what silent processes were holding, and says that this one breathes. */
  breathe(): Promise<void>
  /** Resolves when nothing that is in this process's hands is on its way. */
  idle(): Promise<void>
  /** Waits so long at the most for what is on its way, and lets go of the rest. */
  stop(withinMs: number): Promise<void>
}

export interface OutboxWatch {
  settled(account: string, outcome: Delivery['outcome']): void
}

/** Silent for this long, a process has died; it says that it breathes four times as often. */
export const processSilentAfterMs = 4000
const sweepAtOnce = 50
const mostReportWaits = 10
const reportWaitMs = 200
/** So long what was delivered meanwhile is gathered before it is written down. */
const gatherMs = 10

export function openOutbox(
  store: Store,
  processId: string,
  channels: ReadonlyMap<string, Channel>,
  log: Log,
  watch: OutboxWatch,
): Outbox {
  const underWay = new Set<Promise<void>>()
  const accountNames = [...channels.keys()]
  /** Accounts that were told to wait, each until its pause is over. */
  const accountPauses = new Map<string, AccountPause>()
  /** The last one on its way in each chat. */
  const turns = new Map<string, Promise<Settled>>()
  let unsettled: Settled[] = []
  let settlingNow: Promise<void> | undefined
  let stopped = false

  const track = (task: Promise<void>): void => {
    const safe = task.catch((error: unknown) => log.error('outbox', { error }))
    underWay.add(safe)
    void safe.then(() => underWay.delete(safe))
  }

  const sendClaimed = async (claimed: Claimed): Promise<void> => {
    const channel = channels.get(claimed.account)
    if (!channel) return
    const turn = sendInTurn(channel, claimed, turns.get(claimed.chatId))
    turns.set(claimed.chatId, turn)
    const settled = await turn
    unsettled.push(settled)
    if (turns.get(claimed.chatId) === turn) turns.delete(claimed.chatId)
    settlingNow ??= settleAll()
    await settlingNow
  }

  /** After the one before it in the chat; if that is to be tried again, this one is let go, to stay behind it. */
  const sendInTurn = async (
    channel: Channel,
    claimed: Claimed,
    ahead: Promise<Settled> | undefined,
  ): Promise<Settled> => {
    await accountPauses.get(claimed.account)?.over
    if ((await ahead)?.delivery === 'queued') return letGo(claimed)
    const delivery = await channel.send(messageOf(claimed)).catch((error: unknown): Delivery => {
      // A mistake of ours: what became of the message nobody knows.
      log.error('outbox-send', { account: claimed.account, error })
      return { outcome: 'unknown', error: 'not understood' }
    })
    watch.settled(claimed.account, delivery.outcome)
    if (delivery.outcome === 'later' && delivery.scope === 'account')
      accountPauses.set(claimed.account, pauseOf(channel, delivery.retryAfterMs))
    return settlement(claimed, delivery)
  }

  /** One statement for all that came in while the last one was on its way; then the next of those chats. */
  const settleAll = async (): Promise<void> => {
    for (let first = true; unsettled.length > 0; first = false) {
      if (!first) await pause(gatherMs)
      const batch = unsettled
      unsettled = []
      try {
        const chatIds = batch.map(({ message }) => message.chatId)
        // Two statements in one round trip, the second seeing what the first has written.
        const [settled, next] = await store.read((_, ask) =>
          Promise.allSettled([ask(settling(batch)), ask(claiming(processId, accountNames, chatIds, chatIds.length))]),
        )
        if (next.status === 'fulfilled') for (const row of next.value) track(sendClaimed(claimedOf(row)))
        if (settled.status === 'rejected') throw settled.reason
      } catch (error) {
        // Unsettled they stay claimed by us; the sweep asks again once the database is back.
        log.warn('outbox-unsettled', { count: batch.length, error })
        await pause(500)
        unsettled = [...batch, ...unsettled]
        if (stopped) break
      }
    }
    settlingNow = undefined
  }

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all([...underWay])
  }

  const sweep = oneByOne(async (): Promise<number> => {
    if (stopped) return 0
    const well = [...accountPauses].filter(([name, pause]) => pause.sick && channels.get(name)?.health().ok)
    const due = await store.transact(async ({ ask }) => {
      await ask(releasing())
      for (const [name] of well) await ask(hastening(name))
      return (await ask(claiming(processId, accountNames, undefined, sweepAtOnce))).map(claimedOf)
    })
    for (const [name, pause] of well) {
      pause.end()
      accountPauses.delete(name)
    }
    for (const claimed of due) track(sendClaimed(claimed))
    return due.length
  })

  return {
    deliver(posted) {
      if (stopped) return
      for (const { id, draft, view, before } of posted) {
        if (!channels.has(draft.account)) continue
        track(
          sendClaimed({
            id,
            chatId: draft.chatId,
            account: draft.account,
            address: draft.address,
            language: draft.language,
            lastHeardAt: draft.lastHeardAt,
            view,
            toast: draft.toast ?? null,
            rings: draft.rings ?? false,
            attempts: 0,
            replaces: draft.replaces,
            before,
            strips: draft.strips ?? [],
          }),
        )
      }
    },
    async report(account, { messageId, externalId, news }) {
      if (typeof news === 'string') {
        await store.read((_, ask) => ask(reporting(account, messageId, externalId, news)))
        return
      }
      for (let waits = 0; waits < mostReportWaits; waits++) {
        const [row] = await store.read((_, ask) => ask(reported(account, messageId, externalId)))
        if (!row) return
        if (row.delivery !== 'sending') {
          if (row.delivery !== 'delivered') return
          const claimed = { id: row.id as string, chatId: row.chat_id as string, attempts: Number(row.attempts) }
          await store.read((_, ask) => ask(settling([settlement(claimed, news)])))
          return
        }
        // The answer to the call and this came at once: that one is written down first.
        await pause(reportWaitMs)
      }
      throw new Error('the message is still on its way')
    },
    sweep,
    async breathe() {
      await store.transact(async ({ db }) => {
        await db.execute(sql`
          insert into processes (id, seen_at) values (${processId}, clock_timestamp())
          on conflict (id) do update set seen_at = clock_timestamp()`)
        // The embedded engine has one process at a time: whoever else is listed is gone.
        const gone =
          store.engine === 'embedded'
            ? sql`id <> ${processId}`
            : sql`seen_at < clock_timestamp() - make_interval(secs => ${processSilentAfterMs / 1000})`
        await db.execute(sql`delete from processes where ${gone}`)
        await db.execute(sql`delete from account_states where process_id not in (select id from processes)`)
        await db.execute(sql`
          update messages set delivery = 'queued', claimed_by = null
          where delivery = 'sending' and claimed_by not in (select id from processes)`)
      })
    },
    idle,
    async stop(withinMs) {
      const over = new AbortController()
      await Promise.race([idle(), pause(withinMs, over.signal)])
      over.abort()
      stopped = true
      await store.transact(async ({ db }) => {
        await db
          .update(messages)
          .set({ delivery: 'queued', claimedBy: null })
          .where(and(eq(messages.delivery, 'sending'), eq(messages.claimedBy, processId)))
        await db.execute(sql`delete from processes where id = ${processId}`)
      })
    },
  }
}

/** An account's wait. */
interface AccountPause {
  readonly over: Promise<void>
  /** The account cannot speak at all: the wait ends as soon as it can again. */
  readonly sick: boolean
  end(): void
}

function pauseOf(channel: Channel, forMs: number): AccountPause {
  const ending = new AbortController()
  return { over: pause(forMs, ending.signal), sick: !channel.health().ok, end: () => ending.abort() }
}

/** What rings stands as a new message and takes the buttons off the card before it; what does not is its edit. */
function messageOf({
  id,
  address,
  language,
  lastHeardAt,
  view,
  toast,
  rings,
  replaces,
  before,
  strips,
}: Claimed): Message {
  const message: Message = { id, address, language, lastHeardAt, view, toast: toast ?? undefined }
  if (replaces) return { ...message, replaces }
  if (before && !rings) return { ...message, replaces: before }
  return { ...message, strips: [...strips, ...(before?.externalIds ?? [])] }
}

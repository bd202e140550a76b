// SPDX-License-Identifier: AGPL-3.0-or-later
// Each message until it is delivered; in order per chat, in any number of processes.
//
// Modes of a message: queued (its chat still waits for an earlier one, or it is to be tried again at `dueAt`) -> sending
// (claimed by one process) -> delivered | refused | unknown | skipped | superseded. A unit of work that finds its chat
// idle claims the message at once, so the usual answer needs no claim. A message that is put off by itself holds up no
// later reply of its chat.
import type { Channel, Delivery, Message, Report, View } from '../channel.ts'
import {
  type Claimed,
  claimedOf,
  claiming,
  hastening,
  releasing,
  reported,
  reporting,
  type Settled,
  settling,
} from '../db/statements/delivery.ts'
import { isUnavailable } from '../db/failures.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../log.ts'
import { pause } from '../system.ts'
import { languageFor } from '../text/text.ts'
import type { Posted } from '../transact.ts'
import { oneByOne, turnsByKey, within, workInHand } from '../turns.ts'
import { letGo, settlement } from './delivery-ending.ts'
import { openSettling } from './settling.ts'
import type { Secrets } from './secrets.ts'

export interface Outbox {
  /** Takes over what a unit of work has committed. */
  deliver(posted: readonly Posted[]): void
  /** Writes down what an account heard later of a message of ours; what failed after all is dealt with anew. */
  report(account: string, report: Report): Promise<void>
  /** Looks for what is due and claimed by nobody; answers how many it found. */
  sweep(): Promise<number>
  /** Resolves when nothing that this process has claimed is on its way. */
  idle(): Promise<void>
  /** Waits so long at the most for what is on its way, and takes nothing more. */
  stop(withinMs: number): Promise<void>
}

export interface OutboxWatch {
  settled(account: string, outcome: Delivery['outcome']): void
}

const sweepAtOnce = 50
const mostReportWaits = 10
const reportWaitMs = 200
/** The database was away when a secret was to be made. */
const secretLaterMs = 2000

export function openOutbox(
  store: Store,
  process: string,
  channels: ReadonlyMap<string, Channel>,
  log: Log,
  watch: OutboxWatch,
  secrets: Secrets,
): Outbox {
  const accounts = [...channels.keys()]
  const inHand = workInHand()
  const pauses = openPauses(channels)
  /** One after another in each chat, as far as this process has claimed them. */
  const turns = turnsByKey<Settled>()
  let stopped = false

  const sendInTurn = async (claimed: Claimed): Promise<void> => {
    const channel = channels.get(claimed.account)
    if (!channel) return
    const settled = await turns.take(claimed.chatId, ahead => sendAfter(channel, claimed, ahead))
    await settling.settle(settled)
  }

  /** If the one before it is to be tried again, this one is let go, to be claimed in its turn. */
  const sendAfter = async (
    channel: Channel,
    claimed: Claimed,
    ahead: PromiseSettledResult<Settled> | undefined,
  ): Promise<Settled> => {
    await pauses.over(claimed.account)
    if (ahead?.status === 'fulfilled' && ahead.value.delivery === 'queued') return letGo(claimed)
    const delivery = await sendWhole(channel, claimed, secrets).catch((error: unknown): Delivery => {
      // A mistake of ours: what became of the message is not known.
      log.error('outbox-send', { account: claimed.account, error })
      return { outcome: 'unknown', error: 'not understood' }
    })
    watch.settled(claimed.account, delivery.outcome)
    if (delivery.outcome === 'later' && delivery.scope === 'account')
      pauses.begin(claimed.account, delivery.retryAfterMs)
    return settlement(claimed, delivery)
  }

  const take = (claimed: Claimed): void =>
    void inHand.keep(sendInTurn(claimed)).catch((error: unknown) => log.error('outbox', { error }))
  const settling = openSettling({ store, process, accounts, log, claimed: take })

  const sweep = oneByOne(async (): Promise<number> => {
    if (stopped) return 0
    const well = pauses.nowWell()
    const due = await store.transact(async ({ ask }) => {
      await ask(releasing())
      for (const name of well) await ask(hastening(name))
      return ask(claiming(process, accounts, undefined, sweepAtOnce))
    })
    for (const name of well) pauses.end(name)
    for (const row of due) take(claimedOf(row))
    return due.length
  })

  return {
    deliver(posted) {
      if (stopped) return
      for (const each of posted) if (channels.has(each.draft.account)) take(claimedAtOnce(each))
    },
    report: (account, report) => writeReport(store, account, report),
    sweep,
    idle: inHand.idle,
    async stop(withinMs) {
      await within(withinMs, inHand.idle(), undefined)
      stopped = true
      settling.stop()
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

/** Accounts that were told to wait, each until its pause is over. */
function openPauses(channels: ReadonlyMap<string, Channel>) {
  const pauses = new Map<string, AccountPause>()
  return {
    over: async (account: string): Promise<void> => pauses.get(account)?.over,
    begin(account: string, forMs: number): void {
      const ending = new AbortController()
      const sick = channels.get(account)?.health().ok !== true
      pauses.set(account, { over: pause(forMs, ending.signal), sick, end: () => ending.abort() })
    },
    /** Accounts that could not speak at all and can again. */
    nowWell: (): string[] =>
      [...pauses].filter(([name, { sick }]) => sick && channels.get(name)?.health().ok).map(([name]) => name),
    end(account: string): void {
      pauses.get(account)?.end()
      pauses.delete(account)
    },
  }
}

/** A message that its unit of work has claimed. */
function claimedAtOnce({ id, draft, view, before }: Posted): Claimed {
  return {
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
  }
}

/** Sends a message with its secret put in. A message whose secret cannot be made now is tried again. */
async function sendWhole(channel: Channel, claimed: Claimed, secrets: Secrets): Promise<Delivery> {
  let view: View
  try {
    view = await secrets.putInto(claimed)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return { outcome: 'later', retryAfterMs: secretLaterMs, scope: 'message' }
  }
  return channel.send(messageOf({ ...claimed, view }))
}

async function writeReport(store: Store, account: string, { messageId, externalId, news }: Report): Promise<void> {
  if (typeof news === 'string') {
    await store.read((_, { ask }) => ask(reporting(account, messageId, externalId, news)))
    return
  }
  for (let waits = 0; waits < mostReportWaits; waits++) {
    const [row] = await store.read((_, { ask }) => ask(reported(account, messageId, externalId)))
    if (!row) return
    if (row.delivery !== 'sending') {
      if (row.delivery !== 'delivered') return
      await store.read((_, { ask }) => ask(settling([settlement(row, news)])))
      return
    }
    // The answer to the call and this report came at once: the answer is written down first.
    await pause(reportWaitMs)
  }
  throw new Error('the message is still on its way')
}

/** What rings stands as a new message and takes the buttons off the card before it; what does not is its edit. */
function messageOf(claimed: Claimed): Message {
  const { id, address, lastHeardAt, view, toast, rings, replaces, before, strips } = claimed
  const language = languageFor(claimed.language)
  const message: Message = { id, address, language, lastHeardAt, view, toast: toast ?? undefined }
  if (replaces) return { ...message, replaces }
  if (before && !rings) return { ...message, replaces: before }
  return { ...message, strips: [...strips, ...(before?.externalIds ?? [])] }
}

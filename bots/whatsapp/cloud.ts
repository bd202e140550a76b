// SPDX-License-Identifier: AGPL-3.0-or-later
// A number on Meta's Cloud API as a channel. Translates, decides nothing.
import { z } from 'zod'
import {
  type Account,
  type Channel,
  type Delivery,
  type Incoming,
  mostDownloadBytes,
  type PhotoStore,
  type Receiver,
  type Report,
} from '../../src/channel.ts'
import type { WhatsAppCloudConfig } from '../../src/config.ts'
import type { Log } from '../../src/log.ts'
import { type Clock, elapsedMs, pause, systemChance } from '../../src/system.ts'
import { turnsByKey, within, workInHand } from '../../src/turns.ts'
import type { Webhook } from '../../src/web/webhook.ts'
import { fileOf } from './cloud-files.ts'
import { actionOf, type Alarm, alarmOf, type Ending, endingOf } from './cloud-errors.ts'
import { heardIn, type StatusHeard } from './cloud-incoming.ts'
import { sendingOf } from './cloud-sending.ts'
import { GraphFailure, type GraphLimits, graphOf, type Problem, usualLimits } from './graph.ts'
import { paceOf } from '../../src/post/pace.ts'

export interface CloudParts extends WhatsAppCloudConfig {
  /** What the account's name begins with, where it is not a real one. */
  readonly prefix?: string | undefined
  readonly photos: PhotoStore
  readonly log: Log
  readonly clock: Clock
  readonly limits?: GraphLimits | undefined
}

const typingAfterMs = 700
/** The largest post Meta announces. */
const postLimitBytes = 3_145_728
/** A network that is away must not keep the other channels from starting. */
const startWithinMs = 5000
const number = z.object({ display_phone_number: z.string(), verified_name: z.string().optional() })

export function whatsappCloudChannel(parts: CloudParts): Channel & { readonly webhook: Webhook } {
  const name = `${parts.prefix ?? ''}whatsapp-cloud`
  const { phoneNumberId, appSecret, verifyToken, photos, log, clock } = parts
  const { apiRoot, accessToken, limits = usualLimits } = parts
  const graph = graphOf({ apiRoot, accessToken, limits })
  const files = { graph, apiRoot, accessToken, withinMs: limits.downloadMs }
  const pace = paceOf()
  const sending = sendingOf({ account: name, phoneNumberId, graph, pace, photos, clock })
  let shownNumber: string | undefined
  let receiver: Receiver | undefined
  let trouble: string | undefined
  let asking: Promise<void> | undefined
  /** Failures in a row, by address, and of the number itself. */
  const streaks = new Map<string, number>()
  let accountStreak = 0
  let quietUntil = 0
  const stopping = new AbortController()
  const inHand = workInHand()

  const account: Account = {
    name,
    channel: 'whatsapp-cloud',
    audiences: ['citizen', 'staff'],
    edits: false,
    toasts: false,
    choicesAtOnce: 10,
    link: code => shownNumber && `https://wa.me/${shownNumber.replace(/\D/g, '')}?text=${encodeURIComponent(code)}`,
  }

  /** The ending for a failure, counted for its address, and said to whoever can mend it. */
  const judged = (problem: Problem, address?: string): Ending => {
    const { code, details } = problem
    raise(alarmOf(problem), problem)
    const action = actionOf(problem)
    if (action === 'ours' || action === 'template') log.error('whatsapp-refused', { account: name, code, details })
    // A hundred messages that fail together are one failure of the number.
    const first = elapsedMs() >= quietUntil
    const streak = {
      chat: streaks.get(address ?? '') ?? 0,
      account: first ? accountStreak : Math.max(0, accountStreak - 1),
    }
    const ending = endingOf(problem, streak, systemChance.below(1000) / 1000)
    if (ending.outcome !== 'later') return ending
    if (ending.scope === 'account' && first) {
      accountStreak++
      quietUntil = elapsedMs() + ending.retryAfterMs
    }
    if (ending.scope !== 'account' && address !== undefined) streaks.set(address, streak.chat + 1)
    return ending
  }

  const raise = (alarm: Alarm | undefined, { code, details }: Problem): void => {
    if (!alarm || trouble === alarm.words) return
    log.error('whatsapp-stopped', { account: name, code, details, alarm: alarm.words })
    trouble = alarm.words
    // With nothing to send nobody would notice that it has been mended.
    if (alarm.showsAtNumber) void learnNumber()
  }

  /** Asks until there is an answer; then whatever a look at the number can show is mended. */
  const learnNumber = (): Promise<void> => (asking ??= askForNumber().finally(() => (asking = undefined)))
  const askForNumber = async (): Promise<void> => {
    for (let waitMs = 500; !stopping.signal.aborted; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        const found = await graph.get(`${phoneNumberId}?fields=display_phone_number,verified_name`, number)
        shownNumber = found.display_phone_number
        trouble = undefined
        return
      } catch (error) {
        const alarm = error instanceof GraphFailure ? alarmOf(error.problem) : undefined
        trouble = alarm?.words ?? 'Meta non risponde'
        log.warn('whatsapp-start', { account: name, error })
        await pause(waitMs, stopping.signal)
      }
    }
  }

  /** Marks a message as read, with the sign of typing while the work takes long. A courtesy: it may fail. */
  const markRead = (messageId: string, typing: boolean): void => {
    const body = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: messageId,
      ...(typing && { typing_indicator: { type: 'text' } }),
    }
    inHand.keep(graph.post(`${phoneNumberId}/messages`, body, z.unknown())).catch(() => undefined)
  }

  const take = async (incoming: Incoming): Promise<void> => {
    // Confirmed now it would be lost: it comes again.
    if (!receiver) throw new Error('not started yet')
    pace.atNumber(elapsedMs())
    const receipt = receiver.take(incoming)
    if (incoming.input.kind === 'moved') return void (await receipt)
    const quick = await within(typingAfterMs, receipt, undefined)
    if (quick === undefined) markRead(incoming.updateId, true)
    else if (quick.fresh) markRead(incoming.updateId, false)
    await receipt
  }

  const hear = async ({ externalId, about, news }: StatusHeard): Promise<void> => {
    if (!receiver) throw new Error('not started yet')
    const known = about === undefined ? undefined : sending.heardOf(about, externalId)
    const failed = typeof news !== 'string'
    const again = failed && known && sending.failedLater(known.messageId, actionOf(news))
    const ending: Report['news'] = failed ? judged(news) : news
    const report: Report = {
      externalId,
      news: again ? { outcome: 'later', retryAfterMs: 1000, scope: 'message' } : ending,
    }
    // That an early part came through does not mean that the message did; that one failed means that it failed.
    await receiver.report(known && (known.last || failed) ? { ...report, messageId: known.messageId } : report)
  }

  return {
    account,
    async send(message): Promise<Delivery> {
      try {
        const sent = await sending.send(message)
        if (sent.outcome === 'delivered') {
          trouble = undefined
          accountStreak = 0
          streaks.delete(message.address)
        }
        return sent
      } catch (error) {
        if (!(error instanceof GraphFailure)) throw error
        return judged(error.problem, message.address)
      }
    },
    download: (fileId, mostBytes = mostDownloadBytes) => fileOf(files, fileId, mostBytes),
    async start(given) {
      receiver = given
      await within(startWithinMs, learnNumber(), undefined)
    },
    async stop() {
      stopping.abort()
      await inHand.idle()
    },
    health() {
      if (trouble !== undefined) return { ok: false, detail: trouble }
      return shownNumber === undefined
        ? { ok: false, detail: 'non ancora collegato' }
        : { ok: true, detail: shownNumber }
    },
    webhook: {
      path: '/whatsapp',
      signingKey: appSecret,
      verifyToken,
      bodyLimitBytes: postLimitBytes,
      async handle(body) {
        const heard = heardIn(name, phoneNumberId, body)
        for (const kind of heard.ignored) receiver?.ignore(kind)
        for (let at = 0; at < heard.unread; at++) receiver?.ignore('unread')
        if (heard.unread > 0) log.warn('whatsapp-unread', { account: name, count: heard.unread })
        for (const problem of heard.problems) judged(problem)
        await inHand.keep(
          Promise.all([
            inTurns(heard.incoming, ({ from }) => from.address, take),
            inTurns(heard.statuses, ({ externalId }) => externalId, hear),
          ]),
        )
        return undefined
      },
    },
  }
}

/** In turns by key: one that fails keeps those behind it from overtaking it. All lines end before a failure is told. */
async function inTurns<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const turns = turnsByKey<void>()
  const endings = await Promise.allSettled(
    all.map(one =>
      turns.take(keyOf(one), async ahead => {
        if (ahead?.status === 'rejected') throw ahead.reason
        await work(one)
      }),
    ),
  )
  for (const ending of endings) if (ending.status === 'rejected') throw ending.reason
}

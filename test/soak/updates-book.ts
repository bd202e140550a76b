// SPDX-License-Identifier: AGPL-3.0-or-later
// What became of each of many updates, and what everybody was shown meanwhile.
import type { App, AppWatch } from '../../src/app.ts'
import type { Channel, Incoming, Receipt } from '../../src/channel.ts'

/** A choice that somebody was shown. */
interface ShownChoice {
  readonly wire: string
  readonly on: string
}

export interface UpdatesBook {
  readonly counts: Readonly<
    Record<'sent' | 'crashed' | 'answered' | 'toasted' | 'waiting' | 'repeated' | 'longestMs', number>
  >
  /** Updates that were counted and not answered, by account and kind. */
  readonly ignored: ReadonlyMap<string, number>
  readonly watch: AppWatch
  /** A channel that takes as it does, keeps what it is to send, and has no files. */
  listening(channel: Channel): Channel
  /** The choices of a chat, the newest last: the same list, which grows. */
  choicesOf(account: string, address: string): readonly ShownChoice[]
  /** Counts one update while it is dealt with. */
  sending(account: string, send: () => Promise<void>, say: (line: string) => void): Promise<void>
  taken(incoming: Incoming, receipt: Receipt): void
  /** Lets a person in with an invitation. */
  invited(account: string, id: number, token: string, app: App): Promise<void>
}

const mostChoices = 40

export function openBook(): UpdatesBook {
  const counts = { sent: 0, crashed: 0, answered: 0, toasted: 0, waiting: 0, repeated: 0, longestMs: 0 }
  const ignored = new Map<string, number>()
  const choices = new Map<string, ShownChoice[]>()
  let messages = 0

  const choicesOf = (account: string, address: string): ShownChoice[] => {
    const key = `${account} ${address}`
    const found = choices.get(key) ?? []
    choices.set(key, found)
    return found
  }

  const taken: UpdatesBook['taken'] = ({ input }, receipt) => {
    if (!receipt.fresh) counts.repeated++
    else if (!receipt.silent) counts.answered++
    else if (input.kind === 'photo' || input.kind === 'document') counts.waiting++
    if (receipt.toast !== undefined) counts.toasted++
  }

  return {
    counts,
    ignored,
    taken,
    choicesOf,
    watch: {
      received: () => undefined,
      settled: () => undefined,
      ignored(account, kind) {
        const key = `${account} ${kind}`
        ignored.set(key, (ignored.get(key) ?? 0) + 1)
      },
    },
    listening: channel => ({
      account: channel.account,
      health: () => channel.health(),
      stop: () => channel.stop(),
      send({ id, address, view }) {
        const on = String(++messages)
        const shown = choicesOf(channel.account.name, address)
        shown.push(...view.rows.flat().map((_, index) => ({ wire: `${id}:${index}`, on })))
        shown.splice(0, shown.length - mostChoices)
        return Promise.resolve({ outcome: 'delivered', externalIds: [on] })
      },
      download: () => Promise.resolve({ ok: false, error: 'there are no files here', again: false }),
      start: receiver =>
        channel.start({
          ...receiver,
          async take(incoming) {
            const receipt = await receiver.take(incoming)
            taken(incoming, receipt)
            return receipt
          },
        }),
    }),
    async sending(account, send, say) {
      counts.sent++
      const begun = performance.now()
      try {
        await send()
      } catch (error) {
        if (counts.crashed++ < 10) say(`${account}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
      }
      counts.longestMs = Math.max(counts.longestMs, performance.now() - begun)
    },
    async invited(account, id, token, app) {
      const input = { kind: 'text', text: `/start i-${token}` } as const
      await app.inbox.receive({ account, updateId: `invited ${id}`, from: { address: String(id), name: 'x' }, input })
    },
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One unit of work: one transaction, one instant. What commands note becomes messages for everyone concerned in the
// same transaction, and no network is awaited inside. Delivery begins once it is committed.
import type { Account, Audience, View } from './channel.ts'
import { type Post, posting } from './db/statements/posting.ts'
import type { Row, Store, Transaction } from './db/store.ts'
import type { Draft, Replaced } from './dialog/draft.ts'
import { noticesOf } from './dialog/notices/index.ts'
import { split } from './dialog/stored-choices.ts'
import type { Happening } from './engine/events.ts'
import { aloneIn, type SoleWork, type Work } from './engine/unit.ts'
import type { Chance, Clock } from './system.ts'

/** What every unit of work stands on. */
export interface Platform {
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  /** Accounts by name. */
  readonly accounts: ReadonlyMap<string, Account>
  /** This process, among those that share the database. */
  readonly processId: string
  /** Hands over what was committed, to be delivered. */
  deliver(posted: readonly Posted[]): void
  /** Told what happened, once it is committed: for counting. */
  noted?(event: Happening): void
}

/** What goes on inside. */
export interface Unit<Kind extends Work = Work> {
  readonly work: Kind
  /** Messages of one's own, besides those that follow from what happened. */
  post(draft: Draft): void
  /** This chat sees what it did in the answer, so notices to the same audience leave it out. */
  actsIn(chatId: string, audience: Audience): void
}

/** A committed message that this process holds; those that wait for their turn in the chat are not told. */
export interface Posted {
  readonly id: string
  readonly draft: Draft
  readonly view: View
  /** The card of the same name that stands in the chat. */
  readonly before: Replaced | undefined
}

/** Runs `fn` and what follows from it, all or nothing. `fn` may run again if the database asks for it. */
export function transact<T>(platform: Platform, fn: (unit: Unit<SoleWork>) => Promise<T>): Promise<T> {
  return run(platform, false, begin => {
    const unit = begin()
    return fn({ ...unit, work: aloneIn(unit.work) })
  })
}

/** Several units of work side by side in one transaction, each begun by `begin`: all of them or none. */
export function transactTogether<T>(platform: Platform, fn: (begin: () => Unit) => Promise<T>): Promise<T> {
  return run(platform, true, fn)
}

async function run<T>(platform: Platform, shared: boolean, fn: (begin: () => Unit) => Promise<T>): Promise<T> {
  const now = platform.clock.now()
  const { value, happened, posted } = await platform.store.transact(async transaction => {
    const units: OpenUnit[] = []
    const value = await fn(() => {
      const unit = unitIn(platform, transaction, now, shared)
      units.push(unit)
      return unit
    })
    const drafts = await Promise.all(units.map(unit => unit.drafts()))
    return {
      value,
      happened: units.flatMap(unit => unit.happened),
      posted: post(platform, transaction, now, drafts.flat()),
    }
  }, shared)
  const committed = posted()
  if (committed.length > 0) platform.deliver(committed)
  if (platform.noted) happened.forEach(platform.noted)
  return value
}

interface OpenUnit extends Unit {
  readonly happened: readonly Happening[]
  /** All that is to be sent. */
  drafts(): Promise<Draft[]>
}

function unitIn(platform: Platform, transaction: Transaction, now: Date, shared: boolean): OpenUnit {
  const happened: Happening[] = []
  const notices: Promise<Draft[]>[] = []
  const own: Draft[] = []
  let acting: string | undefined
  const work: Work | SoleWork = {
    ...transaction,
    ...(!shared && { alone: true as const }),
    now,
    newId: () => platform.chance.id(now),
    newToken: () => platform.chance.token(),
    below: limit => platform.chance.below(limit),
    happened(event, isSo = Promise.resolve(true)) {
      // Begun at once: what the notices look up travels together with what the answer looks up.
      const drafted = noticesOf(work, platform.accounts, event)
      const noted = isSo.then(so => {
        if (so) happened.push(event)
        return so ? drafted : []
      })
      for (const begun of [drafted, noted]) begun.catch(() => undefined)
      notices.push(noted)
    },
  }
  return {
    work,
    post: draft => void own.push(draft),
    actsIn: (chatId, audience) => {
      acting = `${chatId} ${audience}`
    },
    happened,
    async drafts() {
      const noticed = (await Promise.all(notices)).flat()
      return [...own, ...noticed.filter(({ chatId, audience }) => `${chatId} ${audience}` !== acting)]
    },
  }
}

/** Writes the messages with the commit; the answer may be asked for once that is done. */
function post(platform: Platform, transaction: Transaction, now: Date, drafts: readonly Draft[]): () => Posted[] {
  if (drafts.length === 0) return () => []
  const posts = drafts.map((draft): Post => {
    const { view, choices, card } = split(draft)
    const { municipalityId, chatId, account, audience, priority, spot, toast, replaces, rings } = draft
    return {
      id: platform.chance.id(now),
      municipalityId,
      chatId,
      account,
      audience,
      priority,
      card,
      spot,
      view,
      choices,
      toast: toast ?? null,
      replaces: replaces?.messageId ?? null,
      rings: rings ?? false,
    }
  })
  let written: Row[] = []
  transaction.lastly(posting(posts, platform.processId, now), rows => (written = rows))
  return () => {
    const ours = new Map(written.filter(row => row.delivery === 'sending').map(row => [row.id, row]))
    return posts.flatMap(({ id, view }, at): Posted[] => {
      const draft = drafts[at]
      const row = ours.get(id)
      return draft && row ? [{ id, draft, view, before: (row.before as Replaced | null) ?? undefined }] : []
    })
  }
}

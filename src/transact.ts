// SPDX-License-Identifier: AGPL-3.0-or-later
// One unit of work: one transaction, one instant. What commands note becomes messages for everyone concerned in the
// same transaction, and no network is awaited inside. Delivery begins once it is committed.
import type { Account, Audience, View } from './channel.ts'
import { type Post, posting } from './db/statements/posting.ts'
import type { Row, Store, Transaction } from './db/store.ts'
import type { Draft, Replaced } from './dialog/draft.ts'
import { noticesOf } from './dialog/notices/index.ts'
import { split } from './dialog/screen.ts'
import type { Happening } from './engine/happening.ts'
import type { Work } from './engine/work.ts'
import type { Chance, Clock } from './system.ts'

/** What every unit of work stands on. */
export interface Ground {
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
export interface Unit {
  readonly work: Work
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
export function transact<T>(ground: Ground, fn: (unit: Unit) => Promise<T>): Promise<T> {
  return run(ground, false, begin => fn(begin()))
}

/** Several units of work side by side in one transaction, each begun by `begin`: all of them or none. */
export function transactTogether<T>(ground: Ground, fn: (begin: () => Unit) => Promise<T>): Promise<T> {
  return run(ground, true, fn)
}

async function run<T>(ground: Ground, shared: boolean, fn: (begin: () => Unit) => Promise<T>): Promise<T> {
  const now = ground.clock.now()
  const { value, happened, posted } = await ground.store.transact(async transaction => {
    const units: OpenUnit[] = []
    const value = await fn(() => {
      const unit = unitIn(ground, transaction, now, shared)
      units.push(unit)
      return unit
    })
    const drafts = await Promise.all(units.map(unit => unit.drafts()))
    return {
      value,
      happened: units.flatMap(unit => unit.happened),
      posted: post(ground, transaction, now, drafts.flat()),
    }
  }, shared)
  const committed = posted()
  if (committed.length > 0) ground.deliver(committed)
  if (ground.noted) happened.forEach(ground.noted)
  return value
}

interface OpenUnit extends Unit {
  readonly happened: readonly Happening[]
  /** All that is to be sent. */
  drafts(): Promise<Draft[]>
}

function unitIn(ground: Ground, transaction: Transaction, now: Date, shared: boolean): OpenUnit {
  const happened: Happening[] = []
  const notices: Promise<Draft[]>[] = []
  const own: Draft[] = []
  let acting: string | undefined
  const work: Work = {
    ...transaction,
    now,
    mustBeAlone() {
      if (shared) throw new Error('this cannot be done beside others')
    },
    newId: () => ground.chance.id(now),
    newToken: () => ground.chance.token(),
    below: limit => ground.chance.below(limit),
    happened(event, isSo = Promise.resolve(true)) {
      // Begun at once: what the notices look up travels together with what the answer looks up.
      const drafted = noticesOf(work, ground.accounts, event)
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
function post(ground: Ground, transaction: Transaction, now: Date, drafts: readonly Draft[]): () => Posted[] {
  if (drafts.length === 0) return () => []
  const posts = drafts.map((draft): Post => {
    const { view, choices } = split(draft.shown)
    const { municipalityId, chatId, account, audience, lane, place, toast, replaces, rings } = draft
    return {
      id: ground.chance.id(now),
      municipalityId,
      chatId,
      account,
      audience,
      lane,
      card: draft.shown.card ?? null,
      place,
      view,
      choices,
      toast: toast ?? null,
      replaces: replaces?.messageId ?? null,
      rings: rings ?? false,
    }
  })
  let written: Row[] = []
  transaction.lastly(posting(posts, ground.processId, now), rows => (written = rows))
  return () => {
    const ours = new Map(written.filter(row => row.delivery === 'sending').map(row => [row.id, row]))
    return posts.flatMap(({ id, view }, at): Posted[] => {
      const draft = drafts[at]
      const row = ours.get(id)
      return draft && row ? [{ id, draft, view, before: (row.before as Replaced | null) ?? undefined }] : []
    })
  }
}

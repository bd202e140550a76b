// SPDX-License-Identifier: AGPL-3.0-or-later
// One unit of work: one transaction, one instant. When the command is over, and not before, what it noted becomes
// messages for everyone concerned in the same transaction. No network is awaited inside. Delivery begins once all is
// committed.
import type { Account, Audience, View } from './channel.ts'
import { type Post, type Posted as PostedRow, posting, type StandingCard } from './db/statements/posting.ts'
import type { Store, Transaction } from './db/store.ts'
import type { Draft } from './dialog/draft.ts'
import { noticesOf } from './dialog/notices/index.ts'
import { split } from './dialog/stored-choices.ts'
import { noteAct } from './engine/audit.ts'
import type { Happening } from './engine/events.ts'
import type { Look, SoleWork, Work } from './engine/unit.ts'
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

/** A committed message that this process has claimed; those that wait for their turn in the chat are not told. */
export interface Posted {
  readonly id: string
  readonly draft: Draft
  readonly view: View
  /** The card of the same name that stands in the chat. */
  readonly before: StandingCard | undefined
}

/** Only looks: for pages and figures. No transaction is begun. */
export function look<T>(
  { store, clock }: Pick<Platform, 'store' | 'clock'>,
  fn: (look: Look) => Promise<T>,
): Promise<T> {
  const now = clock.now()
  return store.read((db, { ask, load }) => fn({ db, ask, load, now }))
}

/** Runs `fn` and what follows from it in a transaction of its own, all or nothing. */
export function transact<T>(platform: Platform, fn: (unit: Unit<SoleWork>) => Promise<T>): Promise<T> {
  return run(platform, false, (begin: () => OpenUnit<SoleWork>) => fn(begin()))
}

/** Several units of work side by side in one transaction, each begun by `begin`: all of them or none. */
export function transactTogether<T>(platform: Platform, fn: (begin: () => Unit) => Promise<T>): Promise<T> {
  return run(platform, true, fn)
}

async function run<T, Kind extends Work>(
  platform: Platform,
  shared: boolean,
  fn: (begin: () => OpenUnit<Kind>) => Promise<T>,
): Promise<T> {
  const now = platform.clock.now()
  const { value, happened, posted } = await platform.store.transact(async transaction => {
    const units: OpenUnit<Kind>[] = []
    const value = await fn(() => {
      const unit = unitIn<Kind>(platform, transaction, now, shared)
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

interface OpenUnit<Kind extends Work> extends Unit<Kind> {
  readonly happened: readonly Happening[]
  /** All that is to be sent, now that the command is over. */
  drafts(): Promise<Draft[]>
}

function unitIn<Kind extends Work>(
  platform: Platform,
  transaction: Transaction,
  now: Date,
  shared: boolean,
): OpenUnit<Kind> {
  const { accounts, chance } = platform
  const happened: Happening[] = []
  const own: Draft[] = []
  let acting: string | undefined
  const work: Work = {
    ...transaction,
    ...(!shared && { alone: true }),
    now,
    newId: () => chance.id(now),
    newToken: () => chance.token(),
    below: limit => chance.below(limit),
    happened: event => {
      happened.push(event)
      noteAct(work, event)
    },
  }
  return {
    work: work as Kind,
    post: draft => void own.push(draft),
    actsIn: (chatId, audience) => {
      acting = `${chatId} ${audience}`
    },
    happened,
    async drafts() {
      // Asked side by side: what the notices of one event look up travels with what the others do.
      const noticed = await Promise.all(
        happened.map(async event => {
          const notices = await noticesOf(work, accounts, event)
          // Asked of the one who has just written, beside the answer.
          if (event.type === 'move-asked') return notices
          return notices.filter(({ chatId, audience }) => `${chatId} ${audience}` !== acting)
        }),
      )
      return [...own, ...noticed.flat()]
    },
  }
}

/** Writes the messages with the commit; the answer may be asked for once that is done. */
function post(platform: Platform, transaction: Transaction, now: Date, drafts: readonly Draft[]): () => Posted[] {
  if (drafts.length === 0) return () => []
  const { chance, processId } = platform
  const posts = drafts.map((draft): Post => {
    const { view, choices, card } = split(draft)
    const { municipalityId, chatId, account, audience, priority, spot, toast, replaces, rings } = draft
    return {
      id: chance.id(now),
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
  let written: PostedRow[] = []
  const write = (rows: readonly Post[]) => posting(rows, processId, now)
  for (const each of posts) transaction.lastly(write, each, rows => (written = rows))
  return () => {
    const ours = new Map(written.filter(row => row.delivery === 'sending').map(row => [row.id, row]))
    return posts.flatMap(({ id, view }, at): Posted[] => {
      const draft = drafts[at]
      const row = ours.get(id)
      return draft && row ? [{ id, draft, view, before: row.before ?? undefined }] : []
    })
  }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// One unit of work: one transaction, one instant. What commands note becomes messages for everyone concerned in the
// same transaction, and no network is awaited inside. Delivery begins once it is committed.
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Account } from './channel.ts'
import { messages } from './db/schema.ts'
import type { Store } from './db/store.ts'
import type { Draft, Replaced } from './dialog/draft.ts'
import { noticesOf } from './dialog/notices.ts'
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
  /** This chat sees what it did in the answer, so notices leave it out. */
  actsIn(chatId: string): void
}

/** A committed message that this process holds; those that wait for their turn in the chat are not told. */
export interface Posted {
  readonly id: string
  readonly draft: Draft
  /** The card of the same name that stands in the chat. */
  readonly before: Replaced | undefined
}

/** Runs `fn` and what follows from it, all or nothing. `fn` may run again if the database asks for it. */
export async function transact<T>(ground: Ground, fn: (unit: Unit) => Promise<T>): Promise<T> {
  const now = ground.clock.now()
  const { value, happened, posted } = await ground.store.transact(async transaction => {
    const happened: Happening[] = []
    const notices: Promise<Draft[]>[] = []
    const drafts: Draft[] = []
    let actingChat: string | undefined
    const work: Work = {
      db: transaction.db,
      now,
      newId: () => ground.chance.id(now),
      newToken: () => ground.chance.token(),
      below: limit => ground.chance.below(limit),
      happened(event) {
        happened.push(event)
        // Begun at once: what the notices look up travels together with what the answer looks up.
        const drafted = noticesOf(work, ground.accounts, event)
        drafted.catch(() => undefined)
        notices.push(drafted)
      },
      lastly: transaction.lastly,
      attempt: fn => transaction.attempt(fn),
    }
    const value = await fn({
      work,
      post: draft => void drafts.push(draft),
      actsIn: chatId => {
        actingChat = chatId
      },
    })
    const noticed = (await Promise.all(notices)).flat()
    drafts.push(...noticed.filter(draft => draft.chatId !== actingChat))
    return { value, happened, posted: post(ground, work, drafts) }
  })
  const committed = posted()
  if (committed.length > 0) ground.deliver(committed)
  if (ground.noted) happened.forEach(ground.noted)
  return value
}

/** Writes the messages with the commit; the answer may be asked for once that is done. */
function post(ground: Ground, work: Work, drafts: readonly Draft[]): () => Posted[] {
  if (drafts.length === 0) return () => []
  const seen = new Set<string>()
  const rows = drafts.map(draft => {
    const first = !seen.has(draft.chatId)
    seen.add(draft.chatId)
    const { view, choices } = split(draft.shown)
    return {
      id: work.newId(),
      municipalityId: draft.municipalityId,
      chatId: draft.chatId,
      account: draft.account,
      lane: draft.lane,
      card: draft.shown.card ?? null,
      place: draft.place,
      view,
      choices,
      toast: draft.toast ?? null,
      menu: choices.length > 0 ? ('open' as const) : ('answered' as const),
      replaces: draft.replaces?.messageId ?? null,
      rings: draft.rings ?? false,
      delivery: first ? turn(draft.chatId) : ('queued' as const),
      heldBy: ground.processId,
      // By the database's clock, as all that processes must agree on.
      dueAt: sql`clock_timestamp()`,
      createdAt: work.now,
    }
  })
  work.lastly(db =>
    db
      .update(messages)
      .set({ menu: 'superseded' })
      .where(and(eq(messages.menu, 'open'), or(...drafts.map(superseded)))),
  )
  let inserted: Record<string, unknown>[] = []
  const returned = { id: messages.id, delivery: messages.delivery, before: predecessor() }
  work.lastly(
    db => db.insert(messages).values(rows).returning(returned),
    answered => (inserted = answered),
  )
  return () => {
    const answers = new Map(inserted.map(answer => [answer.id, answer]))
    return rows.flatMap((row, at): Posted[] => {
      const draft = drafts[at]
      const answer = answers.get(row.id)
      if (!draft || answer?.delivery !== 'sending') return []
      return [{ id: row.id, draft, before: (answer.before as Replaced | null) ?? undefined }]
    })
  }
}

/**
 * The card of the same name that stands in the chat before this message, if it has been delivered. The names are
 * written out: of a lone table drizzle leaves the name away, and then they would be the earlier one's own.
 */
function predecessor(): SQL {
  return sql`(
    select json_build_object('messageId', earlier.id, 'externalIds', earlier.external_ids,
      'photo', earlier.view -> 'photoId' is not null)
    from messages earlier where earlier.card = messages.card and earlier.chat_id = messages.chat_id
      and earlier.external_ids is not null order by earlier.position desc limit 1)`.as('before') as unknown as SQL
}

/** Held by us at once, which spares a claim, unless the chat still waits for an earlier message. */
function turn(chatId: string): SQL<'queued' | 'sending'> {
  return sql`case when exists (
    select 1 from messages earlier where earlier.chat_id = ${chatId} and earlier.delivery in ('queued', 'sending')
  ) then 'queued' else 'sending' end`
}

/** What is no longer the newest once this draft is there: the card of the same name, or the menu before. */
function superseded(draft: Draft): SQL | undefined {
  const { card } = draft.shown
  const replaced = draft.replaces && eq(messages.id, draft.replaces.messageId)
  if (card !== undefined) return or(and(eq(messages.chatId, draft.chatId), eq(messages.card, card)), replaced)
  if (draft.shown.rows.length === 0) return replaced ?? sql`false`
  return or(and(eq(messages.chatId, draft.chatId), isNull(messages.card)), replaced)
}

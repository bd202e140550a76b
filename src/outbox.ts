// SPDX-License-Identifier: AGPL-3.0-or-later
// Each message until it is delivered; in order per chat, in any number of processes.
//
// Modes of a message: queued (its chat still waits for an earlier one, or it is to be tried again at `dueAt`) ->
// sending (held by one process; at most the first of its chat) -> delivered | refused | unknown | skipped. A unit of
// work that finds its chat idle holds the message at once, so the usual answer needs no claim. What a process that no
// longer breathes was holding is freed by the others, or by itself when it comes back.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Channel, Delivery, Message, View } from './channel.ts'
import { messages } from './db/schema.ts'
import { rowsOf } from './db/rows.ts'
import type { Db, Store } from './db/store.ts'
import type { Log } from './log.ts'
import { pause } from './system.ts'
import type { Posted } from './transact.ts'

export interface Outbox {
  /** Takes over what a unit of work has committed. */
  deliver(posted: readonly Posted[]): void
  /** Looks for what is due and held by nobody; answers how many it found. */
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

/** A message in this process's hands. */
interface Held {
  readonly id: string
  readonly chatId: string
  readonly account: string
  readonly address: string
  readonly view: View
  readonly toast: string | null
  readonly card: string | null
  readonly rings: boolean
  readonly attempts: number
  readonly replaced: { readonly externalIds: readonly string[]; readonly photo: boolean } | null
  readonly replaces: string | null
  readonly strips: readonly string[] | undefined
}

interface Settled {
  readonly held: Held
  readonly delivery: 'delivered' | 'refused' | 'unknown' | 'queued' | 'skipped'
  readonly externalIds: readonly string[] | null
  readonly error: string | null
  readonly dueInMs: number
  readonly closes: boolean
}

/** Silent for this long, a process has died; it says that it breathes four times as often. */
export const silentAfterMs = 4000
const mostUnknowns = 2
const mostAttempts = 8
const sweepAtOnce = 50

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
  const lanes = new Map<string, Promise<void>>()
  let settling: Settled[] = []
  let settlingNow: Promise<void> | undefined
  let stopped = false

  const track = (task: Promise<void>): void => {
    const safe = task.catch((error: unknown) => log.error('outbox', { error }))
    underWay.add(safe)
    void safe.then(() => underWay.delete(safe))
  }

  const sendHeld = async (held: Held): Promise<void> => {
    const channel = channels.get(held.account)
    if (!channel) return
    await lanes.get(held.account)
    const message = await messageOf(store, held)
    const delivery = await channel.send(message)
    watch.settled(held.account, delivery.outcome)
    if (delivery.outcome === 'later' && delivery.lane) {
      const waiting = pause(delivery.retryAfterMs)
      lanes.set(held.account, waiting)
    }
    settling.push(settlement(held, delivery))
    settlingNow ??= settleAll()
    await settlingNow
  }

  /** One statement for all that came in while the last one was on its way; then the next of those chats. */
  const settleAll = async (): Promise<void> => {
    while (settling.length > 0) {
      const batch = settling
      settling = []
      try {
        const next = await store.transact(async ({ db }) => {
          // Sent together: one round trip for both.
          const [, claimed] = await Promise.all([
            settle(db, batch),
            claim(
              db,
              processId,
              accountNames,
              batch.map(({ held }) => held.chatId),
              batch.length,
            ),
          ])
          return claimed
        })
        for (const held of next) track(sendHeld(held))
      } catch (error) {
        // Unsettled they stay held by us; the sweep asks again once the database is back.
        log.warn('outbox-unsettled', { count: batch.length, error })
        await pause(500)
        settling = [...batch, ...settling]
        if (stopped) break
      }
    }
    settlingNow = undefined
  }

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all([...underWay])
  }

  return {
    deliver(posted) {
      if (stopped) return
      for (const { id, draft, delivery } of posted) {
        if (delivery !== 'sending' || !channels.has(draft.account)) continue
        const { text, photoId, numberAnswers, rows } = draft.shown
        track(
          sendHeld({
            id,
            chatId: draft.chatId,
            account: draft.account,
            address: draft.address,
            view: {
              text,
              rows: rows.map(row => row.map(({ label, description }) => ({ label, description }))),
              photoId,
              numberAnswers,
            },
            toast: draft.toast ?? null,
            card: draft.shown.card ?? null,
            rings: draft.rings ?? false,
            attempts: 0,
            replaced: draft.replaces ?? null,
            replaces: draft.replaces?.messageId ?? null,
            strips: draft.strips,
          }),
        )
      }
    },
    async sweep() {
      if (stopped) return 0
      const due = await store.transact(({ db }) => claim(db, processId, accountNames, undefined, sweepAtOnce))
      for (const held of due) track(sendHeld(held))
      return due.length
    },
    async breathe() {
      await store.transact(async ({ db }) => {
        await db.execute(sql`
          insert into processes (id, seen_at) values (${processId}, clock_timestamp())
          on conflict (id) do update set seen_at = clock_timestamp()`)
        // The embedded engine has one process at a time: whoever else is listed is gone.
        const gone =
          store.engine === 'embedded'
            ? sql`id <> ${processId}`
            : sql`seen_at < clock_timestamp() - make_interval(secs => ${silentAfterMs / 1000})`
        await db.execute(sql`delete from processes where ${gone}`)
        await db.execute(sql`
          update messages set delivery = 'queued', held_by = null
          where delivery = 'sending' and held_by not in (select id from processes)`)
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
          .set({ delivery: 'queued', heldBy: null })
          .where(and(eq(messages.delivery, 'sending'), eq(messages.heldBy, processId)))
        await db.execute(sql`delete from processes where id = ${processId}`)
      })
    },
  }
}

/** Fills in what the message takes the place of, if the unit of work did not know it. */
async function messageOf(store: Store, held: Held): Promise<Message> {
  const { id, address, view, toast, strips } = held
  const message: Message = { id, address, view, toast: toast ?? undefined, strips }
  if (held.replaced) return { ...message, replaces: held.replaced }
  if (held.card === null && held.replaces === null) return message
  const before = await store.read(db => predecessor(db, held))
  if (!before) return message
  return held.rings
    ? { ...message, strips: [...(strips ?? []), ...before.externalIds] }
    : { ...message, replaces: before }
}

/** The message that was answered, or the card of the same name before this one, as it stands in the chat. */
async function predecessor(db: Db, held: Held): Promise<Held['replaced']> {
  const which =
    held.replaces !== null
      ? sql`earlier.id = ${held.replaces}`
      : sql`earlier.card = ${held.card} and earlier.chat_id = ${held.chatId}
            and earlier.position < (select position from messages where id = ${held.id})`
  const [row] = rowsOf<{ external_ids: string[]; photo: boolean }>(
    await db.execute(sql`
      select external_ids, view -> 'photoId' is not null as photo from messages earlier
      where ${which} and external_ids is not null order by position desc limit 1`),
  )
  return row ? { externalIds: row.external_ids, photo: row.photo } : null
}

function settlement(held: Held, delivery: Delivery): Settled {
  const base = { held, externalIds: null, error: null, dueInMs: 0, closes: false }
  const attempts = held.attempts + 1
  switch (delivery.outcome) {
    case 'delivered':
      return { ...base, delivery: 'delivered', externalIds: delivery.externalIds }
    case 'refused':
      return { ...base, delivery: 'refused', error: delivery.error, closes: delivery.closed }
    case 'later':
      if (attempts >= mostAttempts && !delivery.lane)
        return { ...base, delivery: 'refused', error: 'put off too often' }
      return { ...base, delivery: 'queued', dueInMs: delivery.retryAfterMs }
    case 'unknown':
      // There is no idempotency key: an order's message is sent once more, at the risk of standing there twice.
      if (attempts >= mostUnknowns) return { ...base, delivery: 'unknown', error: delivery.error }
      return { ...base, delivery: 'queued', error: delivery.error, dueInMs: 1000 }
  }
}

async function settle(db: Db, batch: readonly Settled[]): Promise<void> {
  const rows = batch.map(({ held, delivery, externalIds, error, dueInMs }) => ({
    id: held.id,
    delivery,
    external_ids: externalIds,
    error,
    due_in: dueInMs,
  }))
  const statements: PromiseLike<unknown>[] = [
    db.execute(sql`
      update messages set delivery = news.delivery, external_ids = news.external_ids, error = news.error,
        held_by = null, attempts = attempts + 1, settled_at = clock_timestamp(),
        due_at = case when news.due_in > 0 then clock_timestamp() + make_interval(secs => news.due_in / 1000.0) else due_at end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as news(id uuid, delivery text, external_ids text[], error text, due_in int)
      where messages.id = news.id`),
  ]
  const closed = batch.filter(each => each.closes).map(each => each.held.chatId)
  if (closed.length > 0) {
    statements.push(
      db.execute(sql`update chats set closed_at = clock_timestamp() where id in ${closed}`),
      db
        .update(messages)
        .set({ delivery: 'skipped' })
        .where(and(inArray(messages.chatId, closed), eq(messages.delivery, 'queued'))),
    )
  }
  await Promise.all(statements)
}

/**
 * Holds the first message of each chat that is due, replies first, unless one of that chat is on its way. Two
 * processes may look at once: the row lock lets one of them have it.
 */
async function claim(
  db: Db,
  processId: string,
  accounts: readonly string[],
  chatIds: readonly string[] | undefined,
  most: number,
): Promise<Held[]> {
  if (accounts.length === 0 || chatIds?.length === 0) return []
  const here = chatIds ? sql`and first.chat_id in ${[...new Set(chatIds)]}` : sql``
  const rows = rowsOf<Record<string, unknown>>(
    await db.execute(sql`
      with due as (
        select id from messages first
        where delivery = 'queued' and due_at <= clock_timestamp()
          and account in ${[...accounts]} ${here}
          and not exists (
            select 1 from messages earlier where earlier.chat_id = first.chat_id
              and earlier.delivery in ('queued', 'sending') and earlier.position < first.position)
        order by case lane when 'reply' then 0 else 1 end, position limit ${most}
        for update of first skip locked
      )
      update messages set delivery = 'sending', held_by = ${processId}
      from due, chats where messages.id = due.id and chats.id = messages.chat_id
      returning messages.id, messages.chat_id, messages.account, chats.address, messages.view, messages.toast,
        messages.card, messages.rings, messages.attempts, messages.replaces`),
  )
  return rows.map(row => ({
    id: row.id as string,
    chatId: row.chat_id as string,
    account: row.account as string,
    address: row.address as string,
    view: row.view as View,
    toast: row.toast as string | null,
    card: row.card as string | null,
    rings: row.rings as boolean,
    attempts: Number(row.attempts),
    replaced: null,
    replaces: row.replaces as string | null,
    // Known only to the process that answered; left standing, old buttons are recognised as old.
    strips: undefined,
  }))
}

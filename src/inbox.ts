// SPDX-License-Identifier: AGPL-3.0-or-later
// Each update once, one at a time per chat.
//
// Modes: `receive` runs an update in one unit of work. The row of the inbox belongs to that unit, so a failure takes
// it back and the update may come again. What fails is tried three times; then it is set aside with its error, the
// person gets an apology and a way on, and the chat moves on. While the database is away `receive` waits for it, so
// that a polling offset is not confirmed and a webhook is not answered before the update is safe; the person is told
// once.
import { and, eq, sql } from 'drizzle-orm'
import type { Incoming, Receipt } from './channel.ts'
import { inbox } from './db/schema.ts'
import { isUnavailable } from './db/failures.ts'
import { statement, type Value } from './db/prepared.ts'
import { answer } from './dialog/dialog.ts'
import { type About, aboutOf, type Menu, menuMeant, menuOf } from './dialog/menus.ts'
import { type ChatRow, chatOf, meet } from './engine/chats.ts'
import type { Work } from './engine/work.ts'
import type { Log } from './log.ts'
import { elapsedMs, pause } from './system.ts'
import { type Ground, transact } from './transact.ts'

export interface Inbox {
  /** Resolves when the update is safe: done, recognised as a repetition, or set aside. Rejects only when stopped. */
  receive(incoming: Incoming): Promise<Receipt>
  /** Runs again what was set aside. */
  replay(account: string, updateId: string): Promise<boolean>
  /** Refuses what comes from now on and resolves when what runs is done. */
  stop(): Promise<void>
}

export interface InboxWatch {
  received(account: string, outcome: 'done' | 'repeated' | 'set-aside', ms: number): void
}

const attempts = 3
/** After so many waits the person is told. */
const tellAfterWaits = 3
/** How long to wait for a database that is away, growing from the first to the last. */
const waitsMs = [100, 200, 400, 800, 1600, 2000]

export function openInbox(ground: Ground, log: Log, watch: InboxWatch, tellAway: (incoming: Incoming) => void): Inbox {
  /** Chats that know of the present outage. */
  const told = new Set<string>()
  const queues = new Map<string, Promise<unknown>>()
  const stopping = new AbortController()

  /** In this process a chat's updates follow one another in the order of their arrival; the row lock does the rest. */
  const inTurn = <T>(key: string, fn: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(key) ?? Promise.resolve()).then(fn, fn)
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    queues.set(key, settled)
    void settled.then(() => {
      if (queues.get(key) === settled) queues.delete(key)
    })
    return turn
  }

  const run = async (incoming: Incoming, again: boolean): Promise<Receipt> => {
    const begun = elapsedMs()
    let waits = 0
    for (let attempt = 1; ;) {
      try {
        const receipt = await transact(ground, async ({ work, post, actsIn }) => {
          const arrived = await arrival(work, ground, incoming, again)
          if (!arrived) return { fresh: false }
          const { chat, menu } = arrived
          const { toast, drafts, audience } = await answer(work, ground.accounts, chat, menu, incoming.input)
          actsIn(chat.id, audience)
          drafts.forEach(post)
          return { fresh: true, toast }
        })
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
          await setAside(ground, incoming, error)
          watch.received(incoming.account, 'set-aside', elapsedMs() - begun)
          return { fresh: true }
        } else log.warn('update-again', { account: incoming.account, update: incoming.updateId, error })
      }
    }
  }

  return {
    receive(incoming) {
      if (stopping.signal.aborted) return Promise.reject(new Error('the inbox is closed'))
      return inTurn(keyOf(incoming), () => run(incoming, false))
    },
    async replay(account, updateId) {
      const [row] = await ground.store.read(db =>
        db
          .select()
          .from(inbox)
          .where(and(eq(inbox.account, account), eq(inbox.updateId, updateId), sql`${inbox.incoming} is not null`)),
      )
      if (!row) return false
      return (await run(row.incoming as Incoming, true)).fresh
    },
    async stop() {
      stopping.abort()
      await Promise.all(queues.values())
    },
  }
}

function keyOf({ account, from }: Incoming): string {
  return `${account} ${from.address}`
}

/**
 * Recognises a repetition, locks the chat, and finds the menu that the input is about. In one statement: the update's
 * row first, so that a repetition waits for the first delivery to end and then does not touch the chat. A menu seen as
 * it was before another process changed it does no harm: a commit is taken by compare-and-set.
 */
function arriving(about: About) {
  type Names = 'account' | 'update' | 'address' | 'aliases' | 'now' | 'closes' | 'again' | 'key'
  return statement((value: Value<Names>) => {
    const now = sql`${value('now')}::timestamptz`
    return sql`
      with unseen as (
        insert into inbox (account, update_id, received_at) values (${value('account')}, ${value('update')}, ${now})
        on conflict do nothing returning 1 as arrived
      ), again as (
        update inbox set error = null, incoming = null
        where ${value('again')}::boolean and account = ${value('account')} and update_id = ${value('update')}
          and error is not null returning 1 as arrived
      ), fresh as (
        select arrived from unseen union all select arrived from again
      ), chat as (
        update chats set last_inbound_at = ${now}, closed_at = case when ${value('closes')}::boolean then ${now} end,
          aliases = case when aliases @> ${value('aliases')}::text[] then aliases
            else array(select unnest(aliases) union select unnest(${value('aliases')}::text[])) end
        where account = ${value('account')} and address = ${value('address')} and exists (select from fresh) returning *
      )
      select fresh.*, chat.*, people.name as person_name, municipalities.timezone, meant.*
      from fresh left join chat on true left join people on people.id = chat.person_id
      left join municipalities on municipalities.id = chat.municipality_id
      left join lateral (${menuMeant(about, sql`chat.id`, value('key'))}) meant on true`
  })
}

const arrivals = {
  tapped: arriving('tapped'),
  quoted: arriving('quoted'),
  newest: arriving('newest'),
  none: arriving('none'),
}

/** The chat of an update that is new, or was set aside and is done `again`, and the menu it is about. */
async function arrival(
  work: Work,
  ground: Ground,
  { account: name, updateId, from, input }: Incoming,
  again: boolean,
): Promise<{ chat: ChatRow; menu: Menu | undefined } | undefined> {
  const account = ground.accounts.get(name)
  if (!account) throw new Error(`no account ${name}`)
  const { about, key } = aboutOf(input)
  const closes = input.kind === 'closed'
  const { address, aliases = [] } = from
  const [row] = await work.ask(
    arrivals[about]({ account: name, update: updateId, address, aliases, now: work.now, closes, again, key }),
  )
  if (!row) return undefined
  if (row.id) return { chat: chatOf(row), menu: menuOf(row) }
  return {
    chat: await meet(work, {
      account: name,
      channel: account.channel,
      audience: account.audiences[0],
      ...from,
      aliases,
    }),
    menu: undefined,
  }
}

async function setAside(ground: Ground, incoming: Incoming, error: unknown): Promise<void> {
  const kind = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200)}` : 'unknown'
  await transact(ground, async ({ work, post, actsIn }) => {
    const arrived = await arrival(work, ground, incoming, false)
    if (!arrived) return
    const { chat } = arrived
    await work.db
      .update(inbox)
      .set({ error: kind, incoming })
      .where(and(eq(inbox.account, incoming.account), eq(inbox.updateId, incoming.updateId)))
    const { drafts, audience } = await answer(work, ground.accounts, chat, undefined, { kind: 'apology' })
    actsIn(chat.id, audience)
    drafts.forEach(post)
  })
}

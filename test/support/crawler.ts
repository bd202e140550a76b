// SPDX-License-Identifier: AGPL-3.0-or-later
// Walks through everything that can be tapped, so that a new screen is covered without being named here. Each way from
// one screen to another, and each thing a screen can do, is tapped a few times; on each new screen something is typed.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import type { StoredChoice } from '../../src/db/stored.ts'
import type { PaperPerson } from './paper.ts'

/** A message of ours as it is stored, with what stands on it. */
export interface StoredMenu {
  readonly id: string
  readonly position: number
  readonly screen: string
  readonly choices: readonly StoredChoice[]
  readonly menu: 'open' | 'superseded' | 'answered'
  readonly external: string | null
}

export interface Crawl {
  /** Names of the screens that were seen. */
  readonly screens: ReadonlySet<string>
  readonly taps: number
}

/** How often one way is gone: the next time it may lead elsewhere. */
const timesEachWay = 2
/** Takes a person out of everything. */
export const eraseAction = 'erase'
/** More than any walk has needed so far. */
const mostTaps = 600

/**
 * Taps until nothing is new, on each message the first choice or the last one first; where a screen leads no further,
 * types each of `typed` there once. `between` runs ahead of each tap.
 */
export async function crawl(
  store: Store,
  person: PaperPerson,
  typed: readonly string[],
  first: 'first' | 'last',
  between?: () => Promise<unknown>,
): Promise<Crawl> {
  const gone = new Map<string, number>()
  const heard = new Set<string>()
  /** Newest first. */
  const menus: StoredMenu[] = []
  let taps = 0
  for (; taps < mostTaps; taps++) {
    menus.unshift(...(await menusOf(store, person, menus[0]?.position)))
    const open = await openMenus(store, person)
    const count = (way: string): number => gone.get(way) ?? 0
    const ways = (some: readonly StoredMenu[]) =>
      some
        .flatMap(menu => (first === 'first' ? waysOf(menu, open) : waysOf(menu, open).toReversed()))
        .filter(({ way }) => count(way) < timesEachWay)
        .sort((a, b) => count(a.way) - count(b.way))[0]
    const [newest] = menus
    const next = ways(menus.slice(0, 1))
    if (!next && newest && !heard.has(newest.screen)) {
      heard.add(newest.screen)
      for (const text of typed) await person.says(text)
      continue
    }
    const older = next ?? ways(menus)
    if (!older) break
    gone.set(older.way, count(older.way) + 1)
    await between?.()
    await person.chooses(older.choice, older.external ?? undefined)
  }
  return { screens: new Set(menus.map(menu => menu.screen)), taps }
}

/** Every message of ours in this person's chat after a position, the newest first. */
export async function menusOf(store: Store, { account, address }: PaperPerson, after = 0): Promise<StoredMenu[]> {
  const rows = await store.read(db =>
    db.execute(sql`
      select messages.id, position, coalesce(messages.spot ->> 'screen', '') as screen, choices, choices_state as menu,
        external_ids[1] as external
      from messages join chats on chats.id = messages.chat_id
      where chats.account = ${account} and chats.address = ${address} and position > ${after} order by position desc`),
  )
  return rowsOf<StoredMenu & Record<string, unknown>>(rows)
}

async function openMenus(store: Store, { account, address }: PaperPerson): Promise<ReadonlySet<string>> {
  const rows = await store.read(db =>
    db.execute(sql`
      select messages.id from messages join chats on chats.id = messages.chat_id
      where chats.account = ${account} and chats.address = ${address} and choices_state = 'open'`),
  )
  return new Set(rowsOf<{ id: string }>(rows).map(row => row.id))
}

function waysOf({ id, screen, choices, external }: StoredMenu, open: ReadonlySet<string>) {
  return choices.flatMap(({ action, argument, effect }, index) => {
    // The way out ends every other: it is gone in the end, by somebody else.
    if (action === eraseAction) return []
    // What is no longer the newest message can be tapped, but orders nothing.
    if (effect === 'commit' && !open.has(id)) return []
    return [{ way: [screen, action, gist(argument), effect].join(' '), choice: `${id}:${index}`, external }]
  })
}

/** The screen that a link leads to, or a word such as `delivery`; amounts, times and ids make no new way. */
function gist(argument: unknown): string {
  if (typeof argument === 'string') return /^[a-z-]{1,20}$/.test(argument) ? argument : ''
  const to = (argument as { screen?: unknown } | null | undefined)?.screen
  return typeof to === 'string' ? to : ''
}

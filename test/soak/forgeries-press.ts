// SPDX-License-Identifier: AGPL-3.0-or-later
// Pressing what one should not, and looking whether anything came of it.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { languages, texts } from '../../src/text/text.ts'
import type { PaperPerson, PaperTown } from '../support/paper.ts'
import { canary } from './forgeries-walk.ts'

/** The answer to a second tap, in every language: there is no message beside it. */
const doneAlready = new Set<string>(
  languages.map(language => texts(language, 'Europe/Rome', new Date(0)).plain('done-already')),
)
const oldButton = new Set<string>(
  languages.map(language => texts(language, 'Europe/Rome', new Date(0)).plain('button-old')),
)
const batch = 500

interface Pressed {
  readonly presses: number
  readonly changed: number
  readonly unanswered: number
  /** Taps that were answered with anything but «an old button». */
  readonly recognised: number
}

/** Everybody presses at once, each one thing after another; what has changed is looked for in between. */
export async function press(
  store: Store,
  people: readonly PaperPerson[],
  all: readonly { readonly by: PaperPerson; readonly choice: string }[],
  say: (line: string) => void,
  own: readonly string[] = [],
): Promise<Pressed> {
  let [changed, unanswered, recognised] = [0, 0, 0]
  let before = await fingerprints(store, own)
  for (let from = 0; from < all.length; from += batch) {
    const part = all.slice(from, from + batch)
    const messagesBefore = await messageCount(store, people)
    let toastsOnly = 0
    await Promise.all(
      people.map(async person => {
        for (const { choice } of part.filter(each => each.by === person)) {
          const { toast } = await person.forges(choice, '1')
          if (toast !== undefined && doneAlready.has(toast)) toastsOnly++
          if (toast === undefined || !oldButton.has(toast)) recognised++
        }
      }),
    )
    const answers = (await messageCount(store, people)) - messagesBefore + toastsOnly
    if (answers < part.length) say(`${part.length} taps, ${answers} answers`)
    unanswered += Math.max(0, part.length - answers)
    const after = await fingerprints(store, own)
    const different = Object.keys(after).filter(table => after[table] !== before[table])
    if (different.length > 0) say(`changed: ${different.join(', ')}`)
    changed += different.length
    before = after
    if (from > 0 && from % 10_000 === 0) say(`${from} pressed`)
  }
  return { presses: all.length, changed, unanswered, recognised }
}

const guarded = [
  'orders',
  'order_lines',
  'order_events',
  'slots',
  'products',
  'shops',
  'municipalities',
  'roles',
  'invitations',
  'audit',
  'bags',
  'bag_lines',
] as const

/** Each table in one word. */
async function fingerprints(store: Store, without: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of guarded.filter(name => !without.includes(name))) {
    const rows = await store.read(db =>
      db.execute(
        sql`select md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as hash from ${sql.identifier(table)} t`,
      ),
    )
    found[table] = rowsOf<{ hash: string }>(rows)[0]?.hash ?? ''
  }
  return found
}

async function messageCount(store: Store, people: readonly PaperPerson[]): Promise<number> {
  const rows = await store.read(db =>
    db.execute(sql`
      select count(*)::int as count from messages join chats on chats.id = messages.chat_id
      where priority = 'reply' and ${amongChats(people)}`),
  )
  return rowsOf<{ count: number }>(rows)[0]?.count ?? 0
}

function amongChats(people: readonly PaperPerson[]) {
  return sql`(chats.account, chats.address) in (${sql.join(
    people.map(person => sql`(${person.account}, ${person.address})`),
    sql`, `,
  )})`
}

/** Reads all that is shown to these people from now on; answers how often a secret was in it. */
export function listenForLeaks(
  town: PaperTown,
  people: readonly PaperPerson[],
  secrets: RegExp,
  say: (line: string) => void,
): () => number {
  let leaks = 0
  for (const { account, address } of people) {
    const channel = account === town.staff.account.name ? town.staff : town.citizens
    channel.heard.set(address, ({ text, labels, toast }) => {
      const found = secrets.exec([text, toast ?? '', ...labels].join(' '))
      if (!found) return
      leaks++
      if (leaks <= 3) say(`${address} was shown «${found[0]}»: ${text}`)
    })
  }
  return () => leaks
}

/** What only its owner may read: the names and notes with a canary, orders' codes, the tokens of invitations. */
export async function secretsOf(store: Store, town: PaperTown): Promise<RegExp> {
  const rows = rowsOf<{ code: string }>(await store.read(db => db.execute(sql`select code from orders`)))
  // Tokens stand in no row: only who was shown one has it.
  const shown = [...town.staff.chats.values()].flat().flatMap(({ text }) => text.match(/\bi-[\w-]{27}/g) ?? [])
  if (shown.length === 0) throw new Error('no invitation was shown')
  const secrets = [...rows.map(({ code }) => code), ...shown].map(text => text.replaceAll(/[^\w]/g, String.raw`\$&`))
  return new RegExp([canary, ...secrets].join('|'))
}

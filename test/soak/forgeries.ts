// SPDX-License-Identifier: AGPL-3.0-or-later
// Callback data is only a number and a place in it: whoever sends somebody else's, an old one or a made-up one moves
// nothing, learns nothing, and is answered all the same.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { audiences } from '../../src/dialog/audience.ts'
import { languages, texts } from '../../src/text/text.ts'
import { crawl, menusOf } from '../support/crawler.ts'
import { type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { forged } from './forging.ts'
import { exactly, type Figure, type Proof, type Run, sum, told } from './proof.ts'

const sizes = {
  quick: { choices: 60, stale: 200, fuzzed: 2000 },
  full: { choices: Infinity, stale: Infinity, fuzzed: 100_000 },
}
/** The answer to a second tap, in every language: there is no message beside it. */
const doneAlready = new Set<string>(
  languages.map(language => texts(language, 'Europe/Rome', new Date(0)).plain('done-already')),
)
const oldButton = new Set<string>(
  languages.map(language => texts(language, 'Europe/Rome', new Date(0)).plain('button-old')),
)
/** Stands in every name, note and address that others must not see. */
const canary = 'CANARINO'
/** Shown only when something of ours fails. */
const unwalked = new Set(['apology'])
const batch = 500

const withoutChat = {
  file: 'src/dialog/menus.ts',
  from: 'from messages where chat_id = ${chatId} and id = ${id ?? null}::uuid`',
  to: 'from messages where id = ${id ?? null}::uuid`',
}

export const forgeries: Proof = {
  name: 'forgeries',
  promise: 'forged, stolen and old buttons change nothing, tell nothing, and are answered',
  run: run =>
    withStore(async store => {
      const town = await paperTown(store, [
        plainTown('vittima', [
          { slug: 'forno', stock: 500, allWays: true, products: 14 },
          { slug: 'vuoto', products: 0 },
        ]),
        plainTown('altrove', [{ slug: 'lontano', products: 0 }]),
      ])
      try {
        return await forge(store, town, run)
      } finally {
        await town.close()
      }
    }),
  faults: [
    {
      name: 'a choice is looked up without its chat',
      mutations: [withoutChat],
      reddens: 'choices of others that were recognised',
    },
    {
      name: 'neither its chat nor the right to move an order is looked at',
      mutations: [
        withoutChat,
        {
          file: 'src/engine/orders/moving.ts',
          from: "if (by.actor === 'clock') return undefined",
          to: 'return undefined',
        },
      ],
      reddens: 'tables changed by somebody else',
    },
    {
      name: 'neither its chat nor the right to read an order is looked at',
      mutations: [
        withoutChat,
        {
          file: 'src/engine/orders/reading.ts',
          from: "if (reader.as === 'notices') return undefined",
          to: 'return undefined',
        },
      ],
      reddens: "answers that show what is others'",
    },
    {
      name: 'an old button orders again',
      mutations: [
        {
          file: 'src/dialog/menus.ts',
          from: ".where(and(eq(messages.id, id), eq(messages.menu, 'open')))",
          to: '.where(eq(messages.id, id))',
        },
      ],
      reddens: 'tables changed by old buttons',
    },
  ],
}

async function forge(store: Store, town: PaperTown, { size, random, say }: Run): Promise<Figure[]> {
  const owners = await peopleOf(town)
  const walked = await walk(store, town, owners, say)
  if (walked.missing.length > 0) say(`not walked: ${walked.missing.join(', ')}`)

  const choices = (await Promise.all(owners.map(owner => choicesOf(store, owner)))).flat()
  const intruders = [
    town.citizen('Altro cittadino'),
    town.citizen('Ancora un altro'),
    await town.shopkeeper('Altra negoziante', 'vittima', 'vuoto'),
    await town.operator('Altro comune', 'altrove'),
    // The same people, in the other bot.
    ...owners.slice(0, 1).map(owner => town.as(owner, 'staff')),
    ...owners.slice(1).map(owner => town.as(owner, 'citizen')),
  ]
  const strangers = Array.from({ length: 8 }, (_, at) => town.visitor(`Passante ${at}`))
  intruders.push(...strangers.slice(0, 1))
  for (const intruder of [...intruders, ...strangers]) await intruder.says('/start')

  const tried = random.shuffle(choices).slice(0, sizes[size].choices)
  const leaks = listenForLeaks(town, [...intruders, ...strangers], await secretsOf(store), say)
  const stolen = await press(
    store,
    intruders,
    tried.flatMap(choice => intruders.map(by => ({ by, choice: choice.wire }))),
    say,
  )
  const made = Array.from({ length: sizes[size].fuzzed }, () => ({
    // Mostly by those to whom little is shown: it is the looking up that is tried.
    by: random.below(4) === 0 ? random.pick(intruders) : random.pick(strangers),
    choice: forged(random, random.pick(choices).wire),
  }))
  const fuzzed = await press(store, [...new Set([...intruders, ...strangers])], made, say)
  const leaked = leaks()

  // All orders come to their end; then everybody taps their own old buttons.
  town.clock.forward(10 * 24 * 3600_000)
  while ((await town.app.sweep()) > 0) await town.app.idle()
  await town.app.idle()
  const old = (await Promise.all(owners.map(owner => choicesOf(store, owner)))).flat().filter(isOver)
  const stale = await press(
    store,
    owners,
    random
      .shuffle(old)
      .slice(0, sizes[size].stale)
      .map(({ owner, wire }) => ({ by: owner, choice: wire })),
    say,
    ['bags', 'bag_lines'],
  )
  return [
    told('screens walked', walked.screens),
    exactly('screens that nobody walked', walked.missing.length, 0),
    told('choices stored on the way', choices.length),
    told('choices tried by others', stolen.presses),
    told('made-up callback data', fuzzed.presses),
    told('old buttons tried by their owners', stale.presses),
    exactly('choices of others that were recognised', stolen.recognised + fuzzed.recognised, 0),
    exactly('tables changed by somebody else', stolen.changed + fuzzed.changed, 0),
    exactly('tables changed by old buttons', stale.changed, 0),
    exactly("answers that show what is others'", leaked, 0),
    exactly('taps without an answer', stolen.unanswered + fuzzed.unanswered + stale.unanswered, 0),
    exactly('updates set aside', await setAside(store), 0),
  ]
}

/** Whose buttons are stolen: a citizen, somebody who keeps a shop, somebody of the town hall. */
async function peopleOf(town: PaperTown): Promise<[PaperPerson, PaperPerson, PaperPerson]> {
  return [
    town.citizen(`${canary} Anna`),
    await town.shopkeeper(`${canary} Marco`, 'vittima', 'forno'),
    await town.operator(`${canary} Olga`, 'vittima'),
  ]
}

async function walk(
  store: Store,
  town: PaperTown,
  [citizen, keeper, operator]: [PaperPerson, PaperPerson, PaperPerson],
  say: (line: string) => void,
) {
  const seen = { citizen: new Set<string>(), staff: new Set<string>() }
  const typed = [`${canary} via Prova 1, 21099 Paese`, '3']
  const walks = async (person: PaperPerson, audience: 'citizen' | 'staff', first: 'first' | 'last'): Promise<void> => {
    const { screens, taps } = await crawl(store, person, typed, first)
    say(`${person.name} walked ${taps} taps: ${[...screens].join(' ')}`)
    for (const name of screens) seen[audience].add(name)
    // Whoever taps everything ends up with another language and a closed shop.
    await store.transact(async ({ db }) => {
      await db.execute(sql`update chats set language = 'it'`)
      await db.execute(sql`update shops set paused_until = null`)
    })
  }
  const missing = (audience: 'citizen' | 'staff'): string[] =>
    [...audiences[audience].screens.keys()]
      .filter(name => !unwalked.has(name) && !seen[audience].has(name))
      .map(name => `${audience} ${name}`)
  const newcomer = town.citizen(`${canary} Nuova`)
  await newcomer.says('/start')
  await walks(newcomer, 'citizen', 'first')
  const stranger = town.visitor(`${canary} Chi`)
  await stranger.says('/start')
  await walks(stranger, 'staff', 'first')
  for (const [round, first] of rounds.entries()) {
    // What one comes to depends on what the taps before have left behind: once or twice more, if need be.
    if (round > 1 && missing('staff').length === 0) break
    await citizen.says('/start s-forno')
    await citizen.taps('Pane', 'Michetta 1', '2 pezzi', 'La mia busta', 'Modifica', 'Michetta 1', 'Aggiungi una nota')
    await walks(citizen, 'citizen', first)
    // Orders for the shopkeeper to answer.
    for (let order = 0; order < 3; order++) {
      await citizen.says('/start s-forno')
      await citizen.taps(
        'Pane',
        'Michetta 1',
        '1 pezzo',
        'La mia busta',
        'Come la vuoi',
        'Passo',
        'oggi',
        "Invia l'ordine",
      )
    }
    await walks(keeper, 'staff', first)
    await walks(operator, 'staff', first)
  }
  // The shop has just run out of what is in the bag.
  await citizen.says('/start s-forno')
  await citizen.taps('Pane', 'Michetta 0', '3 pezzi')
  await store.transact(({ db }) =>
    Promise.resolve(db.execute(sql`update products set stock = 1 where stock is not null`)),
  )
  await citizen.taps('La mia busta')
  await walks(citizen, 'citizen', 'first')
  return { screens: seen.citizen.size + seen.staff.size, missing: [...missing('citizen'), ...missing('staff')] }
}

const rounds = ['first', 'last', 'first', 'last'] as const

interface OwnedChoice {
  readonly owner: PaperPerson
  readonly wire: string
  readonly effect: string
  readonly menu: string
}

async function choicesOf(store: Store, owner: PaperPerson): Promise<OwnedChoice[]> {
  const menus = await menusOf(store, owner)
  return menus.flatMap(({ id, choices, menu }) =>
    choices.map(({ effect }, index) => ({ owner, wire: `${id}:${index}`, effect, menu })),
  )
}

/** What its owner may no longer do: commit from what is not the present message, change from one that was answered. */
function isOver({ effect, menu }: OwnedChoice): boolean {
  return effect === 'view' || menu === 'answered' || (effect === 'commit' && menu !== 'open')
}

interface Pressed {
  readonly presses: number
  readonly changed: number
  readonly unanswered: number
  /** Taps that were answered with anything but «an old button». */
  readonly recognised: number
}

/** Everybody presses at once, each one thing after another; what has changed is looked for in between. */
async function press(
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
      where lane = 'reply' and ${amongChats(people)}`),
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
function listenForLeaks(
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
async function secretsOf(store: Store): Promise<RegExp> {
  const rows = await store.read(db =>
    db.execute(sql`
      select code as secret from orders
      union select messages.place -> 'state' ->> 'token' from messages where messages.place ->> 'screen' = 'invitation'`),
  )
  const secrets = rowsOf<{ secret: string }>(rows).map(row => row.secret.replaceAll(/[^\w]/g, String.raw`\$&`))
  return new RegExp([canary, ...secrets].join('|'))
}

async function setAside(store: Store): Promise<number> {
  const rows = await store.read(db => db.execute(sql`select count(*)::int as count from inbox where error is not null`))
  return sum(rowsOf<{ count: number }>(rows).map(row => row.count))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Whose buttons are stolen, and the walk on which they are collected: over every screen there is.
import { sql } from 'drizzle-orm'
import { roles } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { audiences } from '../../src/dialog/audience.ts'
import { crawl } from '../support/crawler.ts'
import type { PaperPerson, PaperTown } from '../support/paper.ts'

/** Stands in every name, note and address that others must not see. */
export const canary = 'CANARINO'
/** Shown only when something of ours fails. */
const unwalked = new Set(['apology'])

/** Whose buttons are stolen: a citizen, somebody who keeps a shop, somebody of the town hall. */
export async function peopleOf(town: PaperTown): Promise<[PaperPerson, PaperPerson, PaperPerson]> {
  return [
    town.citizen(`${canary} Anna`),
    await town.shopkeeper(`${canary} Marco`, 'vittima', 'forno'),
    await town.operator(`${canary} Olga`, 'vittima'),
  ]
}

/**
 * Everybody walks over everything, spoken to in a language; answers which screens nobody came to. Those of `elsewhere`
 * are not waited for.
 */
export async function walk(
  store: Store,
  town: PaperTown,
  [citizen, keeper, operator]: [PaperPerson, PaperPerson, PaperPerson],
  say: (line: string) => void,
  language = 'it',
  elsewhere: readonly string[] = [],
) {
  // Whoever taps everything changes the language as well.
  const speak = async (words: string): Promise<void> => {
    await store.transact(({ db }) => Promise.resolve(db.execute(sql`update chats set language = ${words}`)))
  }
  const between = language === 'it' ? undefined : () => speak(language)
  const seen = { citizen: new Set<string>(), staff: new Set<string>() }
  // What nobody understands comes first: after a list there is always a question open.
  const typed = ['boh', 'a che ora chiudete?', `${canary} via Prova 1, 21099 Paese`, '3']
  const walks = async (person: PaperPerson, audience: 'citizen' | 'staff', first: 'first' | 'last'): Promise<void> => {
    const { screens, taps } = await crawl(store, person, typed, first, between)
    say(`${person.name} walked ${taps} taps: ${[...screens].join(' ')}`)
    for (const name of screens) seen[audience].add(name)
    // Whoever taps everything ends up with another language and a closed shop.
    await speak('it')
    await store.transact(({ db }) => Promise.resolve(db.execute(sql`update shops set paused_until = null`)))
  }
  const missing = (audience: 'citizen' | 'staff'): string[] =>
    [...audiences[audience].screens.keys()]
      .filter(name => !unwalked.has(name) && !elsewhere.includes(name) && !seen[audience].has(name))
      .map(name => `${audience} ${name}`)
  const newcomer = town.citizen(`${canary} Nuova`)
  await newcomer.says('/start')
  await walks(newcomer, 'citizen', 'first')
  const stranger = town.visitor(`${canary} Chi`)
  await stranger.says('/start')
  await walks(stranger, 'staff', 'first')
  const held = await store.read(db => db.select().from(roles))
  for (const [round, first] of rounds.entries()) {
    // What one comes to depends on what the taps before have left behind: once or twice more, if need be.
    if (round > 1 && missing('staff').length === 0) break
    await welcome(store, held)
    await citizen.says('/start s-forno')
    await citizen.taps('Pane', 'Michetta 1', '2 pezzi', 'La mia busta', 'Modifica', 'Michetta 1', 'Aggiungi una nota')
    await walks(citizen, 'citizen', first)
    await welcome(store, held)
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
    // Further in than a walk of two taps each way comes by itself.
    await keeper.taps('Rifiuta', 'Altro…', 'Indietro', 'Indietro', 'Con modifiche', 'Michetta 1')
    await walks(keeper, 'staff', first)
    await walks(operator, 'staff', first)
  }
  await welcome(store, held)
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

/** Whoever taps everything gives up roles, turns people away, and has as many live orders as one may: there is room again for a few. */
async function welcome(store: Store, held: readonly (typeof roles.$inferSelect)[]): Promise<void> {
  await store.transact(async ({ db }) => {
    if (held.length > 0)
      await db
        .insert(roles)
        .values([...held])
        .onConflictDoNothing()
    await db.execute(sql`delete from shop_refusals`)
    await db.execute(sql`
      update orders set state = 'fulfilled', ended_at = now() where id in (
        select id from orders where ended_at is null order by placed_at desc, id offset 4)`)
  })
}

const rounds = ['first', 'last', 'first', 'last'] as const

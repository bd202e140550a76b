// SPDX-License-Identifier: AGPL-3.0-or-later
// Screens that no tap alone leads to: they need a second chat, or an account that waits for a telephone.
import type { Store } from '../../src/db/store.ts'
import { pause } from '../../src/system.ts'
import { eraseAction, menusOf, type StoredMenu } from '../support/crawler.ts'
import type { PaperChannel, PaperPerson } from '../support/paper.ts'

/** An account waits for a telephone: operators are told, and shown what it needs. */
export async function showPairing(
  store: Store,
  account: PaperChannel,
  operators: readonly PaperPerson[],
): Promise<void> {
  account.state = { ok: false, detail: 'not paired', pairing: { qr: '2@qr,code', code: 'ABCD-1234' } }
  for (const operator of operators) {
    await pause(0)
    await follows(store, operator, ({ argument }) => leadsTo(argument) === 'pairing')
  }
  account.state = { ok: true, detail: 'paper' }
}

/** Each chat joins the other one and is parted from it again, by all the screens on the way. */
export async function linkBothWays(store: Store, one: PaperPerson, other: PaperPerson): Promise<void> {
  for (const [shows, types] of [
    [one, other],
    [other, one],
  ] as const) {
    await shows.says('collega')
    await follows(store, shows, ({ action }) => action === 'code')
    await types.says(/k-[2-9A-Z]{8}/.exec(shows.sees())?.[0] ?? 'no code')
    await follows(store, types, ({ action }) => action === 'yes')
    await chooseNumber(store, shows, types)
    if (numberIn(shows)) await chooseNumber(store, types, shows)
    await shows.says('collega')
    await follows(store, shows, ({ argument }) => leadsTo(argument) === 'link-undo')
    await follows(store, shows, ({ action }) => action === 'yes')
  }
}

/** Somebody new in each chat says stop, and somebody else has everything erased. */
export async function leaveForGood(
  store: Store,
  stopping: readonly PaperPerson[],
  leaving: readonly PaperPerson[],
): Promise<void> {
  for (const person of stopping) await person.says('stop')
  for (const person of leaving) {
    await person.says('cancellami')
    await follows(store, person, ({ action }) => action === eraseAction)
  }
}

function numberIn(person: PaperPerson): number {
  return Number(/\b\d\d\b/.exec(person.sees())?.[0] ?? 0)
}

async function chooseNumber(store: Store, chooses: PaperPerson, shows: PaperPerson): Promise<void> {
  const number = numberIn(shows)
  await follows(store, chooses, ({ action, argument }) => action === 'number' && argument === number)
}

/** Taps the newest choice of such a kind, waiting for it a little. */
async function follows(
  store: Store,
  person: PaperPerson,
  fits: (choice: StoredMenu['choices'][number]) => boolean,
): Promise<void> {
  for (let waits = 0; waits < 100; waits++) {
    for (const menu of await menusOf(store, person)) {
      const index = menu.choices.findIndex(fits)
      if (index >= 0) return person.chooses(`${menu.id}:${index}`, menu.external ?? undefined)
    }
    await pause(100)
  }
  throw new Error(`nothing like ${String(fits)} for ${person.name} on ${person.account}`)
}

function leadsTo(argument: unknown): unknown {
  return (argument as { screen?: unknown } | null | undefined)?.screen
}

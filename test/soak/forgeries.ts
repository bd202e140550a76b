// SPDX-License-Identifier: AGPL-3.0-or-later
// Callback data is only a number and a place in it: whoever sends somebody else's, an old one or a made-up one moves
// nothing, learns nothing, and is answered all the same.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { menusOf } from '../support/crawler.ts'
import type { PaperPerson } from '../support/paper.ts'
import { listenForLeaks, press, secretsOf } from './forgeries-press.ts'
import { forged } from './forging.ts'
import { exactly, type Figure, type Proof, type Run, sum, told } from './proof.ts'
import { type WalkedTown, withWalkedTown } from './views-walk.ts'

const sizes = {
  quick: { choices: 80, stale: 200, fuzzed: 2000 },
  full: { choices: Infinity, stale: Infinity, fuzzed: 100_000 },
}
export const forgeries: Proof = {
  name: 'forgeries',
  promise: 'forged, stolen and old buttons change nothing, tell nothing, and are answered',
  run: run =>
    run.walked
      ? forge(run.walked, run)
      : withWalkedTown({ telegram: ['it'], whatsapp: [], hostile: false }, run.say, walked => forge(walked, run)),
  faults: [
    {
      name: 'a choice is looked up without its chat',
      plants: ['a tapped menu is looked up without its chat'],
      reddens: 'choices of others that were recognised',
    },
    {
      name: 'neither its chat nor the right to move an order is looked at',
      plants: [
        'a tapped menu is looked up without its chat',
        'whoever answers an order passes for one who may',
        'whoever declines an order passes for one who may',
        'whoever calls an order off passes for one who may',
      ],
      reddens: 'tables changed by somebody else',
    },
    {
      name: 'neither its chat nor the right to read an order is looked at',
      plants: [
        'a tapped menu is looked up without its chat',
        'whoever asks is shown an order',
        'whoever asks is shown the history of an order',
      ],
      reddens: "answers that show what is others'",
    },
    {
      name: 'an old button orders again',
      plants: ['commits are not compared'],
      reddens: 'tables changed by old buttons',
    },
  ],
}

async function forge(walked: WalkedTown, { size, random, say }: Run): Promise<Figure[]> {
  const { store, town, owners } = walked
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

  const tried = spread(random.shuffle(choices)).slice(0, sizes[size].choices)
  const leaks = listenForLeaks(town, [...intruders, ...strangers], await secretsOf(store, town), say)
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
    spread(random.shuffle(old))
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

interface OwnedChoice {
  readonly owner: PaperPerson
  readonly wire: string
  /** The screen that it stands on. */
  readonly screen: string
  readonly effect: string
  readonly menu: string
}

async function choicesOf(store: Store, owner: PaperPerson): Promise<OwnedChoice[]> {
  const menus = await menusOf(store, owner)
  return menus.flatMap(({ id, screen, choices, menu }) =>
    choices.map(({ effect }, index) => ({ owner, wire: `${id}:${index}`, screen, effect, menu })),
  )
}

/** One of each screen and effect first, then a second of each: so that a few show what all would. */
function spread(choices: readonly OwnedChoice[]): OwnedChoice[] {
  const seen = new Map<string, number>()
  const ranked = choices.map(choice => {
    const group = `${choice.screen} ${choice.effect}`
    const rank = seen.get(group) ?? 0
    seen.set(group, rank + 1)
    return { choice, rank }
  })
  return ranked.sort((one, other) => one.rank - other.rank).map(({ choice }) => choice)
}

/** What its owner may no longer do: commit from what is not the present message, change from one that was answered. */
function isOver({ effect, menu }: OwnedChoice): boolean {
  return effect === 'view' || menu === 'answered' || (effect === 'commit' && menu !== 'open')
}

async function setAside(store: Store): Promise<number> {
  const rows = await store.read(db => db.execute(sql`select count(*)::int as count from inbox where error is not null`))
  return sum(rowsOf<{ count: number }>(rows).map(row => row.count))
}

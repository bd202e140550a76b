// SPDX-License-Identifier: AGPL-3.0-or-later
// Two shopkeepers answer one order at once, through the whole conversation; and three who end one at once.
import { type PaperPerson, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { exactly, type Figure, type Proof, type Run, told } from './proof.ts'
import { eventsOf, placed } from './staff-orders.ts'
import { threes } from './staff-threes.ts'

const sizes = { quick: { pairs: 24, threes: 60 }, full: { pairs: 500, threes: 1000 } }
const counters = 4

export const staff: Proof = {
  name: 'staff',
  promise: 'two who answer one order at once: one does, the other is told; seats and stock go back once',
  run: async run => [...(await pairs(run)), ...(await threes(sizes[run.size].threes, run))],
  faults: [
    {
      name: 'a move no longer looks at the state it starts from',
      plants: ['an order moves from any state'],
      reddens: 'moves that the life of an order does not know',
    },
    {
      name: 'the seats of an order are read without locking it',
      plants: ['rows are read without being locked'],
      reddens: 'slots whose count is not that of their orders',
    },
  ],
}

// ------------------------------------------------------------------ two shopkeepers

type Answer = 'accept' | 'decline' | 'propose'
/** What is tapped on the way to the last tap, and that last one. */
const ways: Record<Answer, { readonly before: readonly string[]; readonly last: string }> = {
  accept: { before: [], last: 'Accetta' },
  decline: { before: ['Rifiuta'], last: 'Finito' },
  propose: { before: ['Altro orario'], last: '' },
}

async function pairs({ size, random, say }: Run): Promise<Figure[]> {
  const races = sizes[size].pairs
  return withStore(async store => {
    const slugs = Array.from({ length: counters }, (_, at) => `banco-${at}`)
    const town = await paperTown(store, [
      plainTown(
        'gara',
        slugs.map(slug => ({ slug })),
      ),
    ])
    let [both, neither, unnamed, unanswered] = [0, 0, 0, 0]
    try {
      const plan = Array.from({ length: races }, (_, race) => ({
        race,
        answers: [random.pick(answers), random.pick(answers)] as const,
      }))
      await Promise.all(
        slugs.map(async (slug, counter) => {
          const keepers = [
            await town.shopkeeper(`Veloce${counter}`, 'gara', slug),
            await town.shopkeeper(`Rapida${counter}`, 'gara', slug),
          ] as const
          for (const { race, answers } of plan.filter(each => each.race % counters === counter)) {
            const order = await placed(town.app.platform, store, slug, `Cittadino ${race}`)
            await town.app.idle()
            const presses: (() => Promise<string | undefined>)[] = []
            for (const [at, keeper] of keepers.entries()) {
              const way = ways[answers[at as 0 | 1]]
              await keeper.tapsAbout(order.code, ...way.before)
              const { message, index } = await keeper.find(way.last, order.code)
              presses.push(async () => (await keeper.press(message, index)).toast)
            }
            const marks = keepers.map(keeper => keeper.messages().length)
            const toasts = await Promise.all(presses.map(press => press()))
            await town.app.idle()
            const moved = (await eventsOf(store, order.id)).filter(event => event.action !== 'place')
            if (moved.length > 1) both++
            if (moved.length === 0) neither++
            if (moved.length !== 1) {
              say(`${answers.join(' and ')} moved an order ${moved.length} times`)
              continue
            }
            const winner = keepers.findIndex(keeper => keeper.name === moved[0]?.name)
            const loser = 1 - winner
            const name = keepers[winner as 0 | 1].name
            const shown = newSince(keepers[loser as 0 | 1], marks[loser] ?? 0, order.code)
            if (toasts[loser] === undefined && shown.length === 0) unanswered++
            if (!`${toasts[loser] ?? ''} ${shown.join(' ')}`.includes(name)) {
              unnamed++
              say(`${answers.join(' against ')}: «${toasts[loser] ?? ''}» ${JSON.stringify(shown)}`)
            }
          }
        }),
      )
      return [
        told('races of two shopkeepers', races),
        exactly('orders moved twice', both, 0),
        exactly('orders moved by neither', neither, 0),
        exactly('losers not told who was quicker', unnamed, 0),
        exactly('taps without an answer', unanswered, 0),
        exactly(
          'units of work done again',
          town.logged.filter(line => /update-again|outbox-unsettled/.test(line)).length,
          0,
        ),
      ]
    } finally {
      await town.close()
    }
  })
}

const answers: readonly Answer[] = ['accept', 'decline', 'propose']

function newSince(keeper: PaperPerson, mark: number, code: string): string[] {
  return keeper
    .messages()
    .slice(mark)
    .map(message => message.text)
    .filter(text => text.includes(code))
}

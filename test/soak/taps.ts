// SPDX-License-Identifier: AGPL-3.0-or-later
// Impatient thumbs: «Invia l'ordine» tapped twice within a moment, through the real bot and the emulated Bot API.
import { sql } from 'drizzle-orm'
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { pause } from '../../src/system.ts'
import { plainTown } from '../support/plain-town.ts'
import { telegramChat } from '../support/telegram-street.ts'
import { town } from '../support/town.ts'
import { exactly, type Proof, told } from './proof.ts'
import { aboutToOrder, buttonOf, lastStep } from './walks.ts'

const sizes = { quick: { citizens: 8, each: 4 }, full: { citizens: 20, each: 50 } }
const longestMs = 200

export const taps: Proof = {
  name: 'taps',
  promise: "«Invia l'ordine» tapped twice is one order, and both taps are answered",
  async run({ size, random, say }) {
    const { citizens, each } = sizes[size]
    const place = await town({ file: plainTown('doppi', [{ slug: 'forno-rossi' }]) })
    try {
      const answers: (string | undefined)[] = []
      let [answered, done] = [0, 0]
      const delays = Array.from({ length: citizens * each }, () => random.below(longestMs + 1))
      await Promise.all(
        Array.from({ length: citizens }, async (_, at) => {
          const chat = telegramChat(place.citizen(`Pollice ${at}`))
          for (let round = 0; round < each; round++) {
            await aboutToOrder(chat, 'forno-rossi')
            const given = await tapTwice(chat, delays[at * each + round] ?? 0)
            answered += given.filter(answer => answer !== undefined).length
            done += given.filter(answer => answer?.text === 'Già fatto.').length
            answers.push(...given.map(answer => answer?.text))
            await chat.settle(50)
            // One person may have few live orders.
            await place.store.read(db =>
              db.execute(sql`update orders set state = 'fulfilled', ended_at = now() where ended_at is null`),
            )
          }
        }),
      )
      await place.app.idle()
      const [found] = rowsOf<{ orders: number; most: number }>(
        await place.store.read(db =>
          db.execute(sql`
            select coalesce(sum(made), 0)::int as orders, coalesce(max(made), 0)::int as most
            from (select count(*) as made from orders group by person_id) persons`),
        ),
      )
      if (done !== citizens * each) say(`answers: ${JSON.stringify([...new Set(answers)])}`)
      return [
        told('double taps, 0 to 200 ms apart', citizens * each),
        exactly('orders placed', found?.orders ?? 0, citizens * each),
        exactly('most orders of one citizen', found?.most ?? 0, each),
        exactly('taps answered', answered, 2 * citizens * each),
        exactly('second taps told that it is done already', done, citizens * each),
      ]
    } finally {
      await place.close()
    }
  },
  faults: [
    {
      name: 'the compare-and-set of a commit dropped',
      plants: ['commits are not compared'],
      reddens: 'second taps told that it is done already',
    },
    {
      name: 'neither compared and set nor the bag emptied',
      plants: ['commits are not compared', 'the bag is not emptied'],
      reddens: 'orders placed',
    },
  ],
}

async function tapTwice(chat: Conversation, afterMs: number) {
  const { messageId, data } = await buttonOf(chat, lastStep)
  const first = chat.pressData(messageId, data)
  await pause(afterMs)
  const second = chat.pressData(messageId, data)
  return Promise.all([first.answer, second.answer])
}

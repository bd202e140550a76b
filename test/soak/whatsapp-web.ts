// SPDX-License-Identifier: AGPL-3.0-or-later
// WhatsApp Web fails in every way that is known, with the patience of real use.
import { whatsAppWebTimings } from '../../bots/whatsapp/web.ts'
import { failures, rehearse, type Rehearsal } from '../support/whatsapp-web-failures.ts'
import { quickTimings, type WebWorld, webWorld } from '../support/whatsapp-web.ts'
import type { WebPerson } from '../support/whatsapp-web-page/person.ts'
import { atMost, exactly, type Proof, sum, told } from './proof.ts'

/** As in real use, but nobody types, and every failure strikes a channel that was well for long. */
const realTimings = { ...whatsAppWebTimings, typingMs: [0, 0], perMinute: 100_000, settledAfterMs: 0 } as const
const patienceMs = { quick: 40_000, full: 300_000 }

export const whatsappWeb: Proof = {
  name: 'whatsapp-web',
  promise:
    'each known failure of WhatsApp Web is told or over within 60 s, and nothing that the page delivered is lost',
  async run({ size, say }) {
    let unhandled = 0
    const count = (): void => void unhandled++
    process.on('unhandledRejection', count)
    const world = await webWorld(size === 'full' ? realTimings : quickTimings)
    const rehearsals: Rehearsal[] = []
    try {
      await world.link()
      const anna = world.person('393331112233@c.us')
      const answered = await unreadable(world, anna)
      for (const failure of failures) {
        const rehearsal = await rehearse(world, anna, failure, patienceMs[size]).catch((error: unknown) => {
          say(String(error).split('\n')[0] ?? '')
          return undefined
        })
        if (!rehearsal) break
        rehearsals.push(rehearsal)
        say(`${failure.name}: ${noticed(rehearsal).toFixed(1)} s`)
      }
      return [
        exactly('failures that were told and came back', rehearsals.length, failures.length),
        atMost('the longest until told or over', Math.max(0, ...rehearsals.map(noticed)), 60, ' s'),
        exactly('messages lost', sum(rehearsals.map(({ lost }) => lost.length)), 0),
        exactly('unreadable messages that were answered', answered, 1),
        exactly('rejections that nobody handled', unhandled, 0),
        ...rehearsals.map(each => told(each.name, shown(each))),
      ]
    } finally {
      await world.close()
      process.off('unhandledRejection', count)
    }
  },
  faults: [
    {
      name: 'a page that was faster than the library is not nudged',
      plants: ['the page is not nudged'],
      reddens: 'failures that were told',
    },
    {
      name: 'the death of the browser goes unnoticed',
      plants: ['the death of the browser is not told'],
      reddens: 'failures that were told',
    },
    { name: 'nothing is swept', plants: ['a sweep is not heard'], reddens: 'messages lost' },
  ],
}

function noticed({ toldSeconds, backSeconds }: Rehearsal): number {
  return Math.min(toldSeconds ?? Infinity, backSeconds)
}

function shown({ toldSeconds, backSeconds }: Rehearsal): string {
  return `${toldSeconds === undefined ? 'not told' : `told after ${toldSeconds.toFixed(1)} s`}, back after ${backSeconds.toFixed(1)} s`
}

/** The library tries for fifteen seconds to have it sent again. */
async function unreadable(world: WebWorld, person: WebPerson): Promise<number> {
  const id = `${await person.sends({ type: 'ciphertext' })}:unreadable`
  const answered = (): number =>
    world.taken.filter(({ updateId, input }) => updateId === id && input.kind === 'other').length
  await world.until(() => answered() > 0, 25_000, 'the unreadable message').catch(() => undefined)
  return answered()
}

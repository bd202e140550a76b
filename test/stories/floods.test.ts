// SPDX-License-Identifier: AGPL-3.0-or-later
// One who writes far too fast: told once, in order, and heard again after a while. Everybody else does not notice.
import { afterEach, describe, expect, test } from 'vitest'
import { plain } from '../../src/text/markup.ts'
import { texts } from '../../src/text/text.ts'
import { pause } from '../../src/system.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { sql } from 'drizzle-orm'
import { CloudPhone } from '../support/cloud-street.ts'
import { inTown, leaveTowns } from '../support/town.ts'
import { telegramChat } from '../support/telegram-street.ts'
import type { Person } from '../support/person.ts'

afterEach(leaveTowns)

/** As the usual ones, but so that a test does not wait for ten seconds. */
const buckets = [{ holds: 10, refillMs: 3000 }]
const calmMs = 3500
const many = 60
const sentence = plain(texts('it', 'Europe/Rome', new Date(0))('flooded'))

/** Says something without waiting for any answer. */
function shouts(person: Person, text: string): void {
  if (person.phone instanceof CloudPhone) person.phone.chat.sendText(text)
  else telegramChat(person).sendText(text)
}

const told = (person: Person): number => person.phone.standing().filter(({ text }) => text === sentence).length

describe.each([
  ['the citizens’ bot (grammY)', 'telegram', 'telegram:citizen', 'anna'],
  ['the staff bot (Telegraf)', 'telegram', 'telegram:staff', 'baker'],
  ['the Cloud API', 'whatsapp-cloud', 'whatsapp-cloud', 'anna'],
] as const)('somebody floods %s', (_, channel, account, who) => {
  test('told once, after the answers to what was read; the others are all answered', { timeout: 60_000 }, async () => {
    const metrics = createMetrics()
    let dropped = 0
    const town = await inTown({
      channel,
      floodBuckets: buckets,
      watch: {
        received: () => undefined,
        settled: () => undefined,
        dropped(name) {
          dropped++
          metrics.inputDropped(name)
        },
      },
    })
    const { luigi, app } = town
    const flooder = town[who]
    // What the story's beginning took is back.
    await pause(calmMs)
    for (let at = 0; at < many; at++) shouts(flooder, at % 2 === 0 ? 'aiuto' : `che cosa avete ${at}`)
    await luigi.says('/start s-forno-rossi')
    await luigi.taps('Pane', 'Pane casereccio', '500 g', 'La mia busta')
    expect(luigi.sees()).toContain('La tua busta')
    for (let waits = 0; waits < 200 && told(flooder) === 0; waits++) await pause(50)
    await app.idle()

    expect(told(flooder)).toBe(1)
    expect(told(luigi)).toBe(0)
    // The sentence comes last: nothing that was read is answered after it.
    expect(flooder.phone.standing().at(-1)?.text).toBe(sentence)
    const [inbox] = rowsOf<{ count: number }>(
      await town.store.read(db => db.execute(sql`select count(*)::int as count from inbox where account = ${account}`)),
    )
    expect(dropped).toBeGreaterThanOrEqual(many - 20)
    expect(await metrics.text()).toContain(`inputs_dropped_total{account="${account}"} ${dropped}`)
    // Only what was read left a row, and the one that was told.
    expect(inbox?.count).toBeLessThan(many)

    await pause(calmMs)
    await flooder.says('aiuto')
    expect(flooder.sees()).not.toBe(sentence)
    expect(told(flooder)).toBe(1)
  })
})

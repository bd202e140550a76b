// SPDX-License-Identifier: AGPL-3.0-or-later
// Both of Telegram's bots know one person by the same number: they are linked, and taken off, together.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { PaperChannel, PaperPerson, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

test('who takes Telegram off takes off the chat of the shops and that of the customers', async () => {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  const whatsapp = new PaperChannel('citizen', 'whatsapp-cloud', {
    channel: 'whatsapp-cloud',
    audiences: ['citizen', 'staff'],
  })
  const town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], { more: [whatsapp] })
  try {
    const marco = await town.shopkeeper('Marco', 'paese', 'forno')
    const marcoBuying = town.as(marco, 'citizen')
    await marcoBuying.says('negozi')
    const marcoOnWhatsApp = new PaperPerson(whatsapp, town.app, '+393331234567', 'Marco')
    await marcoOnWhatsApp.says('negozi')

    await marco.says('collega')
    await marco.taps("Collega un'altra chat")
    await marcoOnWhatsApp.says(/k-[2-9A-Z]{8}/.exec(marco.sees())?.[0] ?? '')
    await marcoOnWhatsApp.taps('Sì, sono io')
    const people = async () =>
      rowsOf<{ account: string; person: string }>(
        await store.read(db => db.execute(sql`select account, person_id as person from chats order by account`)),
      )
    expect(new Set((await people()).map(({ person }) => person)).size).toBe(1)

    await marcoOnWhatsApp.says('collega')
    expect(
      marcoOnWhatsApp
        .messages()
        .at(-1)
        ?.labels.filter(label => label.startsWith('Scollega')),
    ).toEqual(['Scollega Telegram'])
    await marcoOnWhatsApp.taps('Scollega Telegram')
    const [citizens, staff, other] = await people()
    expect(citizens?.person).toBe(staff?.person)
    expect(other?.person).not.toBe(staff?.person)
    // What he may do stays where he took the others off.
    await marcoOnWhatsApp.says('il mio negozio')
    expect(marcoOnWhatsApp.sees()).toContain('Bottega forno')
    await marco.says('oggi')
    expect(marco.sees()).not.toContain('Bottega forno')
  } finally {
    await town.close()
    await store.close()
    await database.drop()
  }
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// Both of Telegram's bots know one person by the same number: they are linked, taken off, and given a role together.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import { transact } from '../../src/transact.ts'
import { PaperChannel, PaperPerson, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

test('both chats of one Telegram user join, part, and come to a role together', async () => {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  const whatsapp = new PaperChannel('citizen', 'whatsapp-cloud', {
    channel: 'whatsapp-cloud',
    audiences: ['citizen', 'staff'],
  })
  const town = await paperTown(store, [plainTown('paese', [{ slug: 'forno' }])], { more: [whatsapp] })
  try {
    const marco = town.citizen('Marco')
    const marcoWorking = town.as(marco, 'staff')
    await marco.says('negozi')
    await marcoWorking.says('/start')
    const marcoOnWhatsApp = new PaperPerson(whatsapp, town.app, '+393331234567', 'Marco')
    await marcoOnWhatsApp.says('negozi')
    const people = async () =>
      rowsOf<{ account: string; person: string }>(
        await store.read(db => db.execute(sql`select account, person_id as person from chats order by account`)),
      ).map(({ person }) => person)
    const join = async (): Promise<void> => {
      await marcoOnWhatsApp.says('collega')
      await marcoOnWhatsApp.taps("Collega un'altra chat")
      await marco.says(/k-[2-9A-Z]{8}/.exec(marcoOnWhatsApp.sees())?.[0] ?? '')
      await marco.taps('Sì, sono io')
      await marcoOnWhatsApp.taps(/Il numero è (\d\d)/.exec(marco.sees())?.[1] ?? '')
      expect(new Set(await people()).size).toBe(1)
    }

    await join()
    await marcoOnWhatsApp.says('collega')
    const labels = marcoOnWhatsApp.messages().at(-1)?.labels
    expect(labels?.filter(label => label.startsWith('Scollega T'))).toEqual(['Scollega Telegram'])
    await marcoOnWhatsApp.taps('Scollega Telegram')
    const parted = await people()
    expect(parted[0]).toBe(parted[1])
    expect(parted[2]).not.toBe(parted[1])

    await join()
    const made = await transact(town.app.platform, ({ work }) =>
      invite(work, { municipalitySlug: 'paese', kind: 'owner', shopSlug: 'forno' }),
    )
    await marcoWorking.says(`/start i-${made.ok ? made.value.token : ''}`)
    expect(marcoWorking.sees()).toContain('Bottega forno')
    const working = await people()
    expect(working[0]).toBe(working[1])
    expect(working[2]).not.toBe(working[1])
    await marcoOnWhatsApp.says('il mio negozio')
    expect(marcoOnWhatsApp.sees()).toContain('Da quale negozio?')
  } finally {
    await town.close()
    await store.close()
    await database.drop()
  }
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// Documents of ours, as they arrive on every channel.
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { chats, files } from '../../src/db/schema.ts'
import { link } from '../../src/dialog/for-both.ts'
import { view } from '../../src/dialog/view.ts'
import { keepDocument } from '../../src/engine/files.ts'
import { escape } from '../../src/text/markup.ts'
import { transact } from '../../src/transact.ts'
import type { Person } from '../support/person.ts'
import { leaveAfterwards, mainStory } from '../support/story.ts'
import type { Town } from '../support/town.ts'

leaveAfterwards()

const page = '<!doctype html><title>Dati</title><p>Perché «sì» — €'
const values = JSON.stringify({ name: 'Anna', notes: ['ben cotto', 'è tardi'] })
const table = 'codice;somma\nC-1;4,80\n'

/** Sends documents with a line and a choice below; `gone`: their bytes are no longer there when they are sent. */
async function send({ app, store }: Town, to: Person, gone = false): Promise<void> {
  const [chat] = await store.read(db => db.select().from(chats).where(eq(chats.address, to.phone.address)))
  if (!chat) throw new Error('the person has not written yet')
  await transact(app.platform, async ({ work, post }) => {
    const file = [
      await keepDocument(work, chat.id, { name: 'i tuoi dati.html', mime: 'text/html', bytes: page }),
      await keepDocument(work, chat.id, { name: 'dati.json', mime: 'application/json', bytes: values }),
      await keepDocument(work, chat.id, { name: 'registro.csv', mime: 'text/csv', bytes: table }),
    ]
    if (gone) await work.db.delete(files)
    const { id: chatId, account, address, audience, language, municipalityId, lastInboundAt: lastHeardAt } = chat
    const shown = { ...view(escape('Ecco i documenti.'), link('Aiuto', 'help')), file }
    const about = { chatId, account, address, audience, language, municipalityId, lastHeardAt }
    post({ ...about, priority: 'reply', spot: null, shown, rings: true })
  })
  await app.idle()
  await to.hears('Ecco i documenti.')
}

mainStory(
  'documents arrive to the byte under their names, ahead of the words, and stay when one goes on',
  async inTown => {
    const town = await inTown()
    for (const person of [town.anna, town.baker]) {
      await person.says('aiuto')
      await send(town, person)
      const arrived = () => person.phone.documents().map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])
      const sent = [
        ['i tuoi dati.html', page],
        ['dati.json', values],
        ['registro.csv', table],
      ]
      expect(arrived()).toEqual(sent)
      expect(person.sees()).toBe('Ecco i documenti.')
      await person.tap('Aiuto')
      expect(person.sees()).not.toBe('Ecco i documenti.')
      expect(arrived()).toEqual(sent)
    }
  },
)

mainStory('where a document has gone meanwhile the words arrive without it', async inTown => {
  const town = await inTown()
  await town.anna.says('aiuto')
  await send(town, town.anna, true)
  expect(town.anna.phone.documents()).toEqual([])
  expect(town.anna.buttons()).toEqual(['Aiuto'])
})

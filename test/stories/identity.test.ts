// SPDX-License-Identifier: AGPL-3.0-or-later
// Who is who on WhatsApp: a number may pass to somebody else, Meta's own id of a person does not.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { CloudPhone } from '../support/cloud-street.ts'
import { link, numberIn } from '../support/linking.ts'
import { Person } from '../support/person.ts'
import { leaveAfterwards } from '../support/story.ts'
import { inTown, type Town } from '../support/town.ts'

leaveAfterwards()

const channel = 'whatsapp-cloud'
const number = '393331112223'

/** Somebody on WhatsApp, with a number and an id. */
function onWhatsApp({ stub, app }: Town, name: string, phone: string | undefined, userId?: string): Person {
  const person = stub.addPerson({
    name,
    ...(phone !== undefined && { phone }),
    ...(userId !== undefined && { userId }),
  })
  return new Person(new CloudPhone(stub, person.chat), app)
}

const chatOf = (person: Person): CloudPhone['chat'] => (person.phone as CloudPhone).chat

/** The telephone company has given the number to somebody else, who has an id of their own. */
function recycled(town: Town, from: Person, name: string, userId: string): Person {
  const { phone } = chatOf(from).person
  chatOf(from).loseNumber()
  return onWhatsApp(town, name, phone, userId)
}

async function roles({ store }: Town) {
  return rowsOf<{ address: string; frozen: string | null }>(
    await store.read(db =>
      db.execute(sql`select chats.address, frozen_because as frozen from roles join chats using (person_id)
        join shops on shops.id = shop_id where shops.slug = 'la-primizia' order by 1`),
    ),
  )
}

async function keeper(town: Town, name: string, userId: string | undefined): Promise<Person> {
  const person = onWhatsApp(town, name, number, userId)
  await person.says(`i-${await town.invitation('la-primizia')}`)
  return person
}

test('the new owner of a number inherits neither the shop nor the orders; the old one still lands in the old chat', async () => {
  const town = await inTown({ channel })
  const piero = await keeper(town, 'Piero', 'IT.111')
  expect(await roles(town)).toEqual([{ address: number, frozen: null }])
  await piero.says('fare la spesa')
  await piero.ordersBread('domani')
  const stranger = recycled(town, piero, 'Stefano', 'IT.222')
  await stranger.says('oggi')
  await stranger.says('ordini')
  expect(stranger.sees()).toContain('Non hai ancora ordinato niente')
  await stranger.says('il mio negozio')
  expect(stranger.heard().join()).toContain("serve l'invito del comune")
  // The role rests until somebody of the town hall has confirmed it.
  expect(await roles(town)).toEqual([{ address: 'IT.111', frozen: 'number' }])
  await town.operator.hears('Piero')
  await piero.says('il mio negozio')
  expect(piero.sees()).toContain('sospes')
  await piero.says('fare la spesa')
  await piero.says('ordini')
  expect(piero.sees() + piero.buttons().join()).toContain('Forno Rossi')
  await town.operator.taps('Guarda', 'Conferma')
  expect(await roles(town)).toEqual([{ address: 'IT.111', frozen: null }])
  // And both stay apart.
  await stranger.says('ordini')
  expect(stranger.sees()).toContain('Non hai ancora ordinato niente')
})

test('the first id that comes from a number that had none is taken for the same person’s', async () => {
  const town = await inTown({ channel })
  const mara = onWhatsApp(town, 'Mara', number)
  await mara.says('/start s-forno-rossi')
  await mara.says('2 michette')
  Object.assign(chatOf(mara).person, { userId: 'IT.333' })
  await mara.says('busta')
  expect(mara.sees()).toContain('Michetta × 2')
  // From then on another one is somebody else.
  const stranger = recycled(town, mara, 'Stefano', 'IT.444')
  await stranger.says('busta')
  expect(stranger.sees()).not.toContain('Michetta')
})

test('Mara changes her number: the new chat must say yes, then bag and orders are there; roles rest', async () => {
  const town = await inTown({ channel })
  const mara = onWhatsApp(town, 'Mara', number, 'IT.555')
  await mara.ordersBread('domani')
  chatOf(mara).changeNumber('393339998887')
  await town.stub.settled()
  await mara.says('ordini')
  await mara.hears('prima scrivevi da un altro numero: lì ti chiamavi «Mara»')
  expect(mara.heard().join()).toContain('Non hai ancora ordinato niente')
  await mara.tap('Sì, sono io')
  await mara.says('ordini')
  expect(mara.sees() + mara.buttons().join()).toContain('Forno Rossi')
  // Whoever gets the old number finds nothing.
  const stranger = onWhatsApp(town, 'Stefano', number, 'IT.666')
  await stranger.says('ordini')
  expect(stranger.sees()).toContain('Non hai ancora ordinato niente')
})

test('a shopkeeper with another number waits for a confirmation; a no leaves everything where it was', async () => {
  const town = await inTown({ channel })
  const piero = await keeper(town, 'Piero', 'IT.777')
  chatOf(piero).changeUserId('IT.888')
  await town.stub.settled()
  expect(await roles(town)).toEqual([expect.objectContaining({ frozen: 'number' })])
  await piero.says('ciao')
  await piero.hears('prima scrivevi da un altro numero')
  await piero.tap('Sì, sono io')
  await piero.says('il mio negozio')
  expect(piero.sees()).toContain('sospes')
  await town.operator.hears('Piero')
  await town.operator.taps('Guarda', 'Conferma')
  await piero.says('il mio negozio')
  expect(piero.sees()).toContain('La Primizia')

  const luisa = onWhatsApp(town, 'Luisa', '393330001112', 'IT.901')
  await luisa.ordersBread('domani')
  chatOf(luisa).changeNumber('393330001113')
  await town.stub.settled()
  await luisa.says('ciao')
  await luisa.hears('prima scrivevi da un altro numero')
  await luisa.tap('No, lascia così')
  await luisa.says('ordini')
  expect(luisa.sees()).toContain('Non hai ancora ordinato niente')
})

test('where another chat of the person still lives, it must choose the number that the new one shows', async () => {
  const town = await inTown({ also: [channel] })
  const { anna } = town
  const onPhone = onWhatsApp(town, 'Anna', number, 'IT.999')
  await anna.ordersBread('domani')
  await link(anna, onPhone)
  chatOf(onPhone).changeNumber('393339998887')
  await town.stub.settled()
  await onPhone.says('ordini')
  await onPhone.hears('prima scrivevi da un altro numero')
  await onPhone.tap('Sì, sono io')
  expect(onPhone.sees()).toContain('Il numero è')
  await anna.hears('quale numero vedi')
  await anna.tap(numberIn(onPhone))
  await onPhone.says('ordini')
  expect(onPhone.sees() + onPhone.buttons().join()).toContain('Forno Rossi')
})

test('the name is the one of now', async () => {
  const town = await inTown({ channel })
  const { anna, baker } = town
  await anna.says('ciao')
  Object.assign(chatOf(anna).person, { name: 'Anna Verdi' })
  await anna.ordersBread('domani')
  expect(baker.sees()).toContain('Anna Verdi')
})

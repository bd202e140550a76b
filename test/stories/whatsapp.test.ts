// SPDX-License-Identifier: AGPL-3.0-or-later
// What only WhatsApp has: the 24 hours, approved texts, numbers hidden behind names, a catalogue of its own; and what
// happens when it, or another channel, is dead.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { CloudPhone } from '../support/cloud-street.ts'
import { link } from '../support/linking.ts'
import { leaveAfterwards } from '../support/story.ts'
import { Person } from '../support/person.ts'
import { inTown, type Town } from '../support/town.ts'

leaveAfterwards()

const channel = 'whatsapp-cloud'

async function change({ store }: Town, statement: ReturnType<typeof sql>): Promise<void> {
  await store.transact(({ db }) => db.execute(statement))
}

/** Accounts that cannot speak, as the processes have written it down. */
async function unwell({ store }: Town): Promise<unknown[]> {
  const rows = await store.read(db => db.execute(sql`select account from account_states where not ok`))
  return rowsOf<{ account: string }>(rows).map(({ account }) => account)
}

test('a day later the approved text comes, and its button brings the card', async () => {
  const town = await inTown({ channel })
  const { anna, baker, later } = town
  await anna.ordersBread('domani')
  await baker.tap('Accetta')
  // The reminder is due an hour before; by then she has been silent for more than a day.
  await change(town, sql`update chats set last_inbound_at = last_inbound_at - interval '5 hours'`)
  const heard = anna.messageCount()
  await later(21 * 60 + 35)
  expect(anna.messageCount()).toBe(heard + 1)
  expect(anna.sees()).toContain('Forno Rossi')
  expect(anna.buttons()).toHaveLength(1)
  expect(town.stub.requests.at(-1)?.body).toMatchObject({ type: 'template', template: { name: 'order_reminder' } })
  await anna.tap(anna.buttons()[0] ?? '')
  expect(anna.sees()).toContain('accettato. Ti aspettiamo')
  expect(anna.buttons()).toContain('Sto arrivando')
})

test('a number that hides behind a name is the same person, with the same bag', async () => {
  const town = await inTown({ channel })
  const { stub, app } = town
  const mara = stub.addPerson({ name: 'Mara', phone: '393331112223', userId: 'IT.7001' })
  const seen = new Person(new CloudPhone(stub, mara.chat), app)
  await seen.says('/start s-forno-rossi')
  await seen.says('2 michette')
  // From now on Meta tells the id alone.
  Object.assign(mara.chat.person, { phone: undefined, username: 'mara' })
  await seen.says('busta')
  expect(seen.sees()).toContain('Michetta × 2')
  await seen.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")
  expect(town.baker.sees()).toContain('Mara, primo ordine da voi')
  await town.baker.tap('Accetta')
  expect(seen.sees()).toContain('accettato')
})

test("an order from WhatsApp's own catalogue goes into the bag at our prices", async () => {
  const { anna, stub, app } = await inTown({ channel })
  await anna.says('/start s-forno-rossi')
  const { chat } = anna.phone as CloudPhone
  chat.sendOrder([
    { retailerId: 'forno-rossi/michetta', quantity: 4, priceCents: 1 },
    { retailerId: 'forno-rossi/no-such-thing', quantity: 1, priceCents: 1 },
  ])
  await stub.settled()
  await app.idle()
  await anna.tap('La mia busta')
  expect(anna.sees()).toContain('Michetta × 4 · 2,40 €')
  expect(anna.sees()).toContain('Totale 2,40 €')
})

test('who cannot be reached is told of to the town hall; what waited comes when they write', async () => {
  const town = await inTown({ channel })
  const { anna, baker, operator, later, stub } = town
  await anna.ordersBread('domani')
  stub.world.templates.remove('order_news', 'it')
  await change(
    town,
    sql`update chats set last_inbound_at = last_inbound_at - interval '2 days' where person_id in (select person_id from orders)`,
  )
  await baker.tap('Accetta')
  await later(1)
  expect(anna.sees()).not.toContain('accettato')
  await operator.hears('Un avviso per Anna Bianchi non arriva')
  await anna.says('ordini')
  await later(1)
  await anna.hears('accettato. Ti aspettiamo domani')
})

test('outside the 24 hours and without an approved text the news come on the other chat, mere changes bother nobody', async () => {
  const town = await inTown({ also: [channel] })
  const { anna, baker, operator, citizen, stub, later } = town
  const onWhatsApp = citizen('Anna', 'it', channel)
  await link(anna, onWhatsApp)
  await onWhatsApp.ordersBread()
  stub.world.templates.remove('order_news', 'it')
  await change(
    town,
    sql`update chats set last_inbound_at = last_inbound_at - case account when ${channel} then interval '2 days' else interval '3 days' end
        where person_id in (select person_id from orders)`,
  )
  await baker.tap('Accetta')
  await later(1)
  expect(onWhatsApp.sees()).not.toContain('accettato')
  // Another sweep than ours may be moving it at this moment.
  await anna.hears('accettato. Ti aspettiamo oggi')
  await baker.tap('Pronta')
  await later(1)
  await anna.hears('la busta è pronta')
  const heard = [anna, operator].map(each => each.messageCount())
  await baker.tap('Consegnata')
  await later(1)
  expect([anna, operator].map(each => each.messageCount())).toEqual(heard)
})

test('WhatsApp is dead for a minute: its news come on Telegram, the town hall hears of it, and when it is back', async () => {
  const town = await inTown({ also: [channel] })
  const { anna, baker, operator, citizen, stub, later } = town
  const luigi = citizen('Luigi', 'it', channel)
  await link(anna, luigi)
  await luigi.ordersBread('domani')
  // The token is taken away.
  stub.failNext({ type: 'refuse', on: 'any', code: 190, httpStatus: 401, times: 1000 })
  await baker.tap('Accetta')
  expect(luigi.sees()).toContain('inviato')
  await expect.poll(() => unwell(town)).toEqual([channel])
  await change(town, sql`update account_states set since = since - interval '2 minutes' where not ok`)
  await later(2)
  await anna.hears('accettato. Ti aspettiamo domani')
  await operator.hears('WhatsApp non risponde da un minuto')
  stub.clearFaults()
  await expect.poll(() => operator.sees(), { timeout: 10_000 }).toContain('WhatsApp è tornato')
})

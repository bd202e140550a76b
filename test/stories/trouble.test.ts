// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { inTown, leaveTowns, type Town } from '../support/town.ts'

afterEach(leaveTowns)

async function change(town: Town, statement: ReturnType<typeof sql>): Promise<void> {
  await town.store.transact(({ db }) => db.execute(statement))
}

test('the slot fills while Anna looks: she is offered the next ones with a tap', async () => {
  const town = await inTown()
  const { anna } = town
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Michetta', '1 pezzo', 'La mia busta', 'Scegli quando ritirare', 'domani', 'domani 7:00')
  await change(
    town,
    sql`insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
        select municipality_id, id, 'pickup', '2026-11-25T06:00:00Z', slot_capacity, slot_capacity from shops where slug = 'forno-rossi'`,
  )
  expect(await anna.tap("Invia l'ordine")).toBe("Quell'orario si è appena riempito.")
  expect(anna.sees()).toContain("Purtroppo domani alle 7:00 non c'è più posto. Va bene uno di questi?")
  expect(anna.buttons()[0]).toEqual(['domani 7:15', '7:30', '7:45'])
  await anna.taps('7:30', "Invia l'ordine")
  expect(anna.sees()).toContain('inviato')
})

test('the baker runs out of something in the bag: what else there is, or without', async () => {
  const town = await inTown()
  const { anna } = town
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Michetta', '4 pezzi', 'La mia busta')
  await change(town, sql`update products set hidden_at = now() where name = 'Michetta'`)
  await anna.tap('Scegli quando ritirare')
  await anna.tap('oggi')
  expect(anna.sees()).toContain('Forno Rossi ha finito Michetta proprio adesso.')
  const instead = anna.buttonWith('€')
  await anna.tap(instead)
  expect(anna.sees()).not.toContain('Michetta')
})

test('less is left than what is in the bag: Anna takes what there is', async () => {
  const town = await inTown()
  const { anna } = town
  await change(town, sql`update products set stock = 10 where name = 'Michetta'`)
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Michetta', '4 pezzi', 'La mia busta', 'Scegli quando ritirare', 'oggi')
  await change(town, sql`update products set stock = 2 where name = 'Michetta'`)
  expect(await anna.tap("Invia l'ordine")).toBe('Non ne resta abbastanza.')
  expect(anna.sees()).toContain('resta solo questo: 2 pezzi')
  await anna.tap('Prendo 2 pezzi')
  expect(anna.sees()).toContain('Michetta × 2')
})

test('the shop closes for the day while Anna reads the summary', async () => {
  const { anna, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Michetta', '1 pezzo', 'La mia busta', 'Scegli quando ritirare', 'oggi')
  await baker.tap('Chiudi oggi')
  expect(await anna.tap("Invia l'ordine")).toBe("Quell'orario non è più libero.")
  expect(anna.buttons()[0]?.[0]).toMatch(/^domani/)
})

test('what the bot cannot use is answered kindly, with a way on', async () => {
  const { anna } = await inTown()
  await anna.says('/start')
  for (const send of [
    () => anna.chat.sendSticker(),
    () => anna.chat.sendPoll('Che pane?', ['Michetta', 'Rosetta']),
    () => anna.chat.sendVoice(),
    () => anna.chat.sendPhoto(),
    () => anna.chat.sendContact(),
    () => anna.chat.sendLocation({ latitude: 45, longitude: 9 }),
  ]) {
    send()
    await anna.chat.waitForMessage('non lo so leggere')
    expect(anna.buttons().flat()).toContain('I negozi')
  }
  await anna.says('è '.repeat(2048).trim())
  expect(anna.sees()).toContain("non l'ho capito")
})

test('an old button shows the screen of now, with a word about it', async () => {
  const { anna, baker } = await inTown()
  await anna.ordersBread()
  await baker.tap('Accetta')
  const { message_id: id } = anna.last()
  await anna.tap('Sto arrivando')
  await baker.taps('Pronta', 'Consegnata')
  expect(await anna.presses(id, 'Sto arrivando')).toBeDefined()
  expect(anna.sees()).toContain('ritirato')
})

test('a forged tap does nothing and is answered', async () => {
  const { anna, luigi, baker } = await inTown()
  await anna.ordersBread()
  const stolen = baker.last().reply_markup?.inline_keyboard[0]?.[0]?.callback_data ?? ''
  await luigi.says('/start')
  const before = anna.messageCount()
  const answer = await luigi.chat.pressData(luigi.last().message_id, stolen).answer
  expect(answer?.text).toContain('schermata vecchia')
  expect(anna.messageCount()).toBe(before)
  expect(baker.sees()).toContain('Nuovo ordine')
})

test('a stored state that no longer fits leads home, politely', async () => {
  const town = await inTown()
  const { anna } = town
  await anna.says('/start s-forno-rossi')
  await change(town, sql`update messages set place = '{"screen":"gone","state":{"x":1}}'::jsonb`)
  await change(town, sql`update chats set place = '{"screen":"shelf","state":{"shopId":7}}'::jsonb`)
  await anna.says('qualcosa che non è una scelta')
  expect(anna.buttons().flat()).toContain('I negozi')
})

test('an update that keeps failing is set aside with an apology, the next one works, and it can be replayed', async () => {
  const town = await inTown()
  const { anna, app, store } = town
  await anna.says('/start s-forno-rossi')
  await change(town, sql`alter table products rename column price_cents to gone`)
  await anna.tap('Pane')
  expect(anna.sees()).toContain('Qualcosa da noi non ha funzionato')
  await change(town, sql`alter table products rename column gone to price_cents`)
  await anna.says('negozi')
  expect(anna.sees()).toContain('Da quale negozio?')
  const { inbox } = await import('../../src/db/schema.ts')
  const aside = (await store.read(db => db.select().from(inbox))).filter(row => row.error !== null)
  expect(aside).toHaveLength(1)
  expect(await app.inbox.replay(aside[0]?.account ?? '', aside[0]?.updateId ?? '')).toBe(true)
  await app.idle()
  expect(anna.heard().join('\n')).toContain('Pane')
  expect(await app.inbox.replay(aside[0]?.account ?? '', aside[0]?.updateId ?? '')).toBe(false)
})

test('whoever blocks the bot is left in peace, and is back with a word', async () => {
  const { anna, baker } = await inTown()
  await anna.ordersBread()
  anna.chat.block()
  await baker.tap('Accetta')
  anna.chat.unblock()
  const heard = anna.messageCount()
  await baker.tap('Pronta')
  expect(anna.messageCount()).toBeGreaterThanOrEqual(heard)
  await anna.says('ordini')
  expect(anna.sees()).toContain('pronto')
})

test('nothing personal and no token stands in the log', async () => {
  const town = await inTown()
  const { anna, baker, logged } = town
  await anna.ordersBread()
  await change(town, sql`alter table products rename column price_cents to gone`)
  await anna.says('negozi')
  await anna.tap('Forno Rossi')
  await anna.says('Zanzibar Canarino, via Segreta 7')
  await baker.says('oggi')
  const all = logged.join('')
  expect(all).toContain('update-set-aside')
  for (const secret of [
    'Anna',
    'Bianchi',
    'Canarino',
    'Segreta',
    String(anna.chat.person.id),
    ...town.emulator.bots.map(bot => bot.token),
  ]) {
    expect(all).not.toContain(secret)
  }
})

test('while the database is away Anna is told once; nothing she did is lost, and it goes on by itself', async () => {
  const { anna, cable, app } = await inTown({ cabled: true })
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Pane casereccio')
  cable?.pull()
  const press = anna.chat.press('500 g')
  anna.chat.sendText('negozi')
  await anna.chat.waitForMessage("da noi c'è un intoppo", { timeoutMs: 10_000 })
  // The platform's patience with a tap is short: it was answered in time, without its toast.
  expect(await press.answer).toBeDefined()
  await cable?.plugIn()
  await anna.chat.waitForMessage('Da quale negozio?', { timeoutMs: 15_000 })
  await app.idle()
  expect(anna.heard().filter(text => text.includes('intoppo'))).toHaveLength(1)
  expect(anna.buttons().flat()).toContain('Riprendi la busta · Forno Rossi')
})

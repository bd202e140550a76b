// SPDX-License-Identifier: AGPL-3.0-or-later
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { oddities } from '../support/phone.ts'
import { leaveAfterwards, mainStory, story } from '../support/story.ts'
import { secrets, type Town } from '../support/town.ts'

leaveAfterwards()

async function change(town: Town, statement: ReturnType<typeof sql>): Promise<void> {
  await town.store.transact(({ db }) => db.execute(statement))
}

mainStory('the slot fills while Anna looks: she is offered the next ones with a tap', async inTown => {
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
  expect(anna.buttons().slice(0, 3)).toEqual(['domani 7:15', '7:30', '7:45'])
  await anna.taps('7:30', "Invia l'ordine")
  expect(anna.sees()).toContain('inviato')
})

story('the baker runs out of something in the bag: what else there is, or without', async inTown => {
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

story('less is left than what is in the bag: Anna takes what there is', async inTown => {
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

story('the shop closes for the day while Anna reads the summary', async inTown => {
  const { anna, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Michetta', '1 pezzo', 'La mia busta', 'Scegli quando ritirare', 'oggi')
  await baker.tap('Chiudi oggi')
  expect(await anna.tap("Invia l'ordine")).toBe("Quell'orario non è più libero.")
  expect(anna.buttons()[0]).toMatch(/^domani/)
})

story('what the bot cannot use is answered kindly, with a way on', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start')
  for (const what of oddities) {
    await anna.sends(what)
    expect(anna.sees(), what).toContain('non lo so leggere')
    expect(anna.buttons()).toContain('I negozi')
  }
  await anna.says('è '.repeat(2048).trim())
  expect(anna.sees()).toContain("non l'ho capito")
})

story('an old button shows the screen of now, with a word about it', async inTown => {
  const { anna, baker } = await inTown()
  await anna.ordersBread()
  await baker.tap('Accetta')
  const before = anna.last()
  await anna.tap('Sto arrivando')
  await baker.taps('Pronta', 'Consegnata')
  expect(await anna.presses(before, 'Sto arrivando')).toBeDefined()
  expect(anna.sees()).toContain('ritirato')
})

story('a forged tap does nothing and is answered', async inTown => {
  const { anna, luigi, baker } = await inTown()
  await anna.ordersBread()
  const [stolen] = baker.last().offers
  await luigi.says('/start')
  const before = anna.messageCount()
  expect(await luigi.presses({ ...luigi.last(), offers: stolen ? [stolen] : [] }, 'Accetta')).toContain(
    'schermata vecchia',
  )
  expect(anna.messageCount()).toBe(before)
  expect(baker.sees()).toContain('Nuovo ordine')
})

story('a stored state that no longer fits leads home, politely', async inTown => {
  const town = await inTown()
  const { anna } = town
  await anna.says('/start s-forno-rossi')
  await change(town, sql`update messages set spot = '{"screen":"gone","state":{"x":1}}'::jsonb`)
  await change(town, sql`update chats set spot = '{"screen":"category","state":{"shopId":7}}'::jsonb`)
  await anna.says('qualcosa che non è una scelta')
  expect(anna.buttons()).toContain('I negozi')
})

story(
  'an update that keeps failing is set aside with an apology, the next one works, and it can be replayed',
  async inTown => {
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
  },
)

story('whoever blocks the bot is left in peace, and is back with a word', async inTown => {
  const { anna, baker } = await inTown()
  await anna.ordersBread()
  anna.phone.block()
  await baker.tap('Accetta')
  anna.phone.unblock()
  const heard = anna.messageCount()
  await baker.tap('Pronta')
  expect(anna.messageCount()).toBeGreaterThanOrEqual(heard)
  await anna.says('ordini')
  expect(anna.sees()).toContain('pronto')
})

story('nothing personal and no token stands in the log', async inTown => {
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
  for (const secret of ['Anna', 'Bianchi', 'Canarino', 'Segreta', anna.phone.address, ...secrets]) {
    expect(all).not.toContain(secret)
  }
})

story(
  'while the database is away Anna is told once; nothing she did is lost, and it goes on by itself',
  async (inTown, channel) => {
    const { anna, cable, app } = await inTown({ cabled: true })
    await anna.says('/start s-forno-rossi')
    await anna.taps('Pane', 'Pane casereccio')
    cable?.pull()
    const tapped = anna.tap('500 g')
    const said = anna.says('negozi')
    await anna.hears("da noi c'è un intoppo")
    // Telegram's patience with a tap is short: it was answered in time, without its toast. WhatsApp asks again.
    if (channel === 'telegram') expect(await tapped).toBeUndefined()
    await cable?.plugIn()
    await anna.hears('Da quale negozio?', 15_000)
    await Promise.all([tapped, said])
    await app.idle()
    expect(anna.heard().filter(text => text.includes('intoppo'))).toHaveLength(1)
    expect(anna.buttons()).toContain('Riprendi la busta · Forno Rossi')
  },
)

// SPDX-License-Identifier: AGPL-3.0-or-later
// One person on two channels: linked with proof from both sides, and reached on the one that works.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rowsOf } from '../../src/db/rows.ts'
import { codeIn, link, numberIn, typeCode } from '../support/linking.ts'
import type { Person } from '../support/person.ts'
import { leaveAfterwards } from '../support/story.ts'
import { inTown, type Town } from '../support/town.ts'

leaveAfterwards()

const also = ['whatsapp-cloud'] as const

/** What the person of a chat holds: roles, orders, addresses in orders and bags. */
async function held({ store }: Town, person: Person) {
  const [row] = rowsOf<{ roles: number; orders: number; addresses: number; bags: number }>(
    await store.read(db =>
      db.execute(sql`
        select (select count(*)::int from roles where roles.person_id = chats.person_id) as roles,
          (select count(*)::int from orders where orders.person_id = chats.person_id) as orders,
          (select count(*)::int from orders where orders.person_id = chats.person_id and address is not null)
          + (select count(*)::int from bags where bags.person_id = chats.person_id and address is not null) as addresses,
          (select count(*)::int from bag_lines join bags on bags.id = bag_id where bags.person_id = chats.person_id) as bags
        from chats where address = ${person.phone.address}`),
    ),
  )
  return row
}

async function acts({ store }: Town): Promise<string[]> {
  const rows = await store.read(db =>
    db.execute(sql`select action || coalesce(' ' || split_part(detail, ' ', 1), '') as act from audit
      where action like '%link%' or action like '%part%' order by id`),
  )
  return rowsOf<{ act: string }>(rows).map(({ act }) => act)
}

const nothing = { roles: 0, orders: 0, addresses: 0, bags: 0 }

test('Anna links a second chat: it sees her bag and her orders, both are told, and either can undo it for a day', async () => {
  const town = await inTown({ also })
  const { anna, citizen, later } = town
  const annaOnWhatsApp = citizen('Anna', 'it', 'whatsapp-cloud')
  await anna.ordersBread('domani')
  await anna.says('2 michette')

  const code = await codeIn(anna)
  expect(anna.sees()).toContain(`https://wa.me/390331000000?text=${code}`)
  // Her own chat is no other one, and a code that was never shown is none.
  await anna.says(code)
  expect(anna.sees()).toContain('Questa chat è già collegata')
  await annaOnWhatsApp.says('k-22222222')
  expect(annaOnWhatsApp.sees()).toContain('Questo codice non vale')
  await annaOnWhatsApp.says(code)
  expect(annaOnWhatsApp.sees()).toContain('di qualcuno che si chiama «Anna Bianchi»')
  expect(annaOnWhatsApp.sees()).toContain('indirizzi compresi')
  await annaOnWhatsApp.tap('Sì, sono io')
  await anna.hears('Su WhatsApp qualcuno che si chiama «Anna Bianchi» vuole vedere')
  expect(anna.buttons()[0]).toBe('Nessuno: non sono io')
  expect(anna.buttons()).toHaveLength(10)
  // So far nothing is shared.
  expect(await held(town, annaOnWhatsApp)).toEqual(nothing)
  expect(await anna.tap(numberIn(annaOnWhatsApp))).toContain('le due chat sono collegate')
  await annaOnWhatsApp.hears('questa chat è collegata a quella su Telegram')
  expect(await acts(town)).toHaveLength(1)

  await annaOnWhatsApp.says('busta')
  expect(annaOnWhatsApp.sees()).toContain('Michetta × 2')
  await annaOnWhatsApp.says('ordini')
  expect(annaOnWhatsApp.sees() + annaOnWhatsApp.buttons().join()).toContain('Forno Rossi')

  await annaOnWhatsApp.says('collega')
  await annaOnWhatsApp.taps('Annulla con Telegram', 'Sì, annulla')
  await anna.hears('non è più collegata alla tua')
  expect(await held(town, annaOnWhatsApp)).toEqual(nothing)
  expect(await held(town, anna)).toMatchObject({ orders: 1, bags: 1 })

  await link(anna, annaOnWhatsApp)
  await later(24 * 60 + 1)
  await anna.says('collega')
  expect(anna.buttons().join()).not.toContain('Annulla')
  await anna.tap('Scollega WhatsApp')
  // More than a day after the last word WhatsApp lets nothing through before she writes.
  await annaOnWhatsApp.says('ordini')
  expect(annaOnWhatsApp.heard().join()).toContain('Non hai ancora ordinato niente')
  await annaOnWhatsApp.hears('Questa chat è stata scollegata')
  expect(await acts(town)).toEqual([
    expect.stringMatching(/^chats-linked/),
    'chats-parted undone',
    expect.stringMatching(/^chats-linked/),
    'chats-parted unlinked',
  ])
})

test('where both have a history the number is asked both ways; undone, each has its own orders again', async () => {
  const town = await inTown({ also })
  const { anna, citizen } = town
  const other = citizen('Anna', 'it', 'whatsapp-cloud')
  await anna.ordersBread('domani')
  await anna.says('2 michette, 3 focaccine')
  await other.ordersBread('domani')
  await other.says('5 michette, due baguette')
  const before = [await held(town, anna), await held(town, other)]

  // The second way is not given: nothing has changed.
  await anna.tap(await typeCode(anna, other))
  expect(anna.sees()).toContain('Il numero è')
  await other.hears('diventerebbero una cosa sola')
  await other.tap('Nessuno: non sono io')
  await anna.hears('è stato rifiutato: non è cambiato niente')
  expect([await held(town, anna), await held(town, other)]).toEqual(before)

  await link(anna, other)
  for (const each of [anna, other]) {
    await each.says('busta')
    expect(each.sees()).toContain('Michetta × 2')
    expect(each.sees()).toContain('Focaccine × 3')
    expect(each.sees()).toContain('Baguette × 2')
    expect(await held(town, each)).toMatchObject({ orders: 2 })
  }
  await anna.says('collega')
  await anna.taps('Annulla con WhatsApp', 'Sì, annulla')
  await other.hears('con quello che aveva prima')
  expect(await held(town, anna)).toMatchObject({ orders: 1, bags: 3 })
  expect(await held(town, other)).toMatchObject({ orders: 1, bags: 0 })
})

test('a wrong number ends it, both are told, and it is written down', async () => {
  const town = await inTown({ also })
  const { anna, citizen } = town
  await anna.ordersBread('domani')
  const stranger = citizen('Assistenza Spesa in Comune', 'it', 'whatsapp-cloud')
  const number = await typeCode(anna, stranger)
  const wrong = anna.buttons().find(label => /^\d\d$/.test(label) && label !== number) ?? ''
  expect(await anna.tap(wrong)).toContain('Non è quel numero: non è cambiato niente')
  await stranger.hears('non sono state collegate')
  expect(await held(town, stranger)).toEqual(nothing)
  expect(await acts(town)).toEqual(['link-refused wrong-number'])
})

/** A victim who opens, taps and says yes to whatever comes, without looking at another telephone. */
async function obeys(victim: Person, attacker: Person): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    const yes = victim.buttons().find(label => label.startsWith('Sì'))
    if (yes !== undefined) await victim.tap(yes)
    else if (victim.sees().includes('quale numero vedi')) {
      await victim.says('sì')
      await victim.tap(victim.buttons()[0] ?? '')
    } else await victim.says('sì')
    if (attacker.sees().includes('quale numero vedi')) await attacker.tap(attacker.buttons()[1] ?? '')
  }
}

test("an attacker's code gains nothing from an operator, a shopkeeper, or a citizen who says yes to everything", async () => {
  const town = await inTown({ also })
  const { anna, baker, operator, citizen } = town
  await anna.ordersBread('domani')
  const attacker = citizen('Assistenza Spesa in Comune', 'it', 'whatsapp-cloud')
  for (const victim of [operator, baker]) {
    const code = await codeIn(attacker)
    await victim.says(`/start ${code}`)
    expect(victim.sees()).toContain('entra in un')
    await obeys(victim, attacker)
    // And the other way: who has a role shows no code.
    await victim.says('collega')
    expect(victim.buttons()).not.toContain("Collega un'altra chat")
    expect(await held(town, victim)).toMatchObject({ roles: 1 })
    expect(await held(town, attacker)).toEqual(nothing)
  }
  const mine = await held(town, anna)
  for (let round = 0; round < 3; round++) {
    await anna.says(`/start ${await codeIn(attacker)}`)
    await obeys(anna, attacker)
    expect(await held(town, attacker)).toEqual(nothing)
    expect(await held(town, anna)).toEqual(mine)
  }
  // The victim's own code in the attacker's hands: the number is missing.
  for (let round = 0; round < 3; round++) {
    const code = await codeIn(anna)
    await attacker.says(code)
    await attacker.tap('Sì, sono io')
    await anna.hears('quale numero vedi')
    await obeys(anna, attacker)
    expect(await held(town, attacker)).toEqual(nothing)
  }
  expect((await acts(town)).some(act => act.startsWith('chats-linked'))).toBe(false)
})

test('a role comes to the chat that was invited, never to one that is linked with it', async () => {
  const town = await inTown({ also })
  const { anna, citizen, operator } = town
  const attacker = anna
  const invited = citizen('Ugo', 'it', 'whatsapp-cloud')
  await attacker.ordersBread('domani')
  await link(attacker, invited)
  await operator.says('inizio')
  await operator.taps('Chi lavora qui', 'Invita')
  const code = /i-[\w-]{20,}/.exec(operator.sees())?.[0] ?? ''
  await invited.says(code)
  expect(invited.heard().join('\n')).toContain("restano nell'altra")
  expect(await held(town, invited)).toMatchObject({ roles: 1, orders: 0 })
  expect(await held(town, attacker)).toMatchObject({ roles: 0, orders: 1 })
  await attacker.hears('non è più collegata. Busta e ordini restano qui')
  // There is nothing left to undo.
  await attacker.says('collega')
  expect(attacker.buttons().join()).not.toContain('Annulla')
})

test('undone while an order is being placed: it is placed for the one whose bag it was, or not at all', async () => {
  const town = await inTown({ also })
  const { anna, citizen } = town
  const other = citizen('Anna', 'it', 'whatsapp-cloud')
  await anna.says('/start s-forno-rossi')
  let placed = 0
  for (let round = 1; round <= 4; round++) {
    await anna.says('/start s-forno-rossi')
    await anna.says('2 michette')
    await link(anna, other)
    await other.says('busta')
    await other.taps('Scegli quando ritirare', 'domani')
    await other.tap(other.buttonWith('domani'))
    await anna.says('collega')
    await anna.tap('Annulla con WhatsApp')
    await Promise.all([anna.tap('Sì, annulla'), other.tap("Invia l'ordine")])
    await anna.says('negozi')
    expect(await held(town, other)).toMatchObject({ orders: 0, bags: 0 })
    const mine = await held(town, anna)
    // Either it is ordered, or it is still in the bag.
    expect([(mine?.orders ?? 0) - placed, mine?.bags]).toEqual((mine?.orders ?? 0) > placed ? [1, 0] : [0, 1])
    placed = mine?.orders ?? 0
  }
})

test('codes cannot be guessed: after ten wrong ones even a right one waits for an hour', async () => {
  const { anna, citizen, clock } = await inTown({ also })
  const guesser = citizen('Gino', 'it', 'whatsapp-cloud')
  const code = await codeIn(anna)
  for (let tries = 0; tries < 10; tries++) await guesser.says(`k-${'23456789AB'.charAt(tries).repeat(8)}`)
  await guesser.says(code)
  expect(guesser.sees()).toContain('Troppi tentativi')
  expect(guesser.buttons()).not.toContain('Sì, sono io')
  clock.forward(61 * 60_000)
  // By then the code is too old as well.
  await guesser.says(code)
  expect(guesser.sees()).toContain('Questo codice non vale')
  await link(anna, guesser)
  expect(guesser.sees()).toContain('questa chat è collegata')
})

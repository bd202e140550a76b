// SPDX-License-Identifier: AGPL-3.0-or-later
// One person on two channels: linked with proof from both sides, and reached on the one that works.
import { expect, test } from 'vitest'
import { leaveAfterwards } from '../support/story.ts'
import type { Person } from '../support/person.ts'
import { inTown } from '../support/town.ts'

leaveAfterwards()

/** The code that a chat shows. */
async function codeIn(person: Person): Promise<string> {
  await person.says('collega')
  await person.tap("Collega un'altra chat")
  return /k-[2-9A-Z]{8}/.exec(person.sees())?.[0] ?? ''
}

async function link(from: Person, to: Person): Promise<void> {
  await to.says(await codeIn(from))
  await to.tap('Sì, sono io')
}

test('Anna links her two chats by a code: one bag, one list of orders, and either can be taken off again', async () => {
  const { anna, citizen, luigi } = await inTown({ also: ['whatsapp-cloud'] })
  const annaOnWhatsApp = citizen('Anna', 'it', 'whatsapp-cloud')
  await anna.says('/start s-forno-rossi')
  await anna.says('2 michette, 3 focaccine')
  await annaOnWhatsApp.says('/start s-forno-rossi')
  await annaOnWhatsApp.says('5 michette, due baguette')

  const code = await codeIn(anna)
  expect(anna.sees()).toContain(`https://wa.me/390331000000?text=${code}`)
  // Her own chat is no other one, and a code that was never shown is none.
  await anna.says(code)
  expect(anna.sees()).toContain('Questa chat è già collegata')
  await annaOnWhatsApp.says('k-22222222')
  expect(annaOnWhatsApp.sees()).toContain('Questo codice non vale')
  await annaOnWhatsApp.says(code)
  expect(annaOnWhatsApp.sees()).toContain('Vuoi unire questa chat a quella di Anna Bianchi su Telegram?')
  await annaOnWhatsApp.tap('Sì, sono io')
  expect(annaOnWhatsApp.sees()).toContain('le due chat sono una cosa sola')
  // Whoever showed the code hears of it: it may have been given away.
  expect(anna.sees()).toContain('Una chat su WhatsApp è stata collegata alla tua')
  await luigi.says(code)
  expect(luigi.sees()).toContain('Questo codice non vale')

  for (const each of [anna, annaOnWhatsApp]) {
    await each.says('busta')
    expect(each.sees()).toContain('Michetta × 2')
    expect(each.sees()).toContain('Focaccine × 3')
    expect(each.sees()).toContain('Baguette × 2')
  }
  await annaOnWhatsApp.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")
  await anna.says('ordini')
  expect(anna.sees() + anna.buttons().join()).toContain('Forno Rossi')

  await anna.says('collega')
  await anna.tap('Scollega WhatsApp')
  expect(anna.sees()).not.toContain('WhatsApp, usata')
  await annaOnWhatsApp.says('ordini')
  expect(annaOnWhatsApp.sees()).toContain('Non hai ancora ordinato niente')
})

test('codes cannot be guessed: after ten wrong ones even a right one waits for an hour', async () => {
  const { anna, citizen, clock } = await inTown({ also: ['whatsapp-cloud'] })
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
  expect(guesser.sees()).toContain('le due chat sono una cosa sola')
})

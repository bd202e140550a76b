// SPDX-License-Identifier: AGPL-3.0-or-later
// The one story that `npm run test:quick` tells too.
import { expect, test } from 'vitest'
import { leaveAfterwards, mainStory } from '../support/story.ts'
import { inTown, type Town } from '../support/town.ts'

leaveAfterwards()

const whole = 'Anna orders bread from the poster in seven taps, the baker prepares it, Anna collects it'
mainStory(whole, async (inTown, channel) => {
  const town = await inTown()
  await orderBread(town)
  // Where updates are polled for there is no post to answer.
  if (channel === 'telegram') expect(answersInPosts(town)).toBe(0)
})

test(`${whole}, on Telegram by webhook: the answers to her taps travel in the body of the answers to the posts`, async () => {
  const town = await inTown({ updates: 'webhook' })
  await orderBread(town)
  expect(answersInPosts(town)).toBe(7)
})

function answersInPosts({ emulator }: Town): number | undefined {
  return emulator.bots[0]?.stats().delivery.webhookReplies
}

async function orderBread({ anna, baker }: Town): Promise<void> {
  await anna.says('/start s-forno-rossi')
  expect(anna.sees()).toContain('Ciao Anna')
  expect(anna.sees()).toContain('come trattiamo i dati')
  expect(anna.sees()).toContain('Forno Rossi · Via Roma 12 · aperto fino alle 13:00')
  await anna.taps('Pane', 'Pane casereccio')
  expect(await anna.tap('500 g')).toBe('Aggiunto: Pane casereccio, 500 g')
  await anna.taps('La mia busta · 2,40 €', 'Scegli quando ritirare')
  expect(anna.sees()).toContain('Quando passi?')
  await anna.taps('oggi', "Invia l'ordine")
  expect(anna.sees()).toMatch(/Ordine [A-Z]-\d{4} inviato\. Forno Rossi risponde entro le 9:00\./)

  expect(baker.sees()).toContain('Nuovo ordine')
  expect(baker.sees()).toContain('Anna Bianchi, primo ordine da voi')
  await baker.tap('Accetta')
  expect(baker.sees()).toContain('Accettato da Marco Rossi')
  expect(anna.sees()).toMatch(/accettato\. Ti aspettiamo oggi alle .*, codice di ritiro \d{4}/)
  await baker.tap('Pronta')
  expect(anna.sees()).toContain('la busta è pronta')
  await baker.tap('Consegnata')
  expect(anna.sees()).toContain('ritirato. Grazie da Forno Rossi.')
  expect(baker.buttons()).toEqual(['Oggi'])
}

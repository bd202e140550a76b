// SPDX-License-Identifier: AGPL-3.0-or-later
// A person may have few live orders, and a shop need not take them from everybody.
import { expect } from 'vitest'
import type { Person } from '../support/person.ts'
import { leaveAfterwards, mainStory, story } from '../support/story.ts'

leaveAfterwards()

/** Tries to order bread; answers what is said to that. */
async function tries(person: Person): Promise<string> {
  await person.says('/start s-forno-rossi')
  await person.taps('Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare', 'oggi')
  return (await person.tap("Invia l'ordine")) ?? ''
}

mainStory('a fourth live order at one shop waits in the bag, until one of the three is over', async inTown => {
  const { anna, baker } = await inTown()
  for (let at = 0; at < 3; at++) await anna.ordersBread()
  expect(await tries(anna)).toContain('Hai già 3 ordini in corso da Forno Rossi')
  expect(anna.sees()).toContain('I tuoi ordini')
  await baker.taps('Rifiuta', 'Finito')
  await anna.says('busta')
  expect(anna.sees()).toContain('Pane casereccio')
  await anna.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")
  expect(anna.sees()).toContain('inviato')
})

mainStory('the baker turns Anna away, who is told kindly, and lets her in again', async inTown => {
  const { anna, luigi, baker } = await inTown()
  await anna.ordersBread()
  await baker.taps('Rifiuta', 'Escludi questa persona')
  expect(baker.sees()).toContain('Non accettare più ordini da Anna Bianchi?')
  await baker.tap('Sì, non accettarne più')
  // The order that is there stays to be answered.
  await baker.tap('Accetta')
  expect(anna.sees()).toContain('accettato')

  expect(await tries(anna)).toMatch(
    /^Forno Rossi in questo momento non prende i tuoi ordini: chiama \+?[\d ]+ e ne parlate/,
  )
  expect(anna.sees()).toContain('La tua busta')
  await luigi.ordersBread()
  expect(luigi.sees()).toContain('inviato')

  await baker.says('oggi')
  await baker.tap('Persone escluse')
  await baker.tap('Anna Bianchi')
  expect(baker.sees()).toContain('Nessuna persona è esclusa')
  await anna.says('busta')
  await anna.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")
  expect(anna.sees()).toContain('inviato')
})

story(
  'from the card of an order that was cancelled or not collected, too, and a second thought costs nothing',
  async inTown => {
    const { anna, baker } = await inTown()
    await anna.ordersBread()
    await anna.taps('Annulla', 'Sì, annulla')
    await baker.taps('Escludi questa persona', 'No, lascia così')
    expect(baker.sees()).toContain('annullato')
    await anna.ordersBread()
    expect(anna.sees()).toContain('inviato')
    await anna.taps('Annulla', 'Sì, annulla')
    await baker.tap('Escludi questa persona')
    await baker.says('sì')
    expect(await tries(anna)).toContain('in questo momento non prende i tuoi ordini')
  },
)

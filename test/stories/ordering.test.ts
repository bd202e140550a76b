// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect } from 'vitest'
import { leaveAfterwards, story } from '../support/story.ts'

leaveAfterwards()

story(
  'what Anna must notice rings as a new message, what merely changes is an edit where there are edits',
  async (inTown, channel) => {
    const { anna, baker, luigi } = await inTown()
    await anna.ordersBread()
    await luigi.ordersBread()
    let sent = anna.messageCount()
    const before = anna.last()
    expect(anna.buttons()).toEqual(['Annulla', 'Altri negozi'])
    await baker.says('oggi')
    await baker.tap('Da accettare (2)')
    // Anna's was placed first, so it is the most urgent.
    await baker.taps(baker.buttonWith('-'), 'Accetta')
    expect(anna.messageCount()).toBe(sent + 1)
    if (channel === 'telegram') {
      // The card before it has lost its buttons: there is one place to tap.
      expect(anna.phone.standing().find(({ id }) => id === before.id)?.offers).toEqual([])
    } else {
      // Where they stay they lead to what there is now.
      expect(await anna.presses(before, 'Annulla')).toContain('troppo tardi per annullare')
      expect(anna.sees()).toContain('accettato')
      sent++
    }
    await baker.tap('Pronta')
    expect(anna.messageCount()).toBe(sent + 2)
    await baker.tap('Consegnata')
    // What no channel can change in its place comes below it.
    expect(anna.messageCount()).toBe(channel === 'telegram' ? sent + 2 : sent + 3)
  },
)

story('the bag can be changed: another amount, a note, a line taken out', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Pane casereccio', '500 g', 'Michetta', '4 pezzi', 'La mia busta')
  expect(anna.sees()).toContain('Totale stimato 4,80 €')
  await anna.taps('Modifica', 'Michetta', '2 pezzi')
  expect(anna.sees()).toContain('Michetta × 2 · 1,20 €')
  await anna.taps('Modifica', 'Michetta', 'Aggiungi una nota')
  await anna.says('ben cotte, <grazie> & "ciao"')
  expect(anna.sees()).toContain('«ben cotte, <grazie> & "ciao"»')
  await anna.taps('Modifica', 'Pane casereccio', 'Togli dalla busta')
  expect(anna.sees()).not.toContain('Pane casereccio')
  expect(anna.sees()).toContain('Totale 1,20 €')
})

story('tapping an amount twice puts it into the bag once', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Pane casereccio')
  const before = anna.last()
  await anna.tap('500 g')
  await anna.presses(before, '500 g')
  await anna.tap('La mia busta')
  expect(anna.sees()).toContain('Pane casereccio, 500 g · 2,40 €')
})

story('an amount can be typed as at the counter', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.taps('Pane', 'Pane casereccio')
  await anna.says('mezzo chilo')
  await anna.tap('La mia busta')
  expect(anna.sees()).toContain('Pane casereccio, 500 g')
})

story('numbers and labels typed mean the same as a tap', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('pane')
  expect(anna.sees()).toContain('Pane')
  expect(anna.buttons().some(label => label.startsWith('Pane casereccio'))).toBe(true)
  await anna.says('1')
  expect(anna.sees()).toContain('Pane casereccio · 4,80 €')
})

story('the florist brings it home, only where it delivers and from its minimum on', async inTown => {
  const { luigi } = await inTown()
  await luigi.says('/start s-fiori-di-campo')
  await luigi.taps('Mazzi', 'Mazzo di campo', '1 pezzo', 'La mia busta', 'Come la vuoi ricevere?', 'Consegna a casa')
  await luigi.says('via Verdi 3')
  expect(luigi.sees()).toContain('scrivi via, numero e CAP')
  await luigi.says('via Verdi 3, 20100 Milano')
  expect(luigi.sees()).toContain('Fin lì il negozio non arriva')
  await luigi.says('via Verdi 3, 21099 Borgo Sereno')
  expect(luigi.sees()).toContain('Quando te la portiamo?')
  await luigi.tap('oggi')
  expect(luigi.sees()).toContain('Consegna a casa 5,00 €')
  expect(luigi.sees()).toContain('Totale 27,00 €')
  await luigi.tap("Invia l'ordine")
  expect(luigi.sees()).toContain('via Verdi 3, 21099 Borgo Sereno')
})

story('the dairy ships all over Italy, without a slot', async inTown => {
  const { anna, shopkeeper } = await inTown()
  const dairy = await shopkeeper('Sandro', 'caseificio-san-rocco')
  await anna.says('/start s-caseificio-san-rocco')
  await anna.taps('Stagionati')
  await anna.tap(anna.buttonWith('€'))
  await anna.tap(anna.buttonWith('g'))
  await anna.taps('La mia busta', 'Come la vuoi ricevere?', 'Spedizione')
  await anna.says('Anna Bianchi, via Dante 1, 10100 Torino')
  expect(anna.sees()).toContain('Spedizione 8,90 €')
  await anna.tap("Invia l'ordine")
  expect(dairy.sees()).toContain('Indirizzo: Anna Bianchi, via Dante 1, 10100 Torino')
  expect(dairy.buttons()).not.toContain('Altro orario')
  await dairy.taps('Accetta', 'Pronta')
  expect(anna.sees()).toContain('il pacco è stato spedito')
})

story('at the newsagent one passes whenever it is open', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-edicola-stazione')
  await anna.taps('Quotidiani', 'Quotidiano nazionale', '1 pezzo', 'La mia busta', 'Scegli quando ritirare')
  await anna.tap('oggi 8:30–12:45')
  await anna.tap("Invia l'ordine")
  expect(anna.sees()).toContain('accettato')
})

story('everything is there in English for who uses it, and the language can be changed', async inTown => {
  const { citizen } = await inTown()
  const sara = citizen('Sara', 'en-GB')
  await sara.says('/start s-forno-rossi')
  expect(sara.sees()).toContain('Hello Sara')
  await sara.taps('Pane', 'Pane casereccio', '500 g', 'My bag')
  expect(sara.sees()).toContain('€')
  await sara.says('lingua')
  await sara.tap('Italiano')
  expect(sara.sees()).toContain('Da quale negozio?')
})

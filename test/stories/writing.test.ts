// SPDX-License-Identifier: AGPL-3.0-or-later
// Ordering by writing, as one writes to the grocer.
import { afterEach, expect, test } from 'vitest'
import { inTown, leaveTowns } from '../support/town.ts'

afterEach(leaveTowns)

test('a whole order from one message: one question, one thing in her own words, priced, agreed, collected', async () => {
  const { anna, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  expect(anna.sees()).toContain('Scrivi cosa ti serve come lo diresti al banco («mezzo chilo di pane e 3 focaccine»)')
  await anna.says('buongiorno! mezzo kg di pane casereccio, 3 focaccine ben cotte, 2 brioche, latte')
  expect(anna.sees()).toContain(
    'Ho messo nella busta: Pane casereccio 500 g, Focaccine × 3 («ben cotte»).\n\n«brioche»: quale?',
  )
  expect(anna.buttons().flat()).toContain('Brioche alla crema · 1,50 €')
  expect(await anna.tap('Brioche alla crema')).toBe('Aggiunto: Brioche alla crema, 2 pezzi')
  expect(anna.sees()).toContain("«latte» qui non lo trovo: lo chiedo al negozio insieme all'ordine?")
  await anna.tap('Sì, chiedilo')
  expect(anna.sees()).toContain('«latte» · prezzo da chiedere')
  expect(anna.sees()).toContain('Totale stimato 9,00 €, senza «latte»: quel prezzo lo dice il negozio.')
  await anna.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")

  expect(baker.sees()).toContain('«latte» (non in catalogo: prezzo?)')
  expect(baker.sees()).toContain('Focaccine, × 3 · 3,60 €\n«ben cotte»')
  await baker.tap('Accetta')
  expect(baker.sees()).toContain('Quanto costa «latte» in tutto?')
  await baker.says('1,60')
  await baker.tap('Proponi · 10,60 €')
  expect(baker.sees()).toContain('modifiche proposte da Marco Rossi')

  expect(anna.sees()).toContain('Forno Rossi propone una modifica. Va bene così?')
  expect(anna.sees()).toContain('«latte» → 1,60 €')
  expect(anna.sees()).toContain('Nuovo totale 10,60 € (prima 9,00 €).')
  expect(anna.buttons()).toEqual([['Va bene'], ["Annulla l'ordine"]])
  await anna.tap('Va bene')
  expect(anna.sees()).toContain('accettato. Ti aspettiamo oggi')
  expect(anna.sees()).toContain('«latte» · 1,60 €')
  await baker.taps('Pronta', 'Consegnata')
  expect(anna.sees()).toContain('ritirato. Grazie da Forno Rossi.')
})

test('a price typed while another order comes in is a price, not a tap on that order', async () => {
  const { anna, luigi, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('3 focaccine, latte')
  await anna.taps('Sì, chiedilo', 'Scegli quando ritirare', 'oggi', "Invia l'ordine")
  await baker.tap('Accetta')
  await luigi.ordersBread()
  expect(baker.sees()).toContain('Luigi Bianchi, primo ordine da voi')
  await baker.says('2')
  expect(baker.sees()).toContain('«latte» → 2,00 €')
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { afterEach, expect, test } from 'vitest'
import { type Town, town, type TownOptions } from '../support/town.ts'

const towns: Town[] = []
async function inTown(options?: TownOptions): Promise<Town> {
  const made = await town(options)
  towns.push(made)
  return made
}
afterEach(async () => {
  for (const each of towns.splice(0)) await each.close()
})

test('Anna orders bread from the poster in seven taps, the baker prepares it, Anna collects it', async () => {
  const { anna, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  expect(anna.sees()).toContain('Ciao Anna')
  expect(anna.sees()).toContain('Forno Rossi')
  await anna.taps('Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare')
  expect(anna.sees()).toContain('Quando passi?')
  await anna.taps('oggi', "Invia l'ordine")
  expect(anna.sees()).toMatch(/Ordine [A-Z]-\d{4} inviato/)
  expect(baker.sees()).toContain('Nuovo ordine')
  await baker.tap('Accetta')
  expect(anna.sees()).toContain('accettato')
  await baker.tap('Pronta')
  expect(anna.sees()).toContain('pronta')
  await baker.tap('Consegnata')
  expect(anna.sees()).toContain('ritirato')
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// Ordering by writing, as one writes to the grocer.
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { hostileNames } from '../support/hostile-names.ts'
import { leaveAfterwards, mainStory, story } from '../support/story.ts'
import { demoTown } from '../support/templates.ts'
import type { Town } from '../support/town.ts'

leaveAfterwards()

async function change(town: Town, statement: ReturnType<typeof sql>): Promise<void> {
  await town.store.transact(({ db }) => db.execute(statement))
}

mainStory(
  'a whole order from one message: one question, one thing in her own words, priced, agreed, collected',
  async inTown => {
    const { anna, baker } = await inTown()
    await anna.says('/start s-forno-rossi')
    expect(anna.sees()).toContain('Scrivi cosa ti serve come lo diresti al banco («mezzo chilo di pane e 3 focaccine»)')
    await anna.says('buongiorno! mezzo kg di pane casereccio, 3 focaccine ben cotte, 2 brioche, latte')
    expect(anna.sees()).toContain(
      'Ho messo nella busta: Pane casereccio 500 g, Focaccine × 3 («ben cotte»).\n\n«brioche»: quale?',
    )
    expect(anna.buttons()).toContain('Brioche alla crema · 1,50 €')
    expect(await anna.tap('Brioche alla crema')).toBe('Aggiunto: Brioche alla crema, 2 pezzi')
    expect(anna.sees()).toContain("«latte» qui non lo trovo: lo chiedo al negozio insieme all'ordine?")
    await anna.tap('Sì, chiedilo')
    expect(anna.sees()).toContain('«latte» · prezzo da chiedere')
    expect(anna.sees()).toContain('Totale stimato 9,00 €, senza «latte»: quel prezzo lo dice il negozio.')
    await anna.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")

    expect(baker.sees()).toContain('«latte» (non in catalogo: prezzo?)')
    expect(baker.sees()).toContain('Focaccine × 3 · 3,60 €\n«ben cotte»')
    await baker.tap('Accetta')
    expect(baker.sees()).toContain('Quanto costa «latte» in tutto?')
    await baker.says('1,60')
    await baker.tap('Proponi · 10,60 €')
    expect(baker.sees()).toContain('modifiche proposte da Marco Rossi')

    expect(anna.sees()).toContain('Forno Rossi propone una modifica. Va bene così?')
    expect(anna.sees()).toContain('«latte» → 1,60 €')
    expect(anna.sees()).toContain('Nuovo totale 10,60 € (prima 9,00 €).')
    expect(anna.buttons()).toEqual(['Va bene', "Annulla l'ordine", 'Altri negozi'])
    await anna.tap('Va bene')
    expect(anna.sees()).toContain('accettato. Ti aspettiamo oggi')
    expect(anna.sees()).toContain('«latte» · 1,60 €')
    await baker.taps('Pronta', 'Consegnata')
    expect(anna.sees()).toContain('ritirato. Grazie da Forno Rossi.')
  },
)

story('a price typed while another order comes in is a price, not a tap on that order', async inTown => {
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

story('answers can be typed: which one, how much, yes and no', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('2 brioche, pane casereccio, latte, burro')
  expect(anna.sees()).toContain('«brioche»: quale?')
  expect(anna.sees()).toContain('Poi altre 3 domande.')
  await anna.says('crema')
  expect(anna.sees()).toContain('Ho messo nella busta: Brioche alla crema × 2.')
  expect(anna.sees()).toContain('Quanto di Pane casereccio?')
  await anna.says('mezzo chilo')
  expect(anna.sees()).toContain('Aggiunto: Pane casereccio, 500 g')
  expect(anna.sees()).toContain('«latte» qui non lo trovo')
  await anna.says('Sì grazie!')
  expect(anna.sees()).toContain('«burro» qui non lo trovo')
  await anna.says('no')
  expect(anna.sees()).toContain('Lasciato fuori: «burro»')
  expect(anna.sees()).toContain(
    'Brioche alla crema × 2 · 3,00 €\nPane casereccio, 500 g · 2,40 €\n«latte» · prezzo da chiedere',
  )
})

story(
  'questions left open are found again, also after another list, and named before the order is sent',
  async inTown => {
    const { anna } = await inTown()
    await anna.says('/start s-forno-rossi')
    await anna.says('3 focaccine, 2 brioche, latte')
    await anna.tap('La mia busta · 3,60 €')
    expect(anna.sees()).toContain('Da chiarire: «brioche», «latte».')
    await anna.taps('Aggiungi altro', 'Pane')
    await anna.says('due baguette')
    expect(anna.sees()).toContain('Ho messo nella busta: Baguette × 2.')
    expect(anna.sees()).toContain('«brioche»: quale?')
    await anna.taps('La mia busta', 'Scegli quando ritirare', 'oggi')
    expect(anna.sees()).toContain("Da chiarire, per ora fuori dall'ordine: «brioche», «latte».")
    await anna.taps('Modifica', 'Da chiarire (2)', 'Brioche vuota', 'Sì, chiedilo')
    expect(anna.sees()).toContain('Brioche vuota × 2')
    expect(anna.sees()).not.toContain('Da chiarire')
  },
)

story('an old button of a question that is answered does nothing, and shows what there is', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('2 brioche')
  const before = anna.last()
  await anna.tap('Brioche vuota')
  expect(await anna.presses(before, before.offers[1]?.label ?? '')).toBe('Già fatto.')
  expect(anna.sees()).toContain('Brioche vuota × 2')
  expect(anna.sees()).not.toContain('Brioche alla crema')
})

story('amounts that cannot be had so are brought to the nearest, and it is said', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('430 g di pane casereccio, 5 euro di focaccia genovese, 100 michette, 1 pizzetta')
  for (const said of [
    'Pane casereccio si vende di 50 g in 50 g: ho segnato 450 g.',
    'Per quella cifra, di Focaccia genovese: 350 g circa.',
    'Di Michetta se ne può ordinare al massimo 60 pezzi.',
    'Di Pizzetta tonda se ne prende almeno 2 pezzi.',
    'Michetta × 60 · 36,00 €',
  ]) {
    expect(anna.sees()).toContain(said)
  }
})

story('written again it takes the place of what was there, and what was there is named', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('3 focaccine ben cotte')
  await anna.says('5 focaccine')
  expect(anna.sees()).toContain('Ho messo nella busta: Focaccine × 5 (prima × 3).')
  expect(anna.sees()).toContain('Focaccine × 5 · 6,00 €\n«ben cotte»')
})

story('words nobody understands are answered with the telephone, a mere question with the hours', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('boh')
  expect(anna.sees()).toContain("«boh»: questo non l'ho capito. Puoi scriverlo in un altro modo, scegliere dal banco")
  expect(anna.sees()).toContain('chiamare il negozio: +39 0331 555012')
  await anna.says('a che ora chiudete?')
  expect(anna.sees()).toContain('oggi: 7:00–13:00, 16:00–19:30')
  expect(anna.sees()).toContain('+39 0331 555012')
  // Where one stands then a shop is still open.
  await anna.says('due baguette')
  expect(anna.sees()).toContain('Baguette × 2')
})

story('without a shop, and for staff, nothing is read as a list', async inTown => {
  const { anna, baker } = await inTown()
  await anna.says('/start')
  await anna.says('due baguette')
  expect(anna.sees()).toContain("«due baguette»: questo non l'ho capito")
  await baker.says('due baguette')
  expect(baker.sees()).toContain('Questo non lo so leggere')
})

story('own words alone are not sent to a shop that wants them beside its goods only', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('latte')
  await anna.tap('Sì, chiedilo')
  expect(anna.sees()).toContain('Da solo non si può chiedere: aggiungi qualcosa dal banco, o chiama il negozio: +39')
  expect(anna.buttons()).toEqual(['Modifica', 'Aggiungi altro'])
  await anna.taps('Modifica', '«latte»', 'Aggiungi una nota')
  await anna.says('intero, fresco')
  expect(anna.sees()).toContain('«latte» · prezzo da chiedere\n«intero, fresco»')
  await anna.taps('Modifica', '«latte»', 'Togli dalla busta')
  expect(anna.sees()).toContain('Scrivi cosa ti serve')
})

story('the baker leaves a price to the counter: the sum says what is not in it', async inTown => {
  const { anna, baker } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('3 focaccine, latte')
  await anna.taps('Sì, chiedilo', 'Scegli quando ritirare', 'oggi', "Invia l'ordine")
  expect(baker.sees()).toContain('Circa 3,60 €, senza «latte»')
  await baker.says('oggi')
  expect(baker.sees()).toContain('3,60 € + ? · da accettare')
  await baker.taps('Da accettare', baker.buttonWith('-'), 'Accetta', 'Senza prezzo, al banco')
  expect(anna.sees()).toContain('accettato')
  expect(anna.sees()).toContain('«latte» · prezzo al banco')
  expect(anna.sees()).toContain('Totale stimato 3,60 €, senza «latte»: quel prezzo lo dice il negozio.')
  await baker.says('oggi')
  await baker.tap('Lista di preparazione')
  expect(baker.sees()).toContain('Focaccine · × 3\n«latte»')
})

story('less bread, no rolls, no milk: Anna sees the old and the new, and calls it off or not', async inTown => {
  const { anna, baker, luigi } = await inTown()
  for (const citizen of [anna, luigi]) {
    await citizen.says('/start s-forno-rossi')
    await citizen.says('mezzo kg di pane casereccio, 3 focaccine, latte, 2 kg di zucchero')
    await citizen.taps('Sì, chiedi tutto (2)', 'Scegli quando ritirare', 'oggi', "Invia l'ordine")
    await baker.taps(
      'Con modifiche',
      'Pane casereccio',
      '250 g',
      'Focaccine',
      'Finito, senza',
      '«latte»',
      "Non ce l'ho",
    )
    await baker.tap('«zucchero», 2 kg')
    await baker.says('boh')
    expect(baker.sees()).toContain("Questo prezzo non l'ho capito")
    await baker.says('3,20 €')
    await baker.tap('Proponi · 4,40 €')
    expect(citizen.sees()).toContain('Pane casereccio, 500 g · 2,40 € → 250 g · 1,20 €')
    expect(citizen.sees()).toContain("Focaccine × 3 · 3,60 € → non c'è")
    expect(citizen.sees()).toContain("«latte» → non c'è")
    expect(citizen.sees()).toContain('«zucchero», 2 kg → 3,20 €')
    expect(citizen.sees()).toContain('Nuovo totale 4,40 € (prima 6,00 €).')
  }
  await anna.tap('Va bene')
  expect(anna.sees()).toContain('Pane casereccio, 250 g · 1,20 €')
  expect(anna.sees()).toContain("Focaccine × 3 · non c'è")
  expect(baker.sees()).toContain('Confermato da chi ha ordinato')
  await luigi.taps("Annulla l'ordine", 'Sì, annulla')
  expect(baker.sees()).toContain('annullato da chi ha ordinato')
})

story('of two who answer at once, one with a proposal and one with a yes, the second is told', async inTown => {
  const { anna, baker, shopkeeper } = await inTown()
  const helper = await shopkeeper('Giulia', 'forno-rossi')
  await anna.ordersBread()
  await baker.taps('Con modifiche', 'Pane casereccio', '250 g')
  const said = await Promise.all([helper.tap('Accetta'), baker.tap('Proponi')])
  expect(said.filter(line => /^Ci ha già pensato/m.test(line ?? ''))).toHaveLength(1)
  expect(anna.sees()).toMatch(/propone una modifica|accettato/)
})

story('whatever is typed in a shop is answered, shown as it was given, and stops nobody', async inTown => {
  const { anna, luigi, baker } = await inTown()
  // WhatsApp holds whoever is told forty things in a breath.
  for (const [person, from] of [
    [luigi, 0],
    [anna, 20],
  ] as const) {
    await person.says('/start s-forno-rossi')
    for (const name of hostileNames.slice(from, from + 20)) {
      const before = person.messageCount()
      await person.says(name.slice(0, 4000).trim() || '?')
      expect(person.messageCount(), name).toBeGreaterThan(before)
    }
    expect(person.heard().join('\n')).not.toContain('Qualcosa da noi non ha funzionato')
  }
  const words = '<b>latte</b> & "burro" _x_ {n}'
  await anna.says('svuota')
  await anna.says('negozi')
  await anna.tap('Forno Rossi')
  await anna.says(`3 focaccine, ${words}`)
  while (anna.buttons().some(label => label.startsWith('Sì, chiedi'))) await anna.tap('Sì, chiedi')
  await anna.tap('La mia busta')
  await anna.taps('Scegli quando ritirare', 'oggi', "Invia l'ordine")
  expect(baker.sees()).toContain('Focaccine × 3')
})

story('a list of two thousand characters goes into the bag or is asked about, line by line', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  const bakery = demoTown().shops.find(({ slug }) => slug === 'forno-rossi')
  const goods = bakery?.products.filter(each => each.soldBy === 'piece' && each.maxQuantity === undefined) ?? []
  const known = goods.map(({ name }) => `2 ${name.replace(/,.*$/, '')}`)
  // Words that nobody sells anything by, all different.
  const syllables = ['zu', 'wak', 'jo', 'gru', 'vix']
  const unheard = (at: number): string =>
    [at % 5, Math.floor(at / 5) % 5, Math.floor(at / 25) % 5, Math.floor(at / 125)]
      .map(each => syllables[each])
      .join('')
  const list: string[] = [...known]
  while (list.join('\n').length < 1980) list.push(`3 ${unheard(list.length)}`)
  await anna.says(list.join('\n'))
  expect(anna.sees()).toContain('cose.')
  const asked = 1 + Number(/Poi altre (\d+) domande/.exec(anna.sees())?.[1])
  await anna.tap('La mia busta')
  const inBag = anna
    .sees()
    .split('\n')
    .filter(line => / × \d+ · /.test(line)).length
  expect(inBag).toBe(known.length)
  expect(inBag + asked).toBe(list.length)
})

story('corrections and withdrawals within a message count as they were meant', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-la-primizia')
  expect(anna.sees()).toContain('«un chilo di mele e due cipolle»')
  await anna.says('2 kg di carote, anzi 3, e un chilo di zucchine non troppo grosse. no, niente zucchine')
  expect(anna.sees()).toContain('Carote, 3 kg')
  expect(anna.sees()).not.toContain('ucchine')
})

story(
  'what the shop lists since this morning is understood at once, and what it has run out of is said to be gone',
  async inTown => {
    const town = await inTown()
    const { anna } = town
    await anna.says('/start s-forno-rossi')
    await anna.says('due baguette')
    expect(anna.sees()).toContain('Baguette × 2')
    await change(town, sql`update products set name = 'Sfilatino', stock = 0 where name = 'Baguette'`)
    await anna.says('tre focaccine e due sfilatini')
    expect(anna.heard().at(-1)).toContain("Sfilatino: per oggi non ce n'è più.")
  },
)

story('written below an order that was sent, a list begins the next bag in the same shop', async inTown => {
  const { anna } = await inTown()
  await anna.ordersBread()
  await anna.says('ah, e due baguette')
  expect(anna.sees()).toContain('Ho messo nella busta: Baguette × 2.')
  expect(anna.sees()).toContain('Totale 3,20 €')
})

story('where the shop does not want to be asked, what it does not list is left out, and that is said', async inTown => {
  const town = await inTown()
  const { anna } = town
  await change(town, sql`update shops set own_words = 'no' where slug = 'forno-rossi'`)
  await anna.says('/start s-forno-rossi')
  await anna.says('tre focaccine e un litro di latte')
  expect(anna.sees()).toContain("latte» qui non c'è: l'ho lasciato fuori.")
  expect(anna.sees()).toContain('Focaccine × 3')
})

story('a question within a list is answered along with it', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('due baguette. a che ora chiudete?')
  expect(anna.sees()).toContain('Forno Rossi · aperto fino alle 13:00. Per ogni altra domanda, chiama pure: +39')
  expect(anna.sees()).toContain('Baguette × 2')
})

story('what each shop of the demo town suggests to write is understood there', async inTown => {
  const { anna } = await inTown()
  for (const { slug } of demoTown().shops) {
    await anna.says(`/start s-${slug}`)
    const example = /al banco \(«(.+?)»\)/.exec(anna.sees())?.[1] ?? ''
    expect(example, slug).not.toMatch(/^$|questo/)
    await anna.says(example)
    expect(anna.sees(), slug).toMatch(/Ho messo nella busta|quale\?|Quanto di/)
    expect(anna.sees(), slug).not.toMatch(/non lo trovo|non l'ho capito/)
  }
})

story(
  'an amount with a wish is understood of the product at hand, and of the one that is asked about',
  async inTown => {
    const { anna } = await inTown()
    await anna.says('/start s-forno-rossi')
    await anna.taps('Pane', 'Pane casereccio')
    await anna.says('mezzo chilo ben cotto')
    expect(anna.sees()).toContain('Ho messo nella busta: Pane casereccio 500 g («ben cotto»).')
    await anna.says('pane integrale')
    expect(anna.sees()).toContain('Quanto di Pane integrale?')
    await anna.says('tre etti ben cotto')
    expect(anna.sees()).toContain('Pane integrale, 300 g · 1,62 €\n«ben cotto»')
  },
)

story('the same list twice asks each thing once', async inTown => {
  const { anna } = await inTown()
  await anna.says('/start s-forno-rossi')
  await anna.says('2 brioche, latte')
  await anna.says('2 brioche, latte')
  expect(anna.sees()).toContain("Poi un'ultima domanda.")
})

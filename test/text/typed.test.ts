// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { normalised, onlyNamed, typedChoice } from '../../src/dialog/typed.ts'
import { texts } from '../../src/text/text.ts'
import { hostileNames } from '../support/hostile-names.ts'

const menu = (...labels: string[]) => labels.map(label => ({ label, action: 'act', effect: 'view' as const }))

/** The label that is meant, `unclear`, or nothing: free text. */
function meant(text: string, labels: readonly string[], numberAnswers = false): string | undefined {
  const typed = typedChoice(text, menu(...labels), numberAnswers)
  return typed?.kind === 'choice' ? labels[typed.index] : typed?.kind
}

const shelf = ['Casereccio · 4,80 €/kg', 'Integrale · 5,40 €/kg', 'Michetta · 0,60 €', 'Indietro']
const times = ['oggi 10:15', '10:30', '9:45', 'più tardi', 'domani', 'Indietro']
const amounts = ['250 g', '500 g', '1 kg', 'Altra quantità', 'Indietro']

test.each([
  '2',
  ' 2 ',
  '2.',
  '2)',
  '(2)',
  '#2',
  '*2*',
  '2️⃣',
  '２',
  '②',
  '٢',
  '۲',
  '02',
  'due',
  'Two',
  'il secondo',
  'La seconda!',
])('«%s» is the second choice', text => expect(meant(text, shelf)).toBe('Integrale · 5,40 €/kg'))

test.each(['secondo', 'n. 2', 'numero 2', 'il 2', 'the second one', 'second'])('so is «%s»', text =>
  expect(meant(text, shelf)).toBe('Integrale · 5,40 €/kg'),
)

test.each([
  'la n. 2',
  'il numero 2',
  'opzione 2',
  'opzione due',
  'la 2, grazie',
  'due grazie',
  'il 2°',
  'la 2ª',
  '2º',
  'the 2nd',
  'number two, please',
  '2. Integrale · 5,40 €/kg',
  '2) integrale · 5,40 €/kg',
])('and «%s»', text => expect(meant(text, shelf)).toBe('Integrale · 5,40 €/kg'))

test('«il primo» is the first and «l’ultimo» the last', () => {
  expect(meant('il primo', shelf)).toBe(shelf[0])
  expect(meant('l’ultimo', shelf)).toBe('Indietro')
  expect(meant('the last one', shelf)).toBe('Indietro')
})

test.each(['0', '5', '99', 'dieci', 'il quinto', 'numero 7'])('«%s» is none of four: the menu is shown again', text =>
  expect(meant(text, shelf)).toBe('unclear'),
)

test('a long number is no choice', () => expect(meant('0331', shelf)).toBeUndefined())

test.each([
  ['michetta', 'Michetta · 0,60 €'],
  ['MICHETTA', 'Michetta · 0,60 €'],
  ['Michetta · 0,60 €', 'Michetta · 0,60 €'],
  ['miche', 'Michetta · 0,60 €'],
  ['🥖 casereccio!', 'Casereccio · 4,80 €/kg'],
  ['indietro', 'Indietro'],
  ['« Indietro »', 'Indietro'],
])('«%s» means the label', (text, label) => expect(meant(text, shelf)).toBe(label))

test.each([
  ['caserecio', 'Casereccio · 4,80 €/kg'],
  ['integrsle', 'Integrale · 5,40 €/kg'],
  ['michettta', 'Michetta · 0,60 €'],
  ['idnietro', 'Indietro'],
])('«%s», a slip of the finger, still means the label', (text, label) => expect(meant(text, shelf)).toBe(label))

test.each([
  ['Pane di grano duro di A…', 'Pane di grano duro di Altamura'],
  ['pane di grano duro...', 'Pane di grano duro di Altamura'],
  ['Forno Rossi, via Roma 1…', 'Forno Rossi, via Roma 12'],
  ['2. Forno Rossi, via Roma…', 'Forno Rossi, via Roma 12'],
  ['3. Focaccia…', 'Focaccia con 3 formaggi'],
  ['Focaccia con 4…', 'Focaccia con 4 formaggi'],
])('«%s», a label as it was cut, means the whole one', (text, label) => {
  const labels = [
    'Pane di grano duro di Altamura',
    'Forno Rossi, via Roma 12',
    'Focaccia con 3 formaggi',
    'Focaccia con 4 formaggi',
  ]
  expect(meant(text, labels)).toBe(label)
})

test('a cut label that fits two is asked again; one that fits none, or another number, is free text', () => {
  const labels = ['Focaccia con 3 formaggi', 'Focaccia con 4 formaggi', 'Indietro']
  expect(meant('Focaccia con…', labels)).toBe('unclear')
  expect(meant('Pane e focaccia…', labels)).toBeUndefined()
  expect(meant('3. Focaccia con 3 formaggi', labels)).toBeUndefined()
})

test('a label goes before the place that it sounds like', () => {
  expect(meant('numero 1', ['Bar Sport', 'Numero 1'])).toBe('Numero 1')
  expect(meant('il primo', ['Bar Sport', 'Il Primo'])).toBe('Il Primo')
})

test('how many of something is no place in the menu', () => {
  expect(meant('2 integrale', shelf)).toBeUndefined()
  expect(meant('2 michette', shelf)).toBeUndefined()
})

test.each(['casrecio', 'pane', 'mich', 'latte', 'quanto costa?'])('«%s» is free text', text =>
  expect(meant(text, shelf)).toBeUndefined(),
)

test('what fits two labels is asked again', () => {
  const shops = ['Forno Rossi', 'Forno Bianchi', 'Forno Rossi']
  expect(meant('forno', shops)).toBe('unclear')
  expect(meant('forno rossi', shops)).toBe('unclear')
  expect(meant('forno bianchi', shops)).toBe('Forno Bianchi')
})

test('the name itself goes before a longer one', () => {
  expect(meant('pane', ['Pane integrale · 5,40 €', 'Pane · 4,80 €'])).toBe('Pane · 4,80 €')
})

test.each([
  ['sì', 'Sì, annulla'],
  ['si', 'Sì, annulla'],
  ['SI', 'Sì, annulla'],
  ['no', 'No, lascialo'],
  ['No!', 'No, lascialo'],
])('«%s» answers a question', (text, label) => expect(meant(text, ['Sì, annulla', 'No, lascialo'])).toBe(label))

test('a word may be written with or without its accent', () => {
  expect(meant('piu tardi', times)).toBe('più tardi')
  expect(meant('Altra quantita', amounts, true)).toBe('Altra quantità')
  expect(meant('caffe\u0300', ['Caffè', 'Tè'])).toBe('Caffè')
})

// ------------------------------------------------------------------ figures are never guessed

test.each(['350 g', '255 g', '50 g', '1500 g', '2 kg'])('«%s» is not a mistyped amount of the menu', text =>
  expect(meant(text, amounts, true)).toBeUndefined(),
)

test('«3 pezzi» is neither 2 nor 4', () => {
  expect(meant('3 pezzi', ['2 pezzi', '4 pezzi', 'Indietro'], true)).toBeUndefined()
  expect(meant('4 pezzi', ['2 pezzi', '4 pezzi', 'Indietro'], true)).toBe('4 pezzi')
})

test('the beginning of a number is not the number', () => {
  expect(meant('forno 1', ['Forno 12', 'Bar Sport'])).toBeUndefined()
  expect(meant('oggi 1', times)).toBeUndefined()
})

test.each([
  ['10:15', 'oggi 10:15'],
  ['10.15', 'oggi 10:15'],
  ['alle 10:30', '10:30'],
  ['ore 09.45', '9:45'],
  ['Oggi 10:15', 'oggi 10:15'],
  ['domani', 'domani'],
])('«%s» is a time of the menu', (text, label) => expect(meant(text, times)).toBe(label))

test('a time that is not offered is not taken for one nearby', () => {
  expect(meant('10:35', times)).toBe('unclear')
  expect(meant('alle 10:00', times)).toBe('unclear')
  expect(meant('10:15', ['oggi 10:15', 'domani 10:15'])).toBe('unclear')
})

// ------------------------------------------------------------------ where a number is an answer

test('where a number is an answer, numbers are left to the screen and letters choose', () => {
  for (const text of ['1', '3', 'due', 'il primo', '2️⃣']) expect(meant(text, amounts, true)).toBeUndefined()
  expect(meant('b', amounts, true)).toBe('500 g')
  expect(meant('A)', amounts, true)).toBe('250 g')
  expect(meant('h', amounts, true)).toBe('unclear')
  for (const text of [
    'la B',
    'b.',
    '(B)',
    '*B*',
    'lettera b',
    'la lettera B',
    'opzione B',
    'B, grazie',
    'Ⓑ',
    'the letter b',
  ])
    expect(meant(text, amounts, true), text).toBe('500 g')
  for (const text of ['n. 2', 'opzione 2', 'la 2']) expect(meant(text, amounts, true), text).toBeUndefined()
})

test('elsewhere a letter is nothing', () => expect(meant('b', shelf)).toBeUndefined())

test('an address is free text also beside the choice to take the last one', () => {
  const choices = ['Lo stesso indirizzo', 'Indietro']
  expect(meant('Via Roma 12, 21053 Castellanza', choices, true)).toBeUndefined()
  expect(meant('lo stesso', choices, true)).toBe('Lo stesso indirizzo')
})

// ------------------------------------------------------------------ whatever people call themselves

test('whoever types the name of a shop reaches it, or is asked again, whatever it is called', () => {
  for (const name of hostileNames) {
    const labels = ['Aiuto', 'Bar Sport', name]
    const answer = meant(name, labels)
    // A name that is a number is one of the menu's numbers.
    if (/^[^\p{L}\p{N}]*\d{1,3}[^\p{L}\p{N}]*$/u.test(normalised(name))) continue
    expect([name, 'unclear'], name.slice(0, 60)).toContain(answer)
  }
})

test('«constructor» is a word like any other', () => {
  expect(meant('constructor', shelf)).toBeUndefined()
  expect(meant('constructor', ['Pane', 'constructor'])).toBe('constructor')
})

test('nothing said is nothing meant', () => {
  for (const text of ['', '   ', '\u200b']) expect(meant(text, shelf)).toBeUndefined()
  expect(typedChoice('1', [], false)).toEqual({ kind: 'unclear' })
})

test('every label of ours means itself', () => {
  const labels = ['approach', 'cancel', 'agree', 'send-order', 'add-more', 'do-miss', 'decline-other', 'help']
  for (const language of ['it', 'en']) {
    const shown = labels.map(id => texts(language, 'Europe/Rome', new Date(0)).plain(id))
    for (const label of shown) expect(meant(label.toUpperCase(), shown)).toBe(label)
  }
})

test.each([
  ['crema', 'Brioche alla crema'],
  ['Quella alla crema!', 'Brioche alla crema'],
  ['la vuota', 'Brioche vuota'],
  ['albicoca', "Brioche all'albicocca"],
  ['brioche', undefined],
  ['latte', undefined],
  ['crema e vuota', undefined],
  ['la', undefined],
  ['', undefined],
])('of the brioches «%s» means %s', (text, name) => {
  const names = ['Brioche vuota', 'Brioche alla crema', "Brioche all'albicocca"]
  expect(names[onlyNamed(text, names) ?? -1]).toBe(name)
})

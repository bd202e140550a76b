// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { understand } from '../../src/understanding/list/understand.ts'
import { heard, shelf, wishes } from './counter.ts'

describe('what orders nothing', () => {
  test.each([
    'Buongiorno!',
    'ciao come stai? tutto bene?',
    'ok grazie mille, a domani!',
    'Ieri le zucchine erano buonissime, complimenti!',
    'sono in ritardo di 5 minuti scusami',
    'oggi non mi serve niente',
    'avvisami quando è pronto',
    '👍',
    '',
    '   ',
    '2',
  ])('%s', text => {
    expect(understand(shelf, text)).toMatchObject({ order: false, lines: [] })
  })
})

describe('questions', () => {
  test.each(['a che ora chiudete?', 'avete i porcini?', 'quanto costano le mele al chilo?', 'le pere sono mature?'])(
    '%s asks and orders nothing',
    text => {
      expect(understand(shelf, text)).toEqual({ order: false, lines: [], question: true })
    },
  )

  test('a question beside an order leaves the order', () => {
    const { lines, question } = understand(shelf, '2 michette e un latte. A che ora chiudete stasera?')
    expect(lines.map(line => line.sku)).toEqual(['michetta', 'latte'])
    expect(question).toBe(true)
  })

  test('an order may be put as a question', () => {
    expect(understand(shelf, 'mi dai due chili di mele?')).toMatchObject({ order: true, question: false })
  })

  test('what was asked about may be ordered', () => {
    expect(heard('avete i porcini? se sì mezzo chilo')).toEqual(['porcini 500 g'])
    expect(heard('sono arrivati i porcini? ne prendo due etti')).toEqual(['porcini 200 g'])
  })
})

describe('corrections and withdrawals', () => {
  test.each([
    ['2 kg di patate, anzi 3', ['patate 3000 g']],
    ['2 kg di patate, no scusa 3 kg', ['patate 3000 g']],
    ['3 michette, anzi brioche vuote', ['brioche-vuota 3 piece']],
    ['un etto di cotto, no scusi volevo dire di mortadella', ['mortadella 100 g']],
    ['1 kg di mele e 2 zucchine. Le zucchine facciamo 4', ['mele 1000 g', 'zucchine 4 piece']],
    ['1 kg di mele, 1 kg di cipolle, anzi no, niente cipolle', ['mele 1000 g']],
    ['1 kg di mele, 1 kg di cipolle. Le cipolle no', ['mele 1000 g']],
    ['mele, zucchine e pane\nle zucchine lasciamole stare', ['mele default', 'pane default']],
    ['no, niente cipolle', []],
  ])('%s', (text, lines) => {
    expect(heard(text)).toEqual(lines)
  })
})

describe('wishes', () => {
  test.each([
    ['2 etti di mortadella tagliata fine', ['tagliata fine']],
    ['2 etti di cotto senza grasso, tagliato sottile', ['senza grasso, tagliato sottile']],
    ['1 kg di mele non troppo mature', ['non troppo mature']],
    ['mezzo kg di pane ben cotto, 3 michette', ['ben cotto', null]],
    ['4 zucchine belle sode per la griglia', ['belle sode per la griglia']],
    ['una torta di mele per 4 persone', ['per 4 persone']],
    ['2 michette, grazie mille', [null]],
    ['un etto di crudo 18 mesi', [null]],
  ])('%s', (text, notes) => {
    expect(wishes(text)).toEqual(notes)
  })

  test('a wish said afterwards goes to what was ordered', () => {
    expect(understand(shelf, '1 kg di mele e un latte. Le mele non troppo mature').lines).toMatchObject([
      { sku: 'mele', quantity: 1000, note: 'non troppo mature' },
      { sku: 'latte' },
    ])
  })
})

describe('people', () => {
  test.each([
    'sono Maria, 2 michette',
    '2 michette. Grazie, Maria Rossi',
    'Cara Pina, mi metti 2 michette?',
    'ciao sono la mamma di Giulia, 2 michette',
    'da parte di Carla: 2 michette',
  ])('%s', text => {
    expect(heard(text)).toEqual(['michetta 2 piece'])
  })
})

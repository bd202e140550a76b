// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { heard } from './counter.ts'

describe('weights', () => {
  test.each([
    ['mezzo chilo di patate', 500],
    ['½ kg patate', 500],
    ['1/2 kg di patate', 500],
    ['mezzochilo di patate', 500],
    ['un chilo e mezzo di patate', 1500],
    ['1 kg e mezzo di patate', 1500],
    ['un chilo e due di patate', 1200],
    ['un chilo e due etti di patate', 1200],
    ['un chilo e 200 di patate', 1200],
    ['kg 1,5 di patate', 1500],
    ['1.5kg patate', 1500],
    ['1.500 g di patate', 1500],
    ['300 gr. di patate', 300],
    ['gr 300 patate', 300],
    ['3 hg di patate', 300],
    ['due etti e mezzo di patate', 250],
    ['tre etti e mezzo di patate', 350],
    ['etto e mezzo di patate', 150],
    ["mezz'etto di patate", 50],
    ['un quarto di patate', 250],
    ['tre quarti di chilo di patate', 750],
    ['circa due etti di patate', 200],
    ['due etti scarsi di patate', 200],
    ['due etti abbondanti di patate', 200],
    ['un due etti di patate', 200],
    ['due o tre etti di patate', 200],
    ['patate un chilo', 1000],
    ['patate, 1 kg', 1000],
  ])('%s', (text, grams) => {
    expect(heard(text)).toEqual([`patate ${grams} g`])
  })
})

describe('counts', () => {
  test.each([
    ['4 mele', 4],
    ['quattro mele', 4],
    ['ventiquattro mele', 24],
    ['un paio di mele', 2],
    ['una dozzina di mele', 12],
    ['mezza dozzina di mele', 6],
    ['una decina di mele', 10],
    ['2x mele', 2],
    ['mele x2', 2],
    ['n. 3 mele', 3],
    ['mele 3 pz', 3],
    ['mezza mela', 0.5],
  ])('%s keeps the number, though apples are weighed', (text, pieces) => {
    expect(heard(text)).toEqual([`mele ${pieces} piece`])
  })

  test('half a melon is half a piece, and so is a quarter of one', () => {
    expect(heard('mezza anguria')).toEqual(['anguria 0.5 piece'])
    expect(heard("un quarto d'anguria")).toEqual(['anguria 0.25 piece'])
  })

  test('vessels count', () => {
    expect(heard('2 mazzi di prezzemolo e una vaschetta di rucola')).toEqual(['prezzemolo 2 piece', 'rucola 1 piece'])
  })

  test('so many of what is only weighed are grams', () => {
    expect(heard('150 di crudo 24 mesi')).toEqual(['crudo-24 150 g'])
  })
})

describe('other amounts', () => {
  test('money is money', () => {
    expect(heard('5 euro di mortadella')).toEqual(['mortadella 500 cents'])
    expect(heard('mortadella 2 euro e 50')).toEqual(['mortadella 250 cents'])
  })

  test('where nothing is said: one piece, or what the shop usually gives', () => {
    expect(heard('prezzemolo')).toEqual(['prezzemolo 1 piece'])
    expect(heard("un po' di mele e qualche zucchina")).toEqual(['mele default', 'zucchine default'])
  })

  test('a slice of three etti weighs three etti', () => {
    expect(heard('una fetta da 3 etti di gorgonzola dolce')).toEqual(['gorgonzola-dolce 300 g'])
    expect(heard('un pezzo di grana da mezzo chilo')).toEqual(['grana 500 g'])
  })
})

describe('packs', () => {
  test.each([
    ['un chilo di spaghetti', 'spaghetti 2 piece'],
    ['2 pacchi di spaghetti', 'spaghetti 2 piece'],
    ['mezzo chilo di farina', 'farina 1 piece'],
    ['una dozzina di uova', 'uova 2 piece'],
    ['6 uova', 'uova 1 piece'],
    ['due confezioni da 6 uova', 'uova 2 piece'],
    ['2 litri di latte', 'latte 2 piece'],
    ['2 latte', 'latte 2 piece'],
    ['mezzo litro di panna', 'panna 2 piece'],
    ['2 carta igienica', 'carta 2 piece'],
    ['20 rotoli di carta igienica', 'carta 2 piece'],
    ['mezzo chilo di mozzarella di bufala', 'mozzarella 2 piece'],
    ['3 etti di prezzemolo', 'prezzemolo 300 g'],
  ])('%s', (text, line) => {
    expect(heard(text)).toEqual([line])
  })

  test('a size tells which', () => {
    expect(heard('2 coca da 33 cl')).toEqual(['coca-lattina 2 piece'])
  })
})

describe('numbers that are no amounts', () => {
  test.each([
    'passo alle 10',
    'ci vediamo alle 18.30',
    'il mio numero è 333 1234567',
    'siamo in 4',
    'tra 10 minuti arrivo',
    'il 12 dicembre siete aperti?',
  ])('%s', text => {
    expect(heard(text)).toEqual([])
  })

  test('the numbers of a list only count its lines', () => {
    expect(heard('1) mele\n2) pane\n3) 2 michette')).toEqual(['mele default', 'pane default', 'michetta 2 piece'])
    expect(heard('1. zucchine\n2. pane 1 kg')).toEqual(['zucchine default', 'pane 1000 g'])
    expect(heard('1 michetta\n2 uova')).toEqual(['michetta 1 piece', 'uova 1 piece'])
  })

  test('for four people is a wish', () => {
    expect(heard('una torta di mele per 4 persone')).toEqual(['torta-mele 1 piece'])
  })
})

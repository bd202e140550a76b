// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { naturalQuantities, parseQuantity } from '../../src/rules/quantity.ts'
import { apples, bread, eggs, grams, ham, pieces, potatoes } from './counter.ts'

describe('what people type', () => {
  test.each([
    ['3', pieces(3)],
    ['due', pieces(2)],
    ['3 pezzi', pieces(3)],
    ['ne vorrei quattro, grazie', pieces(4)],
    ['una dozzina', pieces(12)],
    ['mezza dozzina', pieces(6)],
    ['a couple', pieces(2)],
    ['1000', pieces(1000)],
  ])('of eggs: %s', (text, quantity) => {
    expect(parseQuantity(text, eggs)).toEqual(quantity)
  })

  test.each([
    ['mezzo chilo', 500],
    ['Mezzo Kilo', 500],
    ['½ kg', 500],
    ['1/2 kg', 500],
    ['half a kilo', 500],
    ['mezz’etto', 50],
    ['2 etti', 200],
    ['due etti e mezzo', 250],
    ['250g', 250],
    ['250 gr.', 250],
    ['250', 250],
    ['20', 20],
    ['1,5 kg', 1500],
    ['1.5kg', 1500],
    ['1.500 kg', 1500],
    ['1.500 g', 1500],
    ['1½ kg', 1500],
    ['0,25 kg', 250],
    ['un chilo', 1000],
    ['un chilo e mezzo', 1500],
    ['a kilo and a half', 1500],
    ['one and a half kilos', 1500],
    ['un chilo e due etti', 1200],
    ['tre quarti di chilo', 750],
    ['circa tre etti', 300],
    ['un quarto di kg', 250],
    ['un chilo e un quarto', 1250],
    ['2¼ kg', 2250],
  ])('of ham: %s is %i grams', (text, amount) => {
    expect(parseQuantity(text, ham)).toEqual(grams(amount))
  })

  test('a bare number of apples: few are pieces, many are grams', () => {
    expect(parseQuantity('4', apples)).toEqual(pieces(4))
    expect(parseQuantity('20', apples)).toEqual(pieces(20))
    expect(parseQuantity('21', apples)).toEqual(grams(21))
    expect(parseQuantity('300', apples)).toEqual(grams(300))
  })

  test('a few grams of ham are meant by nobody who types a bare 3', () => {
    expect(parseQuantity('3', ham)).toBeUndefined()
  })

  test('grams of eggs are understood, so that the shop can say how it sells them', () => {
    expect(parseQuantity('mezzo chilo', eggs)).toEqual(grams(500))
    expect(parseQuantity('3 pezzi', potatoes)).toEqual(pieces(3))
  })

  test.each([
    '',
    '   ',
    'ciao',
    'non so',
    '-3',
    '0',
    '0 g',
    '1,5',
    '2,5 pezzi',
    'mezzo',
    '3 mele',
    'chilo',
    'e',
    '2 kg e',
    '2 kg 3',
    '2 kg e 3',
    '1e5',
    '2 pezzi e 3 etti',
    'un etto e due pezzi',
    '1 kg e 1 kg e 1 kg',
    'constructor',
    '__proto__',
    '9'.repeat(400),
    '1.5.2 kg',
  ])('not a quantity: «%s»', text => {
    expect(parseQuantity(text, apples)).toBeUndefined()
  })

  test('whatever is typed: nothing, or a whole number above zero, and at once', () => {
    const words = fc.constantFrom(
      '2',
      '1,5',
      'mezzo',
      'un',
      'chilo',
      'etti',
      'g',
      'pezzi',
      'e',
      'di',
      '½',
      '.',
      'x',
      '1.000',
    )
    const typed = fc.oneof(
      fc.array(words, { maxLength: 6 }).map(some => some.join(' ')),
      fc.string({ maxLength: 30 }),
    )
    const seen = { understood: 0 }
    fc.assert(
      fc.property(typed, text => {
        const quantity = parseQuantity(text, apples)
        if (!quantity) return
        seen.understood += 1
        expect(Number.isSafeInteger(quantity.quantity) && quantity.quantity > 0).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(seen.understood).toBeGreaterThan(50)
  })

  test('what is on the buttons may also be typed', () => {
    for (const what of [bread, apples, potatoes, ham, eggs]) {
      for (const one of naturalQuantities(what)) {
        expect(parseQuantity(one.unit === 'gram' ? `${one.quantity} g` : `${one.quantity} pezzi`, what)).toEqual(one)
      }
    }
  })
})

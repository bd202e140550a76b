// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountFor, type SaidAmount } from '../../src/rules/amount.ts'
import { checkQuantity, stockTaken } from '../../src/rules/quantity.ts'

type Goods = Parameters<typeof amountFor>[0]
const of = (more: Partial<Goods>): Goods => ({
  soldBy: 'weight',
  priceCents: 1000,
  pieceGrams: null,
  stepGrams: null,
  minimum: null,
  maximum: null,
  stock: null,
  ...more,
})
const grams = (quantity: number): SaidAmount => ({ quantity, unit: 'g' })
const pieces = (quantity: number): SaidAmount => ({ quantity, unit: 'piece' })
const euros = (quantity: number): SaidAmount => ({ quantity: quantity * 100, unit: 'cents' })
const nothing: SaidAmount = { quantity: null, unit: 'default' }
const took = (quantity: number, unit: 'gram' | 'piece', ...why: string[]) => ({
  kind: 'take',
  quantity: { quantity, unit },
  why,
})

const bread = of({ priceCents: 480, pieceGrams: 500, stepGrams: 50 })
const ham = of({ priceCents: 3490, stepGrams: 50, minimum: 50 })
const roll = of({ soldBy: 'piece', priceCents: 60 })

describe('what is said is taken as it is said', () => {
  test.each<[string, Goods, SaidAmount, unknown]>([
    ['half a kilo of bread', bread, grams(500), took(500, 'gram')],
    ['three rolls', roll, pieces(3), took(3, 'piece')],
    ['two loaves of bread sold by weight', bread, pieces(2), took(2, 'piece')],
    ['"rolls" is one', roll, nothing, took(1, 'piece')],
    ['the last six hundred grams', of({ stock: 600 }), grams(600), took(600, 'gram')],
    ['half a loaf, cut and weighed', bread, pieces(0.5), took(250, 'gram')],
  ])('%s', (_, goods, said, amount) => expect(amountFor(goods, said)).toEqual(amount))
})

describe('what is not for sale so is brought to the nearest, and the reason is told', () => {
  test.each<[string, Goods, SaidAmount, unknown]>([
    ['130 g where one cuts by 50', bread, grams(130), took(150, 'gram', 'step')],
    ['20 g of ham: at least 50', ham, grams(20), took(50, 'gram', 'minimum')],
    ['ten euros of ham', ham, euros(10), took(300, 'gram', 'money')],
    ['five euros of rolls', roll, euros(5), took(8, 'piece', 'money')],
    ['80 where 60 are the most', of({ soldBy: 'piece', maximum: 60 }), pieces(80), took(60, 'piece', 'maximum')],
    ['five where three are left', of({ soldBy: 'piece', stock: 3 }), pieces(5), took(3, 'piece', 'stock')],
    ['a kilo where 620 g are left, by 50', of({ stepGrams: 50, stock: 620 }), grams(1000), took(600, 'gram', 'stock')],
    [
      '3 loaves of 500 g where 1,2 kg are left',
      of({ pieceGrams: 500, stock: 1200 }),
      pieces(3),
      took(2, 'piece', 'stock'),
    ],
    ['one of which one takes two', of({ soldBy: 'piece', minimum: 2 }), pieces(1), took(2, 'piece', 'minimum')],
  ])('%s', (_, goods, said, amount) => expect(amountFor(goods, said)).toEqual(amount))
})

test.each<[string, Goods, SaidAmount]>([
  ['"ham" without an amount', ham, nothing],
  ['half a roll', roll, pieces(0.5)],
  ['200 g of rolls sold by the piece', roll, grams(200)],
  ['two hams, of which nobody knows the weight', ham, pieces(2)],
  ['fifty cents of a cake of 18 euros', of({ soldBy: 'piece', priceCents: 1800 }), { quantity: 50, unit: 'cents' }],
  ['no rolls', roll, pieces(0)],
  ['a billion rolls', roll, pieces(1e9)],
])('%s is asked about', (_, goods, said) => expect(amountFor(goods, said)).toEqual({ kind: 'ask' }))

test('of what has run out there is none, however little is asked for', () => {
  expect(amountFor(of({ stock: 0 }), grams(50))).toEqual({ kind: 'gone' })
})

test('whatever is taken is for sale and in stock', () => {
  const size = fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null })
  const goods = fc.record({
    soldBy: fc.constantFrom('piece' as const, 'weight' as const),
    priceCents: fc.integer({ min: 1, max: 10_000 }),
    pieceGrams: size,
    stepGrams: fc.option(fc.constantFrom(1, 10, 50, 100, 250), { nil: null }),
    minimum: size,
    maximum: size,
    stock: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: null }),
  })
  const said = fc.record({
    quantity: fc.option(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0.5, 1.5)), { nil: null }),
    unit: fc.constantFrom('g' as const, 'piece' as const, 'cents' as const, 'default' as const),
  })
  fc.assert(
    fc.property(goods, said, (what, how) => {
      const amount = amountFor(what, how)
      if (amount.kind !== 'take') return
      expect(checkQuantity(what, amount.quantity).ok).toBe(true)
      if (what.stock !== null) expect(stockTaken(what, amount.quantity)).toBeLessThanOrEqual(what.stock)
    }),
    { numRuns: 2000 },
  )
})

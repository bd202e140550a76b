// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkQuantity,
  estimatedCents,
  type Goods,
  gramsOf,
  isEstimate,
  naturalQuantities,
  type Quantity,
  stockTaken,
} from '../../src/rules/quantity.ts'
import { apples, bread, eggs, goods, grams, ham, pieces, potatoes } from './counter.ts'

const written = (all: Quantity[]): string =>
  all.map(({ quantity, unit }) => `${quantity}${unit === 'gram' ? 'g' : ''}`).join(' ')

describe('the amounts to tap', () => {
  test('eggs: one box, two, three, four, six', () => {
    expect(written(naturalQuantities(eggs))).toBe('1 2 3 4 6')
  })

  test('ham by the etto', () => {
    expect(written(naturalQuantities(ham))).toBe('100g 150g 200g 300g 500g')
    expect(written(naturalQuantities({ ...ham, stepGrams: 100 }))).toBe('100g 200g 300g 500g')
  })

  test('potatoes and bread by the kilo', () => {
    expect(written(naturalQuantities(potatoes))).toBe('250g 500g 1000g 2000g')
    expect(written(naturalQuantities(bread))).toBe('250g 500g 1000g 2000g')
  })

  test('apples are counted first', () => {
    expect(written(naturalQuantities(apples))).toBe('1 2 4 250g 500g 1000g')
  })

  test('a chicken: nobody wants 250 grams of it', () => {
    expect(written(naturalQuantities(goods('weight', 890, { pieceGrams: 1200 })))).toBe('1000g 2000g 1 2')
  })

  test('at least four rolls, at most two cakes, at least half a kilo of cheese', () => {
    expect(written(naturalQuantities(goods('piece', 60, { minimum: 4 })))).toBe('4 6 8 12 16')
    expect(written(naturalQuantities(goods('piece', 1800, { maximum: 2 })))).toBe('1 2')
    expect(written(naturalQuantities(goods('weight', 1600, { minimum: 500 })))).toBe('500g 1000g 1500g 2000g 3000g')
  })
})

describe('what it costs and weighs', () => {
  test('150 g of ham at 24,90 €/kg is 3,74 €: half a cent is rounded up', () => {
    expect(estimatedCents(ham, grams(150))).toBe(374)
    expect(estimatedCents(goods('weight', 1000), grams(1))).toBe(1)
    expect(estimatedCents(goods('weight', 499), grams(1))).toBe(0)
    expect(estimatedCents(goods('weight', 500), grams(1))).toBe(1)
  })

  test('four apples are guessed by what an apple weighs', () => {
    expect(gramsOf(apples, pieces(4))).toBe(720)
    expect(estimatedCents(apples, pieces(4))).toBe(180)
    expect(stockTaken(apples, pieces(4))).toBe(720)
    expect(stockTaken(apples, grams(300))).toBe(300)
  })

  test('three boxes of eggs cost three times one box, exactly', () => {
    expect(estimatedCents(eggs, pieces(3))).toBe(720)
    expect(stockTaken(eggs, pieces(3))).toBe(3)
    expect(gramsOf(eggs, pieces(3))).toBeUndefined()
    expect([isEstimate(eggs), isEstimate(ham)]).toEqual([false, true])
  })

  test('counted potatoes and weighed eggs have no price: they must be refused before', () => {
    for (const [what, quantity] of [
      [potatoes, pieces(4)],
      [eggs, grams(300)],
    ] as const) {
      expect(() => estimatedCents(what, quantity)).toThrow()
      expect(() => stockTaken(what, quantity)).toThrow()
      expect(checkQuantity(what, quantity)).toEqual({ ok: false, reason: 'quantity-unit' })
    }
  })
})

describe('what the shop sells', () => {
  const reason = (what: Goods, quantity: Quantity): string => {
    const result = checkQuantity(what, quantity)
    return result.ok ? 'ok' : result.reason
  }

  test('nothing, less than nothing, half a box', () => {
    expect([0, -1, NaN].map(amount => reason(eggs, pieces(amount)))).toEqual(Array(3).fill('quantity-too-small'))
    expect(reason(eggs, pieces(1.5))).toBe('quantity-step')
  })

  test('from the minimum to the maximum, both included', () => {
    const cake = goods('weight', 1800, { minimum: 500, maximum: 2000 })
    expect([499, 500, 2000, 2001].map(amount => reason(cake, grams(amount)))).toEqual([
      'quantity-too-small',
      'ok',
      'ok',
      'quantity-too-large',
    ])
    const melon = goods('weight', 200, { pieceGrams: 1500, maximum: 3000 })
    expect([2, 3].map(amount => reason(melon, pieces(amount)))).toEqual(['ok', 'quantity-too-large'])
  })

  test('a slip of the finger is too much, unless the shop says that it sells so much', () => {
    expect(reason(eggs, pieces(1000))).toBe('quantity-too-large')
    expect(reason(potatoes, grams(2_000_000_000))).toBe('quantity-too-large')
    expect(reason(goods('piece', 5, { maximum: 5000 }), pieces(1000))).toBe('ok')
  })

  test('by steps of 50 g; the minimum itself always; what is counted knows no steps', () => {
    expect([150, 160].map(amount => reason(ham, grams(amount)))).toEqual(['ok', 'quantity-step'])
    const roast = goods('weight', 1900, { minimum: 250, stepGrams: 100, pieceGrams: 333 })
    expect([250, 300, 350].map(amount => reason(roast, grams(amount)))).toEqual(['ok', 'ok', 'quantity-step'])
    expect(reason(roast, pieces(1))).toBe('ok')
  })

  test('whatever the goods: each amount to tap is for sale, costs what it weighs, and there is one if anything is for sale', () => {
    const anyGoods = fc
      .record({
        soldBy: fc.constantFrom('piece' as const, 'weight' as const),
        priceCents: fc.integer({ min: 1, max: 10_000 }),
        pieceGrams: fc.option(fc.integer({ min: 5, max: 3000 })),
        stepGrams: fc.option(fc.integer({ min: 1, max: 1000 })),
        minimum: fc.option(fc.integer({ min: 1, max: 900 })),
        maximum: fc.option(fc.integer({ min: 1, max: 900 })),
      })
      .map(some => ({ ...some, stepGrams: some.soldBy === 'weight' ? some.stepGrams : null }))
    fc.assert(
      fc.property(anyGoods, fc.integer({ min: 1, max: 900 }), (what, wish) => {
        const natural = naturalQuantities(what)
        expect(natural.length).toBeLessThanOrEqual(6)
        expect(new Set(natural.map(one => `${one.quantity} ${one.unit}`)).size).toBe(natural.length)
        for (const one of natural) {
          expect(checkQuantity(what, one)).toEqual({ ok: true, value: one })
          const exact = (stockTaken(what, one) * what.priceCents) / (isEstimate(what) ? 1000 : 1)
          expect(Math.abs(estimatedCents(what, one) - exact)).toBeLessThanOrEqual(0.5)
        }
        const unit = what.soldBy === 'piece' ? 'piece' : 'gram'
        if (checkQuantity(what, { quantity: wish, unit }).ok) expect(natural.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})

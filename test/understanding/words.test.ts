// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { slipsBetween } from '../../src/understanding/list/spelling.ts'
import { heard } from './counter.ts'

describe('how a thing is called', () => {
  test.each([
    ['a slip of the finger', 'mortadela', 'mortadella default'],
    ['two letters swapped', 'zuccihne', 'zucchine default'],
    ['two slips in a long word', 'gorgonzolla docle', 'gorgonzola-dolce default'],
    ['without its accents', 'prosciutto cotto alta qualita', 'cotto default'],
    ['the shop shortens it', 'prosciutto crudo di Parma 24 mesi', 'crudo-24 default'],
    ['the citizen shortens it', 'mort.', 'mortadella default'],
    ['a regional name', 'cocomero', 'anguria default'],
    ['another regional name', 'due rosette', 'michetta 2 piece'],
    ['an everyday name', 'acqua gassata', 'acqua-frizzante 1 piece'],
    ['a nickname', '2 etti di zola piccante', 'gorgonzola-piccante 200 g'],
    ['the adjective alone', 'due etti di cotto', 'cotto 200 g'],
    ['its words in another order', 'dolce gorgonzola', 'gorgonzola-dolce default'],
    ['singular for plural', 'una zucchina', 'zucchine 1 piece'],
    ['the kind said before it', 'formaggio grana', 'grana default'],
  ])('%s', (_, text, line) => {
    expect(heard(text)).toEqual([line])
  })

  test('a bare word means the plain product', () => {
    expect(heard('pane')).toEqual(['pane default'])
    expect(heard('latte')).toEqual(['latte 1 piece'])
  })

  test('what fits equally is a question, with the amount kept', () => {
    expect(heard('2 pere')).toEqual(['? pere-abate pere-kaiser 2 piece'])
    expect(heard('un etto di gorgonzola')).toEqual(['? gorgonzola-dolce gorgonzola-piccante 100 g'])
  })

  test('one or the other is a question', () => {
    expect(heard('1 kg di zucchine o cipolle')).toEqual(['? zucchine cipolle 1000 g'])
  })

  test('products that share a word are not one another', () => {
    expect(heard('pomodori pelati')).toEqual(['pelati 1 piece'])
    expect(heard('pomodori ramati')).toEqual(['ramati default'])
    expect(heard('patate dolci')).toEqual(['patate-dolci default'])
    expect(heard('patate')).toEqual(['patate default'])
    expect(heard('mele')).toEqual(['mele default'])
    expect(heard('torta di mele')).toEqual(['torta-mele 1 piece'])
  })

  test('what the shop does not list stays in the words it was asked for in', () => {
    expect(heard('un barattolo di maionese, 1 kg di mele cotogne e due pesche')).toEqual([
      '«maionese» 1 piece',
      '«mele cotogne» 1000 g',
      '«pesche» 2 piece',
    ])
    expect(heard('1 kg di xyzzy')).toEqual(['«xyzzy» 1000 g'])
  })

  test('the usual is kept as it was said', () => {
    expect(heard('il solito')).toEqual(['«il solito» 1 piece'])
  })
})

test('two neighbours swapped are one slip, and no more are counted than asked for', () => {
  expect(slipsBetween('pane', 'pnae', 2)).toBe(1)
  expect(slipsBetween('pane', 'pane', 2)).toBe(0)
  expect(slipsBetween('prosciutto', 'prosiuto', 2)).toBe(2)
  expect(slipsBetween('mele', 'banane', 2)).toBe(3)
})

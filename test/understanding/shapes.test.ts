// SPDX-License-Identifier: AGPL-3.0-or-later
import { describe, expect, test } from 'vitest'
import { heard } from './counter.ts'

const threeThings = ['patate 1000 g', 'michetta 2 piece', 'latte 1 piece']

describe('one list, many shapes', () => {
  test.each([
    ['lines', '1 kg patate\n2 michette\nlatte'],
    ['commas', '1 kg di patate, 2 michette, latte'],
    ['dashes', '- 1 kg patate\n- 2 michette\n- latte'],
    ['bullets', '• 1 kg patate\n• 2 michette\n• latte'],
    ['plus signs', '1kg patate+2 michette+latte'],
    ['"e"', 'un chilo di patate e due michette e il latte'],
    ['the amount after', 'patate 1 kg, michette 2, latte 1'],
    ['a polite letter', 'Buongiorno, vorrei un chilo di patate, due michette e un latte. Grazie mille, Maria'],
    ['capitals', '1 KG PATATE 2 MICHETTE 1 LATTE'],
    ['run-on speech', 'allora mi servirebbero un chilo di patate due michette e un litro di latte grazie ciao'],
    ['pictures', '🥔 1 kg patate\n2 michette 😀\n🥛 1'],
  ])('%s', (_, text) => {
    expect(heard(text)).toEqual(threeThings)
  })

  test('run-on speech without any mark', () => {
    expect(heard('un chilo di patate due cipolle un mazzo di prezzemolo e sei uova')).toEqual([
      'patate 1000 g',
      'cipolle 2 piece',
      'prezzemolo 1 piece',
      'uova 1 piece',
    ])
  })

  test('decimal commas among list commas', () => {
    expect(heard('1,5 kg di mele, 2 zucchine')).toEqual(['mele 1500 g', 'zucchine 2 piece'])
  })
})

describe('amounts that are shared or carried on', () => {
  test.each([
    ['mezzo chilo di mele e di zucchine', ['mele 500 g', 'zucchine 500 g']],
    ['due etti di cotto e tre di mortadella', ['cotto 200 g', 'mortadella 300 g']],
    ['un etto ciascuno di cotto, mortadella e grana', ['cotto 100 g', 'mortadella 100 g', 'grana 100 g']],
    ['mele e zucchine, un chilo ciascuna', ['mele 1000 g', 'zucchine 1000 g']],
    ['due brioche vuote e tre alla crema', ['brioche-vuota 2 piece', 'brioche-crema 3 piece']],
    ['quattro peperoni rossi due gialli', ['peperoni-rossi 4 piece', 'peperoni-gialli 2 piece']],
    ['peperoni: 2 rossi e 1 giallo', ['peperoni-rossi 2 piece', 'peperoni-gialli 1 piece']],
  ])('%s', (text, lines) => {
    expect(heard(text)).toEqual(lines)
  })

  test('the same thing twice adds up', () => {
    expect(heard('2 michette, un latte, e ancora due michette')).toEqual(['michetta 4 piece', 'latte 1 piece'])
  })
})

describe('prices', () => {
  test('a price quoted chooses, or is left out', () => {
    expect(heard('il pane da 4,80, mezzo chilo')).toEqual(['pane-integrale 500 g'])
    expect(heard('2 etti del crudo da 39,90')).toEqual(['crudo-24 200 g'])
    expect(heard('mele da 9,99')).toEqual(['mele default'])
  })
})

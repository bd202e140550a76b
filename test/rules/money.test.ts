// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { parsePrice } from '../../src/rules/money.ts'

test.each([
  ['3,20', 320],
  ['3.20', 320],
  ['3', 300],
  ['3,5', 350],
  ['€ 3,20', 320],
  ['3,20€', 320],
  ['3,20 euro', 320],
  ['1 euro', 100],
  ['3 euro e 20', 320],
  ['2 euros and 50', 250],
  ['80 cent', 80],
  ['80 centesimi', 80],
  ['1.200', 120_000],
  ['1.200,50', 120_050],
])('«%s» is a price', (text, cents) => expect(parsePrice(text)).toBe(cents))

test.each(['', 'tre', 'boh', '0', '-3', '3,20,10', '3,205', '12345678', '3 etti', '10.001', 'gratis'])(
  '«%s» is none',
  text => expect(parsePrice(text)).toBeUndefined(),
)

// SPDX-License-Identifier: AGPL-3.0-or-later
import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeValue, templateNames, type TemplateText, templateTexts, wrongIn } from '../../bots/whatsapp/templates.ts'
import { templates } from '../../src/channel.ts'

const given = templateTexts()

test('every approved text is there in Italian and English, with as many values as the engine gives', () => {
  const found = given.map(({ name, language, components: [body] }) => [
    `${name}.${language}.json`,
    new Set(body.text.match(/\{\{\d+\}\}/g)).size,
  ])
  const wanted = templateNames.flatMap(name =>
    ['it', 'en'].map(language => [`${name}.${language}.json`, templates[name]]),
  )
  expect(found).toEqual(wanted)
  const files = readdirSync(new URL('../../bots/whatsapp/templates', import.meta.url))
  expect(files.sort()).toEqual(wanted.map(([file]) => file).sort())
})

test('an approved text with its longest values stays within what Meta takes', () => {
  for (const { name, components } of given) {
    const longest = components[0].text.length + templates[name as keyof typeof templates] * 160
    expect([name, longest <= 1024]).toEqual([name, true])
  }
})

test.each([
  ['{{1}} is the order at {{2}}, as the shop says: {{3}} and nothing else besides that', 'begins or ends'],
  ['The order of yours is {{1}} at {{2}}, as the shop says today: {{3}}.', 'begins or ends'],
  ['The order of yours is {{1}} {{2}}, as the shop says today: {{3}} and no more', 'side by side'],
  ['The order {{1}} at {{2}} is {{3}} now', 'too few words'],
  ['The order of yours is {{1}} at {{2}}, as the shop says today, and there is no more to it', 'has the values 1,2'],
  ['The order of yours is {{2}} at {{1}}, as the shop says today: {{3}} and no more', 'has the values 2,1,3'],
  ['The order of yours is {{1}} at {{2}},\n\n\n\nas the shop says today: {{3}} and no more', 'empty space'],
])('what Meta would refuse is refused here: %s', (text, words) => {
  const [first] = given
  const [body, buttons] = first?.components ?? []
  if (!first || !body || !buttons) throw new Error('no text')
  const spoilt: TemplateText = { ...first, components: [{ ...body, text }, buttons] }
  expect(wrongIn('order_news', 'it', spoilt).join()).toContain(words)
})

test('a value is one line without wide gaps, not empty, and cut between characters, whatever it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => {
      const value = safeValue(text)
      expect(value).not.toMatch(/[\n\r\t]| {4}/)
      expect(value.trim()).not.toBe('')
      expect(value.length).toBeLessThanOrEqual(160)
      expect(value.isWellFormed()).toBe(true)
    }),
  )
  expect(safeValue(`${'a'.repeat(158)}👨‍👩‍👧‍👦b`)).toBe(`${'a'.repeat(158)}…`)
  expect(safeValue('Pane\n\tcasereccio    e\u00a0\u00a0\u00a0\u00a0latte')).toBe('Pane casereccio e latte')
})

// SPDX-License-Identifier: AGPL-3.0-or-later
// The floors of the golden set; `npm run bench:understanding` shows it in detail.
import { expect, test } from 'vitest'
import { type Lexicon, lexiconOf } from '../../src/understanding/list/lexicon.ts'
import { stemOf } from '../../src/understanding/stem.ts'
import synonyms from '../../src/understanding/list/synonyms.json' with { type: 'json' }
import { understand } from '../../src/understanding/list/understand.ts'
import { goldenSet, type Half, judged } from './golden.ts'

/** Above the aim of 97 %: below it, misspellings alone would make up for a missing stemmer. */
const floor = 0.985

/** Of all lines on one half: those right, and those invented. */
function shares(half: Half, lexicon?: Lexicon): { right: number; invented: number } {
  const { messages, shelves } = goldenSet(lexicon)
  let [lines, right, invented] = [0, 0, 0]
  for (const golden of messages.filter(message => message.half === half)) {
    const shelf = shelves.get(golden.shop)
    if (!shelf) throw new Error(`no shop ${golden.shop}`)
    const result = judged(golden, understand(shelf, golden.message))
    lines += golden.lines.length
    right += result.right
    invented += result.invented
  }
  return { right: right / lines, invented: invented / lines }
}

test('the golden set has at least 400 messages over at least five shops, half of them held back', () => {
  const { messages, shops } = goldenSet()
  expect(messages.length).toBeGreaterThanOrEqual(400)
  expect(shops.length).toBeGreaterThanOrEqual(5)
  expect(messages.filter(message => message.half === 'held').length * 2).toBeGreaterThanOrEqual(messages.length * 0.95)
})

test('of the messages it was tuned on, at least 98.5 lines in a hundred are right', () => {
  const { right, invented } = shares('tuned')
  expect(right).toBeGreaterThanOrEqual(floor)
  expect(invented).toBeLessThanOrEqual(0.03)
})

test('of the messages held back, at least 95 lines in a hundred are right', () => {
  const { right, invented } = shares('held')
  expect(right).toBeGreaterThanOrEqual(0.95)
  expect(invented).toBeLessThanOrEqual(0.05)
})

test('without the synonyms the floor is not reached', () => {
  const none = { ...synonyms, equal: [], adjectives: [], kinds: [], abbreviations: {} } as unknown as typeof synonyms
  expect(shares('tuned', lexiconOf({ synonyms: none, stem: stemOf })).right).toBeLessThan(floor)
})

test('without the stemmer the floor is not reached', () => {
  expect(shares('tuned', lexiconOf({ synonyms, stem: word => word })).right).toBeLessThan(floor)
})

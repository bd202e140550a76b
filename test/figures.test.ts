// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { figures, withFigures } from '../bench/figures.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README quotes the generated figures and nothing else', () => {
  expect(withFigures(readme, figures())).toBe(readme)
})

test('a figure changed by hand is found', () => {
  const changed = withFigures(readme, `${figures()}| invented | 1 |\n`)
  expect(withFigures(changed, figures())).not.toBe(changed)
})

// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { figures, provenFigure, understandingFigure } from '../bench/figures.ts'

const textOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('the page of figures is what was measured, and a figure changed by hand is found', () => {
  const page = textOf('docs/figures.md')
  expect(figures()).toBe(page)
  expect(figures()).not.toBe(page.replace('| 1,000 |', '| 1,001 |'))
})

test('the README quotes the page of figures, in both languages', () => {
  const tapped = provenFigure('taps', 'double taps, 0 to 200 ms apart')
  const placed = provenFigure('taps', 'orders placed')
  const killed = provenFigure('kills', 'postgres: kills')
  const lost = provenFigure('kills', 'postgres: orders lost')
  expect([provenFigure('kills', 'embedded: kills'), provenFigure('kills', 'embedded: orders lost')]).toEqual([
    killed,
    lost,
  ])
  const right = understandingFigure('u1', ['half', 'held back'], 'right %')
  const readme = textOf('README.md')
  expect(readme).toContain(
    `${inItalian(tapped)} doppi tocchi su «Invia l'ordine» hanno fatto ${inItalian(placed)} ordini`,
  )
  expect(readme).toContain(
    `${inItalian(killed)} \`kill -9\` per ciascun database hanno fatto perdere ${inItalian(lost)} ordini`,
  )
  expect(readme).toContain(`il ${inItalian(right)} delle righe scritte`)
  expect(readme).toContain(`${tapped} double taps on “send the order” made ${placed} orders`)
  expect(readme).toContain(`${killed} \`kill -9\` on each database lost ${lost} orders`)
  expect(readme).toContain(`${right} of the lines written`)
})

/** `1,234.5 %` as Italians write it. */
function inItalian(figure: string): string {
  return figure.replace(/[.,]/g, mark => (mark === ',' ? '.' : ','))
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// How a client of WhatsApp may read a text: a sign formats at the edge of a word, against the text, with its partner on
// the same line. Readings differ in what they take for the edge; this one takes all that any is known to take.

type Style = 'bold' | 'italic' | 'strike' | 'code' | 'quote' | 'item'

/** One UTF-16 unit as it is seen. */
export interface Seen {
  readonly unit: string
  readonly styles: readonly Style[]
}

const signs = [
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
] as const
const blocks: readonly (readonly [RegExp, Style])[] = [
  [/```[^]+?```/g, 'code'],
  [/`[^`\n]+`/g, 'code'],
  [/^[ \t]*> .*/gm, 'quote'],
  [/^[ \t]*(?:[-*]|\d+\.) .*/gm, 'item'],
]

/** What is seen of a text, without the signs that formatted it. */
export function seen(text: string): Seen[] {
  const units = Array.from({ length: text.length }, (_, at) => ({
    unit: text.charAt(at),
    styles: [] as Style[],
    sign: false,
  }))
  const mark = (from: number, to: number, style: Style): void => {
    for (const unit of units.slice(from, to)) unit.styles.push(style)
  }
  for (const [pattern, style] of blocks)
    for (const { index, 0: found } of text.matchAll(pattern)) mark(index, index + found.length, style)
  for (const [sign, style] of signs) {
    const pair = new RegExp(`(?<![A-Za-z0-9])\\${sign}(?=\\S)[^\\n]+?(?<=\\S)\\${sign}(?![A-Za-z0-9])`, 'g')
    for (const { index, 0: found } of text.matchAll(pair)) {
      mark(index, index + found.length, style)
      for (const at of [index, index + found.length - 1]) Object.assign(units[at] ?? {}, { sign: true })
    }
  }
  return units.filter(unit => !unit.sign).map(({ unit, styles }) => ({ unit, styles }))
}

/** Signs that only look like those that format, as the ones they look like. */
export function aslike(text: string): string {
  return text.replace(/[∗＿∼ˋ›‐․]/gu, sign => '*_~`>-.'.charAt('∗＿∼ˋ›‐․'.indexOf(sign)))
}

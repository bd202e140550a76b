// SPDX-License-Identifier: AGPL-3.0-or-later
// What every messenger asks for: texts cut into messages, labels cut to their room, nothing that cannot be seen. Lengths
// are UTF-16 units: no server counts more of them than that.
import type { Span } from '../src/text/markup.ts'

/** Stands where there is nothing to see: servers refuse or drop what is empty. */
export const dot = '·'

/** The runs of a text, in parts of at most so many units; one part with a dot where nothing can be seen. */
export function parts(all: readonly Span[], limit: number): Span[][] {
  const out: Span[][] = []
  let rest = all
  while (rest.length > 0) {
    const [part, after] = parted(rest, limit)
    out.push(part)
    rest = after
  }
  // What is blank would be refused as empty.
  const shown = out.filter(part => !isBlank(textOf(part)))
  return shown.length > 0 ? shown : [[{ text: dot }]]
}

/** The first part of at most so many units, and what follows it. */
export function parted(all: readonly Span[], limit: number): [part: Span[], rest: Span[]] {
  const text = textOf(all)
  if (text.length <= limit) return [[...all], []]
  let left = cutAt(text, limit)
  const [part, rest]: [Span[], Span[]] = [[], []]
  for (const span of all) {
    const [mine, theirs] = [span.text.slice(0, left), span.text.slice(left)]
    if (mine !== '') part.push({ ...span, text: mine })
    if (theirs !== '') rest.push({ ...span, text: theirs })
    left -= mine.length
  }
  return [part, rest]
}

/** A label in so many units: what was cut off ends in `…`. */
export function shortened(label: string, limit: number): string {
  const text = label.length > limit ? `${wholeCharacters(label, limit - 1)}…` : label
  return isBlank(text) ? dot : text
}

/** Nothing in it can be seen: only blanks and signs without width. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\u034f\u115f\u1160\u3164\ufe0e\ufe0f]*$/u.test(text)
}

export function textOf(part: readonly Span[]): string {
  return part.map(span => span.text).join('')
}

/** As much as fits, to a line's end if there is one in the second half, never inside a character. */
function cutAt(text: string, room: number): number {
  const line = text.lastIndexOf('\n', room - 1)
  return line >= room / 2 ? line + 1 : wholeCharacters(text, room).length
}

const graphemes = new Intl.Segmenter('it', { granularity: 'grapheme' })

/** Characters as people see them; only one that is longer than all there is room for is cut between its signs. */
function wholeCharacters(text: string, most: number): string {
  const end = graphemes.segment(text).containing(most)?.index ?? 0
  if (end > 0) return text.slice(0, end)
  const high = text.charCodeAt(most - 1)
  return text.slice(0, high >= 0xd800 && high <= 0xdbff ? most - 1 : most)
}

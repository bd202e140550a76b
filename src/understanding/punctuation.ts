// SPDX-License-Identifier: AGPL-3.0-or-later

/** How strongly a word is set apart from the one before it. */
export const pause = { none: 0, and: 1, comma: 2, stop: 3 } as const
export type Pause = (typeof pause)[keyof typeof pause]

const titles = /(?:^|[^\p{L}])(?:sigg?|ra|dott|ssa|rag|ing|avv|geom|prof|st?)$/iu
// Italian words end in a vowel, shortened ones hardly ever.
const shortened = /(?:^|[^\p{L}])\p{L}{0,6}[^aeiouàèéìòù\P{L}]$/u

/** How strongly a mark at this place of a text sets apart what follows. */
export function pauseOf(mark: string, text: string, at: number): Pause {
  if (mark === '.') return pauseOfPoint(text, at)
  if (/[;!?]/.test(mark)) return pause.stop
  if (/[,|•·*→]/.test(mark)) return pause.comma
  if (mark === '+' || mark === '&') return pause.and
  // "Coca-Cola" is one name, "mele 1 kg - pere 2 kg" are two.
  const dash = /[-–—]/.test(mark) && /\s/.test(`${text[at - 1] ?? ' '}${text[at + 1] ?? ' '}`)
  return dash ? pause.comma : pause.none
}

/** A full stop ends a sentence, but not in "prosc. crudo", "n. 3", "Sig. Neri". */
function pauseOfPoint(text: string, at: number): Pause {
  const before = text.slice(Math.max(0, at - 8), at)
  if (titles.test(before)) return pause.none
  if (text[at + 1] === '.' || text[at - 1] === '.') return pause.comma
  const next = /^\s*(\S)/.exec(text.slice(at + 1, at + 12))?.[1] ?? ''
  if (shortened.test(before) && /[\d\p{Ll}(]/u.test(next)) return pause.none
  return /\S/.test(text[at + 1] ?? ' ') ? pause.none : pause.stop
}

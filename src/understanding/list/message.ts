// SPDX-License-Identifier: AGPL-3.0-or-later
import { withoutBullets } from './bullets.ts'
import type { Lexicon } from './lexicon.ts'
import { Reader } from './readings.ts'
import { type Said, saidIn, wordsOf } from './said.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { pause } from '../punctuation.ts'
import { tokensOf } from '../tokens.ts'
import type { Word } from './word.ts'

/** A message under the eyes of whoever reads it: its words, the talk in it, and the goods they may name. */
export interface Message {
  readonly text: string
  readonly shelf: CatalogueIndex
  readonly lexicon: Lexicon
  readonly words: readonly Word[]
  readonly said: Said
  readonly reader: Reader
}

export function messageOf(shelf: CatalogueIndex, text: string): Message {
  const { lexicon } = shelf
  const words = wordsOf(shelf, withoutBullets(tokensOf(text), text))
  return { text, shelf, lexicon, words, said: saidIn(words, lexicon), reader: new Reader(shelf, words) }
}

/** A stretch of words, from the one to before the other. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Whether a pause at least so strong stands before a word; before the first and after the last there is the strongest. */
export function paused({ words }: Pick<Message, 'words'>, at: number, least: number): boolean {
  return (words[at]?.pause ?? pause.stop) >= least
}

/** The words of a stretch as the citizen wrote them. */
export function written({ text, words }: Message, { start, end }: Span): string {
  return text.slice(words[start]?.start ?? 0, words[end - 1]?.end ?? 0)
}

/** Whether a word may be a wish by itself: "mature". */
export function isWish(lexicon: Lexicon, word: Word): boolean {
  return word.forms.some(form => lexicon.wishStems.has(form.stem))
}

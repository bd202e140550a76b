// SPDX-License-Identifier: AGPL-3.0-or-later
// A message as one writes it to the grocer, read in five steps: words, what each stretch of them may be, the likeliest
// pieces, what was said with them, and the lines that it comes to. Pure: the same shelf and text give the same lines.
import { draftsOf } from './drafts.ts'
import type { Understood } from './line.ts'
import { linesOf } from './lines.ts'
import { messageOf } from './message.ts'
import { piecesOf } from './pieces.ts'
import { questionsIn } from './questions.ts'
import { segmented } from './segmentation.ts'
import type { CatalogueIndex } from './catalogue-index.ts'

/** Reads a message as a shopping list. */
export function understand(shelf: CatalogueIndex, text: string): Understood {
  const message = messageOf(shelf, text)
  const questions = questionsIn(message)
  const chosen = segmented(message.words, piecesOf(message, questions))
  const lines = linesOf(message, draftsOf(message, chosen))
  return { order: lines.length > 0, lines, question: questions.length > 0 }
}

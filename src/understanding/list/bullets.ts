// SPDX-License-Identifier: AGPL-3.0-or-later
import { pause } from '../punctuation.ts'
import type { Token } from '../tokens.ts'

/** Leaves out the numbers that only count the lines: "1) pane", or "1. pane" where the next line begins with "2.". */
export function withoutBullets(tokens: readonly Token[], text: string): Token[] {
  const marked = tokens.filter(token => /^\d{1,2}$/.test(token.figure ?? '') && markAfter(token, text) !== undefined)
  const counted = marked.filter((token, at) => Number(token.figure) === at + 1)
  const [first, second] = counted
  if (!first || (!second && markAfter(first, text) !== 'bracket')) return [...tokens]
  const bullets = new Set(counted)
  return tokens.flatMap((token, at) => {
    if (bullets.has(token)) return []
    const before = tokens[at - 1]
    return [before && bullets.has(before) ? { ...token, pause: pause.stop } : token]
  })
}

/** What makes a number a bullet: a bracket anywhere, another mark at the beginning of a line. */
function markAfter({ start, end, pause: before }: Token, text: string): 'bracket' | 'point' | undefined {
  const after = text.slice(end, end + 3)
  if (/^\s?\)/.test(after) && text[start - 1] !== '(') return 'bracket'
  return before === pause.stop && /^\s?(?:[.°:]\s|-\s|\.\p{L})/u.test(after) ? 'point' : undefined
}

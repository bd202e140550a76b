// SPDX-License-Identifier: AGPL-3.0-or-later
// How WhatsApp shows a text: *bold*, _italic_, ~strike~, `code`, ```code over lines```, "> " quotes and "- " or "1. "
// lists at the beginning of a line. A sign counts only at the edge of a word and only with its partner on the same line,
// so a test can see whether a stranger's name was turned into formatting.

type SpanKind = 'bold' | 'italic' | 'strike' | 'code' | 'quote' | 'item'

/** A stretch of the shown text, in UTF-16 units. */
export type Span = { kind: SpanKind; from: number; to: number; text: string }

/** The text without its signs, and what they did to it. */
export type Shown = { text: string; spans: Span[] }

const SIGNS: Readonly<Record<string, SpanKind>> = { '*': 'bold', _: 'italic', '~': 'strike' }
const LINE_STARTS: readonly (readonly [pattern: RegExp, kind: SpanKind])[] = [
  [/^> /, 'quote'],
  [/^[*-] /, 'item'],
  [/^\d{1,2}\. /, 'item'],
]
const isWordSign = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isSpace = (sign: string | undefined): boolean => sign === undefined || /\s/.test(sign)

/** What a reader sees of a body. */
export function shownText(body: string): Shown {
  const shown: Shown = { text: '', spans: [] }
  // Splitting by a pattern with a group gives the code blocks at the odd places.
  body.split(/```([^]+?)```/).forEach((piece, at) => {
    if (at % 2 === 1) add(shown, 'code', () => (shown.text += piece))
    else readLines(piece, shown)
  })
  return shown
}

function readLines(piece: string, shown: Shown): void {
  piece.split('\n').forEach((line, at) => {
    if (at > 0) shown.text += '\n'
    const isLineStart = shown.text === '' || shown.text.endsWith('\n')
    const start = isLineStart ? LINE_STARTS.find(([pattern]) => pattern.test(line)) : undefined
    if (!start) return readInline(line, shown)
    const [pattern, kind] = start
    add(shown, kind, () => readInline(line.replace(pattern, ''), shown))
  })
}

function readInline(line: string, shown: Shown): void {
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    const end = sign === '`' || sign in SIGNS ? closing(line, at, sign) : undefined
    if (end === undefined) {
      shown.text += sign
      continue
    }
    const inside = line.slice(at + 1, end)
    if (sign === '`') add(shown, 'code', () => (shown.text += inside))
    else add(shown, SIGNS[sign] ?? 'bold', () => readInline(inside, shown))
    at = end
  }
}

/** Where the formatting that begins here ends; undefined when nothing begins. */
function closing(line: string, at: number, sign: string): number | undefined {
  if (isWordSign(line[at - 1]) || isSpace(line[at + 1]) || line[at + 1] === sign) return undefined
  for (let end = line.indexOf(sign, at + 2); end >= 0; end = line.indexOf(sign, end + 1)) {
    if (!isSpace(line[end - 1]) && !isWordSign(line[end + 1])) return end
  }
  return undefined
}

function add(shown: Shown, kind: SpanKind, read: () => void): void {
  const from = shown.text.length
  const place = shown.spans.length
  read()
  const span = { kind, from, to: shown.text.length, text: shown.text.slice(from) }
  shown.spans.splice(place, 0, span)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Our markup as WhatsApp writes emphasis: *bold*, _italic_. There is no escape character, so a sign that people gave us
// and that would be read as formatting goes out as one that looks like it. How clients read the signs is published only
// by examples; ours are put where every reading takes them (after a blank, against the text, on one line), and theirs
// are replaced where any reading might.
import { type Markup, type Span, spans } from '../../src/text/markup.ts'
import { isBlank, parted, textOf } from '../text-parts.ts'

/** A text in messages of at most so many units each, the last one never blank unless all is; none for a blank text. */
export function whatsappTexts(markup: Markup, limit: number): string[] {
  const out: string[] = []
  let rest: readonly Span[] = spans(markup)
  while (rest.length > 0) {
    const [text, after] = firstText(rest, limit)
    if (!isBlank(text)) out.push(text.replace(/^\n+|\n+$/g, ''))
    rest = after
  }
  return out
}

/** Emphasis and addresses make a text longer, so the room for the words is what they leave. */
function firstText(all: readonly Span[], limit: number): [text: string, rest: Span[]] {
  for (let room = limit; room > 0;) {
    const [part, rest] = parted(all, room)
    const text = formatted(part)
    if (text.length <= limit) return [text, rest]
    room = Math.min(room - 1, Math.floor((room * limit) / text.length))
  }
  const [part, rest] = parted(all, limit)
  return [textOf(part), rest]
}

/** Where a sign comes from: given to us, within an address of the web, or ours to open or close an emphasis. */
type Role = 'given' | 'address' | 'open' | 'close'

interface Piece {
  readonly text: string
  readonly role: Role
  /** The sign of the emphasis around it. */
  readonly within?: string | undefined
}

const markers = { bold: '*', italic: '_' } as const
const lookalikes: Record<string, string> = {
  '*': '∗',
  _: '＿',
  '~': '∼',
  '`': 'ˋ',
  '>': '›',
  '-': '‐',
  '.': '․',
}
const lineBreaks = '\n\v\f\r\u0085\u2028\u2029'
const line = new RegExp(`([${lineBreaks}]+)`)

function formatted(part: readonly Span[]): string {
  const pieces = part.flatMap((span, index) => piecesOf(span, textOf(part.slice(0, index)).at(-1), part[index + 1]))
  const text = pieces.map(piece => piece.text).join('')
  const signs = pieces.flatMap(({ text: run, role, within }) =>
    Array.from({ length: run.length }, (_, at) => ({ role, forced: within !== undefined && run[at] === within })),
  )
  const read = new Set([...pairs(text, signs), ...quoted(text), ...begun(text)])
  return signs
    .map(({ role, forced }, at) => {
      const sign = text.charAt(at)
      if ((!forced && !read.has(at)) || role === 'open' || role === 'close') return sign
      // In an address a sign may be written by its number, and means the same.
      return role === 'address' ? `%${sign.charCodeAt(0).toString(16).toUpperCase()}` : (lookalikes[sign] ?? sign)
    })
    .join('')
}

function piecesOf({ text, style, href }: Span, before: string | undefined, next: Span | undefined): Piece[] {
  if (style === 'link' && href !== undefined) {
    const address: Piece = { text: href, role: 'address' }
    if (text === href || isBlank(text)) return [address]
    return [...given(text), { text: ' (', role: 'given' }, address, { text: ')', role: 'given' }]
  }
  if (style !== 'bold' && style !== 'italic') return given(text)
  const marker = markers[style]
  const lines = text.split(line)
  return lines.flatMap((words, index) => {
    const [, lead = '', core = '', trail = ''] = /^(\s*)(.*?)(\s*)$/su.exec(words) ?? []
    const [ahead, behind] = [index === 0 ? before : '\n', index < lines.length - 1 ? '\n' : next?.text.charAt(0)]
    const stands = /^\s*$/u.test(lead || (ahead ?? '')) && !/^[\p{L}\p{N}\p{M}*_~`]/u.test(trail || (behind ?? ''))
    if (isBlank(core) || !stands) return given(words)
    return [
      ...given(lead),
      { text: marker, role: 'open' },
      ...given(core, marker),
      { text: marker, role: 'close' },
      ...given(trail),
    ]
  })
}

/** Addresses within a text must stay what they are. */
function given(text: string, within?: string): Piece[] {
  return text
    .split(/(https?:\/\/[^\s<>"«»]*[^\s<>"«»*`.,;:!?)])/)
    .map((run, index) => ({ text: run, role: index % 2 === 1 ? 'address' : 'given', within }))
}

/** Places of signs that would make a pair on one line. */
function* pairs(text: string, signs: readonly { readonly role: Role }[]): Generator<number> {
  for (const marker of '*_~') {
    let from = 0
    for (const words of text.split('\n')) {
      yield* pairsAmong(
        placesOf(words, marker).map(at => at + from),
        text,
        signs,
      )
      from += words.length + 1
    }
  }
}

function* pairsAmong(places: readonly number[], text: string, signs: readonly { readonly role: Role }[]) {
  const ours = (at: number): Role | undefined => signs[at]?.role
  const opens = (at: number): boolean => !/[A-Za-z0-9]/.test(text.charAt(at - 1)) && /\S/.test(text.charAt(at + 1))
  const closes = (at: number): boolean => /\S/.test(text.charAt(at - 1)) && !/[A-Za-z0-9]/.test(text.charAt(at + 1))
  const lastClose = places.findLast(at => ours(at) === 'close' || closes(at)) ?? -1
  let firstOpen = Infinity
  for (const at of places) {
    // What stands before one of our pairs cannot reach beyond it.
    if (ours(at) === 'close') firstOpen = Infinity
    if (ours(at) === 'open' || ours(at) === 'close') continue
    if (opens(at) && lastClose > at + 1) yield at
    if (closes(at) && firstOpen < at - 1) yield at
    if (opens(at)) firstOpen = Math.min(firstOpen, at)
  }
}

/** Backticks: two on one line quote what is between them, two times three also over lines. */
function* quoted(text: string): Generator<number> {
  const blocks = text.split('```').length > 2
  let from = 0
  for (const words of text.split('\n')) {
    const places = placesOf(words, '`')
    if (blocks || places.length > 1) for (const at of places) yield at + from
    from += words.length + 1
  }
}

const beginning = new RegExp(`(?:^|[${lineBreaks}])[ \\t]*(?:(?=>)|(?=[-*][^\\S\\n])|\\d+(?=\\.[^\\S\\n]))`, 'g')

/** What would make of a line a quotation or an entry of a list. */
function* begun(text: string): Generator<number> {
  for (const match of text.matchAll(beginning)) yield match.index + match[0].length
}

function placesOf(text: string, sign: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) places.push(at)
  return places
}

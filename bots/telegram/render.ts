// SPDX-License-Identifier: AGPL-3.0-or-later
// A view as Telegram shows it. Emphasis goes out as entities, never as markup to be parsed: no name can break a message.
import type { InlineKeyboardMarkup, MessageEntity } from 'grammy/types'
import type { View } from '../../src/channel.ts'
import { escape, join, type Markup, type Span, spans } from '../../src/text/markup.ts'

/** Text with UTF-16 offsets, as the Bot API counts them. */
export interface FormattedText {
  readonly text: string
  readonly entities: MessageEntity[]
}

/** The server counts code points after parsing; UTF-16 units are never fewer, so this satisfies both counts. */
export const textLimit = 4096
export const captionLimit = 1024
/** Clients show about this much of a label; the server takes more. */
const labelLimit = 64

/** The texts of a view, in parts that Telegram takes; the keyboard belongs to the last. */
export function textsOf(view: View, toast: string | undefined, limit = textLimit): FormattedText[] {
  const markup: Markup = toast === undefined ? view.text : join([escape(toast), view.text], '\n\n')
  return parts(spans(markup), limit).map(formatted)
}

/** The buttons of a view; each carries only the message and its own number. */
export function keyboardOf(messageId: string, view: View): InlineKeyboardMarkup | undefined {
  let index = 0
  const rows = view.rows.map(row =>
    row.map(({ label }) => ({ text: button(label), callback_data: `${messageId}:${index++}` })),
  )
  return rows.length > 0 ? { inline_keyboard: rows } : undefined
}

/** A button without visible text would be dropped silently. */
function button(label: string): string {
  const text = label.length > labelLimit ? `${wholeCharacters(label, labelLimit - 1)}…` : label
  return text.trim() === '' ? '·' : text
}

function parts(all: readonly Span[], limit: number): Span[][] {
  const out: Span[][] = [[]]
  let used = 0
  for (const span of all) {
    let rest = span.text
    while (rest.length > 0) {
      const room = limit - used
      const piece = rest.length <= room ? rest : cut(rest, room, used > 0)
      if (piece.length > 0) out.at(-1)?.push({ ...span, text: piece })
      used += piece.length
      rest = rest.slice(piece.length)
      if (rest.length > 0) {
        out.push([])
        used = 0
      }
    }
  }
  // What is blank would be refused as empty.
  const shown = out.filter(part => part.some(span => span.text.trim() !== ''))
  return shown.length > 0 ? shown : [[{ text: '·' }]]
}

/** As much as fits, at a line's end if there is one in the second half, never inside a character. */
function cut(text: string, room: number, mayMove: boolean): string {
  const line = room > 0 ? text.lastIndexOf('\n', room - 1) : -1
  if (line >= room / 2) return text.slice(0, line + 1)
  if (mayMove && room < 64) return ''
  return wholeCharacters(text, room)
}

const graphemes = new Intl.Segmenter('it', { granularity: 'grapheme' })

/** Characters as people see them; only one that is longer than all there is room for is cut between its signs. */
function wholeCharacters(text: string, most: number): string {
  const end = graphemes.segment(text).containing(most)?.index ?? 0
  if (end > 0) return text.slice(0, end)
  const high = text.charCodeAt(most - 1)
  return text.slice(0, high >= 0xd800 && high <= 0xdbff ? most - 1 : most)
}

function formatted(part: readonly Span[]): FormattedText {
  let text = ''
  const entities: MessageEntity[] = []
  for (const { text: run, style, href } of part) {
    const at = { offset: text.length, length: run.length }
    if (style === 'link' && href !== undefined) entities.push({ type: 'text_link', url: href, ...at })
    else if (style === 'bold' || style === 'italic') entities.push({ type: style, ...at })
    text += run
  }
  return { text, entities }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// A view as Telegram shows it. Emphasis goes out as entities, never as markup to be parsed: no name can break a message.
import type { InlineKeyboardMarkup, MessageEntity } from 'grammy/types'
import type { View } from '../../src/channel.ts'
import { escape, join, type Markup, type Span, spans } from '../../src/text/markup.ts'
import { parts, shortened } from '../text-parts.ts'

/** Text with UTF-16 offsets, as the Bot API counts them. */
export interface FormattedText {
  readonly text: string
  readonly entities: MessageEntity[]
}

/** The server counts code points after parsing; UTF-16 units are never fewer, so this satisfies both counts. */
export const textLimit = 4096
export const captionLimit = 1024
/** Clients show about this much of a label; the server takes more, and silently drops one without words. */
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
    row.map(({ label }) => ({ text: shortened(label, labelLimit), callback_data: `${messageId}:${index++}` })),
  )
  return rows.length > 0 ? { inline_keyboard: rows } : undefined
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

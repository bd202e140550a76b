// SPDX-License-Identifier: AGPL-3.0-or-later
// Reply markup: what the server refuses, what it silently drops, what it passes although a bot should not send it
// (that is noted). Lines marked [server] are answers of closed servers, known from public reports.
import { isRecord } from './args.ts'
import type { Args } from './args.ts'
import { bad } from './errors.ts'
import { codePoints } from './texts.ts'
import { linkFault } from './links.ts'
import type { InlineButton, InlineKeyboard, KeyboardButton, ReplyKeyboard } from './wire.ts'

/** A markup as it was understood. */
export type Markup =
  | { type: 'inline'; value: InlineKeyboard }
  | { type: 'keyboard'; value: ReplyKeyboard }
  | { type: 'remove' }
  | { type: 'force' }

/** Where a markup is meant to stand. */
type MarkupPlace = { isPrivate: boolean; onlyInline: boolean; note(text: string): void }

type Row = readonly unknown[]
const INLINE_ONLY = 'Inline keyboard expected'

/** Reads reply_markup; undefined when there is none, or none that counts. */
export function parseMarkup(args: Args, place: MarkupPlace): Markup | undefined {
  const given = args.json('reply_markup', 'reply keyboard markup')
  if (given === undefined) return undefined
  if (!isRecord(given)) throw bad('Object expected as reply markup')
  const keyboard = rowsOf(given, 'keyboard', 'Field "keyboard" must be an Array of Arrays')
  const inlineWrong = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
  const inline = rowsOf(given, 'inline_keyboard', inlineWrong)
  if (keyboard.length > 0) {
    if (place.onlyInline) throw bad(INLINE_ONLY)
    const rows = keptRows(keyboard, button => keyboardButton(button, place), place)
    return { type: 'keyboard', value: { ...flagsOf(given), keyboard: rows } }
  }
  if (inline.length > 0) return inlineMarkup(inline, place)
  if (given['remove_keyboard'] === true || given['hide_keyboard'] === true) {
    if (place.onlyInline) throw bad(INLINE_ONLY)
    return { type: 'remove' }
  }
  if (given['force_reply'] === true) {
    if (place.onlyInline) throw bad(INLINE_ONLY)
    return { type: 'force' }
  }
  return undefined
}

function flagsOf(given: Record<string, unknown>): Omit<ReplyKeyboard, 'keyboard'> {
  return {
    ...(given['one_time_keyboard'] === true && { one_time_keyboard: true }),
    ...(given['resize_keyboard'] === true && { resize_keyboard: true }),
  }
}

function rowsOf(given: Record<string, unknown>, field: string, wrong: string): Row[] {
  const rows = given[field]
  if (rows === undefined || rows === null) return []
  if (!Array.isArray(rows)) throw bad(`Field "${field}" must be of type Array`)
  return rows.map((row: unknown): Row => {
    if (!Array.isArray(row)) throw bad(wrong)
    return row as Row
  })
}

/** TDLib silently drops buttons without text, beyond 12 in a row and beyond 300 in all. */
function keptRows<B>(rows: readonly Row[], read: (button: unknown) => B | undefined, place: MarkupPlace): B[][] {
  let total = 0
  const kept: B[][] = []
  for (const row of rows) {
    const keptRow: B[] = []
    for (const given of row) {
      const button = read(given)
      if (button === undefined) continue
      if (keptRow.length >= 12 || total >= 300) {
        place.note('button dropped: more than 12 in a row or 300 in all')
        continue
      }
      keptRow.push(button)
      total++
    }
    if (keptRow.length > 0) kept.push(keptRow)
  }
  return kept
}

function buttonText(button: Record<string, unknown>, where: string, place: MarkupPlace): string | undefined {
  const { text } = button
  if (typeof text !== 'string') throw bad(`${where}: Field "text" must be of type String`)
  if (text !== '') return text
  place.note('button dropped: empty text')
  return undefined
}

function keyboardButton(given: unknown, place: MarkupPlace): KeyboardButton | undefined {
  if (typeof given === 'string') return given === '' ? undefined : { text: given }
  const where = "Can't parse keyboard button"
  if (!isRecord(given)) throw bad(`${where}: KeyboardButton must be a String or an Object`)
  const text = buttonText(given, where, place)
  if (text === undefined) return undefined
  const asksContact = given['request_contact'] === true
  const asksLocation = given['request_location'] === true
  if (asksContact && !place.isPrivate) throw bad('Phone number can be requested in private chats only')
  if (asksLocation && !place.isPrivate) throw bad('Location can be requested in private chats only')
  const url = isRecord(given['web_app']) ? String(given['web_app']['url']) : undefined
  if (url !== undefined) {
    if (!place.isPrivate) throw bad('Web App buttons can be used in private chats only')
    const fault = linkFault(url, { httpsOnly: true })
    if (fault !== undefined) throw bad(`Keyboard button Web App URL '${url}' is invalid: ${fault}`)
  }
  return {
    text,
    ...(asksContact && { request_contact: true }),
    ...(asksLocation && { request_location: true }),
    ...(url !== undefined && { web_app: { url } }),
  }
}

const ACTIONS = [
  'url',
  'callback_data',
  'callback_game',
  'pay',
  'switch_inline_query',
  'switch_inline_query_chosen_chat',
  'switch_inline_query_current_chat',
  'login_url',
  'web_app',
  'copy_text',
]

function inlineMarkup(rows: readonly Row[], place: MarkupPlace): Markup | undefined {
  const kept = keptRows(rows, button => inlineButton(button, place), place)
  if (kept.flat().length > 100) throw bad('reply markup is too long') // [server] public reports: 100 buttons
  if (kept.some(row => row.length > 8)) place.note('inline row with more than 8 buttons: clients wrap or cut it')
  return kept.length > 0 ? { type: 'inline', value: { inline_keyboard: kept } } : undefined
}

function inlineButton(given: unknown, place: MarkupPlace): InlineButton | undefined {
  const where = "Can't parse inline keyboard button"
  if (!isRecord(given)) throw bad(`${where}: InlineKeyboardButton must be an Object`)
  const text = buttonText(given, where, place)
  if (text === undefined) return undefined
  const actions = ACTIONS.filter(
    name => given[name] !== undefined && !((name === 'url' || name === 'callback_data') && given[name] === ''),
  )
  const action = actions[0]
  if (action === undefined) throw bad(`${where}: Text buttons are unallowed in the inline keyboard`)
  if (actions.length > 1) {
    place.note(`inline button with several actions (${actions.join(', ')}): only "${action}" counts`)
  }
  const style = typeof given['style'] === 'string' ? { style: given['style'] } : {}
  return { text, ...inlineAction(action, given[action], place), ...style }
}

function inlineAction(action: string, value: unknown, place: MarkupPlace): Partial<InlineButton> {
  if (action === 'callback_data') {
    if (typeof value !== 'string') {
      throw bad(`Can't parse inline keyboard button: Field "callback_data" must be of type String`)
    }
    if (Buffer.byteLength(value) > 64) throw bad('BUTTON_DATA_INVALID') // [server]
    return { callback_data: value }
  }
  if (action === 'url') {
    const url = String(value)
    const fault = linkFault(url)
    if (fault !== undefined) throw bad(`Inline keyboard button URL '${url}' is invalid: ${fault}`)
    return { url }
  }
  if (action === 'web_app') {
    const url = isRecord(value) && typeof value['url'] === 'string' ? value['url'] : ''
    const fault = linkFault(url, { httpsOnly: true })
    if (fault !== undefined) throw bad(`Inline keyboard button Web App URL '${url}' is invalid: ${fault}`)
    if (!place.isPrivate) throw bad('BUTTON_TYPE_INVALID') // [server]
    return { web_app: { url } }
  }
  if (action === 'copy_text') {
    const text = isRecord(value) && typeof value['text'] === 'string' ? value['text'] : ''
    if (codePoints(text) < 1 || codePoints(text) > 256) throw bad('BUTTON_COPY_TEXT_INVALID') // [server]
    return { copy_text: { text } }
  }
  // Inline mode, payments, games and logins are not this project's: refused as for a bot that has them switched off.
  throw bad('BUTTON_INVALID') // [server]
}

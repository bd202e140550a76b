// SPDX-License-Identifier: AGPL-3.0-or-later
// The six steps of an order, as a person taps them in the emulated Telegram. What is tapped is found by its words, and
// waited for: notices may come in between, and a program that was killed takes its time.
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { pause } from '../../src/system.ts'

/** What to tap for a roll: from the shop's window to the last look before the order. */
const steps: readonly RegExp[] = [
  /^Pane$/,
  /^Michetta 0/,
  /^1 pezzo/,
  /^La mia busta/,
  /^Scegli quando/,
  /^(oggi|domani) /,
]
export const lastStep = /^Invia l'ordine/

const waitMs = 20_000
const lookEveryMs = 10
const newest = 6

/** Opens the shop by its link and walks to the last look. */
export async function aboutToOrder(chat: Conversation, shopSlug: string): Promise<void> {
  chat.start(`s-${shopSlug}`)
  for (const step of steps) {
    const { messageId, data } = await buttonOf(chat, step)
    chat.pressData(messageId, data)
  }
}

/** A button that waits to be tapped. */
export interface Button {
  readonly messageId: number
  readonly data: string
}

/** The button with such words under one of the newest messages, as soon as it is there. */
export async function buttonOf(chat: Conversation, label: RegExp): Promise<Button> {
  for (let waited = 0; waited < waitMs; waited += lookEveryMs) {
    const button = buttonNow(chat, label)
    if (button) return button
    await pause(lookEveryMs)
  }
  throw new Error(`no button ${String(label)} came\n${chat.transcript().slice(-2000)}`)
}

/** The same, if it is there now; not of messages whose row is among `used`. */
export function buttonNow(chat: Conversation, label: RegExp, used?: ReadonlySet<string>): Button | undefined {
  let looked = 0
  for (const { message } of chat.chat.newestFirst()) {
    const button = message.reply_markup?.inline_keyboard.flat().find(each => label.test(each.text))
    const data = button?.callback_data
    if (data !== undefined && !used?.has(data.split(':')[0] ?? '')) return { messageId: message.message_id, data }
    if (++looked >= newest) return undefined
  }
  return undefined
}

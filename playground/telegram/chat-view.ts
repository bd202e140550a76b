// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person sees of a chat, and waiting for what he shall see.
import type { CallbackAnswer, Chat, ChatListener, MessageEvent } from './chats.ts'
import { firstOf, untilQuiet } from '../loopback/waiting.ts'
import type { ApiMessage, InlineButton } from './wire.ts'

/** What to wait for: a part of the text, a pattern, or any question about the message. */
type Wanted = string | RegExp | ((message: ApiMessage, kind: 'new' | 'edit') => boolean)

type WaitOptions = { timeoutMs?: number; includeEdits?: boolean }

/** A chat as it stands on a screen. */
export class ChatView {
  readonly chat: Chat
  /** The toasts and alerts shown so far, oldest first. */
  readonly alerts: CallbackAnswer[] = []
  /** Waiting looks at what happened from here on: the person's last action, or the last thing that was found. */
  #seen = 0

  constructor(chat: Chat) {
    this.chat = chat
  }

  /** Every message in both directions, oldest first. */
  get messages(): ApiMessage[] {
    return this.chat.messages
  }

  get fromBot(): ApiMessage[] {
    return this.messages.filter(message => message.from.is_bot)
  }

  /** The bot's newest message. */
  lastMessage(): ApiMessage | undefined {
    for (const { message } of this.chat.newestFirst()) if (message.from.is_bot) return message
    return undefined
  }

  message(messageId: number): ApiMessage | undefined {
    return this.chat.record(messageId)?.message
  }

  /** The texts of the buttons now in view: under messages, and of the reply keyboard. */
  buttons(): { inline: string[]; keyboard: string[] } {
    return {
      inline: this.messages.flatMap(message => inlineButtons(message).map(button => button.text)),
      keyboard: this.chat.keyboard?.keyboard.flat().map(button => button.text) ?? [],
    }
  }

  /** The chat in writing, a message a line. */
  transcript(): string {
    return this.messages.map(lineOf).join('\n')
  }

  /** Tells the listener of all that happens in this chat from now on; the answer ends that. */
  subscribe(listener: ChatListener): () => void {
    return this.chat.subscribe(listener)
  }

  /** The first message of the bot, new or edited, after the person's last action, that is as wanted. */
  waitForMessage(wanted: Wanted = () => true, options: WaitOptions = {}): Promise<ApiMessage> {
    const { timeoutMs = 5000, includeEdits = true } = options
    const isWanted = matcherOf(wanted)
    const fits = ({ kind, message }: MessageEvent): boolean =>
      kind !== 'delete' && (includeEdits || kind === 'new') && message.from.is_bot && isWanted(message, kind)
    const past = this.chat.eventsFrom(this.#seen)
    const at = past.findIndex(fits)
    const found = past[at]
    if (found) {
      this.#seen = this.chat.eventCount - past.length + at + 1
      return Promise.resolve(found.message)
    }
    const what = typeof wanted === 'function' ? 'message as wanted' : `message with ${String(wanted)}`
    const failure = (): string => `no ${what} within ${timeoutMs} ms\n${this.transcript()}`
    const come = firstOf(
      (listener: ChatListener) => this.subscribe(listener),
      event =>
        event.kind === 'typing' || event.kind === 'callback-answer' || !fits(event) ? undefined : event.message,
      { timeoutMs, failure },
    )
    return come.then(message => {
      this.look()
      return message
    })
  }

  /** Waits until nothing has happened in the chat for so long: for "and nothing else was sent". */
  async settle(quietMs = 100): Promise<void> {
    await untilQuiet(() => this.chat.eventCount, quietMs)
  }

  /** From here on counts as new. */
  protected look(): void {
    this.#seen = this.chat.eventCount
  }
}

/** The buttons under a message, in reading order. */
export function inlineButtons(message: ApiMessage): InlineButton[] {
  return message.reply_markup?.inline_keyboard.flat() ?? []
}

function matcherOf(wanted: Wanted): (message: ApiMessage, kind: 'new' | 'edit') => boolean {
  if (typeof wanted === 'function') return wanted
  if (typeof wanted === 'string') return message => wordsOf(message).includes(wanted)
  return message => wanted.test(wordsOf(message))
}

function wordsOf(message: ApiMessage): string {
  return message.text ?? message.caption ?? ''
}

const KINDS = ['photo', 'document', 'voice', 'sticker', 'venue', 'location', 'contact', 'poll'] as const

function lineOf(message: ApiMessage): string {
  const kinds = KINDS.filter(kind => message[kind] !== undefined).map(kind => `[${kind}]`)
  const words = [...kinds, wordsOf(message)].filter(part => part !== '').join(' ')
  const edited = message.edit_date === undefined ? '' : ' (edited)'
  const rows = message.reply_markup?.inline_keyboard.map(row => row.map(button => button.text))
  const buttons = rows ? ` ${JSON.stringify(rows)}` : ''
  return `#${message.message_id} ${message.from.is_bot ? 'BOT ' : 'USER'} ${words}${edited}${buttons}`
}

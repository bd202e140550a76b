// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person sees of the chat, and waiting for what they shall see.
import { firstOf, untilQuiet } from '../loopback/waiting.ts'
import type { Chat, ChatListener, ChatMessage, Tappable } from './chats.ts'
import { shownText } from './formatting.ts'

/** What to wait for: a part of the text, a pattern, or any question about the message. */
type Wanted = string | RegExp | ((message: ChatMessage) => boolean)

/** A chat as it stands on a screen. */
export class ChatView {
  protected readonly chat: Chat
  /** Waiting looks at what came from here on: the person's last action, or the last thing that was found. */
  #seen = 0

  constructor(chat: Chat) {
    this.chat = chat
  }

  /** Every message in both directions, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.chat.messages
  }

  get fromBusiness(): ChatMessage[] {
    return this.messages.filter(message => message.from === 'business')
  }

  /** The business's newest message. */
  lastMessage(): ChatMessage | undefined {
    return this.messages.findLast(message => message.from === 'business')
  }

  message(messageId: string): ChatMessage | undefined {
    return this.chat.message(messageId)
  }

  /** Everything in view that can be tapped, oldest first. */
  buttons(): Tappable[] {
    return this.messages.flatMap(message => message.buttons)
  }

  /** Tells the listener of all that happens in this chat from now on; the answer ends that. */
  subscribe(listener: ChatListener): () => void {
    this.chat.listeners.add(listener)
    return () => void this.chat.listeners.delete(listener)
  }

  /** The first message of the business after the person's last action that is as wanted. */
  waitForMessage(wanted: Wanted = () => true, { timeoutMs = 5000 }: { timeoutMs?: number } = {}): Promise<ChatMessage> {
    const isWanted = matcherOf(wanted)
    const fits = (message: ChatMessage): boolean => message.from === 'business' && isWanted(message)
    const past = this.messages.slice(Math.max(0, this.#seen - this.chat.forgotten))
    const at = past.findIndex(fits)
    const found = past[at]
    if (found) {
      this.#seen = this.chat.count - past.length + at + 1
      return Promise.resolve(found)
    }
    const what = typeof wanted === 'function' ? 'message as wanted' : `message with ${String(wanted)}`
    const failure = (): string => `no ${what} within ${timeoutMs} ms\n${this.transcript()}`
    const come = firstOf(
      (listener: ChatListener) => this.subscribe(listener),
      event => (event.type === 'message' && fits(event.message) ? event.message : undefined),
      { timeoutMs, failure },
    )
    return come.then(message => {
      this.look()
      return message
    })
  }

  /** Waits until nothing new has come for so long: for "and nothing else was sent". */
  async settle(quietMs = 100): Promise<void> {
    await untilQuiet(() => this.chat.count, quietMs)
  }

  /** The chat in writing, a message a line. */
  transcript(): string {
    return this.messages.map(lineOf).join('\n')
  }

  /** From here on counts as new. */
  protected look(): void {
    this.#seen = this.chat.count
  }
}

/** The words of a message without the signs of formatting, as a person reads them. */
function wordsOf(message: ChatMessage): string {
  return shownText(message.text).text
}

function matcherOf(wanted: Wanted): (message: ChatMessage) => boolean {
  if (typeof wanted === 'function') return wanted
  if (typeof wanted === 'string') return message => wordsOf(message).includes(wanted)
  return message => wanted.test(wordsOf(message))
}

function lineOf(message: ChatMessage): string {
  const kind = message.kind === 'text' ? [] : [`[${message.kind}]`]
  const frame = [message.header, message.text, message.footer].filter(part => part !== undefined && part !== '')
  const taps = message.buttons.map(
    ({ title, description }) => title + (description === undefined ? '' : ` | ${description}`),
  )
  const status = message.from === 'person' ? [] : [`(${message.status})`]
  const buttons = taps.length === 0 ? [] : [JSON.stringify(taps)]
  const who = message.from === 'business' ? 'BUSINESS' : 'PERSON  '
  return [who, ...kind, frame.join('\n'), ...buttons, ...status].join(' ')
}

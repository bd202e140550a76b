// SPDX-License-Identifier: AGPL-3.0-or-later
// Somebody with WhatsApp on their telephone, in a chat with us.
import type { Told, WhatsAppPage } from './server.ts'

/** What stands in the chat; of ours with the words under a picture in `text`. */
export interface ChatMessage {
  readonly id: string
  readonly from: 'us' | 'person'
  readonly text: string
  readonly photo?: { readonly mime: string; readonly base64: string } | undefined
}

export interface PersonOptions {
  readonly name?: string
  /** The number behind a hidden address. */
  readonly phone?: string
}

export class WebPerson {
  readonly address: string
  readonly name: string
  readonly messages: ChatMessage[] = []
  readonly #page: WhatsAppPage
  #looked = 0

  /** `address` as WhatsApp writes it: `393331234567@c.us`, or `…@lid` where the number is hidden. */
  constructor(page: WhatsAppPage, address: string, { name = 'Anna' }: PersonOptions = {}) {
    this.#page = page
    this.address = address
    this.name = name
    page.events.on('told', (what: Told) => this.#told(what))
  }

  /** Writes; answers with the message's id once the page has it. */
  async says(text: string, options: { readonly quoting?: string } = {}): Promise<string> {
    return this.sends({ body: text, ...(options.quoting !== undefined && { quotedStanzaID: options.quoting }) }, text)
  }

  /** Sends anything, in the page's own fields. */
  async sends(fields: Readonly<Record<string, unknown>>, text = ''): Promise<string> {
    this.#looked = this.messages.length
    const id = await this.#page.receive({ from: this.address, notifyName: this.name, ...fields })
    this.messages.push({ id, from: 'person', text })
    return id
  }

  /** What we said last. */
  last(): ChatMessage {
    const message = this.messages.findLast(each => each.from === 'us')
    if (!message) throw new Error('we have said nothing yet')
    return message
  }

  /** The first message of ours after the person's last one, or after the last that was waited for, that is as wanted. */
  async waitForMessage(
    wanted: string | RegExp | ((message: ChatMessage) => boolean) = () => true,
    { timeoutMs = 8000 } = {},
  ): Promise<ChatMessage> {
    const fits = ({ text }: ChatMessage): boolean => (typeof wanted === 'string' ? text.includes(wanted) : true)
    const isWanted = (message: ChatMessage): boolean =>
      message.from === 'us' &&
      (wanted instanceof RegExp
        ? wanted.test(message.text)
        : typeof wanted === 'function'
          ? wanted(message)
          : fits(message))
    const until = performance.now() + timeoutMs
    while (performance.now() < until) {
      const at = this.messages.findIndex((message, index) => index >= this.#looked && isWanted(message))
      const found = this.messages[at]
      if (found) {
        this.#looked = at + 1
        return found
      }
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    throw new Error(`no such message within ${timeoutMs} ms\n${this.transcript()}`)
  }

  transcript(): string {
    return this.messages.map(({ from, text, photo }) => `${from}: ${photo ? '[foto] ' : ''}${text}`).join('\n')
  }

  #told(what: Told): void {
    const { to, id } = what as { to?: { _serialized: string }; id?: { id: string } }
    if (what.kind !== 'message' || to?._serialized !== this.address || id === undefined) return
    const { body, caption, mimetype, mediaBase64 } = what as Record<string, string | undefined>
    const photo = mediaBase64 === undefined ? undefined : { mime: mimetype ?? '', base64: mediaBase64 }
    this.messages.push({ id: id.id, from: 'us', text: (photo ? caption : body) ?? '', photo })
  }
}

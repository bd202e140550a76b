// SPDX-License-Identifier: AGPL-3.0-or-later
// People, and the one chat each of them has with the business.
import type { WireContact, StatusWord } from './wire.ts'
import type { StatusError } from './errors.ts'

/** A person: known by a phone number, by a business-scoped user id, or by both. */
export type Person = {
  readonly name: string
  phone: string | undefined
  userId: string | undefined
  readonly username: string | undefined
}

/** Something to tap: a reply button, a row of a list, a quick reply of a template, or a link. */
export type Tappable = { id: string; title: string; description?: string; url?: string }

export type ShownFile = { bytes: Buffer; mime: string; name?: string }

type Kind =
  | 'text'
  | 'buttons'
  | 'list'
  | 'link'
  | 'location-request'
  | 'template'
  | 'image'
  | 'video'
  | 'audio'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contacts'
  | 'reaction'
  | 'tap'
  | 'order'
  | 'unsupported'

/** A message as it stands on the person's screen. */
export type ChatMessage = {
  readonly id: string
  readonly from: 'business' | 'person'
  readonly kind: Kind
  /** The words: body, caption, or what was tapped. Raw, with the signs of formatting. */
  readonly text: string
  readonly header?: string
  readonly footer?: string
  /** The picture: of an image message, or above buttons. */
  readonly image?: ShownFile
  readonly file?: ShownFile
  /** Everything that can be tapped, in reading order. */
  readonly buttons: readonly Tappable[]
  readonly list?: { readonly button: string; readonly sections: readonly { title?: string; rows: Tappable[] }[] }
  readonly template?: { readonly name: string; readonly language: string; readonly values: readonly string[] }
  readonly location?: { latitude: number; longitude: number; name?: string; address?: string }
  readonly contacts?: readonly { name: string; phones: readonly string[] }[]
  /** The id of the message this one answers. */
  readonly quoting?: string
  /** `biz_opaque_callback_data`. */
  readonly mark?: string
  readonly at: Date
  /**
   * Of the business's messages: how far they came. Of the person's: `sent`, `delivered` once the
   * webhook has taken it, `read` once marked so.
   */
  status: 'accepted' | StatusWord
  error?: StatusError
}

export type ChatEvent =
  | { readonly type: 'message' | 'status'; readonly person: Person; readonly message: ChatMessage }
  | { readonly type: 'typing'; readonly person: Person }

export type ChatListener = (event: ChatEvent) => void

const RANK = { accepted: 0, sent: 1, delivered: 2, read: 3, failed: 4 } as const

/** One person's chat. */
export class Chat {
  readonly person: Person
  /** Every message in both directions, oldest first; only so many are remembered. */
  messages: ChatMessage[] = []
  /** How many messages fell off the beginning. */
  forgotten = 0
  isBlocked = false
  /** The person's telephone is off: messages wait. */
  isOffline = false
  readonly waiting: { message: ChatMessage; category: string }[] = []
  /** When the person last wrote, by the clock that was given: opens the window. */
  lastHeardAt: Date | undefined
  readonly listeners = new Set<ChatListener>()
  readonly #everywhere: ReadonlySet<ChatListener>
  readonly #most: number

  constructor(person: Person, everywhere: ReadonlySet<ChatListener>, mostMessages: number) {
    this.person = person
    this.#everywhere = everywhere
    this.#most = mostMessages
  }

  /** How many messages there ever were. */
  get count(): number {
    return this.forgotten + this.messages.length
  }

  message(id: string): ChatMessage | undefined {
    return this.messages.findLast(message => message.id === id)
  }

  add(message: ChatMessage): void {
    this.messages.push(message)
    if (this.messages.length > this.#most) {
      this.messages.shift()
      this.forgotten++
    }
    this.#tell({ type: 'message', person: this.person, message })
  }

  /** A message came further; never backwards. */
  advance(message: ChatMessage, status: StatusWord, error?: StatusError): void {
    if (RANK[status] <= RANK[message.status]) return
    message.status = status
    if (error) message.error = error
    this.#tell({ type: 'status', person: this.person, message })
  }

  typing(): void {
    this.#tell({ type: 'typing', person: this.person })
  }

  #tell(event: ChatEvent): void {
    for (const listener of [...this.listeners, ...this.#everywhere]) listener(event)
  }
}

/** How the webhook names a person. */
export function wireContact({ name, phone, userId, username }: Person): WireContact {
  return {
    profile: { name, ...(username !== undefined && { username }) },
    ...(phone !== undefined && { wa_id: phone }),
    ...(userId !== undefined && { user_id: userId }),
  }
}

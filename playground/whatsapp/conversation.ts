// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person does in the chat: writes, sends, taps, blocks. Everything they do opens the window for a day and reaches
// the business through the webhook.
import { ONE_POINT_PNG } from '../loopback/images.ts'
import { ChatView } from './chat-view.ts'
import { wireContact } from './chats.ts'
import type { Chat, ChatMessage, Person, Tappable } from './chats.ts'
import { GraphError } from './errors.ts'
import { arriveAfterAll } from './sending.ts'
import type { MediaFile } from './media.ts'
import type { Shown } from './view.ts'
import type { WireContent, WireFile } from './wire.ts'
import type { World } from './world.ts'

/** What may go with anything that is sent: the id of the message it answers. */
type Extra = { quoting?: string }
type FileExtra = Extra & { caption?: string; mime?: string; name?: string }
type OrderItem = { retailerId: string; quantity: number; priceCents?: number; currency?: string }

const PIAZZA = { latitude: 45.4642, longitude: 9.19 }

/** One person's side of the chat with the business. */
export class Conversation extends ChatView {
  readonly person: Person
  readonly #world: World

  constructor(world: World, chat: Chat) {
    super(chat)
    this.person = chat.person
    this.#world = world
  }

  sendText(text: string, extra: Extra = {}): ChatMessage {
    return this.#post({ type: 'text', text: { body: text } }, { kind: 'text', text }, extra)
  }

  sendImage(bytes: Buffer = ONE_POINT_PNG, { mime = 'image/png', ...extra }: FileExtra = {}): ChatMessage {
    const file = this.#world.media.receive(bytes, mime)
    const view = { kind: 'image', text: extra.caption ?? '', image: { bytes, mime } } as const
    return this.#post({ type: 'image', image: wireFile(file, extra) }, view, extra)
  }

  sendDocument(bytes: Buffer, { mime = 'application/pdf', name = 'file.pdf', ...extra }: FileExtra = {}): ChatMessage {
    const file = this.#world.media.receive(bytes, mime, name)
    const view = { kind: 'document', text: extra.caption ?? '', file: { bytes, mime, name } } as const
    return this.#post({ type: 'document', document: { ...wireFile(file, extra), filename: name } }, view, extra)
  }

  sendSticker(bytes: Buffer = Buffer.from('RIFF....WEBP'), extra: Extra = {}): ChatMessage {
    const file = this.#world.media.receive(bytes, 'image/webp')
    const view = { kind: 'sticker', text: '', image: { bytes, mime: file.mime } } as const
    return this.#post({ type: 'sticker', sticker: { ...wireFile(file, {}), animated: false } }, view, extra)
  }

  sendVoice(bytes: Buffer = Buffer.from('OggS'), extra: Extra = {}): ChatMessage {
    const file = this.#world.media.receive(bytes, 'audio/ogg; codecs=opus')
    const view = { kind: 'audio', text: '', file: { bytes, mime: file.mime } } as const
    return this.#post({ type: 'audio', audio: { ...wireFile(file, {}), voice: true } }, view, extra)
  }

  sendLocation(place: NonNullable<Shown['location']> = PIAZZA, extra: Extra = {}): ChatMessage {
    const view = { kind: 'location', text: place.name ?? '', location: place } as const
    return this.#post({ type: 'location', location: place }, view, extra)
  }

  /** A contact card; their own when none is given, or another person's. */
  sendContact({ name = this.person.name, phone = this.person.phone ?? '' } = {}, extra: Extra = {}): ChatMessage {
    const isOnWhatsApp = this.#world.chatAt(phone) !== undefined
    const phones = [{ phone: `+${phone}`, type: 'MOBILE', ...(isOnWhatsApp && { wa_id: phone }) }]
    const contacts = [{ name: { formatted_name: name, first_name: name }, phones }]
    const view = { kind: 'contacts', text: name, contacts: [{ name, phones: [phone] }] } as const
    return this.#post({ type: 'contacts', contacts }, view, extra)
  }

  /** Puts an emoji under a message; an empty one takes it away. */
  sendReaction(messageId: string, emoji: string): ChatMessage {
    const reaction = { message_id: messageId, ...(emoji !== '' && { emoji }) }
    return this.#post({ type: 'reaction', reaction }, { kind: 'reaction', text: emoji }, {})
  }

  /** Sends a basket from the channel's own catalogue; the prices are what the client claims. */
  sendOrder(items: readonly OrderItem[], { text = '', ...extra }: Extra & { text?: string } = {}): ChatMessage {
    const product_items = items.map(({ retailerId, quantity, priceCents = 1, currency = 'EUR' }) => {
      return { product_retailer_id: retailerId, quantity, item_price: priceCents / 100, currency }
    })
    const order = { catalog_id: '194836987003835', text, product_items }
    return this.#post({ type: 'order', order }, { kind: 'order', text }, extra)
  }

  /** Sends something the API cannot carry, such as a poll. */
  sendUnsupported(): ChatMessage {
    const errors = [new GraphError(131051, 'Message type is currently not supported.').inStatus]
    return this.#post({ type: 'unsupported', errors }, { kind: 'unsupported', text: '' }, {})
  }

  /** Taps the newest thing with such a title, or with a description that begins so. */
  tap(label: string | RegExp): ChatMessage {
    const message = this.messages.findLast(each => tappable(each, label) !== undefined)
    const button = message && tappable(message, label)
    if (!message || !button) throw new Error(`nothing to tap is ${String(label)}\n${this.transcript()}`)
    return this.#tap(message, button)
  }

  /** Sends the answer that belongs to an id, also under an old message, and also if no such thing stands there. */
  tapId(messageId: string, id: string): ChatMessage {
    const message = this.message(messageId)
    const button = message?.buttons.find(each => each.id === id) ?? { id, title: id }
    return this.#tap(message ?? { id: messageId, kind: 'buttons' }, button)
  }

  /** Taps a quick reply under the newest template. */
  pressTemplateButton(label: string | RegExp): ChatMessage {
    const message = this.messages.findLast(each => each.kind === 'template')
    const button = message && tappable(message, label)
    if (!message || !button) throw new Error(`no quick reply is ${String(label)}\n${this.transcript()}`)
    return this.#tap(message, button)
  }

  block(): void {
    this.chat.isBlocked = true
  }

  unblock(): void {
    this.chat.isBlocked = false
  }

  /** The telephone is off: messages are accepted and wait. */
  goOffline(): void {
    this.chat.isOffline = true
  }

  comeOnline(): void {
    this.chat.isOffline = false
    arriveAfterAll(this.#world, this.chat)
  }

  /** Moves to another number; where the person has a user id, that changes with it. */
  changeNumber(phone: string): void {
    if (this.person.phone === undefined) throw new Error('they have no number to change')
    const { userId } = this.person
    this.#move(phone, userId === undefined ? undefined : `${userId}x`)
  }

  /** The number goes to somebody else; the person keeps the account, and is known by the user id alone. */
  loseNumber(): void {
    this.#world.move(this.chat, { phone: undefined, userId: this.person.userId })
  }

  /** Has another user id, and no number that may be told: of that alone the business hears. */
  changeUserId(userId: string): void {
    this.#move(undefined, userId)
  }

  #move(phone: string | undefined, userId: string | undefined): void {
    const { phone: old, userId: previous } = this.person
    this.#world.move(this.chat, { phone: phone ?? old, userId })
    const { name } = this.person
    const system = {
      body:
        phone === undefined
          ? `User ${name} changed from ${previous ?? ''} to ${userId ?? ''}`
          : `User ${name} changed from ${old ?? ''} to ${phone}`,
      type: phone === undefined ? 'user_changed_user_id' : 'user_changed_number',
      ...(phone !== undefined && { wa_id: phone }),
      ...(userId !== undefined && { user_id: userId }),
      ...(previous !== undefined && { previous_user_id: previous }),
    }
    const head = {
      ...(phone !== undefined && old !== undefined && { from: old }),
      ...(previous !== undefined && { from_user_id: previous }),
      id: this.#world.messageId(this.person),
    }
    const message = { ...head, timestamp: this.#world.timestamp, type: 'system', system } as const
    this.#world.webhook.add({ lane: `m:${previous ?? old ?? ''}`, message })
  }

  #tap(on: Pick<ChatMessage, 'id' | 'kind'>, { id, title, description, url }: Tappable): ChatMessage {
    if (url !== undefined) throw new Error(`"${title}" opens ${url} and sends nothing`)
    const content: WireContent =
      on.kind === 'template'
        ? { type: 'button', button: { payload: id, text: title } }
        : on.kind === 'list'
          ? {
              type: 'interactive',
              interactive: {
                type: 'list_reply',
                list_reply: { id, title, ...(description !== undefined && { description }) },
              },
            }
          : { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } }
    return this.#post(content, { kind: 'tap', text: title }, { quoting: on.id })
  }

  #post(content: WireContent, view: Omit<Shown, 'buttons'>, { quoting }: Extra): ChatMessage {
    const world = this.#world
    const { chat, person } = this
    if (chat.isBlocked) throw new Error('the person has blocked the business: unblock() first')
    const id = world.messageId(person)
    const said: ChatMessage = {
      id,
      from: 'person',
      ...view,
      buttons: [],
      ...(quoting !== undefined && { quoting }),
      at: world.now,
      status: 'sent',
    }
    world.hear(id, chat)
    chat.add(said)
    world.webhook.add({
      lane: `m:${person.userId ?? person.phone ?? ''}`,
      contact: wireContact(person),
      taken: () => chat.advance(said, 'delivered'),
      message: {
        ...(person.phone !== undefined && { from: person.phone }),
        ...(person.userId !== undefined && { from_user_id: person.userId }),
        id,
        timestamp: world.timestamp,
        ...(quoting !== undefined && { context: { from: world.options.displayPhoneNumber, id: quoting } }),
        ...content,
      },
    })
    this.look()
    return said
  }
}

function tappable({ buttons }: ChatMessage, label: string | RegExp): Tappable | undefined {
  if (typeof label === 'string') {
    return buttons.find(each => each.title === label) ?? buttons.find(each => each.description?.startsWith(label))
  }
  return (
    buttons.find(each => label.test(each.title)) ??
    buttons.find(({ description }) => description !== undefined && description.search(label) === 0)
  )
}

function wireFile({ id, mime, sha256 }: MediaFile, { caption }: { caption?: string }): WireFile {
  return { id, mime_type: mime, sha256, ...(caption !== undefined && { caption }) }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The port between the conversation and the world's messengers. Ground: imports nothing but types of texts.
import type { Markup } from './text/markup.ts'

export type ChannelName = 'telegram' | 'whatsapp-cloud' | 'whatsapp-web'

/** Whom an account speaks to: the same engine shows other dialogs to citizens than to staff. */
export type Audience = 'citizen' | 'staff'

/** One account of ours on a channel, such as the citizen bot. Its name is stored with chats and messages. */
export interface Account {
  readonly name: string
  readonly channel: ChannelName
  readonly audience: Audience
  /** The channel can change a message it has sent. */
  readonly edits: boolean
  /** The channel can answer a tap with a passing line; where it cannot, the line opens the next message. */
  readonly toasts: boolean
  /** Link that opens a chat here with a code such as `s-forno-rossi`, if the account has one. */
  link(code: string): string | undefined
}

/** What a person did, in the terms of every channel. */
export type Input =
  | { readonly kind: 'text'; readonly text: string; readonly quoted?: string | undefined }
  /** A tap: the wire id of the choice as we sent it, and the channel's id of the message it stood on. */
  | { readonly kind: 'choice'; readonly choice: string; readonly on?: string | undefined }
  | { readonly kind: 'contact'; readonly phone: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'photo'; readonly fileId: string; readonly caption: string }
  | { readonly kind: 'document'; readonly fileId: string; readonly caption: string }
  /** A sticker, a poll, a voice message: something we cannot use and answer kindly. */
  | { readonly kind: 'other' }
  /** The person has closed (blocked) or opened the chat again. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'opened' }

export interface Incoming {
  /** Name of the account that received it. */
  readonly account: string
  /** The platform's own id: the same for every repetition of one update. */
  readonly updateId: string
  readonly from: {
    /** The platform's address of the chat. */
    readonly address: string
    readonly name: string
    /** BCP 47 tag of the person's client, if told. */
    readonly language?: string | undefined
  }
  readonly input: Input
}

/** What the platform must be told at once, after the work is committed. */
export interface Receipt {
  /** False for an update that was recognised as a repetition. */
  readonly fresh: boolean
  readonly toast?: string | undefined
}

/** A choice as a person sees it; what it does is stored in our message row, never on the wire. */
export interface ChoiceView {
  readonly label: string
  /** A second line where the channel has one (lists on WhatsApp). */
  readonly description?: string | undefined
}

/** What a person sees: one message. */
export interface View {
  readonly text: Markup
  readonly photoId?: string | undefined
  readonly rows: readonly (readonly ChoiceView[])[]
  /** A typed number is an answer of its own, so numbered choices carry letters instead. */
  readonly numberAnswers?: boolean | undefined
}

/** One message on its way: taken from its row, in the order of its chat. */
export interface Message {
  readonly id: string
  readonly address: string
  readonly view: View
  readonly toast?: string | undefined
  /** The channel's ids of the message that this one takes the place of, if the channel can edit. */
  readonly replaces?: { readonly externalIds: readonly string[]; readonly photo: boolean } | undefined
  /** The channel's ids of messages whose buttons are to go, because this one stands for them now. */
  readonly strips?: readonly string[] | undefined
}

export type Delivery =
  | { readonly outcome: 'delivered'; readonly externalIds: readonly string[] }
  /** For good: the chat is closed, or this message can never be shown. `closed` says that the chat is. */
  | { readonly outcome: 'refused'; readonly error: string; readonly closed: boolean }
  /** Not now: again after so many milliseconds. `lane` says that the whole account must wait, not only this chat. */
  | { readonly outcome: 'later'; readonly retryAfterMs: number; readonly lane: boolean }
  /** The connection broke after writing: it may have arrived. */
  | { readonly outcome: 'unknown'; readonly error: string }

/** What an adapter offers. It never throws: every ending is a Delivery. */
export interface Channel {
  readonly account: Account
  send(message: Message): Promise<Delivery>
  /** Begins taking updates; resolves when the account is ready to speak. */
  start(receive: (incoming: Incoming) => Promise<Receipt>): Promise<void>
  /** Takes no further update; resolves when those in hand are done. */
  stop(): Promise<void>
  /** Whether updates have been arriving; the reason when not. */
  health(): { readonly ok: boolean; readonly detail: string }
}

/** Reads a stored photo so that an adapter can upload it, and remembers the id the account got for it. */
export interface PhotoShelf {
  photo(
    id: string,
    account: string,
  ): Promise<{ bytes: Uint8Array; mime: string; fileId?: string | undefined } | undefined>
  remember(id: string, account: string, fileId: string): Promise<void>
}

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
  /** Whom it speaks to. Where both, a chat begins as the first, and who a person is decides what else they see. */
  readonly audiences: readonly [Audience, ...Audience[]]
  /** The channel can change a message it has sent. */
  readonly edits: boolean
  /** The channel can answer a tap with a passing line; where it cannot, the line opens the next message. */
  readonly toasts: boolean
  /** So many choices can stand on one message; more come page by page. */
  readonly choicesAtOnce?: number | undefined
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
  /** Goods put together in the channel's own catalogue: what they cost there is not believed. */
  | { readonly kind: 'order'; readonly items: readonly { readonly retailerId: string; readonly quantity: number }[] }
  /** `album` is the same for photos that were sent together, where the channel tells. */
  | { readonly kind: 'photo'; readonly fileId: string; readonly caption: string; readonly album?: string | undefined }
  /** `name` is what the person calls the file: words, never a path of ours. */
  | { readonly kind: 'document'; readonly fileId: string; readonly caption: string; readonly name?: string | undefined }
  /** A sticker, a poll, a voice message: something we cannot use and answer kindly. */
  | { readonly kind: 'other' }
  /** The person has closed (blocked) or opened the chat again. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'opened' }
  /** The platform says that the person of this chat is to be found elsewhere from now on; the person says nothing. */
  | {
      readonly kind: 'moved'
      readonly to: { readonly address?: string | undefined; readonly userId?: string | undefined }
    }
  | ErrandResult

/** What came of an errand of ours for the chat: brought in as an input, once. */
export type ErrandResult =
  /** A file that the person sent, as it was fetched; `takeFile` gives its bytes. */
  | {
      readonly kind: 'file'
      readonly as: 'photo' | 'document'
      readonly fileId: string
      readonly mime: string
      readonly name?: string | undefined
      readonly caption: string
    }
  /** A picture that was drawn, and what of. */
  | { readonly kind: 'drawn'; readonly errand: 'draw-pairing'; readonly photoId: string; readonly of: string }
  /** It could not be done, however often it was tried. */
  | { readonly kind: 'errand-failed'; readonly errand: 'fetch' | 'draw-pairing' }

/** Whether an input comes from an errand of ours, and not from the person. */
function isErrandResult(input: Input): input is ErrandResult {
  return input.kind === 'file' || input.kind === 'drawn' || input.kind === 'errand-failed'
}

/** Whether an input comes from an errand of ours or from the platform itself, and not from the person. */
export function isUnsaid(input: Input): boolean {
  return isErrandResult(input) || input.kind === 'moved'
}

export interface Incoming {
  /** Name of the account that received it. */
  readonly account: string
  /** The platform's own id: the same for every repetition of one update. */
  readonly updateId: string
  /** When the person sent it, in milliseconds since 1970, if the platform tells: a tap on Telegram has no time. */
  readonly sentAtMs?: number | undefined
  readonly from: {
    /** The platform's address of the chat. */
    readonly address: string
    /** The platform's own id of the person, where the address may pass to somebody else. */
    readonly userId?: string | undefined
    /** Other addresses that the platform says are of the same person. */
    readonly aliases?: readonly string[] | undefined
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
  /** True for an update that was not read, because its person brings in too much. */
  readonly dropped?: boolean | undefined
  /** True for an update to which nothing is said: the chat was closed or opened, or an errand is under way. */
  readonly silent?: boolean | undefined
  readonly toast?: string | undefined
}

/** A choice as a person sees it; what it does is stored in our message row, never on the wire. */
export interface ChoiceView {
  readonly label: string
  /** A second line where the channel has one (lists on WhatsApp). */
  readonly description?: string | undefined
}

/** Of whom a secret is made anew when its message is sent: an invitation, or a chat that shows a code. */
export interface SecretOf {
  readonly of: 'invitation' | 'link-code'
  readonly id: string
}

/** Stands in a stored text where the secret will stand in the sent one; it survives being put into a link. */
export const secretMark = '__secret__'

/** A file of ours that goes out with a message: its id in `files`, and what it is called where it arrives. */
export interface KeptFile {
  readonly id: string
  readonly name: string
}

/** What a person sees: one message. */
export interface View {
  readonly text: Markup
  readonly photoId?: string | undefined
  /** Documents, each a message of its own ahead of the text. What has gone from `files` meanwhile is left out. */
  readonly files?: readonly KeptFile[] | undefined
  readonly rows: readonly (readonly ChoiceView[])[]
  /** A typed number is an answer of its own, so numbered choices carry letters instead. */
  readonly numberAnswers?: boolean | undefined
  /** What the text lacks while it is stored: no row holds a secret. Absent from a view that an adapter is given. */
  readonly secret?: SecretOf | undefined
  /** What stands for it where only an approved text may be sent. */
  readonly template?: TemplateView | undefined
}

/** The texts that WhatsApp approves beforehand, each with the number of its values. */
export const templates = {
  order_news: 3,
  order_reminder: 3,
  order_proposal: 3,
  shop_new_order: 4,
  shop_order_news: 3,
  staff_news: 2,
} as const

/** An approved text, and its values in their order: plain, of one line. */
export interface TemplateView {
  readonly name: keyof typeof templates
  readonly values: readonly string[]
}

/** One message on its way: taken from its row, in the order of its chat. */
export interface Message {
  readonly id: string
  readonly address: string
  /** A language of ours: for the few words that a channel adds itself. */
  readonly language: string
  /** When the person last wrote: some channels speak freely only for a while after that. */
  readonly lastHeardAt: Date
  readonly view: View
  readonly toast?: string | undefined
  /** The channel's ids of the message that this one takes the place of, if the channel can edit. */
  readonly replaces?: { readonly externalIds: readonly string[]; readonly photo: boolean } | undefined
  /** The channel's ids of messages whose buttons are to go, because this one stands for them now. */
  readonly strips?: readonly string[] | undefined
}

/** What a platform's «not now» is about. */
export type WaitScope = 'message' | 'chat' | 'account'

export type Delivery =
  | { readonly outcome: 'delivered'; readonly externalIds: readonly string[] }
  /** For good: the chat is closed, or this message can never be shown. `closed` says that the chat is. */
  | { readonly outcome: 'refused'; readonly error: string; readonly closed: boolean }
  /** Not now: again after so many milliseconds. `scope` says what must wait until then: this message, its chat, or the whole account. */
  | { readonly outcome: 'later'; readonly retryAfterMs: number; readonly scope: WaitScope }
  /** Not before the person writes again. */
  | { readonly outcome: 'awaiting-reader'; readonly error: string }
  /** The connection broke after writing: it may have arrived. Sent once more after so long, unless it is heard of. */
  | { readonly outcome: 'unknown'; readonly error: string; readonly retryAfterMs?: number | undefined }

/** How far a message came, each word further than the one before. */
export const reaches = ['accepted', 'sent', 'delivered', 'read'] as const
export type Reach = (typeof reaches)[number]

/** What the platform tells later of a message of ours: repeated and in any order. */
export interface Report {
  /** `Message.id`, if the platform gives it back. */
  readonly messageId?: string | undefined
  readonly externalId: string
  /** How far it came, or how it failed after all. */
  readonly news: Reach | Exclude<Delivery, { outcome: 'delivered' }>
}

/** Where an adapter brings what it hears. */
export interface Receiver {
  /** Resolves when the update is safe. */
  take(incoming: Incoming): Promise<Receipt>
  /** Counts an update that is nobody's word to us, by its kind: a name of the platform's, never more. */
  ignore(kind: string): void
  /** Resolves when it is written down. */
  report(report: Report): Promise<void>
}

/** How an account is; `pairing` is what a person must do with their telephone before it speaks. */
export interface Health {
  readonly ok: boolean
  readonly detail: string
  readonly pairing?: { readonly qr?: string | undefined; readonly code?: string | undefined } | undefined
}

/** A file that a person sent; or why it is not to be had, and whether it may be had later (`again`). */
export type Download =
  | {
      readonly ok: true
      readonly bytes: Uint8Array
      readonly mime?: string | undefined
      readonly name?: string | undefined
    }
  | { readonly ok: false; readonly error: string; readonly again: boolean }

/** The largest file that Telegram hands to a bot. */
export const mostDownloadBytes = 20 * 1024 * 1024

/** What an adapter offers. It never throws: every ending is a Delivery, or a Download. */
export interface Channel {
  readonly account: Account
  send(message: Message): Promise<Delivery>
  /** Fetches a file by the id it came with, if it has at most so many bytes; `mostDownloadBytes` unless told. */
  download(fileId: string, mostBytes?: number): Promise<Download>
  /** Begins taking updates; resolves when the account is ready to speak, or when it may take a person to get there. */
  start(receiver: Receiver): Promise<void>
  /** Takes no further update; resolves when those in hand are done. */
  stop(): Promise<void>
  /** Whether updates have been arriving; the reason when not. */
  health(): Health
}

/** Reads stored photos and files so that an adapter can upload them, and remembers the id the account got for a photo. */
export interface PhotoStore {
  photo(
    id: string,
    account: string,
  ): Promise<{ bytes: Uint8Array; mime: string; fileId?: string | undefined } | undefined>
  remember(id: string, account: string, fileId: string): Promise<void>
  /** A file of ours; undefined where it has gone. Uploaded for the one person it is for, so no id is remembered. */
  file(id: string): Promise<{ bytes: Uint8Array; mime: string } | undefined>
}

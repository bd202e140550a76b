// SPDX-License-Identifier: AGPL-3.0-or-later
// Where one sits down to play: one person's chat with us in one of the two apps on their telephone, and what the page is
// told about it.

export type App = 'telegram' | 'whatsapp'

/** Who sits there. Its name is the page's for it: `anna`, `luigi`, `town`, `shop:forno-rossi`. */
export interface Place {
  readonly place: string
  readonly kind: 'citizen' | 'shopkeeper' | 'operator'
  readonly shopSlug?: string | undefined
}

/** One place in one app. */
export interface Seat extends Place {
  /** `anna/telegram` */
  readonly id: string
  readonly app: App
  readonly person: string
  /** What we are called there. */
  readonly us: string
  /** What the engine knows the chat by. */
  readonly address: string
  /** What is spoken here; the person may change it. */
  language: string
  /** What the app lists behind its menu button, in the language of the chat if it has it. */
  commands(): readonly PageCommand[]
  messages(): readonly PageMessage[]
  /** Presses a key; answers the link to open, if it carries one, and undefined where there is no such key. */
  press(message: number, row: number, column: number): Promise<{ readonly url?: string | undefined } | undefined>
  text(text: string, quoting?: number): void
  /** Comes in by a link of ours that carries this code. */
  begin(code: string): void
  /** Resolves when something of ours came after what the person did last. */
  answered(): Promise<unknown>
  /** The person wrote here last time, before the town was opened anew. */
  recall(last: { readonly heardAt: Date; readonly closed: boolean }): void
}

/** A document by its id; its name stands in the link, so that it is saved under it. */
export function fileForPage(id: string, name: string): NonNullable<PageMessage['file']> {
  return { name, src: `/playground/file/${id}/${encodeURIComponent(name)}` }
}

export function seatId(place: string, app: App): string {
  return `${place}/${app}`
}

interface PageButton {
  readonly text: string
  /** A link that leaves the chat. */
  readonly href?: string | undefined
  /** A link to one of our own chats: opened here. */
  readonly opens?: string | undefined
}

/** Rows behind one button; each is pressed by its number, counted through all sections. */
export interface PageList {
  readonly button: string
  readonly sections: readonly {
    readonly title?: string | undefined
    readonly rows: readonly { readonly title: string; readonly description?: string | undefined }[]
  }[]
}

export interface PageMessage {
  readonly id: number
  readonly mine: boolean
  readonly text: string
  readonly entities: readonly PageEntity[]
  readonly photo?: { readonly src: string; readonly width: number; readonly height: number } | undefined
  /** A document, to be downloaded. */
  readonly file?: { readonly name: string; readonly src: string } | undefined
  readonly rows: readonly (readonly PageButton[])[]
  readonly list?: PageList | undefined
  readonly footer?: string | undefined
  /** The message that this one answers. */
  readonly quote?: { readonly mine: boolean; readonly text: string } | undefined
  /** How far a message of the person's came. */
  readonly reach?: 'sent' | 'delivered' | 'read' | undefined
  readonly atMs: number
  readonly edited: boolean
}

export interface PageEntity {
  /** As Telegram calls them, and `item` for a line of a list. */
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string | undefined
  readonly opens?: string | undefined
}

export interface PageCommand {
  readonly command: string
  readonly description: string
}

export interface PageChat extends Place {
  readonly id: string
  readonly app: App
  readonly person: string
  readonly us: string
  readonly language: string
  readonly commands: readonly PageCommand[]
  readonly messages: readonly PageMessage[]
  /** What the link that brings the person here has written for them already. */
  readonly draft: string
}

/** What happens in one chat. */
export type SeatEvent =
  | { readonly type: 'message' | 'edit'; readonly message: PageMessage }
  | { readonly type: 'delete'; readonly id: number }
  | { readonly type: 'typing' }
  | { readonly type: 'toast'; readonly text: string }

export type Tell = (event: SeatEvent) => void

/** A chat as a page that has just been opened must show it. */
export function chatForPage(seat: Seat, draft: string): PageChat {
  const { id, app, place, kind, shopSlug, person, us, language } = seat
  return {
    ...{ id, app, place, kind, shopSlug, person, us, language, draft },
    commands: seat.commands(),
    messages: seat.messages(),
  }
}

/** A link to a chat of ours is followed on the page. */
export function opening(url: string): { opens?: string } {
  return /^(?:https?:\/\/)?(?:t\.me\/\w+\?start=|wa\.me\/\d+)/i.test(url) ? { opens: url } : {}
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Where one sits down to play: one person's chat with one of the bots, and what the page is told about it.
import type { Conversation, User } from './telegram/emulator.ts'
import type { Bot } from './telegram/bots.ts'
import type { ApiMessage, Entity, InlineButton } from './telegram/wire.ts'

/** One person at one bot. Its id is the page's name for it: `anna`, `luigi`, `town`, `shop:forno-rossi`. */
export interface Seat {
  readonly id: string
  readonly kind: 'citizen' | 'shopkeeper' | 'operator'
  readonly shopSlug: string | undefined
  readonly user: User
  readonly bot: Bot
  readonly conversation: Conversation
  /** What the bot speaks here; the person may change it. */
  language: string
}

interface PageButton {
  readonly text: string
  /** A link that leaves the chat. */
  readonly href?: string | undefined
  /** A link to one of our own bots: opened here. */
  readonly opens?: string | undefined
}

export interface PageMessage {
  readonly id: number
  readonly mine: boolean
  readonly text: string
  readonly entities: readonly (Entity & { readonly opens?: string | undefined })[]
  readonly photo?: { readonly src: string; readonly width: number; readonly height: number } | undefined
  readonly rows: readonly (readonly PageButton[])[]
  readonly atMs: number
  readonly edited: boolean
}

export interface PageCommand {
  readonly command: string
  readonly description: string
}

export interface PageChat {
  readonly id: string
  readonly kind: Seat['kind']
  readonly shop: string | undefined
  readonly person: string
  readonly bot: string
  readonly language: string
  readonly commands: readonly PageCommand[]
  readonly messages: readonly PageMessage[]
}

/** A chat as a page that has just been opened must show it. */
export function chatForPage(seat: Seat): PageChat {
  const { first_name, last_name } = seat.user.public
  return {
    id: seat.id,
    kind: seat.kind,
    shop: seat.shopSlug,
    person: last_name === undefined ? first_name : `${first_name} ${last_name}`,
    bot: seat.bot.user.first_name,
    language: seat.language,
    commands: commandsOf(seat),
    messages: seat.conversation.messages.map(message => messageForPage(message)),
  }
}

/** What the bot lists behind its menu button, in the language of the chat if it has it. */
export function commandsOf({ bot, language }: Seat): readonly PageCommand[] {
  const everywhere = '{"type":"default"}|'
  return bot.commands.get(everywhere + language) ?? bot.commands.get(everywhere) ?? []
}

/** A message as the page draws it. */
export function messageForPage(message: ApiMessage): PageMessage {
  const photo = message.photo?.at(-1)
  const text = message.text ?? message.caption ?? ''
  return {
    id: message.message_id,
    mine: !message.from.is_bot,
    // Telegram's clients do not show what a link carries.
    text: message.from.is_bot ? text : text.replace(/^\/start .+$/, '/start'),
    entities: message.from.is_bot
      ? (message.entities ?? message.caption_entities ?? []).map(of => entityForPage(of, text))
      : [],
    ...(photo && {
      photo: { src: `/playground/photo/${photo.file_unique_id}`, width: photo.width, height: photo.height },
    }),
    rows: message.reply_markup?.inline_keyboard.map(row => row.map(buttonForPage)) ?? [],
    atMs: message.date * 1000,
    edited: message.edit_date !== undefined,
  }
}

function entityForPage(entity: Entity, text: string): PageMessage['entities'][number] {
  const said = entity.type === 'url' ? text.slice(entity.offset, entity.offset + entity.length) : ''
  return { ...entity, ...opening(entity.url ?? said) }
}

function buttonForPage({ text, url }: InlineButton): PageButton {
  if (url === undefined) return { text }
  return { text, href: url, ...opening(url) }
}

function opening(url: string): { opens?: string } {
  return /^(?:https?:\/\/)?t\.me\/\w+\?start=/i.test(url) ? { opens: url } : {}
}

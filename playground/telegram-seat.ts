// SPDX-License-Identifier: AGPL-3.0-or-later
// A seat at a chat that looks like Telegram's: one person with one of the two bots.
import { fileForPage, opening, type PageMessage, type Place, type Seat, seatId, type Tell } from './seats.ts'
import type { Bot } from './telegram/bots.ts'
import type { ChatEvent, User } from './telegram/emulator.ts'
import type { ApiMessage, Entity, InlineButton } from './telegram/wire.ts'

/** Seats a person of the emulator before a bot; what happens there is told. */
export function telegramSeat(place: Place, user: User, bot: Bot, tell: Tell): Seat & { readonly bot: Bot } {
  const conversation = user.chatWith(bot)
  const { first_name, last_name } = user.public
  // As after clearing the history: who was here last time can be written to before writing.
  bot.privateChat(user.person).isStarted = true
  conversation.subscribe(event => tellOf(event, tell))
  const seat: Seat & { readonly bot: Bot } = {
    ...place,
    id: seatId(place.place, 'telegram'),
    app: 'telegram',
    bot,
    person: last_name === undefined ? first_name : `${first_name} ${last_name}`,
    us: bot.user.first_name,
    address: String(user.id),
    language: 'it',
    commands() {
      const everywhere = '{"type":"default"}|'
      return bot.commands.get(everywhere + seat.language) ?? bot.commands.get(everywhere) ?? []
    },
    messages: () => conversation.messages.map(messageForPage),
    async press(message, row, column) {
      const button = conversation.message(message)?.reply_markup?.inline_keyboard[row]?.[column]
      if (!button) return undefined
      if (button.url !== undefined) return { url: button.url }
      await conversation.pressButton(message, row, column).answer
      return {}
    },
    text: text => void conversation.sendText(text),
    begin: code => void conversation.start(code),
    answered: () => conversation.waitForMessage(),
    recall({ closed }) {
      if (closed) conversation.unblock()
    },
  }
  return seat
}

function tellOf(event: ChatEvent, tell: Tell): void {
  switch (event.kind) {
    case 'new':
    case 'edit':
      tell({ type: event.kind === 'new' ? 'message' : 'edit', message: messageForPage(event.message) })
      break
    case 'delete':
      tell({ type: 'delete', id: event.message.message_id })
      break
    case 'typing':
      tell({ type: 'typing' })
      break
    case 'callback-answer':
      if (event.answer.text !== undefined) tell({ type: 'toast', text: event.answer.text })
      break
  }
}

function messageForPage(message: ApiMessage): PageMessage {
  const photo = message.photo?.at(-1)
  const { document } = message
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
    ...(document && { file: fileForPage(document.file_unique_id, document.file_name ?? 'file') }),
    rows: message.reply_markup?.inline_keyboard.map(row => row.map(buttonForPage)) ?? [],
    atMs: message.date * 1000,
    edited: message.edit_date !== undefined,
  }
}

function entityForPage(entity: Entity, text: string): PageMessage['entities'][number] {
  const said = entity.type === 'url' ? text.slice(entity.offset, entity.offset + entity.length) : ''
  return { ...entity, ...opening(entity.url ?? said) }
}

function buttonForPage({ text, url }: InlineButton): PageMessage['rows'][number][number] {
  if (url === undefined) return { text }
  return { text, href: url, ...opening(url) }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// The methods that change, answer or remove what already stands in a chat. An edit without reply_markup drops the
// inline keyboard; an edit that changes nothing is refused.
import { isRecord } from '../args.ts'
import { bad, forbidden } from '../errors.ts'
import { codePoints } from '../texts.ts'
import { realMs } from '../../loopback/time.ts'
import type { ApiMessage, Content } from '../wire.ts'
import { captionIn, captionOf, contentOf, fileContent, markupOf, textOf } from './content.ts'
import type { Call, Method } from './content.ts'

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
const DELETABLE_SECONDS = 48 * 3600

type Editing = 'content' | 'markup'

/** What an edit method has in common; `change` gives the content the message shall have from now on. */
function edit(call: Call, what: Editing, change: (old: ApiMessage) => Content): ApiMessage {
  const { world, bot, args } = call
  if (!args.has('chat_id') && !args.has('message_id')) {
    // Inline mode is not this project's: there are no messages to be named so.
    throw bad(args.has('inline_message_id') ? 'MESSAGE_ID_INVALID' : 'Message identifier is not specified')
  }
  const chat = world.chatFor(bot, args)
  const record = world.recordIn(chat, args, 'message to edit')
  const old = record.message
  if (record.botId !== bot.id || record.hasPlainMarkup) throw bad("Message can't be edited")
  // Of a place, a contact or a sticker only the keyboard can change (TDLib `can_edit_message`).
  if (what === 'content' && !hasEditableContent(old)) throw bad("Message can't be edited")
  const markup = markupOf(call, chat, true)
  const next: ApiMessage = {
    ...addressOf(old),
    ...change(old),
    edit_date: world.nowSeconds,
    ...(markup?.type === 'inline' && { reply_markup: markup.value }),
  }
  if (contentKey(next) === contentKey(old)) throw bad(NOT_MODIFIED)
  if (chat.type === 'private' && chat.isBlocked) throw forbidden('bot was blocked by the user')
  chat.replace(record, next)
  return next
}

function hasEditableContent(message: ApiMessage): boolean {
  return message.text !== undefined || hasCaption(message)
}

function hasCaption(message: ApiMessage): boolean {
  return message.photo !== undefined || message.document !== undefined || message.voice !== undefined
}

/** The part of a message that no edit touches. */
function addressOf(message: ApiMessage) {
  const { message_id, from, chat, date, reply_to_message, has_protected_content } = message
  return {
    message_id,
    from,
    chat,
    date,
    ...(reply_to_message && { reply_to_message }),
    ...(has_protected_content && { has_protected_content }),
  }
}

/** Two messages with the same key look the same; files are compared by what they are, not by what they are called. */
function contentKey(message: ApiMessage): string {
  return JSON.stringify([
    message.text,
    message.entities,
    message.caption,
    message.caption_entities,
    message.photo?.at(-1)?.file_unique_id,
    message.document?.file_unique_id,
    message.reply_markup,
  ])
}

function editMessageText(call: Call): ApiMessage {
  const text = textOf(call)
  return edit(call, 'content', old => {
    if (old.text === undefined) throw bad('There is no text in the message to edit')
    return text()
  })
}

function editMessageCaption(call: Call): ApiMessage {
  const caption = captionIn(call.args)
  return edit(call, 'content', old => {
    if (!hasCaption(old)) throw bad('There is no caption in the message to edit')
    return { ...contentOf(old, 'files'), ...caption() }
  })
}

/** Replaces the file of a message, or turns a text into a file with a caption. */
function editMessageMedia(call: Call): ApiMessage {
  const { world, bot, args } = call
  const media = args.json('media', 'input media')
  if (media === undefined) throw bad('Parameter "media" is required')
  if (!isRecord(media)) throw bad("Can't parse InputMedia: expected an Object")
  const caption = captionOf({
    caption: media['caption'],
    parseMode: media['parse_mode'],
    entities: media['caption_entities'],
  })
  const { type, media: given } = media
  if (type !== 'photo' && type !== 'document') {
    throw bad(`Can't parse InputMedia: type "${typeof type === 'string' ? type : ''}" is unsupported`)
  }
  if (typeof given !== 'string' || given === '') throw bad("Can't parse InputMedia: media not found")
  return edit(call, 'content', () => {
    const captionContent = caption()
    const file = world.files.input(bot.id, args, given, '', type)
    if (!file) throw bad("Can't parse InputMedia: media not found")
    return { ...fileContent(bot, file), ...captionContent }
  })
}

function deleteMessage({ world, bot, args }: Call): true {
  if (!args.has('chat_id')) throw bad('Chat identifier is not specified')
  if (args.int('message_id') <= 0) throw bad('Message identifier is not specified')
  const chat = world.chatFor(bot, args)
  const { message, botId } = world.recordIn(chat, args, 'message to delete')
  const isAdministrator = chat.type === 'supergroup' && chat.bots.get(bot.id) === 'administrator'
  if (chat.type === 'supergroup' && botId !== bot.id && !isAdministrator) throw bad("Message can't be deleted")
  if (world.nowSeconds - message.date > DELETABLE_SECONDS && !isAdministrator) {
    throw bad("Message can't be deleted for everyone")
  }
  chat.remove(message.message_id)
  return true
}

function deleteMessages({ world, bot, args }: Call): true {
  const ids = args.json('message_ids')
  if (!Array.isArray(ids) || ids.length === 0) throw bad('Message identifiers are not specified')
  if (ids.length > 100) throw bad('Too many message identifiers specified')
  const chat = world.chatFor(bot, args)
  for (const id of ids) chat.remove(Number(id))
  return true
}

function answerCallbackQuery({ bot, args }: Call): true {
  const callbackId = args.text('callback_query_id')
  const pending = bot.callbacks.get(callbackId)
  if (!pending) throw bad('query is too old and response timeout expired or query ID is invalid')
  const text = args.text('text')
  const url = args.text('url')
  if (codePoints(text) > 200) throw bad('MESSAGE_TOO_LONG') // [server]
  if (url !== '' && !/^(https?:\/\/t\.me\/|tg:)/.test(url)) throw bad('URL_INVALID') // [server]
  pending.settle({
    callbackId,
    messageId: pending.messageId,
    text: text || undefined,
    showAlert: args.bool('show_alert'),
    url: url || undefined,
    afterMs: realMs() - pending.atMs,
  })
  return true
}

export const editingMethods: Record<string, Method> = {
  editmessagetext: editMessageText,
  editmessagecaption: editMessageCaption,
  editmessagemedia: editMessageMedia,
  editmessagereplymarkup: call => edit(call, 'markup', old => contentOf(old)),
  deletemessage: deleteMessage,
  deletemessages: deleteMessages,
  answercallbackquery: answerCallbackQuery,
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// What the sending and the editing methods share: reading texts and captions, checking that a message can go, and
// putting it into its chat. Texts are read before the chat is looked up and measured after it, because the Bot API
// server parses first and TDLib checks lengths later: which refusal one sees depends on that order.
import { asText } from '../args.ts'
import type { Args } from '../args.ts'
import type { Bot } from '../bots.ts'
import type { Chat } from '../chats.ts'
import { bad, forbidden, tooMany } from '../errors.ts'
import type { QueuedUpdate } from '../queue.ts'
import { fileObject, photoSizes } from '../files.ts'
import type { StoredFile } from '../files.ts'
import { parseMarkup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { codePoints, parseFormatted, textContent } from '../texts.ts'
import type { ApiMessage, Content } from '../wire.ts'
import type { World } from '../world.ts'

/** One call of a method. */
export type Call = { world: World; bot: Bot; args: Args; onClose: (step: () => void) => void }

/** A result with the "description" that some methods carry. */
export class Described {
  readonly value: unknown
  readonly description: string

  constructor(value: unknown, description: string) {
    this.value = value
    this.description = description
  }
}

/** The updates that getUpdates answers with. */
export class Batch {
  readonly updates: readonly QueuedUpdate[]

  constructor(updates: readonly QueuedUpdate[]) {
    this.updates = updates
  }
}

export type Method = (call: Call) => unknown

const MAX_RAW_BYTES = 1 << 15

/** Reads the text of a message; the answer measures it. */
export function textOf({ world, args }: Call): () => Content {
  const raw = args.text('text')
  if (raw === '') throw bad('Message text is empty')
  if (Buffer.byteLength(raw) > MAX_RAW_BYTES) throw bad('Text is too long')
  const { text, entities } = parseFormatted(raw, args.text('parse_mode'), args.json('entities'))
  return () => {
    if (text === '') throw bad('Message text is empty')
    if (codePoints(text) > 4096) throw bad('Message is too long')
    if (text.length > 4096) world.note('text within 4096 code points but over 4096 UTF-16 units')
    return textContent({ text, entities })
  }
}

/** Reads a caption, of the call or of an InputMedia; the answer measures it. */
export function captionOf(from: { caption: unknown; parseMode: unknown; entities: unknown }): () => Content {
  const raw = asText(from.caption)
  if (Buffer.byteLength(raw) > MAX_RAW_BYTES) throw bad('Text is too long')
  const { text, entities } = parseFormatted(raw, asText(from.parseMode), from.entities)
  return () => {
    if (codePoints(text) > 1024) throw bad('Message caption is too long')
    if (text === '') return {}
    return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) }
  }
}

/** The caption that stands in the call itself. */
export function captionIn(args: Args): () => Content {
  return captionOf({
    caption: args.text('caption'),
    parseMode: args.text('parse_mode'),
    entities: args.json('caption_entities'),
  })
}

/** A file as a message carries it. */
export function fileContent(bot: Bot, file: StoredFile): Content {
  return file.kind === 'photo' ? { photo: photoSizes(bot.id, file) } : { [file.kind]: fileObject(bot.id, file) }
}

const FILES = ['photo', 'document', 'voice', 'sticker', 'location', 'venue', 'contact', 'poll'] as const
const CONTENT = ['text', 'entities', 'caption', 'caption_entities', 'media_group_id', ...FILES] as const

/** The content of a message, without its address and its keyboard: all of it, or only what it shows besides words. */
export function contentOf(message: ApiMessage, what: 'all' | 'files' = 'all'): Content {
  const keys: readonly (keyof Content)[] = what === 'all' ? CONTENT : FILES
  return Object.fromEntries(keys.filter(key => message[key] !== undefined).map(key => [key, message[key]]))
}

/** Reads the markup of a call for this chat. */
export function markupOf({ world, args }: Call, chat: Chat, onlyInline = false): Markup | undefined {
  return parseMarkup(args, { isPrivate: !chat.isGroup, onlyInline, note: text => world.note(text) })
}

/** Says whether a message may go now; the answer is the message it replies to. */
function allowMessage({ bot, args }: Call, chat: Chat): ApiMessage | undefined {
  // Forum topics are not this project's: no chat here has threads.
  if (args.int('message_thread_id') !== 0) throw bad('message thread not found')
  const repliedTo = repliedMessage(args, chat)
  const waitSeconds = bot.flood.waitSeconds(chat)
  if (waitSeconds > 0) throw tooMany(waitSeconds)
  if (chat.type === 'private') {
    if (chat.isBlocked) throw forbidden('bot was blocked by the user')
    if (!chat.isStarted) throw forbidden("bot can't initiate conversation with a user")
  }
  return repliedTo
}

function repliedMessage(args: Args, chat: Chat): ApiMessage | undefined {
  const given = args.json('reply_parameters', 'reply parameters')
  const reply =
    typeof given === 'object' && given !== null
      ? (given as Record<string, unknown>)
      : {
          message_id: args.int('reply_to_message_id'),
          allow_sending_without_reply: args.bool('allow_sending_without_reply'),
        }
  const id = Number(reply['message_id'])
  if (!id) return undefined
  const replied = chat.record(id)
  if (!replied && reply['allow_sending_without_reply'] !== true) throw bad('message to be replied not found')
  if (!replied) return undefined
  const message = { ...replied.message }
  delete message.reply_to_message // Telegram nests replies once
  return message
}

/** Sends a message into a chat. */
export function sendInto(call: Call, chat: Chat, content: Content, markup: Markup | undefined): ApiMessage {
  const { world, bot, args } = call
  const repliedTo = allowMessage(call, chat)
  const message: ApiMessage = {
    message_id: chat.nextMessageId(),
    from: bot.user,
    chat: chat.public,
    date: world.nowSeconds,
    ...(repliedTo && { reply_to_message: repliedTo }),
    ...(args.bool('protect_content') && { has_protected_content: true }),
    ...content,
    ...(markup?.type === 'inline' && { reply_markup: markup.value }),
  }
  if (markup?.type === 'keyboard') chat.keyboard = markup.value
  if (markup?.type === 'remove') chat.keyboard = undefined
  chat.add({ message, botId: bot.id, hasPlainMarkup: markup !== undefined && markup.type !== 'inline' })
  return message
}

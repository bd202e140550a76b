// SPDX-License-Identifier: AGPL-3.0-or-later
// One message of ours as calls of the Bot API.
//
// Modes: a new message; an edit of the one it takes the place of; and where Telegram cannot turn the one into the
// other (a photo into a text, several parts), a new message after which the old one goes. Documents go ahead of the text,
// each as a message. A chat that Telegram wants left alone gets nothing until its wait is over. An edit whose end nobody knows is made again: it has one effect. A
// message of several parts is taken up where it stopped.
import type { InlineKeyboardMarkup, InputMediaPhoto, Message as TelegramMessage } from 'grammy/types'
import type { Delivery, KeptFile, Message, PhotoStore } from '../../src/channel.ts'
import { Remembered } from '../remembered.ts'
import { CallFailure, deliveryOf, type TelegramApi, type Upload } from './api.ts'
import { captionLimit, type FormattedText, keyboardOf, textsOf } from './render.ts'
import { type BareMessages, openBareMessages } from './bare-messages.ts'

/** What every message of one bot needs on its way. */
interface Desk {
  readonly api: TelegramApi
  readonly account: string
  readonly photos: PhotoStore
  readonly bare: BareMessages
  /** Messages of several parts that are not out as a whole, with the parts that are; of a file that is gone, nothing. */
  readonly parts: Remembered<string, readonly (string | undefined)[]>
}

/** A message in a chat, and what it is to show. */
interface Content {
  readonly address: string
  readonly text: FormattedText
  readonly keyboard: InlineKeyboardMarkup | undefined
}

interface PhotoContent extends Content {
  readonly photoId: string
}

const remembered = 1000

/** A function that delivers messages of one bot; every ending is a Delivery. */
export function deliveryBy(
  api: TelegramApi,
  account: string,
  photos: PhotoStore,
): (message: Message) => Promise<Delivery> {
  const desk: Desk = { api, account, photos, bare: openBareMessages(), parts: new Remembered(remembered) }
  /** How often each message was put off for a failure of its own: the waits grow. */
  const failures = new Remembered<string, number>(remembered)
  return async message => {
    const waitMs = api.waitMs(message.address)
    if (waitMs > 0) return { outcome: 'later', retryAfterMs: waitMs, scope: 'chat' }
    const failed = failures.get(message.id) ?? 0
    failures.delete(message.id)
    try {
      return { outcome: 'delivered', externalIds: await send(desk, message) }
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error
      const delivery = deliveryOf(error, failed)
      if (delivery.outcome === 'later' && delivery.scope === 'message') failures.set(message.id, failed + 1)
      return delivery
    }
  }
}

async function send(desk: Desk, message: Message): Promise<readonly string[]> {
  const { address, replaces, strips = [], view } = message
  const keyboard = keyboardOf(message.id, view)
  const texts = textsOf(view, message.toast)
  const [text, ...more] = texts
  const captions = view.photoId === undefined ? [] : textsOf(view, message.toast, captionLimit)
  const caption = captions.length === 1 ? captions[0] : undefined
  const photo =
    caption && view.photoId !== undefined ? { address, photoId: view.photoId, text: caption, keyboard } : undefined
  const target = replaces?.externalIds.length === 1 ? replaces.externalIds[0] : undefined

  const files = view.files ?? []
  if (target !== undefined && files.length === 0) {
    const isEdited = photo
      ? await editToPhoto(desk, target, photo)
      : text && more.length === 0 && !replaces?.photo && (await editText(desk, target, { address, text, keyboard }))
    if (isEdited) return [target]
  }
  const words = photo
    ? [() => sendPhoto(desk, photo)]
    : texts.map((text, at) => () => {
        return sendText(desk, { address, text, keyboard: at === texts.length - 1 ? keyboard : undefined })
      })
  const sent = await sendParts(desk, message, [...files.map(file => () => sendFile(desk, address, file)), ...words])
  // Only now: until the new one is there the old one must not vanish. Failing is harmless, its buttons are known as old.
  await tidy(desk, address, replaces?.externalIds ?? [], strips)
  return sent
}

/** Deletes messages and takes buttons away, until Telegram does not answer or wants the chat left alone. */
async function tidy(
  { api, bare }: Desk,
  address: string,
  deleted: readonly string[],
  strips: readonly string[],
): Promise<void> {
  for (const id of deleted) if (!(await api.courtesy(address, 'deleteMessage', at(address, id)))) return
  for (const id of strips) {
    if (bare.has(address, id)) continue
    if (!(await api.courtesy(address, 'editMessageReplyMarkup', at(address, id)))) return
    bare.note(address, id)
  }
}

/** Sends the parts that are not out yet, one after another; the ids of all that are. */
async function sendParts(
  desk: Desk,
  { id }: Message,
  parts: readonly (() => Promise<string | undefined>)[],
): Promise<readonly string[]> {
  let sent = desk.parts.get(id) ?? []
  for (const part of parts.slice(sent.length)) {
    sent = [...sent, await part()]
    desk.parts.set(id, sent)
  }
  desk.parts.delete(id)
  return sent.filter(each => each !== undefined)
}

/** A file as it is: looking into it, Telegram would make a picture or a film of some. */
async function sendFile({ api, photos }: Desk, address: string, { id, name }: KeptFile): Promise<string | undefined> {
  const file = await photos.file(id)
  if (!file) return undefined
  const payload = { chat_id: address, disable_content_type_detection: true }
  const upload = { as: 'document', bytes: file.bytes, name } as const
  return String((await api.upload<TelegramMessage>('sendDocument', payload, upload)).message_id)
}

async function sendText({ api, bare }: Desk, { address, text, keyboard }: Content): Promise<string> {
  const { message_id: id } = await api.call<TelegramMessage>('sendMessage', {
    chat_id: address,
    ...textPayload(text, keyboard),
  })
  if (!keyboard) bare.note(address, String(id), text)
  return String(id)
}

async function editText({ api, bare }: Desk, id: string, { address, text, keyboard }: Content): Promise<boolean> {
  return edit(bare, { address, id, keyboard, content: text }, () =>
    api.call('editMessageText', { ...at(address, id), ...textPayload(text, keyboard) }),
  )
}

async function sendPhoto(desk: Desk, { address, photoId, text, keyboard }: PhotoContent): Promise<string> {
  const { api, account, photos, bare } = desk
  const payload = {
    chat_id: address,
    caption: text.text,
    caption_entities: text.entities,
    ...(keyboard && { reply_markup: keyboard }),
  }
  const photo = await photos.photo(photoId, account)
  if (!photo) return sendText(desk, { address, text, keyboard })
  const sent =
    photo.fileId !== undefined
      ? await api.call<TelegramMessage>('sendPhoto', { ...payload, photo: photo.fileId })
      : await api.upload<TelegramMessage>('sendPhoto', payload, uploadOf(photo.bytes))
  await rememberUpload(desk, photoId, photo.fileId, sent)
  const id = String(sent.message_id)
  if (!keyboard) bare.note(address, id, { photoId, text })
  return id
}

async function editToPhoto(
  desk: Desk,
  id: string,
  { address, photoId, text, keyboard }: PhotoContent,
): Promise<boolean> {
  const { api, account, photos, bare } = desk
  const photo = await photos.photo(photoId, account)
  if (!photo) return false
  const media: Omit<InputMediaPhoto, 'media'> = { type: 'photo', caption: text.text, caption_entities: text.entities }
  const payload = { ...at(address, id), ...(keyboard && { reply_markup: keyboard }) }
  return edit(bare, { address, id, keyboard, content: { photoId, text } }, async () => {
    const answer =
      photo.fileId !== undefined
        ? await api.call<TelegramMessage | true>('editMessageMedia', {
            ...payload,
            media: { ...media, media: photo.fileId },
          })
        : await api.upload<TelegramMessage | true>('editMessageMedia', { ...payload, media }, uploadOf(photo.bytes))
    if (answer !== true) await rememberUpload(desk, photoId, photo.fileId, answer)
  })
}

function uploadOf(bytes: Uint8Array): Upload {
  return { as: 'photo', bytes, name: 'photo.jpg' }
}

/** A file id belongs to one bot: each uploads a picture once. */
async function rememberUpload(
  { photos, account }: Desk,
  photoId: string,
  known: string | undefined,
  message: TelegramMessage,
): Promise<void> {
  const fileId = message.photo?.at(-1)?.file_id
  if (known === undefined && fileId !== undefined) await photos.remember(photoId, account, fileId)
}

interface Edit {
  readonly address: string
  readonly id: string
  readonly keyboard: InlineKeyboardMarkup | undefined
  readonly content: unknown
}

/** True when the message now shows what it should; false when it cannot be edited any more and must be sent anew. */
async function edit(
  bare: BareMessages,
  { address, id, keyboard, content }: Edit,
  call: () => Promise<unknown>,
): Promise<boolean> {
  // A second tap of a double one. With buttons it is another message to us: they carry its id.
  if (!keyboard && bare.shows(address, id, content)) return true
  bare.forget(address, id)
  try {
    await call()
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    if (error.code !== 400) {
      error.repeatable = true
      throw error
    }
    if (/message to edit not found|can't be edited|there is no (text|caption|media)/.test(error.message)) return false
    if (!/message is not modified/.test(error.message)) throw error
  }
  if (!keyboard) bare.note(address, id, content)
  return true
}

function textPayload({ text, entities }: FormattedText, keyboard: InlineKeyboardMarkup | undefined) {
  return {
    text,
    entities,
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: keyboard }),
  }
}

function at(address: string, id: string) {
  return { chat_id: address, message_id: Number(id) }
}

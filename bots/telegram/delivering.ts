// SPDX-License-Identifier: AGPL-3.0-or-later
// One message of ours as calls of the Bot API.
//
// Modes: a new message; an edit of the one it takes the place of; and where Telegram cannot turn the one into the
// other (a photo into a text, several parts), a new message after which the old one goes.
import type { InlineKeyboardMarkup, InputMediaPhoto, Message as TelegramMessage } from 'grammy/types'
import type { Delivery, Message, PhotoStore } from '../../src/channel.ts'
import { CallFailure, deliveryOf, type TelegramApi } from './api.ts'
import { captionLimit, type FormattedText, keyboardOf, textsOf } from './render.ts'

/** Delivers a message; every ending is a Delivery. */
export async function deliver(
  api: TelegramApi,
  account: string,
  photos: PhotoStore,
  message: Message,
): Promise<Delivery> {
  try {
    return { outcome: 'delivered', externalIds: await send(api, account, photos, message) }
  } catch (error) {
    if (error instanceof CallFailure) return deliveryOf(error)
    throw error
  }
}

async function send(
  api: TelegramApi,
  account: string,
  photos: PhotoStore,
  message: Message,
): Promise<readonly string[]> {
  const { replaces, strips, view } = message
  const keyboard = keyboardOf(message.id, view)
  const caption = view.photoId === undefined ? undefined : textsOf(view, message.toast, captionLimit)
  const photo =
    caption?.length === 1 && view.photoId !== undefined ? { id: view.photoId, caption: caption[0] } : undefined
  const texts = textsOf(view, message.toast)
  const target = replaces?.externalIds.at(-1)

  if (target !== undefined && replaces?.externalIds.length === 1) {
    const edited = photo?.caption
      ? await editToPhoto(api, account, photos, message.address, target, photo.id, photo.caption, keyboard)
      : !replaces.photo &&
        texts.length === 1 &&
        texts[0] &&
        (await editText(api, message.address, target, texts[0], keyboard))
    if (edited) return [target]
  }
  const sent = photo?.caption
    ? [await sendPhoto(api, account, photos, message.address, photo.id, photo.caption, keyboard)]
    : await sendTexts(api, message.address, texts, keyboard)
  // Only now: until the new one is there the old one must not vanish. Failing is harmless, its buttons are known as old.
  for (const id of replaces?.externalIds ?? []) await quietly(api.call('deleteMessage', at(message.address, id)))
  for (const id of strips ?? []) await quietly(api.call('editMessageReplyMarkup', at(message.address, id)))
  return sent
}

async function sendTexts(
  api: TelegramApi,
  address: string,
  texts: readonly FormattedText[],
  keyboard: InlineKeyboardMarkup | undefined,
): Promise<string[]> {
  const sent: string[] = []
  for (const [index, { text, entities }] of texts.entries()) {
    const last = index === texts.length - 1
    const { message_id: id } = await api.call<TelegramMessage>('sendMessage', {
      chat_id: address,
      text,
      entities,
      link_preview_options: { is_disabled: true },
      ...(last && keyboard && { reply_markup: keyboard }),
    })
    sent.push(String(id))
  }
  return sent
}

async function editText(
  api: TelegramApi,
  address: string,
  id: string,
  { text, entities }: FormattedText,
  keyboard: InlineKeyboardMarkup | undefined,
): Promise<boolean> {
  return edited(
    api.call('editMessageText', {
      ...at(address, id),
      text,
      entities,
      link_preview_options: { is_disabled: true },
      ...(keyboard && { reply_markup: keyboard }),
    }),
  )
}

async function sendPhoto(
  api: TelegramApi,
  account: string,
  photos: PhotoStore,
  address: string,
  photoId: string,
  { text, entities }: FormattedText,
  keyboard: InlineKeyboardMarkup | undefined,
): Promise<string> {
  const payload = {
    chat_id: address,
    caption: text,
    caption_entities: entities,
    ...(keyboard && { reply_markup: keyboard }),
  }
  const photo = await photos.photo(photoId, account)
  if (!photo) return String((await sendTexts(api, address, [{ text, entities }], keyboard)).at(-1))
  const sent =
    photo.fileId !== undefined
      ? await api.call<TelegramMessage>('sendPhoto', { ...payload, photo: photo.fileId })
      : await api.upload<TelegramMessage>('sendPhoto', payload, photo.bytes)
  await rememberUpload(photos, photoId, account, photo.fileId, sent)
  return String(sent.message_id)
}

async function editToPhoto(
  api: TelegramApi,
  account: string,
  photos: PhotoStore,
  address: string,
  id: string,
  photoId: string,
  { text, entities }: FormattedText,
  keyboard: InlineKeyboardMarkup | undefined,
): Promise<boolean> {
  const photo = await photos.photo(photoId, account)
  if (!photo) return false
  const media: Omit<InputMediaPhoto, 'media'> = { type: 'photo', caption: text, caption_entities: entities }
  const payload = { ...at(address, id), ...(keyboard && { reply_markup: keyboard }) }
  const call =
    photo.fileId !== undefined
      ? api.call<TelegramMessage | true>('editMessageMedia', { ...payload, media: { ...media, media: photo.fileId } })
      : api.upload<TelegramMessage | true>('editMessageMedia', { ...payload, media }, photo.bytes)
  return edited(
    call.then(answer => (answer === true ? undefined : rememberUpload(photos, photoId, account, photo.fileId, answer))),
  )
}

/** A file id belongs to one bot: each uploads a picture once. */
async function rememberUpload(
  photos: PhotoStore,
  photoId: string,
  account: string,
  known: string | undefined,
  message: TelegramMessage,
): Promise<void> {
  const fileId = message.photo?.at(-1)?.file_id
  if (known === undefined && fileId !== undefined) await photos.remember(photoId, account, fileId)
}

/** True when the message now shows what it should; false when it cannot be edited any more and must be sent anew. */
async function edited(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (!(error instanceof CallFailure) || error.code !== 400) throw error
    if (/message is not modified/.test(error.message)) return true
    if (/message to edit not found|can't be edited|there is no (text|caption|media)/.test(error.message)) return false
    throw error
  }
}

async function quietly(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof CallFailure)) throw error
  })
}

function at(address: string, id: string) {
  return { chat_id: address, message_id: Number(id) }
}

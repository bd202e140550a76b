// SPDX-License-Identifier: AGPL-3.0-or-later
// One message of ours as requests to Graph.
//
// Modes: inside the 24 hours after the person last wrote, the view in its parts, each sent when the former was
// accepted (Meta keeps no order otherwise). Outside, the approved text that stands for it; without one it waits for its reader.
// Which is decided here before anything is sent; Meta's own word (131047) is heard as well.
//
// Parts that went out are remembered until the whole message has, so that a second try begins where the first stopped.
// Graph gives back with each status what we gave along: the message's id with its last part, `<id>/<index>` with those
// before it, because only the last one means that the message arrived.
import { z } from 'zod'
import type { KeptFile, Message, PhotoStore, TemplateView } from '../../src/channel.ts'
import { type Clock, elapsedMs, pause } from '../../src/system.ts'
import { Remembered } from '../remembered.ts'
import { type Action, actionOf } from './cloud-errors.ts'
import { type Graph, GraphFailure } from './graph.ts'
import type { Pace } from '../../src/post/pace.ts'
import { documentMime, type Payload, type Piece, pieceOf, templatePayload } from './cloud-payloads.ts'
import { cloudParts } from './render.ts'

export interface SendingParts {
  readonly account: string
  readonly phoneNumberId: string
  readonly graph: Graph
  readonly pace: Pace
  readonly photos: PhotoStore
  readonly clock: Clock
}

/** The window is shut and there is no approved text, or the pace asks for a wait. */
export type Sent =
  | { readonly outcome: 'delivered'; readonly externalIds: readonly string[] }
  | { readonly outcome: 'awaiting-reader'; readonly error: string }
  | { readonly outcome: 'later'; readonly retryAfterMs: number; readonly scope: 'chat' }

export interface Sending {
  /** Rejects with a `GraphFailure`. */
  send(message: Message): Promise<Sent>
  /** A part is heard of that we may not have known to be out. Answers whether it was the message's last. */
  heardOf(about: string, externalId: string): { readonly messageId: string; readonly last: boolean }
  /**
   * A message that was accepted has failed after all. Because of its picture: the next try uploads it anew, the one
   * after does without. Because of the window: the next try is the approved text. Answers whether it is worth a try.
   */
  failedLater(messageId: string, action: Action): boolean
}

const windowMs = 24 * 3_600_000
/** Their clock and the way there: a message that is late by a second would be refused. */
const windowMarginMs = 60_000
/** So many messages that are out in part are remembered; by far more than are ever under way. */
const rememberedLimit = 5_000

const accepted = z.object({ messages: z.tuple([z.object({ id: z.string() })], z.unknown()) })

export function sendingOf({ account, phoneNumberId, graph, pace, photos, clock }: SendingParts): Sending {
  /** By message and index of the part: what Graph called it. */
  const out = new Remembered<string, Map<number, string>>(rememberedLimit)
  /** By message: how often its picture has failed after it was taken. */
  const spoilt = new Remembered<string, number>(rememberedLimit)
  /** By message: how often Meta found the window shut after it was taken. */
  const shut = new Remembered<string, number>(rememberedLimit)

  const note = (messageId: string, index: number, externalId: string): void => {
    let parts = out.get(messageId)
    if (!parts) out.set(messageId, (parts = new Map<number, string>()))
    parts.set(index, externalId)
  }

  const post = async (message: Message, about: string, payload: Payload): Promise<string> => {
    await pause(pace.atNumber(elapsedMs()))
    const { messages } = await graph.post(
      `${phoneNumberId}/messages`,
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...recipientOf(message.address),
        ...(about !== '' && { biz_opaque_callback_data: about }),
        ...payload,
      },
      accepted,
    )
    return messages[0].id
  }

  /** The id to send a picture by; undefined when the picture is gone, or Meta will not have it. */
  const photoOf = async ({ photoId }: Piece, anew: boolean): Promise<string | undefined> => {
    if (photoId === undefined) return undefined
    const photo = await photos.photo(photoId, account)
    if (!photo) return undefined
    if (photo.fileId !== undefined && !anew) return photo.fileId
    const id = await unlessRefused(graph.upload(`${phoneNumberId}/media`, photo.bytes, photo.mime))
    if (id !== undefined) await photos.remember(photoId, account, id)
    return id
  }

  /** The id to send a document by, uploaded for this one message; undefined when it is gone or refused. */
  const documentOf = async ({ id, name }: KeptFile): Promise<string | undefined> => {
    const file = await photos.file(id)
    if (!file) return undefined
    return unlessRefused(graph.upload(`${phoneNumberId}/media`, file.bytes, documentMime(file.mime), name))
  }

  /** With the picture as it was uploaded once; else uploaded anew, since uploads expire; else without it. */
  const postPiece = async (message: Message, about: string, piece: Piece): Promise<string | undefined> => {
    for (let level = spoilt.get(message.id) ?? 0; ; level++) {
      const media =
        level > 1 ? undefined : piece.file ? await documentOf(piece.file) : await photoOf(piece, level === 1)
      const payload = piece.payload(media)
      if (!payload) return undefined
      try {
        return await post(message, about, payload)
      } catch (error) {
        if (media === undefined || !(error instanceof GraphFailure)) throw error
        // That an upload has expired is also said as a wrong parameter.
        const action = actionOf(error.problem)
        if (action !== 'media' && !(action === 'ours' && level === 0)) throw error
      }
    }
  }

  const sendFreely = async (message: Message): Promise<Sent> => {
    const parts = cloudParts(message.id, message.view, message.language, message.toast).map(pieceOf)
    const known = out.get(message.id)
    const externalIds: string[] = []
    for (const [index, piece] of parts.entries()) {
      let externalId = known?.get(index)
      if (externalId === undefined) {
        const waitMs = pace.toPerson(message.address, elapsedMs())
        if (waitMs > 0) return { outcome: 'later', retryAfterMs: Math.ceil(waitMs), scope: 'chat' }
        externalId = await postPiece(message, aboutPart(message.id, index, parts.length), piece)
        if (externalId !== undefined && index < parts.length - 1) note(message.id, index, externalId)
      }
      if (externalId !== undefined) externalIds.push(externalId)
    }
    out.delete(message.id)
    return { outcome: 'delivered', externalIds }
  }

  const sendTemplate = async (message: Message, template: TemplateView): Promise<Sent> => {
    const waitMs = pace.toPerson(message.address, elapsedMs())
    if (waitMs > 0) return { outcome: 'later', retryAfterMs: Math.ceil(waitMs), scope: 'chat' }
    const id = await post(message, message.id, templatePayload(message, template))
    const before = out.get(message.id)?.values() ?? []
    out.delete(message.id)
    return { outcome: 'delivered', externalIds: [...before, id] }
  }

  return {
    async send(message) {
      const { template } = message.view
      const openForMs = message.lastHeardAt.getTime() + windowMs - windowMarginMs - clock.now().getTime()
      if (openForMs > 0 && !shut.has(message.id)) {
        try {
          return await sendFreely(message)
        } catch (error) {
          const refused = error instanceof GraphFailure && actionOf(error.problem) === 'window'
          if (!refused || !template) throw error
        }
      }
      if (!template)
        return { outcome: 'awaiting-reader', error: 'outside the 24 hours, and no approved text stands for it' }
      return sendTemplate(message, template)
    },
    heardOf(about, externalId) {
      const [messageId = '', index] = about.split('/')
      if (index !== undefined) note(messageId, Number(index), externalId)
      return { messageId, last: index === undefined }
    },
    failedLater(messageId, action) {
      if (action !== 'media' && action !== 'window') return false
      const counts = action === 'media' ? spoilt : shut
      const count = (counts.get(messageId) ?? 0) + 1
      counts.set(messageId, count)
      return count === 1
    },
  }
}

/** The id of an upload; undefined where Meta will not have what was uploaded. */
async function unlessRefused(upload: Promise<string>): Promise<string | undefined> {
  try {
    return await upload
  } catch (error) {
    if (error instanceof GraphFailure && ['media', 'ours'].includes(actionOf(error.problem))) return undefined
    throw error
  }
}

/** A number, or the id of somebody who shows none. */
function recipientOf(address: string): Payload {
  return /^\d+$/.test(address) ? { to: address } : { recipient: address }
}

function aboutPart(messageId: string, index: number, count: number): string {
  return index === count - 1 || messageId === '' ? messageId : `${messageId}/${index}`
}

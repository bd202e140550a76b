// SPDX-License-Identifier: AGPL-3.0-or-later
// A message of the page as an input of ours. Knows the page's fields, not the library.
import { z } from 'zod'
import type { HeardInput } from './web-protocol.ts'

const wid = z.union([z.string(), z.object({ _serialized: z.string() }).transform(id => id._serialized)])
const loose = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

/** The fields of a message that we read; whatever else has another shape tomorrow does no harm. */
const rawMessage = z.object({
  id: z.object({ id: z.string().min(1), fromMe: loose(z.boolean()), remote: wid }),
  type: z.string(),
  t: loose(z.number()),
  body: loose(z.string()),
  caption: loose(z.string()),
  filename: loose(z.string()),
  notifyName: loose(z.string()),
  quotedStanzaID: loose(z.string()),
  lat: loose(z.number()),
  lng: loose(z.number()),
  isStatusV3: loose(z.boolean()),
  broadcast: loose(z.boolean()),
})

/** A message that a person wrote to us alone. */
export interface Letter {
  /** The bare id. */
  readonly id: string
  /** The chat as it comes: a number's or a hidden one's. Never to be read as a telephone number. */
  readonly chat: string
  /** In seconds. */
  readonly at: number
  readonly name: string
  readonly input: HeardInput
}

/** What WhatsApp writes into a chat by itself; an album only announces the pictures that follow it. */
const notices = new Set([
  'album',
  'call_log',
  'ciphertext',
  'debug',
  'e2e_notification',
  'gp2',
  'newsletter_notification',
  'notification',
  'notification_template',
  'pinned_message',
  'protocol',
  'reaction',
  'revoked',
])

/** The message as a letter; nothing for our own, for groups, status, newsletters, and for what nobody wrote. */
export function letterOf(raw: unknown): Letter | undefined {
  const parsed = rawMessage.safeParse(raw)
  if (!parsed.success) return undefined
  const { id, type, t, notifyName, isStatusV3, broadcast } = parsed.data
  if (id.fromMe || isStatusV3 || broadcast || !isPersonal(id.remote) || notices.has(type)) return undefined
  return { id: id.id, chat: id.remote, at: t ?? Infinity, name: notifyName ?? '', input: inputOf(parsed.data) }
}

/** A message that could not be read for good: answered kindly. Should it be read later it is another update. */
export function unreadableOf(raw: unknown): Letter | undefined {
  const parsed = rawMessage.safeParse(raw)
  const letter = parsed.success ? letterOf({ ...parsed.data, type: 'unreadable' }) : undefined
  return letter && { ...letter, id: `${letter.id}:unreadable` }
}

/** The bare id of a message of ours, and nothing for anyone else's. */
export function ownIdOf(raw: unknown): string | undefined {
  const parsed = rawMessage.safeParse(raw)
  return parsed.success && parsed.data.id.fromMe ? parsed.data.id.id : undefined
}

/** A chat of one person, by number (`@c.us`) or hidden (`@lid`). */
export function isPersonal(chat: string): boolean {
  return /^\d+@(c\.us|lid)$/.test(chat) && chat !== '0@c.us'
}

function inputOf(raw: z.infer<typeof rawMessage>): HeardInput {
  const { id, type, body, caption, filename, quotedStanzaID, lat, lng } = raw
  if (type === 'chat' && body !== undefined) return { kind: 'text', text: body, quoted: quotedStanzaID }
  if (type === 'location' && lat !== undefined && lng !== undefined)
    return { kind: 'location', latitude: lat, longitude: lng }
  if (type === 'vcard') {
    const phone = phoneOf(body ?? '')
    if (phone !== undefined) return { kind: 'contact', phone }
  }
  // The page knows a message by its whole id.
  const fileId = `false_${id.remote}_${id.id}`
  if (type === 'image') return { kind: 'photo', fileId, caption: caption ?? '' }
  if (type === 'document') return { kind: 'document', fileId, caption: caption ?? '', name: filename }
  return { kind: 'other' }
}

/** The first number of a vCard; WhatsApp's own comes with the account it belongs to. */
function phoneOf(vcard: string): string | undefined {
  const account = /^(?:item\d+\.)?TEL[^:\n]*;waid=(\d+)/im.exec(vcard)?.[1]
  const written = /^(?:item\d+\.)?TEL[^:\n]*:([+\d][\d\s()./-]{3,})/im.exec(vcard)?.[1]
  return account === undefined ? written?.trim() : `+${account}`
}

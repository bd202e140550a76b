// SPDX-License-Identifier: AGPL-3.0-or-later
// A seat at a chat that looks like WhatsApp's: one person with our one number.
import { createHash } from 'node:crypto'
import {
  fileForPage,
  opening,
  type PageEntity,
  type PageMessage,
  type Place,
  type Seat,
  seatId,
  type Tell,
} from './seats.ts'
import { imageSize } from './loopback/images.ts'
import type { ChatMessage, CloudStub } from './whatsapp/cloud-stub.ts'
import { type Shown, shownText } from './whatsapp/formatting.ts'
import type { PersonInfo } from './whatsapp/world.ts'

/** The pictures and documents of all chats, by what is in them. */
export type Pictures = Map<string, Buffer>

/** Seats a person of the stub; `first` is the number that the page calls the first message by. */
export function whatsappSeat(
  place: Place,
  { stub, pictures, info, first }: { stub: CloudStub; pictures: Pictures; info: PersonInfo; first: number },
  tell: Tell,
): Seat {
  const { chat } = stub.addPerson(info)
  const ids: string[] = []
  const numberOf = (id: string): number => {
    const at = ids.indexOf(id)
    return first + (at < 0 ? ids.push(id) - 1 : at)
  }
  const forPage = (message: ChatMessage): PageMessage => {
    const quoted = message.quoting === undefined ? undefined : chat.message(message.quoting)
    return {
      id: numberOf(message.id),
      mine: message.from === 'person',
      ...bodyOf(message),
      ...photoOf(message, pictures),
      ...documentOf(message, pictures),
      ...keysOf(message),
      ...(message.footer !== undefined && { footer: message.footer }),
      ...(quoted && { quote: { mine: quoted.from === 'person', text: summaryOf(quoted) } }),
      ...(message.from === 'person' && { reach: reachOf(message) }),
      atMs: message.at.getTime(),
      edited: false,
    }
  }
  chat.subscribe(event => {
    if (event.type === 'typing') tell({ type: 'typing' })
    else if (event.type === 'message') tell({ type: 'message', message: forPage(event.message) })
    // How far ours came is seen by us, not by the person.
    else if (event.message.from === 'person') tell({ type: 'edit', message: forPage(event.message) })
  })
  return {
    ...place,
    id: seatId(place.place, 'whatsapp'),
    app: 'whatsapp',
    person: info.name,
    us: stub.world.options.verifiedName,
    address: chat.person.phone ?? '',
    language: 'it',
    commands: () => [],
    messages: () => chat.messages.map(forPage),
    press(number, row) {
      const message = chat.message(ids[number - first] ?? '')
      const button = message?.buttons[row]
      if (!message || !button) return Promise.resolve(undefined)
      if (button.url === undefined) chat.tapId(message.id, button.id)
      return Promise.resolve({ url: button.url })
    },
    text(text, quoting) {
      const quoted = quoting === undefined ? undefined : ids[quoting - first]
      chat.sendText(text, quoted === undefined ? {} : { quoting: quoted })
    },
    begin: code => void chat.sendText(code),
    answered: () => chat.waitForMessage(),
    recall({ heardAt }) {
      const known = stub.world.chatAt(chat.person.phone ?? '')
      if (known) known.lastHeardAt = heardAt
    },
  }
}

/** The number and the text of a link that opens a chat; undefined for any other link. */
export function readChatLink(link: string): { number: string; text: string } | undefined {
  const url = new URL(link)
  const number = /^\/(\d+)$/.exec(url.pathname)?.[1]
  return url.hostname === 'wa.me' && number !== undefined
    ? { number, text: url.searchParams.get('text') ?? '' }
    : undefined
}

/** The heading stands as the first line, in bold. */
function bodyOf(message: ChatMessage): Pick<PageMessage, 'text' | 'entities'> {
  // What a person taps is a title and not a text with signs.
  const body = message.kind === 'tap' ? { text: message.text, spans: [] } : shownText(message.text)
  const heading = message.header === undefined || message.header === '' ? '' : `${message.header}\n`
  const text = heading + (body.text === '' ? (fallbacks[message.kind] ?? '') : body.text)
  const bold = heading === '' ? [] : [{ type: 'bold' as const, offset: 0, length: heading.length - 1 }]
  const spans = body.spans.map(span => entityOf(span, heading.length))
  const links = message.from === 'person' ? [] : linksIn(text)
  // What begins first comes first, and of those the longest: so that they lie inside one another.
  const entities = [...bold, ...spans, ...links].sort((a, b) => a.offset - b.offset || b.length - a.length)
  return { text, entities }
}

type Span = Shown['spans'][number]

/** What has no words of its own. */
const fallbacks: Partial<Record<ChatMessage['kind'], string>> = {
  location: '📍',
  'location-request': '📍',
  audio: '🎤',
  video: '🎞️',
  unsupported: '…',
}

const types: Readonly<Record<Span['kind'], PageEntity['type']>> = {
  bold: 'bold',
  italic: 'italic',
  strike: 'strikethrough',
  code: 'code',
  quote: 'blockquote',
  item: 'item',
}

function entityOf({ kind, from, to }: Span, ahead: number): PageEntity {
  return { type: types[kind], offset: from + ahead, length: to - from }
}

function linksIn(text: string): PageEntity[] {
  return [...text.matchAll(/https?:\/\/[^\s«»]*[^\s«».,;:!?)]/g)].map(({ 0: url, index }) => ({
    ...{ type: 'url', offset: index, length: url.length },
    ...opening(url),
  }))
}

function photoOf({ image }: ChatMessage, pictures: Pictures): Pick<PageMessage, 'photo'> {
  const size = image && imageSize(image.bytes)
  if (!image || !size) return {}
  const id = createHash('sha256').update(image.bytes).digest('base64url')
  pictures.set(id, image.bytes)
  return { photo: { src: `/playground/photo/${id}`, ...size } }
}

function documentOf({ kind, file }: ChatMessage, pictures: Pictures): Pick<PageMessage, 'file'> {
  if (kind !== 'document' || !file) return {}
  const id = createHash('sha256').update(file.bytes).digest('base64url')
  pictures.set(id, file.bytes)
  return { file: fileForPage(id, file.name ?? 'file') }
}

/** One key a row, as telephones show them; of a list only what opens it. */
function keysOf({ list, buttons }: ChatMessage): Pick<PageMessage, 'rows' | 'list'> {
  if (list) return { rows: [], list }
  return {
    rows: buttons.map(({ title, url }) => [
      url === undefined ? { text: title } : { text: title, href: url, ...opening(url) },
    ]),
  }
}

function summaryOf(message: ChatMessage): string {
  const [line = ''] = bodyOf(message).text.split('\n')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}

function reachOf({ status }: ChatMessage): PageMessage['reach'] {
  return status === 'read' || status === 'delivered' ? status : 'sent'
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Turns what was sent into what a person sees.
import type { ChatMessage, ShownFile, Tappable } from './chats.ts'
import type { InteractiveRequest, MessageRequest, TemplateRequest } from './message-schema.ts'
import type { FilledTemplate } from './templates.ts'
import type { World } from './world.ts'

/** A message without what the server adds. */
export type Shown = Omit<ChatMessage, 'id' | 'from' | 'at' | 'status' | 'mark' | 'quoting'>

const NOTHING_TO_TAP: readonly Tappable[] = []

/** The message as it will stand on the screen; refuses media that cannot be read and templates that are not there. */
export function shown(world: World, message: MessageRequest): { view: Shown; category: string } {
  if (message.type !== 'template') return { view: plain(world, message), category: 'service' }
  const filled = world.templates.fill(message.template)
  return { view: templateView(world, message.template, filled), category: filled.category.toLowerCase() }
}

function plain(world: World, message: Exclude<MessageRequest, { type: 'template' }>): Shown {
  const buttons = NOTHING_TO_TAP
  switch (message.type) {
    case 'text':
      return { kind: 'text', text: message.text.body, buttons }
    case 'image':
      return {
        kind: 'image',
        text: message.image.caption ?? '',
        image: world.media.resolve('image', message.image),
        buttons,
      }
    case 'video':
      return {
        kind: 'video',
        text: message.video.caption ?? '',
        file: world.media.resolve('video', message.video),
        buttons,
      }
    case 'audio':
      return { kind: 'audio', text: '', file: world.media.resolve('audio', message.audio), buttons }
    case 'sticker':
      return { kind: 'sticker', text: '', image: world.media.resolve('sticker', message.sticker), buttons }
    case 'document': {
      const { caption = '', filename } = message.document
      return {
        kind: 'document',
        text: caption,
        file: named(world.media.resolve('document', message.document), filename),
        buttons,
      }
    }
    case 'location':
      return { kind: 'location', text: message.location.name ?? '', location: placeOf(message.location), buttons }
    case 'contacts': {
      const contacts = message.contacts.map(({ name, phones = [] }) => ({
        name: name.formatted_name,
        phones: phones.map(each => each.phone),
      }))
      return { kind: 'contacts', text: contacts.map(each => each.name).join(', '), contacts, buttons }
    }
    case 'reaction':
      return { kind: 'reaction', text: message.reaction.emoji, buttons }
    case 'interactive':
      return interactiveView(world, message.interactive)
  }
}

function interactiveView(world: World, interactive: InteractiveRequest): Shown {
  const text = interactive.body.text
  if (interactive.type === 'location_request_message')
    return { kind: 'location-request', text, buttons: NOTHING_TO_TAP }
  const framed = {
    text,
    ...(interactive.footer && { footer: interactive.footer.text }),
    ...headerOf(world, interactive),
  }
  if (interactive.type === 'button') {
    const buttons = interactive.action.buttons.map(({ reply }) => ({ id: reply.id, title: reply.title }))
    return { kind: 'buttons', ...framed, buttons }
  }
  if (interactive.type === 'cta_url') {
    const { display_text: title, url } = interactive.action.parameters
    return { kind: 'link', ...framed, buttons: [{ id: '', title, url }] }
  }
  const sections = interactive.action.sections.map(({ title, rows }) => ({
    ...(title !== undefined && { title }),
    rows: rows.map(({ id, title, description }) => ({ id, title, ...(description !== undefined && { description }) })),
  }))
  const list = { button: interactive.action.button, sections }
  return { kind: 'list', ...framed, list, buttons: sections.flatMap(section => section.rows) }
}

type Framed = Exclude<InteractiveRequest, { type: 'location_request_message' }>

function headerOf(world: World, { header }: Framed): Pick<Shown, 'header' | 'image' | 'file'> {
  if (!header) return {}
  if (header.type === 'text') return { header: header.text }
  if (header.type === 'image') return { image: world.media.resolve('image', header.image) }
  if (header.type === 'video') return { file: world.media.resolve('video', header.video) }
  return { file: named(world.media.resolve('document', header.document), header.document.filename) }
}

function templateView(world: World, request: TemplateRequest, filled: FilledTemplate): Shown {
  return {
    kind: 'template',
    text: filled.body,
    ...(filled.header !== undefined && { header: filled.header }),
    ...(filled.footer !== undefined && { footer: filled.footer }),
    ...(filled.image && { image: world.media.resolve('image', filled.image) }),
    buttons: filled.buttons.map(({ title, payload, url }) => ({
      id: payload,
      title,
      ...(url !== undefined && { url }),
    })),
    template: { name: request.name, language: request.language.code, values: filled.values },
  }
}

function named(file: ShownFile, name: string | undefined): ShownFile {
  return { bytes: file.bytes, mime: file.mime, ...(name !== undefined && { name }) }
}

type Place = NonNullable<Shown['location']>

function placeOf(
  given: { [Key in keyof Place]: Place[Key] | undefined } & { latitude: number; longitude: number },
): Place {
  const { latitude, longitude, name, address } = given
  return { latitude, longitude, ...(name !== undefined && { name }), ...(address !== undefined && { address }) }
}

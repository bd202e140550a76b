// SPDX-License-Identifier: AGPL-3.0-or-later
// The parts of a message as requests to Graph.
import type { KeptFile, Message, TemplateView } from '../../src/channel.ts'
import type { CloudPart } from './render.ts'
import { safeValue, templateLanguages } from './templates.ts'

/** A request to Graph, without its address. */
export type Payload = Readonly<Record<string, unknown>>
/** A part that shows a picture or a document, and how it looks with the upload's id, or without one. */
export interface Piece {
  readonly photoId?: string | undefined
  readonly file?: KeptFile | undefined
  payload(mediaId: string | undefined): Payload | undefined
}

/** A part as Graph takes it. */
export function pieceOf(part: CloudPart): Piece {
  switch (part.kind) {
    case 'text':
      return { payload: () => textPayload(part.body) }
    case 'document':
      return {
        file: part.file,
        payload: id =>
          id === undefined ? undefined : { type: 'document', document: { id, filename: part.file.name } },
      }
    case 'image':
      return {
        photoId: part.photoId,
        payload(id) {
          if (id !== undefined) return { type: 'image', image: { id, ...(part.caption && { caption: part.caption }) } }
          return part.caption ? textPayload(part.caption) : undefined
        },
      }
    case 'buttons':
      return {
        photoId: part.headerPhotoId,
        payload: id => ({
          type: 'interactive',
          interactive: {
            type: 'button',
            ...(id !== undefined && { header: { type: 'image', image: { id } } }),
            body: { text: part.body },
            action: { buttons: part.buttons.map(reply => ({ type: 'reply', reply })) },
          },
        }),
      }
    case 'list':
      return {
        payload: () => ({
          type: 'interactive',
          interactive: {
            type: 'list',
            body: { text: part.body },
            action: { button: part.button, sections: [{ rows: part.rows }] },
          },
        }),
      }
  }
}

function textPayload(body: string): Payload {
  return { type: 'text', text: { body, preview_url: false } }
}

/** The approved text that stands for a message. */
export function templatePayload({ id, language }: Message, { name, values }: TemplateView): Payload {
  return {
    type: 'template',
    template: {
      name,
      language: { policy: 'deterministic', code: templateLanguages.find(code => code === language) ?? 'it' },
      components: [
        { type: 'body', parameters: values.map(value => ({ type: 'text', text: safeValue(value) })) },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: `${id}:open` }],
        },
      ],
    },
  }
}

/** Meta takes no HTML, CSV or JSON: such a file travels as plain text, and opens by the ending of its name. */
export function documentMime(mime: string): string {
  return /^(?:text\/|application\/json)/.test(mime) ? 'text/plain' : mime
}

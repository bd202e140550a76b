// SPDX-License-Identifier: AGPL-3.0-or-later
// A view as WhatsApp shows it: over the Cloud API as buttons or a list, over WhatsApp Web as numbered lines. What counts
// as a character there is not published; UTF-16 units are never fewer than any other count.
import type { ChoiceView, KeptFile, View } from '../../src/channel.ts'
import { escape, join, type Markup, plain } from '../../src/text/markup.ts'
import { type Texts, texts } from '../../src/text/text.ts'
import { dot, isBlank, shortened } from '../text-parts.ts'
import { whatsappTexts } from './formatting.ts'

/** One message of the Cloud API; the parts of a view go out in their order. */
export type CloudPart =
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'image'; readonly photoId: string; readonly caption?: string | undefined }
  | { readonly kind: 'document'; readonly file: KeptFile }
  | {
      readonly kind: 'buttons'
      readonly body: string
      readonly headerPhotoId?: string | undefined
      readonly buttons: readonly { readonly id: string; readonly title: string }[]
    }
  | {
      readonly kind: 'list'
      readonly body: string
      /** What opens the list. */
      readonly button: string
      readonly rows: readonly CloudRow[]
    }

interface CloudRow {
  readonly id: string
  readonly title: string
  readonly description?: string | undefined
}

const textLimit = 4096
export const captionLimit = 1024
const buttons = { most: 3, title: 20, body: 1024 } as const
const list = { most: 10, title: 24, description: 72, body: 4096 } as const

/** The messages that show a view: documents, then the words; the choices stand on the last. */
export function cloudParts(messageId: string, view: View, language: string, toast?: string): CloudPart[] {
  const documents = (view.files ?? []).map((file): CloudPart => ({ kind: 'document', file }))
  return [...documents, ...wordParts(messageId, view, language, toast)]
}

function wordParts(messageId: string, view: View, language: string, toast: string | undefined): CloudPart[] {
  const choices = choicesOf(view)
  const text = toasted(view, toast)
  if (choices.length === 0) return withoutChoices(view, text)
  return asButtons(messageId, view, choices, text) ?? asList(messageId, view, choices, text, wordsIn(language))
}

/**
 * The messages that show a view where choices are numbered lines; these stand on the last, below the text. Its photo
 * goes with the first if that is no longer than `captionLimit`, alone ahead of it otherwise.
 */
export function numberedText(view: View, language: string, toast?: string): string[] {
  const choices = choicesOf(view)
  const told = whatsappTexts(toasted(view, toast), textLimit)
  if (choices.length === 0) return told.length > 0 ? told : [dot]
  const t = wordsIn(language)
  const hint = t(view.numberAnswers ? 'whatsapp-answer-letter' : 'whatsapp-answer-number')
  const lines = join(choices.map((choice, index) => numbered(choice, index, view)))
  const menu = whatsappTexts(join([lines, hint], '\n\n'), textLimit)
  const [last = '', first = ''] = [told.at(-1), menu[0]]
  const together = last === '' ? first : `${last}\n\n${first}`
  if (menu.length > 1 || together.length > textLimit) return [...told, ...menu]
  return [...told.slice(0, -1), together]
}

function withoutChoices({ photoId }: View, text: Markup): CloudPart[] {
  const captions = whatsappTexts(text, captionLimit)
  if (photoId !== undefined && captions.length <= 1) return [{ kind: 'image', photoId, caption: captions[0] }]
  const bodies = whatsappTexts(text, textLimit)
  return [...photoAlone(photoId), ...(bodies.length > 0 ? bodies : [dot]).map(asText)]
}

/** Up to three short labels; undefined where they, or the text above them, need a list. */
function asButtons(messageId: string, view: View, choices: readonly ChoiceView[], text: Markup) {
  const titles = choices.map(({ label }) => shortened(label, Infinity))
  const different = new Set(titles.map(title => title.normalize('NFKC').toLowerCase())).size === titles.length
  const described = choices.some(choice => choice.description !== undefined)
  if (titles.length > buttons.most || !different || described) return undefined
  if (titles.some(title => title.length > buttons.title)) return undefined
  const bodies = whatsappTexts(text, textLimit)
  const body = bodies.at(-1) ?? dot
  // The parts of a longer text may arrive in another order: a list takes it as one.
  if (body.length > buttons.body) return undefined
  const header = bodies.length <= 1 ? view.photoId : undefined
  return [
    ...photoAlone(header === undefined ? view.photoId : undefined),
    ...bodies.slice(0, -1).map(asText),
    {
      kind: 'buttons',
      body,
      headerPhotoId: header,
      buttons: titles.map((title, index) => ({ id: `${messageId}:${index}`, title })),
    },
  ] satisfies CloudPart[]
}

/** What does not fit into a row stands whole in the text above, and the row has its number there. */
function asList(messageId: string, view: View, choices: readonly ChoiceView[], text: Markup, t: Texts): CloudPart[] {
  const lines: Markup[] = []
  const rows = choices.map((choice, index): CloudRow => {
    const id = `${messageId}:${index}`
    const title = shortened(choice.label, list.title)
    const told = title === choice.label ? (choice.description ?? '') : whole(choice)
    const description = isBlank(told) ? undefined : shortened(told, list.description)
    if (told.length <= list.description) return { id, title, description }
    lines.push(numbered(choice, index, view))
    return { id, title: shortened(`${sign(index, view)}. ${choice.label}`, list.title), description }
  })
  const bodies = whatsappTexts(join([text, join(lines)], '\n\n'), list.body)
  return [
    ...photoAlone(view.photoId),
    ...bodies.slice(0, -1).map(asText),
    { kind: 'list', body: bodies.at(-1) ?? dot, button: t.plain('whatsapp-choose'), rows },
  ]
}

function numbered(choice: ChoiceView, index: number, view: View): Markup {
  return `<b>${sign(index, view)}</b> ${escape(whole(choice))}` as Markup
}

/** What a person types to choose it: where a number is an answer of its own, a letter. */
function sign(index: number, { numberAnswers }: View): string {
  return numberAnswers ? String.fromCharCode(65 + index) : String(index + 1)
}

function whole({ label, description }: ChoiceView): string {
  return description === undefined || isBlank(description) ? label : `${label} · ${description}`
}

/** As they can stand in one line; the dialog has cut more than a list takes into pages. */
function choicesOf(view: View): ChoiceView[] {
  const choices = view.rows.flat().map(({ label, description }) => ({
    label: isBlank(label) ? dot : inOneLine(label),
    description: description === undefined || isBlank(description) ? undefined : inOneLine(description),
  }))
  if (choices.length > list.most) throw new Error(`${choices.length} choices: «${plain(view.text).slice(0, 40)}»`)
  return choices
}

function inOneLine(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ').trim()
}

function toasted(view: View, toast: string | undefined): Markup {
  return toast === undefined ? view.text : join([escape(toast), view.text], '\n\n')
}

function photoAlone(photoId: string | undefined): CloudPart[] {
  return photoId === undefined ? [] : [{ kind: 'image', photoId }]
}

function asText(body: string): CloudPart {
  return { kind: 'text', body }
}

/** The few words that stand around a menu: none of them tells a time. */
function wordsIn(language: string): Texts {
  return texts(language, 'Europe/Rome', new Date(0))
}

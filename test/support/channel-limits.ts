// SPDX-License-Identifier: AGPL-3.0-or-later
// What each channel takes, as CHANNELS has it and not as the renderers do; and what of a view it would refuse, or drop.
import { captionLimit, keyboardOf, textsOf } from '../../bots/telegram/render.ts'
import { type CloudPart, cloudParts, numberedText } from '../../bots/whatsapp/render.ts'
import { type Message, templates } from '../../src/channel.ts'
import { aslike } from './whatsapp-reading.ts'

/** A view as one channel shows it. */
export interface Showing {
  readonly parts: number
  /** Length of its longest text. */
  readonly longest: number
  readonly choices: number
  /** What is wrong with it. */
  readonly faults: readonly string[]
}

type Shown = Pick<Message, 'id' | 'view' | 'toast' | 'language'>

/** Texts of Telegram: 4,096, below a photo 1,024; 64 bytes on a button, 8 buttons in a row, 100 in all. */
export function onTelegram({ id, view, toast }: Shown): Showing {
  const captions = view.photoId === undefined ? [] : textsOf(view, toast, captionLimit)
  const isCaption = captions.length === 1
  const texts = (isCaption ? captions : textsOf(view, toast)).map(part => part.text)
  const rows = keyboardOf(id, view)?.inline_keyboard ?? []
  const buttons = rows.flat()
  return {
    parts: texts.length,
    longest: longest(texts),
    choices: buttons.length,
    faults: [
      ...texts.flatMap(text => textFaults(text, isCaption ? 1024 : 4096)),
      ...rows.filter(row => row.length > 8).map(row => `${row.length} buttons in a row`),
      ...(buttons.length > 100 ? [`${buttons.length} buttons`] : []),
      ...buttons.flatMap(button => [
        ...textFaults(button.text, 64),
        ...('callback_data' in button && Buffer.byteLength(button.callback_data) <= 64 ? [] : ['callback data']),
      ]),
    ],
  }
}

/** Texts of the Cloud API, its buttons and lists, and the approved text that may stand for a view. */
export function onCloud(shown: Shown, render: typeof cloudParts = cloudParts): Showing {
  const { id, view, language, toast } = shown
  return drawn(() => {
    const parts = render(id, view, language, toast)
    const wires = parts.flatMap(choicesOf).map(choice => choice.id)
    const labels = view.rows.flat().map(choice => choice.label.trim())
    const count = labels.length
    return {
      parts: parts.length,
      longest: longest(parts.map(bodyOf)),
      choices: wires.length,
      faults: [
        ...parts.flatMap(partFaults),
        ...(wires.join() === Array.from({ length: count }, (_, at) => `${id}:${at}`).join() ? [] : ['other wire ids']),
        ...(differentFaces(parts) < new Set(labels).size ? ['two rows alike'] : []),
        ...(count > 0 && choicesOf(parts.at(-1)).length === 0 ? ['the choices are not on the last message'] : []),
        ...lost(
          view,
          parts.flatMap(part => [bodyOf(part), ...choicesOf(part).flatMap(told)]),
        ),
        ...templateFaults(view),
      ],
    }
  })
}

/** Texts of WhatsApp Web, with the choices as lines. */
export function onWeb({ view, language, toast }: Shown, render: typeof numberedText = numberedText): Showing {
  return drawn(() => {
    const texts = render(view, language, toast)
    const count = view.rows.flat().length
    const signs = Array.from({ length: count }, (_, at) => (view.numberAnswers ? 'ABCDEFGHIJ'.charAt(at) : `${at + 1}`))
    const missing = signs.filter(sign => !texts.some(text => text.includes(`*${sign}* `)))
    return {
      parts: texts.length,
      longest: longest(texts),
      choices: count,
      faults: [
        ...texts.flatMap(text => textFaults(text, 4096)),
        ...(count > 10 ? [`${count} numbered choices`] : []),
        ...missing.map(sign => `no line ${sign}`),
        ...lost(view, texts),
      ],
    }
  })
}

/** A view that cannot be drawn at all has one fault. */
function drawn(draw: () => Showing): Showing {
  try {
    return draw()
  } catch (error) {
    return { parts: 0, longest: 0, choices: 0, faults: [error instanceof Error ? error.message : 'thrown'] }
  }
}

function partFaults(part: CloudPart): string[] {
  if (part.kind === 'text') return textFaults(part.body, 4096)
  if (part.kind === 'document') return textFaults(part.file.name, 240)
  if (part.kind === 'image') return part.caption === undefined ? [] : textFaults(part.caption, 1024)
  const choices = choicesOf(part)
  const [most, title] = part.kind === 'buttons' ? [3, 20] : [10, 24]
  const titles = choices.map(choice => choice.title)
  return [
    ...textFaults(part.body, part.kind === 'buttons' ? 1024 : 4096),
    ...(part.kind === 'list' ? textFaults(part.button, 20) : []),
    ...(choices.length < 1 || choices.length > most ? [`${choices.length} ${part.kind}`] : []),
    ...titles.flatMap(each => textFaults(each, title)),
    ...(part.kind === 'buttons' && new Set(titles).size < titles.length ? ['two buttons alike'] : []),
    ...choices.flatMap(({ description }) => (description === undefined ? [] : textFaults(description, 72))),
    ...choices.flatMap(({ id }) => (id.length <= 200 && id === id.trim() ? [] : [`id ${id}`])),
  ]
}

function templateFaults({ template }: Message['view']): string[] {
  if (template === undefined) return []
  const { name, values } = template
  const wrong = values.filter(value => value.trim() === '' || /[\n\t]| {4}/.test(value) || value.length > 1024)
  return [
    ...(values.length === templates[name] ? [] : [`${values.length} values for ${name}`]),
    ...wrong.map(value => `a value of ${name}: «${value.slice(0, 40)}»`),
  ]
}

function textFaults(text: string, most: number): string[] {
  return [
    ...(text.length > most ? [`${text.length} of ${most}: «${text.slice(0, 40)}»`] : []),
    ...(text.trim() === '' ? ['nothing to see'] : []),
    ...(text.isWellFormed() ? [] : ['half a character']),
  ]
}

/** Labels that stand nowhere as a whole. */
function lost({ rows }: Message['view'], texts: readonly string[]): string[] {
  const bare = (text: string): string => aslike(text).replaceAll(/\s/g, '')
  const [there, each] = [bare(texts.join('')), texts.map(bare)]
  return rows
    .flat()
    .map(({ label }) => bare(label))
    .filter(label => !there.includes(label) && !each.some(text => text.includes(label)))
    .map(label => `lost: «${label.slice(0, 60)}»`)
}

function choicesOf(
  part: CloudPart | undefined,
): readonly { id: string; title: string; description?: string | undefined }[] {
  return part?.kind === 'buttons' ? part.buttons : part?.kind === 'list' ? part.rows : []
}

/** How many choices can be told apart. */
function differentFaces(parts: readonly CloudPart[]): number {
  return new Set(parts.flatMap(choicesOf).map(choice => told(choice).join('\n'))).size
}

function bodyOf(part: CloudPart): string {
  if (part.kind === 'document') return part.file.name
  return part.kind === 'image' ? (part.caption ?? '') : part.body
}

function told({ title, description }: { title: string; description?: string | undefined }): string[] {
  return [title, description ?? '']
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(text => text.length))
}

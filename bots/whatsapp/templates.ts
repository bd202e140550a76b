// SPDX-License-Identifier: AGPL-3.0-or-later
// The texts for approval by Meta, as they are handed in: one file for each name and language, which may be posted to
// Graph as it is. What Meta refuses at sight is refused here, at once, instead of after a day's waiting.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { templates } from '../../src/channel.ts'

type TemplateName = keyof typeof templates
/** The languages that texts are approved in. */
export const templateLanguages = ['it', 'en'] as const

const body = z.strictObject({
  type: z.literal('BODY'),
  text: z.string().max(1024),
  example: z.strictObject({ body_text: z.tuple([z.array(z.string().min(1))]) }),
})
const buttons = z.strictObject({
  type: z.literal('BUTTONS'),
  buttons: z.tuple([z.strictObject({ type: z.literal('QUICK_REPLY'), text: z.string().min(1).max(25) })]),
})
const template = z.strictObject({
  name: z.string(),
  language: z.enum(templateLanguages),
  category: z.literal('UTILITY'),
  components: z.tuple([body, buttons]),
})
/** One text in one language, in Graph's own form. */
export type TemplateText = z.output<typeof template>

/** Every name there is. */
export const templateNames = Object.keys(templates) as readonly TemplateName[]

/** The texts of every name in both languages. Throws when one would be refused. */
export function templateTexts(): TemplateText[] {
  return templateNames.flatMap(name =>
    templateLanguages.map(language => {
      const file = `templates/${name}.${language}.json`
      const text = template.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')))
      const wrong = wrongIn(name, language, text)
      if (wrong.length > 0) throw new Error(`${file} ${wrong.join('; ')}`)
      return text
    }),
  )
}

/** So many fixed words must stand around each value: Meta refuses texts that are mostly values. */
const wordsForEachValue = 4

/** What Meta would refuse a text for. */
export function wrongIn(name: TemplateName, language: string, given: TemplateText): string[] {
  const [{ text, example }] = given.components
  const values = [...text.matchAll(/\{\{(.*?)\}\}/g)].map(match => match[1])
  const wanted = Array.from({ length: templates[name] }, (_, index) => String(index + 1))
  const fixed = text.replace(/\{\{.*?\}\}/g, ' ').match(/[\p{L}\d]+/gu) ?? []
  const complaints: readonly (readonly [boolean, string])[] = [
    [given.name !== name || given.language !== language, `is called ${given.name} in ${given.language}`],
    [values.join() !== wanted.join(), `has the values ${values.join()} instead of ${wanted.join()}`],
    [example.body_text[0].length !== wanted.length, 'has another number of examples than of values'],
    [/^[\s\p{P}]*\{\{|\}\}[\s\p{P}]*$/u.test(text), 'begins or ends with a value'],
    [/\}\}\s*\{\{/.test(text), 'has two values side by side'],
    [fixed.length < wanted.length * wordsForEachValue, 'has too few words of its own'],
    [/\n{3,}| {4,}|\t/.test(text), 'has too much empty space'],
  ]
  return complaints.filter(([isSo]) => isSo).map(([, words]) => words)
}

const graphemes = new Intl.Segmenter('it', { granularity: 'grapheme' })
/** Meta allows the whole text 1024 characters; a value of ours is a code, a name or a short sentence. */
const valueLimit = 160

/** A value as it may stand in an approved text: one line, no wide gaps, not empty, cut between characters. */
export function safeValue(text: string): string {
  const line = text.replace(/[\p{Z}\s\p{Cc}]+/gu, ' ').trim()
  if (line.length <= valueLimit) return line === '' ? '·' : line
  const end = graphemes.segment(line).containing(valueLimit - 1)?.index ?? 0
  // One "character" may be longer than all the room there is.
  return `${line.slice(0, end > 0 ? end : valueLimit - 1).trimEnd()}…`
}

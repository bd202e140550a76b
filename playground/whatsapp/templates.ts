// SPDX-License-Identifier: AGPL-3.0-or-later
// The approved texts of the account, and filling one in. Values are numbered ({{1}}); named ones are left out.
import { GraphError } from './errors.ts'
import type { TemplateRequest } from './message-schema.ts'

type TemplateButton = { type: 'QUICK_REPLY'; text: string } | { type: 'URL'; text: string; url: string }

/** A part of a template, as it is handed in for approval and listed afterwards. */
export type TemplateComponent =
  | { type: 'HEADER'; format: 'TEXT'; text: string; example?: object }
  | { type: 'HEADER'; format: 'IMAGE'; example?: object }
  | { type: 'BODY'; text: string; example?: object }
  | { type: 'FOOTER'; text: string }
  | { type: 'BUTTONS'; buttons: TemplateButton[] }

export type Template = {
  name: string
  language: string
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  components: TemplateComponent[]
}

/** A template with its values in place. */
export type FilledTemplate = {
  category: string
  header: string | undefined
  image: { id?: string | undefined; link?: string | undefined } | undefined
  body: string
  footer: string | undefined
  values: string[]
  buttons: { title: string; payload: string; url?: string }[]
}

type Listed = Template & { id: string }
type Part = NonNullable<TemplateRequest['components']>[number]
type Value = Part['parameters'][number]

const PLACE = /\{\{(\d+)\}\}/g
const MOST_FILLED = 1024

/** The account's templates. */
export class Templates {
  readonly #all = new Map<string, Listed>()

  /** Hands one in with a word on whether it is approved; the same name and language replaces. */
  add(template: Template): void {
    const key = `${template.name}/${template.language}`
    const id = this.#all.get(key)?.id ?? String(920_070_352_646_140 + this.#all.size)
    this.#all.set(key, { ...template, id })
  }

  remove(name: string, language: string): void {
    this.#all.delete(`${name}/${language}`)
  }

  /** One page of the list, and where the next begins. */
  page(
    limit: number,
    after: number,
    filter: { name?: string; status?: string },
  ): { rows: Listed[]; next: number | undefined } {
    const fitting = [...this.#all.values()].filter(
      each =>
        (filter.name === undefined || each.name === filter.name) &&
        (filter.status === undefined || each.status === filter.status),
    )
    const next = after + limit < fitting.length ? after + limit : undefined
    return { rows: fitting.slice(after, after + limit), next }
  }

  /** Puts the values into the approved text, or refuses as the server does. */
  fill(request: TemplateRequest): FilledTemplate {
    const template = this.#all.get(`${request.name}/${request.language.code}`)
    if (!template || template.status === 'PENDING' || template.status === 'REJECTED') {
      const what = `template name (${request.name}) does not exist in ${request.language.code}`
      throw new GraphError(132001, what)
    }
    if (template.status === 'PAUSED') throw new GraphError(132015, `template ${request.name} is paused`)
    if (template.status === 'DISABLED') throw new GraphError(132016, `template ${request.name} is disabled`)
    const given = request.components ?? []
    const header = componentOf(template, 'HEADER')
    const values = textsOf(valuesOf(given, 'body'))
    const headerValues = textsOf(valuesOf(given, 'header'))
    const body = filled('body', componentOf(template, 'BODY')?.text ?? '', values)
    if (body.length > MOST_FILLED) throw new GraphError(132005, `Translated text too long: ${body.length} characters`)
    return {
      category: template.category,
      header: filled('header', header?.format === 'TEXT' ? header.text : '', headerValues) || undefined,
      image: headerImage(header?.format === 'IMAGE', given),
      body,
      footer: componentOf(template, 'FOOTER')?.text,
      values,
      buttons: buttonsOf(template, given),
    }
  }
}

function componentOf<Type extends TemplateComponent['type']>(
  template: Template,
  type: Type,
): Extract<TemplateComponent, { type: Type }> | undefined {
  return template.components.find((each): each is Extract<TemplateComponent, { type: Type }> => each.type === type)
}

function valuesOf(parts: readonly Part[], type: Part['type']): Value[] {
  return parts.filter(part => part.type === type).flatMap((part): Value[] => part.parameters)
}

function textsOf(values: readonly Value[]): string[] {
  return values.flatMap(value => (value.type === 'text' ? [value.text] : []))
}

function filled(where: string, text: string, values: readonly string[]): string {
  const expected = new Set([...text.matchAll(PLACE)].map(found => found[1])).size
  if (expected !== values.length) {
    const details = `${where}: number of localizable_params (${values.length}) does not match the expected number of params (${expected})`
    throw new GraphError(132000, details)
  }
  return text.replace(PLACE, (_place, number: string) => values[Number(number) - 1] ?? '')
}

function headerImage(isExpected: boolean, given: readonly Part[]): FilledTemplate['image'] {
  const image = valuesOf(given, 'header').find(value => value.type === 'image')
  if (isExpected === (image !== undefined)) return image?.image
  throw new GraphError(132012, `header: Format mismatch, expected ${isExpected ? 'IMAGE' : 'no image'}`)
}

function buttonsOf(template: Template, given: readonly Part[]): FilledTemplate['buttons'] {
  const all = componentOf(template, 'BUTTONS')?.buttons ?? []
  const parts = given.filter(part => part.type === 'button')
  for (const part of parts) {
    const button = all[Number(part.index)]
    const kind = part.sub_type === 'url' ? 'URL' : 'QUICK_REPLY'
    if (button?.type !== kind)
      throw new GraphError(132012, `button: there is no ${part.sub_type} at index ${part.index}`)
  }
  return all.map((button, index) => {
    const value = parts.find(part => Number(part.index) === index)?.parameters[0]
    if (button.type === 'QUICK_REPLY') {
      return { title: button.text, payload: value?.type === 'payload' ? value.payload : button.text }
    }
    const values = value?.type === 'text' ? [value.text] : []
    return { title: button.text, payload: '', url: filled(`button at index ${index}`, button.url, values) }
  })
}

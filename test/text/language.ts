// SPDX-License-Identifier: AGPL-3.0-or-later
// A language as its file has it, read without the product's own loader, and what can be wrong with it.
import { FluentResource, type Message } from '@fluent/bundle'

type Pattern = NonNullable<Message['value']>
type Element = Exclude<Pattern, string>[number]
type Select = Extract<Element, { type: 'select' }>

export type Language = ReadonlyMap<string, Pattern>

/** Stands where a value will stand: a character that no text of ours holds. */
export const mark = '\ue000'

export function languageOf(source: string): Language {
  const entries = new FluentResource(source).body
  return new Map(entries.flatMap(({ id, value }) => (value === null ? [] : [[id, value] as const])))
}

/** Every text stands in both, with the same values to fill in. */
export function differences(language: Language, original: Language): string[] {
  const ids = new Set([...original.keys(), ...language.keys()])
  return [...ids].flatMap(id => {
    if (!language.has(id)) return [`${id} is missing`]
    if (!original.has(id)) return [`${id} is there and nowhere else`]
    const [here, there] = [variablesOf(language, id), variablesOf(original, id)].map(names => names.sort().join(' '))
    return here === there ? [] : [`${id} is filled with «${here}», the original with «${there}»`]
  })
}

/** Tags are b, i and a, each is closed before the next begins, and no other sign of markup stands about. */
export function markupProblems(language: Language): string[] {
  return [...language.keys()].flatMap(id => wordings(language, id).flatMap(wording => tagProblems(id, wording)))
}

function tagProblems(id: string, wording: string): string[] {
  let open: string | undefined
  for (const [tag, slash, name] of wording.matchAll(/<(\/?)([^>\s]*)[^>]*>/g)) {
    if (!/^<(?:\/?[bia]|a href="[^"]+")>$/.test(tag) || tag === '<a>') return [`${id}: ${tag} is no tag of ours`]
    if (slash ? name !== open : open !== undefined) return [`${id}: ${tag} stands in the wrong place`]
    open = slash ? undefined : name
  }
  if (open !== undefined) return [`${id}: <${open}> is not closed`]
  const rest = wording.replace(/<[^>]*>|&(?:lt|gt|amp|quot);/g, '')
  return /[<>&]/.test(rest) ? [`${id}: a sign of markup stands bare in «${rest}»`] : []
}

/** The names of all values of a text, also those within the texts it takes in. */
export function variablesOf(language: Language, id: string): string[] {
  const names = new Set<string>()
  visit(language, id, element => element.type === 'var' && names.add(element.name))
  return [...names]
}

/** By which cases a value chooses: its name, and the keys that are told apart. */
export function casesOf(language: Language, id: string): Map<string, (string | number)[]> {
  const cases = new Map<string, (string | number)[]>()
  visit(language, id, element => {
    if (element.type !== 'select' || element.selector.type !== 'var') return
    const { name } = element.selector
    cases.set(name, [...(cases.get(name) ?? []), ...element.variants.map(variant => variant.key.value)])
  })
  return cases
}

/** A text in each of its forms, with a mark for every value. */
function wordings(language: Language, id: string): string[] {
  const pattern = language.get(id)
  return pattern === undefined ? [] : formsOf(language, pattern)
}

function formsOf(language: Language, pattern: Pattern): string[] {
  const elements = typeof pattern === 'string' ? [pattern] : pattern
  return elements.reduce<string[]>(
    (forms, element) => {
      const next = partsOf(language, element)
      return forms.flatMap(form => next.map(part => form + part))
    },
    [''],
  )
}

function partsOf(language: Language, element: string | Element): string[] {
  if (typeof element === 'string') return [element]
  switch (element.type) {
    case 'select':
      return element.variants.flatMap(variant => formsOf(language, variant.value))
    case 'mesg':
      return wordings(language, element.name)
    case 'str':
      return [element.value]
    case 'var':
    case 'num':
      return [mark]
    case 'func':
    case 'term':
      throw new Error(`our texts have no ${element.type}`)
  }
}

function visit(language: Language, id: string, see: (element: Exclude<Element, string>) => unknown): void {
  const within = (pattern: Pattern): void => {
    for (const element of typeof pattern === 'string' ? [] : pattern) {
      if (typeof element === 'string') continue
      see(element)
      if (element.type === 'mesg') visit(language, element.name, see)
      if (element.type === 'select') withinSelect(element)
    }
  }
  const withinSelect = (select: Select): void => {
    see(select.selector)
    for (const variant of select.variants) within(variant.value)
  }
  const pattern = language.get(id)
  if (pattern !== undefined) within(pattern)
}

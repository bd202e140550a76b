// SPDX-License-Identifier: AGPL-3.0-or-later
// The HTML parse mode after tdlib/td `parse_html`.
import { TextError } from './errors.ts'
import { byteOffset } from './markdown.ts'
import type { Entity } from './wire.ts'

const TAGS: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
}
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const CHARACTER = /&(?:(lt|gt|amp|quot)|#x([0-9a-fA-F]{1,6})|#(\d{1,7}));?/
const CHARACTER_HERE = new RegExp(CHARACTER.source, 'y')
const CHARACTERS = new RegExp(CHARACTER.source, 'g')
const ATTRIBUTE = /\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]+)))?/y

type Open = { tag: string; attributes: Record<string, string>; offset: number }

function decoded(source: string): string {
  return source.replace(CHARACTERS, (raw: string, name?: string, hex?: string, decimal?: string) => {
    if (name !== undefined) return NAMED[name] ?? raw
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : raw
  })
}

/** Reads HTML, as strictly as Telegram does. */
export function parseHtml(source: string): { text: string; entities: Entity[] } {
  let text = ''
  const entities: Entity[] = []
  const open: Open[] = []
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i)
    if (c === '&') {
      CHARACTER_HERE.lastIndex = i
      const found = CHARACTER_HERE.exec(source)
      text += found ? decoded(found[0]) : c
      i += (found?.[0].length ?? 1) - 1
    } else if (c !== '<') text += c
    else if (source[i + 1] === '/') {
      const { top, end } = endTag(source, i, open)
      const length = text.length - top.offset
      if (length > 0) addEntity(entities, top, length, text)
      i = end
    } else {
      const { tag, attributes, end } = startTag(source, i)
      open.push({ tag, attributes, offset: text.length })
      i = end
    }
  }
  const left = open.at(-1)
  if (left) throw new TextError(`Can't find end tag corresponding to start tag "${left.tag}"`)
  return { text, entities }
}

function endTag(source: string, from: number, open: Open[]): { top: Open; end: number } {
  const at = byteOffset(source, from)
  const top = open.pop()
  if (!top) throw new TextError(`Unexpected end tag at byte offset ${at}`)
  const end = source.indexOf('>', from)
  if (end < 0) throw new TextError(`Unclosed end tag at byte offset ${at}`)
  const name = source
    .slice(from + 2, end)
    .trim()
    .toLowerCase()
  if (name !== '' && name !== top.tag) {
    throw new TextError(`Unmatched end tag at byte offset ${at}, expected "</${top.tag}>", found "</${name}>"`)
  }
  return { top, end }
}

function startTag(source: string, from: number): { tag: string; attributes: Record<string, string>; end: number } {
  const at = byteOffset(source, from)
  let i = from + 1
  while (i < source.length && !/[\s>]/.test(source.charAt(i))) i++
  if (i >= source.length) throw new TextError(`Unclosed start tag at byte offset ${at}`)
  const tag = source.slice(from + 1, i).toLowerCase()
  if (!Object.hasOwn(TAGS, tag)) throw new TextError(`Unsupported start tag "${tag}" at byte offset ${at}`)
  const attributes: Record<string, string> = {}
  for (;;) {
    while (/\s/.test(source.charAt(i))) i++
    if (source[i] === '>') break
    if (i >= source.length) throw new TextError(`Unclosed start tag "${tag}" at byte offset ${at}`)
    ATTRIBUTE.lastIndex = i
    const found = ATTRIBUTE.exec(source)
    if (!found) throw new TextError(`Empty attribute name in the tag "${tag}" at byte offset ${at}`)
    attributes[(found[1] ?? '').toLowerCase()] = decoded(found[2] ?? found[3] ?? found[4] ?? '')
    i = ATTRIBUTE.lastIndex
  }
  if (tag === 'span' && attributes['class'] !== 'tg-spoiler') {
    throw new TextError(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`)
  }
  return { tag, attributes, end: i }
}

function addEntity(entities: Entity[], { tag, attributes, offset }: Open, length: number, text: string): void {
  const entity: Entity = { type: TAGS[tag] ?? tag, offset, length }
  if (tag === 'a') {
    const url = attributes['href'] ?? text.slice(offset, offset + length)
    if (!/^[a-z]+:|\./i.test(url)) return // an unusable href leaves plain text
    entity.url = url
  }
  if (tag === 'tg-emoji') entity.custom_emoji_id = attributes['emoji-id'] ?? ''
  if (tag === 'blockquote' && 'expandable' in attributes) entity.type = 'expandable_blockquote'
  if (tag === 'code' && attributes['class']?.startsWith('language-')) entity.language = attributes['class'].slice(9)
  if (tag === 'pre') {
    const inner = entities.at(-1)
    if (inner?.type === 'code' && inner.offset === offset && inner.length === length) {
      entities.pop()
      if (inner.language !== undefined) entity.language = inner.language
    }
  }
  entities.push(entity)
}

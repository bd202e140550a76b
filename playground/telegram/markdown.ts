// SPDX-License-Identifier: AGPL-3.0-or-later
// MarkdownV2 after tdlib/td `parse_markdown_v2`, and enough of the legacy Markdown to catch unbalanced markers.
import { TextError } from './errors.ts'
import type { Entity } from './wire.ts'

const NAMES = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  custom_emoji: 'CustomEmoji',
  blockquote: 'BlockQuote',
}
type Kind = keyof typeof NAMES
type Open = { type: Kind; offset: number; at: number; language?: string }

const SPECIAL = '_*[]()~`>#+-=|{}.!\n'

/** Where a character stands in the UTF-8 form, which is how the error texts count. */
export function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at))
}

/** Reads MarkdownV2, as strictly as Telegram does. */
export function parseMarkdownV2(source: string): { text: string; entities: Entity[] } {
  return new MarkdownV2(source).read()
}

class MarkdownV2 {
  readonly #source: string
  readonly #entities: Entity[] = []
  readonly #open: Open[] = []
  #text = ''
  #at = 0
  #canQuote = true
  #inQuote = false

  constructor(source: string) {
    this.#source = source
  }

  read(): { text: string; entities: Entity[] } {
    for (; this.#at < this.#source.length; this.#at++) this.#step(this.#source.charAt(this.#at))
    if (this.#inQuote && this.#open.at(-1)?.type === 'blockquote') this.#close()
    const left = this.#open.at(-1)
    if (left) throw this.#unclosed(left)
    return { text: this.#text, entities: this.#entities }
  }

  #step(c: string): void {
    const next = this.#source.charAt(this.#at + 1)
    const top = this.#open.at(-1)
    if (c === '\\' && next !== '' && next.charCodeAt(0) > 0 && next.charCodeAt(0) <= 126) {
      this.#text += next
      this.#at++
      this.#canQuote = next === '\n'
      return
    }
    const inCode = top?.type === 'code' || top?.type === 'pre'
    if (!(inCode ? '`' : SPECIAL).includes(c)) {
      this.#text += c
      if (c !== '\r') this.#canQuote = false
      return
    }
    if (this.#inQuote && c === '\n' && next !== '>' && top) {
      if (top.type !== 'blockquote') throw this.#unclosed(top)
      this.#close()
      this.#inQuote = false
      this.#text += '\n'
      this.#canQuote = true
      return
    }
    if (top && this.#ends(top, c, next)) this.#end(top)
    else this.#begin(c, next)
  }

  #ends(top: Open, c: string, next: string): boolean {
    switch (top.type) {
      case 'bold':
        return c === '*'
      case 'italic':
        return c === '_' && next !== '_'
      case 'underline':
        return c === '_' && next === '_'
      case 'strikethrough':
        return c === '~'
      case 'spoiler':
        return c === '|' && next === '|'
      case 'code':
        return c === '`'
      case 'pre':
        return this.#source.startsWith('```', this.#at)
      case 'text_link':
      case 'custom_emoji':
        return c === ']'
      case 'blockquote':
        return false
    }
  }

  #end(top: Open): void {
    if (top.type === 'underline' || top.type === 'spoiler') this.#at++
    if (top.type === 'pre') this.#at += 2
    if (top.type === 'text_link') {
      const label = this.#text.slice(top.offset)
      this.#close({ url: this.#source.charAt(this.#at + 1) === '(' ? this.#readUrl() : label })
    } else if (top.type === 'custom_emoji') {
      const wrong = 'The entity must contain a tg://emoji or tg://time URL'
      if (this.#source.charAt(this.#at + 1) !== '(') throw new TextError(wrong)
      const id = /[?&]id=(\d+)/.exec(this.#readUrl())?.[1]
      if (id === undefined) throw new TextError(wrong)
      this.#close({ custom_emoji_id: id })
    } else this.#close()
  }

  #begin(c: string, next: string): void {
    switch (c) {
      case '_':
        if (next !== '_') return this.#push('italic')
        this.#push('underline')
        this.#at++
        return
      case '*':
        return this.#push('bold')
      case '~':
        return this.#push('strikethrough')
      case '[':
        return this.#push('text_link')
      case '|':
        if (next !== '|') throw reserved(c)
        this.#push('spoiler')
        this.#at++
        return
      case '!':
        if (next !== '[') throw reserved(c)
        this.#push('custom_emoji')
        this.#at++
        return
      case '`':
        return this.#beginCode()
      case '\n':
        this.#text += c
        this.#canQuote = true
        return
      case '>':
        if (!this.#canQuote) throw reserved(c)
        if (!this.#inQuote) this.#push('blockquote')
        this.#inQuote = true
        return
      default:
        throw reserved(c)
    }
  }

  #beginCode(): void {
    if (!this.#source.startsWith('```', this.#at)) return this.#push('code')
    const language = /^[^\s`]+(?=\s)/.exec(this.#source.slice(this.#at + 3))?.[0]
    this.#push('pre', language)
    this.#at += 2 + (language?.length ?? 0)
    if (this.#source.charAt(this.#at + 1) === '\n') this.#at++
  }

  #push(type: Kind, language?: string): void {
    this.#open.push({ type, offset: this.#text.length, at: this.#at, ...(language !== undefined && { language }) })
  }

  #close(extra: Partial<Entity> = {}): void {
    const top = this.#open.pop()
    if (!top || this.#text.length <= top.offset) return
    const { type, offset, language } = top
    const length = this.#text.length - offset
    this.#entities.push({ type, offset, length, ...(language !== undefined && { language }), ...extra })
  }

  /** Reads `(url)` that follows the place we are at, and stops on its closing bracket. */
  #readUrl(): string {
    const from = this.#at + 2
    let url = ''
    let i = from
    for (; i < this.#source.length && this.#source[i] !== ')'; i++) {
      if (this.#source[i] === '\\' && i + 1 < this.#source.length) i++
      url += this.#source.charAt(i)
    }
    if (i >= this.#source.length) {
      throw new TextError(`Can't find end of a URL at byte offset ${byteOffset(this.#source, from)}`)
    }
    this.#at = i
    return url
  }

  #unclosed(open: Open): TextError {
    const at = byteOffset(this.#source, open.at)
    return new TextError(`Can't find end of ${NAMES[open.type]} entity at byte offset ${at}`)
  }
}

function reserved(c: string): TextError {
  return new TextError(`Character '${c}' is reserved and must be escaped with the preceding '\\'`)
}

const LEGACY: Record<string, string> = { _: 'italic', '*': 'bold', '`': 'code', '[': 'text_link' }

/** Reads the legacy Markdown. */
export function parseMarkdown(source: string): { text: string; entities: Entity[] } {
  let text = ''
  const entities: Entity[] = []
  const endless = (at: number) =>
    new TextError(`Can't find end of the entity starting at byte offset ${byteOffset(source, at)}`)
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i)
    if (c === '\\' && '_*`['.includes(source[i + 1] ?? ' ')) {
      text += source.charAt(++i)
      continue
    }
    const type = LEGACY[c]
    if (type === undefined) {
      text += c
      continue
    }
    const start = i
    const end = source.indexOf(c === '[' ? ']' : c, i + 1)
    if (end < 0) throw endless(start)
    const offset = text.length
    text += source.slice(i + 1, end)
    i = end
    const entity: Entity = { type, offset, length: text.length - offset }
    if (c === '[') {
      if (source[i + 1] !== '(') continue
      const stop = source.indexOf(')', i)
      if (stop < 0) throw endless(start)
      entity.url = source.slice(i + 2, stop)
      i = stop
    }
    if (entity.length > 0) entities.push(entity)
  }
  return { text, entities }
}

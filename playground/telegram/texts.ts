// SPDX-License-Identifier: AGPL-3.0-or-later
// Text rules: parse modes, automatic entities, trimming, lengths. Offsets and lengths of entities are UTF-16 code
// units, as in the Bot API; byte offsets in error texts are UTF-8.
import { asText, isRecord } from './args.ts'
import { TextError, bad } from './errors.ts'
import { parseHtml } from './html.ts'
import { parseMarkdown, parseMarkdownV2 } from './markdown.ts'
import type { Content, Entity } from './wire.ts'

/** A text with its formatting taken out of it. */
type Formatted = { text: string; entities: Entity[] }

/** Length as TDLib counts it for the 4096 and 1024 limits: Unicode code points (`utf8_length`). */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) count--
  return count
}

/** Reads a text in its parse mode, or with the entities it was given. */
export function parseFormatted(text: string, parseMode: string, entities: unknown): Formatted {
  const mode = parseMode.toLowerCase()
  if (text === '' || mode === '' || mode === 'none') return trimmed({ text, entities: givenEntities(entities) })
  try {
    return trimmed(parserOf(mode)(text))
  } catch (e) {
    if (e instanceof TextError) throw bad(`Can't parse entities: ${e.message}`)
    throw e
  }
}

function parserOf(mode: string): (text: string) => Formatted {
  if (mode === 'html') return parseHtml
  if (mode === 'markdownv2') return parseMarkdownV2
  if (mode === 'markdown') return parseMarkdown
  throw bad('Unsupported parse_mode')
}

function givenEntities(entities: unknown): Entity[] {
  if (!Array.isArray(entities)) return []
  return entities.filter(isRecord).map(given => ({
    type: asText(given['type']),
    offset: Number(given['offset']),
    length: Number(given['length']),
    ...(typeof given['url'] === 'string' && { url: given['url'] }),
    ...(typeof given['language'] === 'string' && { language: given['language'] }),
    ...(typeof given['custom_emoji_id'] === 'string' && { custom_emoji_id: given['custom_emoji_id'] }),
  }))
}

/** The server trims the ends of a message; entities shift with it. */
function trimmed({ text, entities }: Formatted): Formatted {
  const lead = text.length - text.trimStart().length
  const body = text.trim()
  const kept: Entity[] = []
  for (const entity of entities) {
    const start = Math.max(entity.offset - lead, 0)
    const end = Math.min(entity.offset + entity.length - lead, body.length)
    if (end > start) kept.push({ ...entity, offset: start, length: end - start })
  }
  const found = autoEntities(body, kept)
  if (kept.length === 0) return { text: body, entities: found }
  return { text: body, entities: [...kept, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

const AUTO: [string, RegExp][] = [
  ['bot_command', /(?<![\w/])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?!\w)/g],
  ['url', /(?:https?:\/\/|\bwww\.)[^\s<>"']+[^\s<>"'.,;:!?)]/g],
  ['email', /\b[\w.+-]+@[\w-]+\.[\w.]+\b/g],
  ['mention', /(?<![\w@])@[a-zA-Z0-9_]{3,32}\b/g],
  ['hashtag', /(?<![\w#])#[\p{L}\p{N}_]+/gu],
  ['phone_number', /(?<!\w)\+\d[\d ]{7,17}\d\b/g],
]

/** The entities that Telegram finds by itself: commands, links, mentions, numbers. */
export function autoEntities(text: string, taken: readonly Entity[] = []): Entity[] {
  if (!/[/@#.+:]/.test(text)) return []
  const found: Entity[] = []
  const overlaps = (offset: number, length: number) => (other: Entity) =>
    offset < other.offset + other.length && other.offset < offset + length
  for (const [type, pattern] of AUTO) {
    for (const match of text.matchAll(pattern)) {
      const clash = overlaps(match.index, match[0].length)
      if (!taken.some(clash) && !found.some(clash)) found.push({ type, offset: match.index, length: match[0].length })
    }
  }
  return found.sort((a, b) => a.offset - b.offset)
}

/** A text as a message carries it: without an empty list of entities. */
export function textContent({ text, entities }: Formatted): Content {
  return { text, ...(entities.length > 0 && { entities }) }
}

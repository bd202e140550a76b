// SPDX-License-Identifier: AGPL-3.0-or-later
// Texts with a little emphasis. Everything a person gave us is escaped on its way in, so that a shop called
// `<3 Pane & Co_*` is shown as written; each channel turns markup into its own form.

/** Text in which only `<b>`, `<i>` and `<a href="…">` are tags, and `&lt; &gt; &amp; &quot;` stand for themselves. */
export type Markup = string & { readonly markup: unique symbol }

const escapes: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
const characters: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' }

/** A string in which nothing is markup: for labels and toasts. Keeps a `Markup` from being shown with its tags. */
export type Plain = string & { readonly markup?: never }

/** Any string as markup that shows exactly that string. */
export function escape(text: string): Markup {
  return text.replace(/[<>&"]/g, character => escapes[character] ?? character) as Markup
}

/** Texts of ours, one after another. */
export function join(parts: readonly (Markup | undefined | false)[], between = '\n'): Markup {
  return parts.filter(part => part !== undefined && part !== false && part !== '').join(between) as Markup
}

/** A run of text with its emphasis. */
export interface Span {
  readonly text: string
  readonly style?: 'bold' | 'italic' | 'link' | undefined
  readonly href?: string | undefined
}

const token = /<(\/?)(b|i|a)(?: href="([^"]*)")?>|&(?:lt|gt|amp|quot);/g

/** Markup as runs of plain text; tags do not nest. */
export function spans(markup: Markup): Span[] {
  const out: Span[] = []
  let text = ''
  let style: Span['style']
  let href: string | undefined
  const flush = (): void => {
    if (text) out.push({ text, style, href })
    text = ''
  }
  let from = 0
  for (const match of markup.matchAll(token)) {
    text += markup.slice(from, match.index)
    from = match.index + match[0].length
    if (match[0].startsWith('&')) {
      text += characters[match[0]] ?? ''
      continue
    }
    flush()
    if (match[1]) style = href = undefined
    else if (match[2] === 'a') [style, href] = ['link', unescape(match[3] ?? '')]
    else style = match[2] === 'b' ? 'bold' : 'italic'
  }
  text += markup.slice(from)
  flush()
  return out
}

/** Markup without its emphasis: for labels, toasts, and channels that know none. */
export function plain(markup: Markup): Plain {
  return spans(markup)
    .map(span => span.text)
    .join('')
}

function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|amp|quot);/g, entity => characters[entity] ?? entity)
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// How much of a text is read. The work on a text grows with its length, so the length is bounded before any other work.

/**
 * Characters (UTF-16 units). A list of 100 things has some 1,800. Telegram lets 4,096 through, WhatsApp's Cloud API as
 * many, WhatsApp Web 65,536.
 */
export const mostReadCharacters = 2000
/** Words and numbers in them: a list of 2,000 characters has some 350. Only babble such as «x2x2x2…» has more. */
export const mostReadWords = 700

/** The part of a text that is read, and whether something of the text is left. */
export function readablePart(text: string): { readonly part: string; readonly cut: boolean } {
  if (text.length <= mostReadCharacters) return { part: text, cut: false }
  const most = text.slice(0, mostReadCharacters)
  if (text.slice(mostReadCharacters).trim() === '') return { part: most, cut: false }
  // The last word is cut in half, perhaps the last character too.
  const space = most.search(/\s\S*$/)
  return {
    part: space > mostReadCharacters / 2 ? most.slice(0, space) : most.replace(/[\uD800-\uDBFF]$/, ''),
    cut: true,
  }
}

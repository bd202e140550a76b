// SPDX-License-Identifier: AGPL-3.0-or-later
declare module 'snowball-stemmers' {
  export function newStemmer(language: 'italian'): { stem(word: string): string }
}

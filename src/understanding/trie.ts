// SPDX-License-Identifier: AGPL-3.0-or-later

/** Phrases that share their beginnings, with what each of them means. */
export interface Trie<T> {
  readonly next: Map<string, Trie<T>>
  readonly values: T[]
}

export function emptyTrie<T>(): Trie<T> {
  return { next: new Map(), values: [] }
}

export function addTo<T>(trie: Trie<T>, words: readonly string[], value: T): void {
  let node = trie
  for (const word of words) {
    let next = node.next.get(word)
    if (!next) node.next.set(word, (next = emptyTrie()))
    node = next
  }
  node.values.push(value)
}

// SPDX-License-Identifier: AGPL-3.0-or-later

/** Many more than a shop's messages use; a flood of others makes it forget and begin again. */
const most = 20_000

/** The function with what it answered kept: it must depend on nothing but its argument. */
export function remembering<T>(fn: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return word => {
    const before = known.get(word)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const answer = fn(word)
    known.set(word, answer)
    return answer
  }
}

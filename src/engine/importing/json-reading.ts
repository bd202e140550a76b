// SPDX-License-Identifier: AGPL-3.0-or-later
// A JSON file that somebody wrote or sent, as a value. Its size, its depth and the number of its values are bounded
// before it is parsed: 19 MB of brackets took 1.1 GB and 2.7 s, and no file that means something looks like that.

/** A town of 30 shops with 100 products each has 1 MB. */
export const mostFileBytes = 10_000_000
/** A municipality file is 8 deep. */
const mostDepth = 16
/** A shop may have 5,000 products; nothing else is that long. */
const mostInOne = 5_000
/** Some 20,000 products. */
const mostValues = 300_000

/** Why a file cannot be read as JSON. */
export class JsonRefused extends Error {
  readonly reason: 'too-large' | 'too-deep' | 'too-many' | 'not-utf8' | 'not-json'
  /** The line and the character in it, counted from 1, if that is known. */
  readonly place: { readonly line: number; readonly character: number } | undefined

  constructor(reason: JsonRefused['reason'], place?: JsonRefused['place']) {
    super(`the file is ${reason}`)
    this.name = 'JsonRefused'
    this.reason = reason
    this.place = place
  }
}

/** What the bytes say as JSON. Throws a JsonRefused. */
export function jsonIn(bytes: Uint8Array, mostBytes = mostFileBytes): unknown {
  if (bytes.length > mostBytes) throw new JsonRefused('too-large')
  const outside = outOfBounds(bytes)
  if (outside) throw new JsonRefused(outside)
  const text = textIn(bytes)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    throw new JsonRefused('not-json', placeIn(text, at === undefined ? text.length : Number(at)))
  }
}

function textIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new JsonRefused('not-utf8')
    throw error
  }
}

function placeIn(text: string, at: number): { line: number; character: number } {
  let [line, begins] = [1, 0]
  for (let end = 0; end < at; end += 1) {
    if (text.charCodeAt(end) !== lineEnd) continue
    line += 1
    begins = end + 1
  }
  return { line, character: at - begins + 1 }
}

const [lineEnd, quote, backslash, comma] = [0x0a, 0x22, 0x5c, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Looks over the bytes once: how deep lists and objects stand in each other, and how many values there are. */
function outOfBounds(bytes: Uint8Array): 'too-deep' | 'too-many' | undefined {
  const counts = new Uint32Array(mostDepth + 1)
  let [depth, values] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at)
    else if (byte === openList || byte === openObject) {
      depth += 1
      if (depth > mostDepth) return 'too-deep'
      counts[depth] = 1
      values += 1
    } else if (byte === closeList || byte === closeObject) depth = Math.max(0, depth - 1)
    else if (byte === comma) {
      counts[depth] = (counts[depth] ?? 0) + 1
      values += 1
      if ((counts[depth] ?? 0) > mostInOne) return 'too-many'
    }
    if (values > mostValues) return 'too-many'
  }
  return undefined
}

/** Where the string that begins here ends: at its closing quote, or at the end of the bytes. */
function endOfString(bytes: Uint8Array, begins: number): number {
  let at = begins + 1
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}

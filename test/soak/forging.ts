// SPDX-License-Identifier: AGPL-3.0-or-later
// Callback data that no button of ours carries, in many ways; a real one is given to be spoiled.
import type { Random } from './random.ts'

const alphabet = [...'0123456789abcdef-:ABCXYZ{}[]"\'\\/;%_ \n\t<>&€è🥖\u0000\u200b\u202e\ud83d']

type Forge = (random: Random, real: string) => string

const forges: readonly Forge[] = [
  (_, real) => real,
  () => '',
  (random, real) => real.slice(0, random.below(real.length)),
  (random, real) => real.slice(random.below(real.length)),
  (random, real) => `${idIn(real)}:${random.below(1000)}`,
  (random, real) =>
    `${idIn(real)}:${random.pick(['-1', '1e3', '00', '0x0', '٣', ' 0', '0 ', '0\n', '999999999999', 'NaN', '__proto__'])}`,
  (_, real) => real.toUpperCase(),
  (_, real) => real.replaceAll('-', ''),
  (random, real) => replacedAt(real, random.below(real.length), random.pick(alphabet)),
  (random, real) => real.repeat(2 + random.below(500)),
  random => Array.from({ length: random.below(200) }, () => random.pick(alphabet)).join(''),
  random => random.pick(alphabet).repeat(random.below(100_000)),
  random => `${uuid(random)}:${random.below(12)}`,
  // As long as an id and of its letters, but none.
  random => `${Array.from({ length: 36 }, () => random.pick([...'0123456789abcdef-'])).join('')}:0`,
  (random, real) => replacedAt(real, random.below(36), '-'),
  random =>
    random.pick(['null', 'undefined', '{}', '[]', '{"id":1}', '0:0', ':', '::', 'go', 'accept', 'place:0', '/start']),
  random => random.pick(["' or 1=1 --", '%', "'; drop table orders;--", '${7*7}', '../../etc/passwd', '<b>', '&amp;']),
  (_, real) => Buffer.from(real).toString('base64'),
  (_, real) => `order:${idIn(real)}`,
]

/** Something that is sent in place of a button of ours. */
export function forged(random: Random, real: string): string {
  return random.pick(forges)(random, real)
}

function idIn(real: string): string {
  return real.split(':')[0] ?? ''
}

function replacedAt(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1)
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

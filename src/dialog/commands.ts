// SPDX-License-Identifier: AGPL-3.0-or-later
// Words that mean the same on every screen, in every language there is: a Briton may type «aiuto».
import type { Audience } from '../channel.ts'
import { languages, texts } from '../text/text.ts'
import { normalised, withinOneEdit } from './typed.ts'

/** What a person may mean on every screen. */
export const meanings = [
  'home',
  'help',
  'orders',
  'bag',
  'language',
  'stop',
  'erase',
  'my-data',
  'privacy',
  'today',
  'counter',
  'shopping',
  'link',
] as const
export type Meaning = (typeof meanings)[number]

const words = new Map<string, Meaning>()
const yes = new Set<string>()
const no = new Set<string>()
for (const language of languages) {
  const t = texts(language, 'Europe/Rome', new Date(0))
  for (const meaning of meanings) {
    for (const word of t.plain(`words-${meaning}`).split(',')) words.set(normalised(word), meaning)
  }
  for (const word of t.plain('words-yes').split(',')) yes.add(normalised(word))
  for (const word of t.plain('words-no').split(',')) no.add(normalised(word))
}

/** A yes and nothing else, to whatever was asked. */
export function meansYes(text: string): boolean {
  return yes.has(normalised(text))
}

/** A no and nothing else, to whatever was asked. */
export function meansNo(text: string): boolean {
  return no.has(normalised(text))
}

/** The meaning of a line that is one of those words and nothing else; of a right also where a letter is wrong. */
export function meaningOf(text: string): Meaning | undefined {
  const said = normalised(text)
  return words.get(said) ?? rightIn(said)
}

const rights: ReadonlySet<Meaning> = new Set(['stop', 'erase', 'my-data', 'privacy'])
/** In a shorter word one slip makes another word. */
const leastOfSlip = 8
const asking =
  /^(?:per favore|per piacere|please)?,? ?(?:(?:vorrei|voglio|posso avere|mandami|mandatemi|i want to|i would like to|i'd like to|can i have|send me) )?/
const thanking = /,? (?:per favore|per piacere|grazie|please|thanks|thank you)$/

/** What people may ask of us by law is understood politely asked for and mistyped: «vorrei i miei datti, grazie». */
function rightIn(said: string): Meaning | undefined {
  const wanted = said.replace(asking, '').replace(thanking, '')
  const meant = words.get(wanted)
  if (meant !== undefined) return rights.has(meant) ? meant : undefined
  if (wanted.length < leastOfSlip) return undefined
  for (const [word, meaning] of words)
    if (rights.has(meaning) && word.length >= leastOfSlip && withinOneEdit(word, wanted)) return meaning
  return undefined
}

/** Which side of the counter a line leads to, if it says so: an invitation, a shop's poster, «il mio negozio». */
export function audienceMeant(text: string): Audience | undefined {
  const code = deepLinkIn(text)
  if (code !== undefined) return code.startsWith('i-') ? 'staff' : code.startsWith('k-') ? undefined : 'citizen'
  const meaning = meaningOf(text) ?? commandIn(text)
  return meaning === 'counter' ? 'staff' : meaning === 'shopping' ? 'citizen' : undefined
}

/** The command of a line such as `/oggi` or `/start s-forno-rossi`. */
export function commandIn(text: string): string | undefined {
  const name = /^\/([a-z]{1,32})\b/i.exec(text.trim())?.[1]?.toLowerCase()
  return name === undefined || name === 'start' ? name : (words.get(name) ?? name)
}

/** The code of a link: after `/start`, alone, in a pasted link, or among words, as wa.me links bring it. */
export function deepLinkIn(text: string): string | undefined {
  const said = text.trim()
  const started = /^\/start\s+([A-Za-z0-9_-]{1,64})$/.exec(said)?.[1]
  if (started !== undefined) return started
  const invitation = /(?:^|[\s=])[iI]-([A-Za-z0-9_-]{20,62})(?=[\s.,!?]|$)/.exec(said)?.[1]
  if (invitation !== undefined) return `i-${invitation}`
  const linking = /(?:^|[\s=])k-([2-9A-HJ-NP-Z]{8})(?=[\s.,!?]|$)/i.exec(said)?.[1]
  if (linking !== undefined) return `k-${linking.toUpperCase()}`
  // A phone begins a line with a capital.
  const alone = /^([ms]-[a-z0-9-]{1,40})[.!]?$/i.exec(said)?.[1]
  // Among other words a short one is a size or a staircase: «taglia m-l», «scala s-2».
  return alone?.toLowerCase() ?? /(?:^|[\s=])([ms]-[a-z0-9-]{3,40})(?=[\s.,!?]|$)/.exec(said)?.[1]
}
